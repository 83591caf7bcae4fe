# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""sessions: what a session is, and how it is ended."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NoUsableId
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import OK, InTurn, Refusal, scripted_client

NOW = 1_700_000_000_000
SECRETS = {
    "id": "s" * 26,
    "token": "secret-token",
    "device_id": "apple_rn:secret-push-token",
    "team_members": [{"team_id": "secret-team"}],
    "roles": "system_user",
    "props": {"csrf": "secret-csrf", "browser": "Firefox/128.0", "new": "secret-new"},
    "csrf": "secret-other",
    "local": False,
}


@pytest.mark.parametrize(
    ("row", "kind", "login_method"),
    [
        ({"props": {"type": "UserAccessToken", "is_bot": "true"}}, "token", "user_access_token"),
        ({"props": {"type": "UserAccessToken"}, "is_oauth": True, "device_id": "x"}, "token", "user_access_token"),
        ({"is_oauth": True, "props": {"isMobile": "true"}}, "oauth", "oauth_app"),
        ({"is_oauth": True, "device_id": "x", "props": {"browser": "mmctl/5"}}, "oauth", "oauth_app"),
        ({"device_id": "apple_rn:x"}, "mobile", "password"),
        ({"props": {"isMobile": "true", "browser": "Desktop App/5"}}, "mobile", "password"),
        ({"props": {"isMobile": "false", "browser": "Desktop App/5.12.0"}}, "desktop", "password"),
        ({"props": {"browser": "mmctl/5.37.0"}}, "cli", "password"),
        ({"props": {"browser": "Firefox/128.0"}}, "web", "password"),
        ({"props": {"browser": "Firefox/128.0", "isSaml": "true"}}, "web", "saml"),
        ({"props": {"browser": "Firefox/128.0", "isOAuthUser": "true"}}, "web", "sso"),
        ({"props": {"browser": "not a Desktop App/5"}}, "web", "password"),
        ({"props": {}}, "web", "password"),
        ({"props": None}, "web", "password"),
        (
            {"props": {"browser": 7, "type": ["UserAccessToken"], "isMobile": True}, "is_oauth": "yes"},
            "web",
            "password",
        ),
        ({}, "web", "password"),
    ],
    ids=str,
)
@pytest.mark.trap("1.11")
def test_kinds_in_their_order(row, kind, login_method):
    shown = sessions.describe(row, NOW)
    assert (shown["kind"], shown["login_method"]) == (kind, login_method)


@pytest.mark.trap("1.3")
def test_secrets_never_come_through():
    shown = sessions.describe(SECRETS, NOW)
    assert "secret" not in str(shown)
    assert set(shown) == {
        "id", "kind", "created_at", "last_activity_at", "expires_at", "expired", "platform", "os", "browser",
        "login_method", "user_access_token_id", "oauth_app_id",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expires", "expired"), [(0, False), (NOW - 1, True), (NOW + 1, False), (None, False), (-1, False)]
)
@pytest.mark.trap("1.10")
def test_zero_means_never(expires, expired):
    assert sessions.describe({"expires_at": expires}, NOW)["expired"] is expired


@pytest.mark.parametrize("value", [None, 7, "", "short", "../" + "s" * 23, "S" * 26, "s" * 26 + "\n"], ids=repr)
def test_what_is_no_id_is_not_shown(value):
    assert sessions.describe({"id": value}, NOW)["id"] is None


def test_what_a_browser_calls_itself_is_one_line():
    shown = sessions.describe({"props": {"browser": "a\nb" + "c" * 500, "os": "\x1b[31m"}}, NOW)
    assert len(shown["browser"]) == 100
    assert shown["os"] == "[31m"


# -- to end them, on the server under test ------------------------------------------------------------------


def described(person):
    """Return what is shown of a person's sessions."""
    return [sessions.describe(row, NOW) for row in person.sessions()]


def as_user(person):
    """Return a person as the API describes one."""
    return {"id": person.id, "username": person.username}


@pytest.mark.parametrize("everything", [True, False])
def test_sessions_are_ended(as_admin, person, everything):
    person.log_in()
    person.log_in()
    items = described(person)
    done, error = sessions.end(as_admin, as_user(person), items, everything)
    assert (done, error) == (items, None)
    assert person.session_ids() == []


