# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""incoming_webhook and outgoing_webhook: what one has and the other has not."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import (
    IncomingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.outgoing_webhook import (
    OutgoingWebhook,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Refusal, scripted_server

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
PERSON = Person(USER)
ID = "abcdefghijklmnopqrstuvwxyz"
ROW = {"id": ID, "user_id": USER["id"], "creator_id": USER["id"], "display_name": "ci", "team_id": "t" * 26,
       "channel_id": "c" * 26, "delete_at": 0}  # fmt: skip
INCOMING, OUTGOING = "GET /hooks/incoming", "GET /hooks/outgoing"


@pytest.mark.parametrize(
    ("access_type", "listed", "shown"), [(IncomingWebhook(), INCOMING, "abcd…"), (OutgoingWebhook(), OUTGOING, ID)]
)
def test_the_id_of_an_incoming_one_is_its_secret_and_that_of_an_outgoing_one_is_not(access_type, listed, shown):
    server, _script = scripted_server({listed: [ROW]})
    [item] = access_type.find(server, PERSON)
    assert item.key == ID
    told = {} if shown != ID else {"sends_to": [], "credential": "old"}
    assert item.shown == {"id": shown, "name": "ci", "team_id": "t" * 26, "channel_id": "c" * 26, **told}


@pytest.mark.parametrize(("name", "told"), [("ci", "ci"), ("", "abcd…"), (None, "abcd…")])
def test_an_error_names_an_incoming_webhook_without_giving_it_away(name, told):
    closing = "DELETE /hooks/incoming/" + ID
    server, _script = scripted_server({INCOMING: [dict(ROW, display_name=name)], closing: Refusal(400, "some.error")})
    done, error = IncomingWebhook().close(server, PERSON, IncomingWebhook().find(server, PERSON), {})
    assert done == []
    assert str(error) == "Failed to delete the incoming webhook %s of user1: HTTP 400 some.error: No." % told


def test_an_outgoing_webhook_is_whose_it_is_by_its_creator():
    server, _script = scripted_server({OUTGOING: [dict(ROW, creator_id="x" * 26)]})
    assert OutgoingWebhook().find(server, PERSON) == []


def test_an_incoming_webhook_is_whose_name_it_posts_in():
    server, _script = scripted_server({INCOMING: [dict(ROW, user_id="x" * 26)]})
    assert IncomingWebhook().find(server, PERSON) == []


@pytest.mark.parametrize(("access_type", "word"), [(IncomingWebhook(), "incoming"), (OutgoingWebhook(), "outgoing")])
def test_what_it_takes(access_type, word):
    # Older servers know one permission where newer ones know the other.
    assert access_type.needs(None, USER) == (
        "manage_%s_webhooks or manage_own_%s_webhooks" % (word, word),
        "manage_others_%s_webhooks" % word,
    )
