# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_app: an app is open until its secret is one that its maker cannot have seen."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import OK, Refusal, scripted_server

NOW = 1_700_000_000_000
USER = {"id": "u" * 26, "username": "user1", "roles": "system_user", "delete_at": NOW}
PERSON = Person(USER)
ID = "a" * 26
ROW = {"id": ID, "creator_id": USER["id"], "name": "app1", "update_at": NOW - 1}
REGENERATE, DELETE = "POST /oauth/apps/%s/regen_secret" % ID, "DELETE /oauth/apps/" + ID


@pytest.mark.parametrize(
    ("left", "updated", "is_open"),
    [
        (NOW, NOW - 1, True),
        (NOW, NOW, True),
        (NOW, NOW + 1, False),
        # Who is still there can look at any secret.
        (0, NOW, True),
        (None, NOW, True),
        (-1, NOW, True),
        # What is not known is not taken for later.
        (NOW, 0, True),
        (NOW, None, True),
        (NOW, "9" * 13, True),
        (NOW, float("nan"), True),
        (True, NOW, True),
    ],
)
def test_an_app_is_open_unless_it_changed_after_its_maker_left(left, updated, is_open):
    server, _script = scripted_server({"GET /oauth/apps": [dict(ROW, update_at=updated)]})
    [item] = OAuthApp().find(server, Person(dict(USER, delete_at=left)))
    assert item.open is is_open


def test_an_app_is_shown_without_its_secret():
    row = dict(ROW, client_secret="secret", callback_urls=["https://secret"], homepage="https://secret", update_at=NOW)
    server, _script = scripted_server({"GET /oauth/apps": [row]})
    [item] = OAuthApp().find(server, PERSON)
    assert item.shown == {"id": ID, "name": "app1", "updated_at": "2023-11-14T22:13:20Z"}


@pytest.mark.parametrize(
    ("choices", "asked"),
    [
        ({}, REGENERATE),
        ({"oauth_apps": "regenerate_secret"}, REGENERATE),
        ({"oauth_apps": "delete"}, DELETE),
    ],
    ids=str,
)
def test_what_is_done_to_an_app_is_chosen(choices, asked):
    """Nothing but the choice deletes: that ends the sessions of all who use the app."""
    server, script = scripted_server({"GET /oauth/apps": [ROW], REGENERATE: OK, DELETE: OK})
    items = OAuthApp().find(server, PERSON)
    del script.sent[:]
    done, error = OAuthApp().close(server, PERSON, items, choices)
    assert (done, error) == (items, None)
    assert script.sent == [asked]


@pytest.mark.parametrize(("choice", "left"), [("leave", True), ("delete", False), ("regenerate_secret", False)])
def test_an_app_that_is_to_be_left_is_not_closed(choice, left):
    server, _script = scripted_server({"GET /oauth/apps": [ROW]})
    items = OAuthApp().find(server, PERSON)
    assert OAuthApp().to_close(items, {"oauth_apps": choice}) == ([] if left else items)


@pytest.mark.parametrize("name", ["app1", ""])
@pytest.mark.parametrize(("choice", "what"), [("delete", "delete"), ("regenerate_secret", "regenerate the secret of")])
def test_an_error_says_what_was_to_be_done_to_which_app(choice, what, name):
    refusal = Refusal(400, "some.error")
    answers = {"GET /oauth/apps": [dict(ROW, name=name)], REGENERATE: refusal, DELETE: refusal}
    server, _script = scripted_server(answers)
    error = OAuthApp().close(server, PERSON, OAuthApp().find(server, PERSON), {"oauth_apps": choice})[1]
    assert str(error) == "Failed to %s the OAuth app %s of user1: HTTP 400 some.error: No." % (what, name or ID)


def test_what_it_takes():
    assert OAuthApp().needs(None, USER) == ("manage_oauth", "manage_system_wide_oauth")