@pytest.mark.trap("1.2")
def test_a_vanished_session_counts_as_ended(as_admin, person, mattermost):
    gone, there = person.log_in(), person.log_in()
    items = described(person)
    mattermost.must("POST", "/users/%s/sessions/revoke" % person.id, {"session_id": gone.id})
    done, error = sessions.end(as_admin, as_user(person), items)
    assert (len(done), error) == (2, None)
    assert not there.works


@pytest.mark.trap("1.2")
def test_a_session_of_somebody_else_is_an_error(as_admin, person, mattermost):
    """400 api.context.invalid_url_param.app_error is not "already gone"."""
    other = mattermost.new_person()
    theirs = other.log_in()
    own = person.log_in()
    items = described(other) + described(person)
    done, error = sessions.end(as_admin, as_user(person), items)
    assert [item["id"] for item in done] == [own.id]
    assert isinstance(error, ApiError)
    assert error.error_id == "api.context.invalid_url_param.app_error"
    assert theirs.works


@pytest.mark.trap("1.2")
def test_a_missing_session_id_is_an_error(mattermost, person):
    answer = mattermost.ask("POST", "/users/%s/sessions/revoke" % person.id, {})
    assert answer.status_code == 400
    assert answer.json()["id"] in ("api.context.invalid_body_param.app_error", "api.context.invalid_param.app_error")


@pytest.mark.embedded_only("makes OAuth sessions whose access data is missing")
@pytest.mark.parametrize("broken", [1, 3, 8])
@pytest.mark.trap("1.5")
def test_what_revoke_all_leaves_is_ended_one_by_one(as_admin, control, broken):
    user = control.new_user(sessions=[{}] + [{"orphaned_oauth": True}, {}] * broken)
    items = [sessions.describe(row, NOW) for row in sessions.rows(as_admin, user)]
    done, error = sessions.end(as_admin, user, items, everything=True)
    assert error is None
    assert {item["id"] for item in done} == {item["id"] for item in items}
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.embedded_only("stages a 500 that does not go away")
@pytest.mark.trap("1.5")
def test_what_cannot_be_ended_is_told(as_admin, control):
    user = control.new_user(sessions=[{}, {}])
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": "/sessions/revoke"})
    items = [sessions.describe(row, NOW) for row in sessions.rows(as_admin, user)]
    done, error = sessions.end(as_admin, user, items, everything=True)
    assert done == []
    assert error.status == 500
    assert len(control.state(user["id"])["sessions"]) == 2


# -- where "revoke/all" breaks off, on a server that is a script ----------------------------------------------

USER = {"id": "u" * 26, "username": "user1"}
LIST = "GET /users/%s/sessions" % USER["id"]
ALL, ONE = ("POST /users/%s/sessions/revoke%s" % (USER["id"], end) for end in ("/all", ""))


def end_all(rows, *lists):
    """End all of these sessions of a user. Return the ids of those ended, the error and what was sent."""
    client, script = scripted_client({ALL: Refusal(500), ONE: OK, LIST: InTurn(*lists)})
    items = [sessions.describe(row, NOW) for row in rows]
    done, error = sessions.end(client, USER, items, everything=True)
    return [item["id"] for item in done], error, script.sent


def test_a_session_without_a_usable_id_is_not_called_ended():
    named, nameless = {"id": "a" * 26}, {"id": "short"}
    done, error, sent = end_all([named, nameless], [named, nameless], [nameless])
    assert (done, type(error)) == (["a" * 26], NoUsableId)
    assert sent == [ALL] * 3 + [LIST, ONE, LIST]


def test_a_session_without_a_usable_id_that_is_gone_is_ended():
    nameless = {"id": "short"}
    done, error, _sent = end_all([nameless], [])
    assert (done, error) == ([None], None)


def test_what_was_ended_one_by_one_stays_ended_where_the_list_fails_then():
    row = {"id": "a" * 26}
    done, error, sent = end_all([row], [row], Refusal(502))
    assert (done, error.status) == (["a" * 26], 502)
    assert sent[-1] == LIST


def test_where_the_list_fails_after_it_broke_off_it_is_not_known_what_was_ended():
    done, error, _sent = end_all([{"id": "a" * 26}], Refusal(502))
    assert (done, error.status, error.unknown) == ([], 502, True)
