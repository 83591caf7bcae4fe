# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""incoming_webhook, outgoing_webhook, slash_command and oauth_app: what they have in common.

Each is listed for the whole server, belongs to whoever made it, and is closed by one request that names it.
"""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import (
    IncomingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.outgoing_webhook import (
    OutgoingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NoUsableId
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    Refusal,
    lost,
    scripted_server,
)

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user", "delete_at": 0}
A, B, C, D = "a" * 26, "b" * 26, "c" * 26, "d" * 26
TEAM = {"id": "t" * 26, "name": "team1"}
BROKEN = Refusal(500, "some.error", "Oh.")


class Sample:
    """What there is to know of a type: where it is listed, whose it is, how it is closed, and how it was gone."""

    def __init__(self, access_type, listed, owner, closing, gone, before=None, success=None):
        self.type, self.listed, self.owner, self.closing, self.gone = access_type, "GET " + listed, owner, closing, gone
        self.before = before or {}
        self.success = OK if success is None else success

    def found(self, *rows, user=None):
        """Return what is found where the server lists these rows."""
        return self.type.find(scripted_server(dict(self.before, **{self.listed: list(rows)}))[0], Person(user or USER))

    def row(self, item_id=A, **fields):
        """Return a row as the server may list it, with everything secret that it may hold."""
        secrets = dict.fromkeys(("token", "client_secret", "url", "username", "icon_url", "homepage", "new"), "secret")
        secrets.update(callback_urls=["secret"], trigger_words=["secret"], description="secret")
        return dict(secrets, **dict({"id": item_id, self.owner: USER["id"], "delete_at": 0}, **fields))

    def closed(self, *answers):
        """Close A, B and C, each answered as given. Return those closed, the error and how many were asked for."""
        requests = [self.closing % item_id for item_id in (A, B, C)]
        server, script = scripted_server(dict(zip(requests, answers)))
        items = self.found(*[self.row(item_id) for item_id in (A, B, C)])
        done, error = self.type.close(server, Person(USER), items, {})
        assert script.sent == requests[: len(script.sent)]
        return "".join(item.key[0] for item in done), error, len(script.sent)


COUNT_TEAMS = "GET /teams?include_total_count=true"
COMMANDS = "/commands?team_id=%s&custom_only=true" % TEAM["id"]
SAMPLES = [
    Sample(IncomingWebhook(), "/hooks/incoming", "user_id", "DELETE /hooks/incoming/%s",
           ["app.webhooks.get_incoming.app_error"]),
    Sample(OutgoingWebhook(), "/hooks/outgoing", "creator_id", "DELETE /hooks/outgoing/%s",
           ["app.webhooks.get_outgoing.app_error"]),
    Sample(SlashCommand(), COMMANDS, "creator_id", "DELETE /commands/%s",
           ["store.sql_command.get.missing.app_error", "api.command.command_not_found.app_error",
            "store.sql_command.save.get.app_error"], {COUNT_TEAMS: {"total_count": 1}, "GET /teams": [TEAM]}),
    Sample(OAuthApp(), "/oauth/apps", "creator_id", "POST /oauth/apps/%s/regen_secret",
           ["app.oauth.get_app.find.app_error"], success={"client_secret": "another"}),
]  # fmt: skip

every_type = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type.name)


@every_type
def test_what_others_own_is_left_alone(sample):
    rows = [sample.row(A), sample.row(B, **{sample.owner: "x" * 26}), sample.row(C, **{sample.owner: None}), {"id": D}]
    assert [item.key for item in sample.found(*rows)] == [A]
    assert sample.found(*rows, user=dict(USER, id="y" * 26)) == []


@every_type
@pytest.mark.parametrize("item_id", [None, 7, ["x"], "", "../users/" + "z" * 26], ids=repr)
def test_what_cannot_be_named_is_not_passed_over(sample, item_id):
    """It must not look like nothing there; and an id goes into the path of a request."""
    with pytest.raises(MattermostError) as caught:
        sample.found(sample.row(item_id), sample.row(B))
    assert isinstance(caught.value, NoUsableId)


@every_type
def test_what_somebody_else_has_without_a_name_holds_nobody_up(sample):
    stranger = dict(sample.row(7), **{sample.owner: "x" * 26})
    assert [item.key for item in sample.found(stranger, sample.row(B))] == [B]


@every_type
def test_what_is_deleted_is_no_way_in(sample):
    assert [item.key for item in sample.found(sample.row(A, delete_at=5), sample.row(B))] == [B]


@every_type
def test_a_row_that_says_little_or_nonsense_is_open_and_shown_as_text(sample):
    names = {key: ["x"] for key in ("name", "display_name", "trigger", "team_id", "channel_id", "update_at")}
    for row in ({"id": A, sample.owner: USER["id"]}, sample.row(A, delete_at=None, **names)):
        [item] = sample.found(row)
        assert item.open
        shown = [value for key, value in item.shown.items() if key not in ("id", "team")]
        assert len(shown) >= 2
        assert all(value in ("", None, False, [], "old") for value in shown)


@every_type
def test_nothing_secret_is_shown(sample):
    [item] = sample.found(sample.row(A, display_name="one", name="one", trigger="one"))
    assert "secret" not in str(item.shown)
    assert "one" in item.shown.values()


@every_type
def test_what_the_persons_bots_own_is_found_and_marked(sample):
    bots = [
        {"user_id": "d" * 26, "owner_id": USER["id"], "username": "bot1"},
        {"user_id": "e" * 26, "owner_id": "x" * 26, "username": "bot2"},
        {"user_id": "f" * 26, "owner_id": USER["id"], "username": "system-bot", "delete_at": 5},
    ]
    rows = [sample.row(A), *[sample.row(letter * 26, **{sample.owner: letter * 26}) for letter in "def"]]
    answers = dict(sample.before, **{sample.listed: rows, "GET /bots?include_deleted=true": bots})
    found = sample.type.find(scripted_server(answers, BOTS_NEED)[0], Person(USER))
    assert [(item.key[0], item.shown.get("bot")) for item in found] == [
        ("a", None), ("d", "bot1"), ("f", "system-bot"),
    ]  # fmt: skip
    # Who may not see bots sees what the person owns. That the bots were not looked at is for the verdict.
    found = sample.type.find(scripted_server(answers)[0], Person(USER))
    assert [(item.key[0], item.shown.get("bot")) for item in found] == [("a", None)]


@every_type
def test_the_list_is_fetched_once_for_all_users(sample):
    rows = [sample.row(A), sample.row(B, **{sample.owner: "y" * 26})]
    server, script = scripted_server(dict(sample.before, **{sample.listed: rows}))
    found = [[item.key for item in sample.type.find(server, Person(dict(USER, id=owner * 26)))] for owner in "uyz"]
    assert found == [[A], [B], []]
    assert script.sent == [*sample.before, sample.listed]


@every_type
@pytest.mark.parametrize("status", [403, 500, 501])
def test_a_list_that_is_refused_is_not_an_empty_list(sample, status):
    server, script = scripted_server(dict(sample.before, **{sample.listed: Refusal(status, "some.error")}))
    for _user in range(2):
        with pytest.raises(ApiError) as caught:
            sample.type.find(server, Person(USER))
        assert caught.value.status == status
    assert script.sent == [*sample.before, sample.listed]


@every_type
def test_each_is_closed_and_one_that_is_gone_counts(sample):
    assert sample.closed(sample.success, sample.success, sample.success) == ("abc", None, 3)
    for error_id in sample.gone:
        assert sample.closed(sample.success, Refusal(404, error_id), sample.success) == ("abc", None, 3)


@every_type
@pytest.mark.parametrize("refusal", [BROKEN, Refusal(404, "x"), Refusal(403), lost], ids=["500", "404", "403", "lost"])
def test_one_that_fails_holds_up_no_other(sample, refusal):
    done, error, sent = sample.closed(sample.success, refusal, sample.success)
    assert (done, sent, error.unknown) == ("ac", 3, refusal is lost)


@every_type
def test_with_a_dead_token_nothing_more_is_tried(sample):
    done, error, sent = sample.closed(sample.success, EXPIRED, sample.success)
    assert (done, sent, error.fatal) == ("a", 2, True)


@every_type
def test_nothing_is_left_to_a_person(sample):
    assert sample.type.advice(None, Person(USER), sample.found(sample.row())) is None
