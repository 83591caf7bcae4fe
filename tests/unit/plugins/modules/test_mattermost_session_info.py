# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_session_info, run for real against the server under test."""

from __future__ import annotations

import json

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import DESKTOP_APP, FIREFOX, MMCTL, unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import forwarding

INFO = "mattermost_session_info"
DAY = 24 * 60 * 60 * 1000


def ids(found):
    """Return the ids of the sessions in the only entry."""
    [entry] = found.results
    return [session["id"] for session in entry["sessions"]]


def test_it_lists_what_the_server_lists_and_sends_no_changing_request(run, person, through):
    person.log_in()
    person.log_in(MMCTL)
    found = run(INFO, users=[person.username], url=through.url)
    assert sorted(ids(found)) == sorted(person.session_ids())
    assert (found.changed, found.summary["sessions_found"], found.summary["users"]) == (False, 2, 1)
    assert through.paths == ["POST /users/usernames", "GET /users/%s/sessions" % person.id]


def test_an_entry_has_the_documented_shape(run, person):
    session = person.log_in()
    [entry] = run(INFO, users=[person.username]).results
    assert set(entry) == {"requested", "user", "changed", "outcome", "sessions", "request_ids", "error"}
    assert entry["user"] == {
        "id": person.id,
        "username": person.username,
        "email": person.email,
        "active": True,
        "auth_service": "",
        "system_admin": False,
    }
    [shown] = entry["sessions"]
    times = {name: shown.pop(name) for name in ("created_at", "last_activity_at", "expires_at")}
    assert all(value.endswith("Z") and "T" in value for value in times.values())
    assert shown == {
        "id": session.id,
        "kind": "web",
        "expired": False,
        "platform": "Linux",
        "os": "Linux",
        "browser": "Firefox/128.0",
        "login_method": "password",
        "user_access_token_id": None,
        "oauth_app_id": None,
    }


@pytest.mark.trap("1.11")
def test_kinds_of_session(run, person):
    """Each program that logs in is told by its kind."""
    expected = {
        person.log_in(FIREFOX).id: "web",
        person.log_in(DESKTOP_APP).id: "desktop",
        person.log_in(MMCTL).id: "cli",
        person.log_in(FIREFOX, device_id="android_rn:" + unique("v2secret")).id: "mobile",
    }
    token = person.use_access_token()
    [entry] = run(INFO, users=[person.username]).results
    kinds = {session["id"]: session["kind"] for session in entry["sessions"]}
    assert {key: kinds.get(key) for key in expected} == expected
    [of_token] = [session for session in entry["sessions"] if session["kind"] == "token"]
    assert of_token["user_access_token_id"] == token["id"]
    assert of_token["login_method"] == "user_access_token"


@pytest.mark.trap("1.3")
def test_secrets_of_a_session_do_not_come_through(run, person):
    """The API hands out props.csrf, device_id (a push token) and team_members; none of it, and no token, is shown."""
    device = "android_rn:" + unique("v2secret")
    session = person.log_in(FIREFOX, device_id=device)
    token = person.use_access_token()["token"]
    csrf = [row["props"].get("csrf") for row in person.sessions()]
    found = run(INFO, users=[person.username], check=True, diff=True)
    for secret in [device, session.token, token, person.password, *filter(None, csrf)]:
        assert secret not in found.output
    for name in ("csrf", "device_id", "team_members"):
        assert '"%s"' % name not in json.dumps(found.results)


@pytest.mark.trap("1.10")
def test_the_session_of_an_access_token_lives_a_hundred_years(run, person):
    person.use_access_token()
    [entry] = run(INFO, users=[person.username]).results
    [session] = entry["sessions"]
    assert int(session["expires_at"][:4]) > int(session["created_at"][:4]) + 98
    assert not session["expired"]


def test_young_sessions_are_not_old(run, person):
    person.log_in()
    assert ids(run(INFO, users=[person.username], older_than="1h")) == []
    assert ids(run(INFO, users=[person.username], idle_longer_than="1h")) == []


@pytest.mark.embedded_only("inserts sessions of long ago")
def test_age_and_idle_time_narrow_the_list(run, control):
    now = 10**12 * 1.7
    user = control.new_user(
        sessions=[
            {"create_at": now - 90 * DAY, "last_activity_at": now - 80 * DAY, "expires_at": 0},
            {"create_at": now - 90 * DAY, "expires_at": 0},
            {"expires_at": 0},
        ]
    )
    old_and_idle, old, young = (session["id"] for session in user["sessions"])
    listed = run(INFO, users=[user["id"]])
    assert sorted(ids(listed)) == sorted([old_and_idle, old, young])
    assert sorted(ids(run(INFO, users=[user["id"]], older_than="30d"))) == sorted([old_and_idle, old])
    assert ids(run(INFO, users=[user["id"]], idle_longer_than="30d")) == [old_and_idle]


@pytest.mark.embedded_only("inserts an expired session")
@pytest.mark.trap("1.0")
def test_expired_rows_are_listed_by_the_server(run, control):
    """GET /users/{id}/sessions includes expired rows: they are only shown where they are asked for."""
    user = control.new_user(sessions=[{"expires_at": 1000}, {"expires_at": 0}])
    assert len(ids(run(INFO, users=[user["id"]]))) == 1
    [entry] = run(INFO, users=[user["id"]], include_expired=True).results
    assert {(session["expires_at"] is None, session["expired"]) for session in entry["sessions"]} == {
        (False, True),
        (True, False),
    }


@pytest.mark.embedded_only("inserts sessions with fields missing, unknown and out of all bounds")
@pytest.mark.trap("4.14")
def test_fields_that_are_not_known_are_passed_over(run, control):
    strange = [
        {"_missing": ["props", "create_at", "last_activity_at", "expires_at", "device_id", "is_oauth"]},
        {"_missing": ["id"]},
        {"new_in_some_version": {"a": [1, {"b": None}]}, "props": {"unheard_of": "x"}},
        {"expires_at": 10**30, "create_at": -(10**30), "last_activity_at": 2**63},
        {"expires_at": "soon", "create_at": None, "last_activity_at": True, "props": None},
        {"props": {"browser": 7, "os": None, "platform": ["x"]}},
    ]
    user = control.new_user(sessions=strange)
    [entry] = run(INFO, users=[user["id"]]).results
    assert len(entry["sessions"]) == len(strange)
    assert entry["error"] is None


def test_without_permission_only_the_others_fail(run, person, mattermost):
    """Somebody without edit_other_users sees their own sessions; the rest is told with what is missing."""
    other = mattermost.new_person()
    other.log_in()
    token = person.log_in().token
    found = run(INFO, users=[other.username, person.username], token=token)
    assert found.message == (
        "1 of 2 users failed. %s: Failed to list the sessions of %s: HTTP 403 api.context.permissions.app_error:"
        " You do not have the appropriate permissions. The token needs edit_other_users (and manage_system where the"
        " user is a system admin)." % (other.username, other.username)
    )
    assert found.outcomes == ["not_done", "done"]
    assert found.results[0]["error"]["status"] == 403
    assert found.results[0]["error"]["id"] == "api.context.permissions.app_error"
    assert found.results[0]["error"]["hint"].startswith("The token needs edit_other_users")
    assert len(found.results[1]["sessions"]) == 1


@pytest.mark.embedded_only("stages an error that does not go away")
def test_one_user_with_an_error_that_does_not_go_away(run, control):
    bad, good = control.new_user(sessions=[{}]), control.new_user(sessions=[{}])
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": bad["id"], "content_type": "application/json"})
    found = run(INFO, users=[bad["id"], good["id"]])
    assert found.outcomes == ["not_done", "done"]
    assert len(found.results[1]["sessions"]) == 1
    assert found.message == (
        "1 of 2 users failed. %s: Failed to list the sessions of %s: HTTP 500 (no error id): no message."
        " Look for the cause in the log of the server." % (bad["username"], bad["username"])
    )


@pytest.mark.embedded_only("lets a user vanish in the middle")
def test_a_user_that_vanishes_in_the_middle_has_no_sessions(run, control, server, answering):
    user, other = control.new_user(sessions=[{}]), control.new_user(sessions=[{}])
    forward = forwarding(server.url)

    def vanishing(request):
        if request.path == "/users/%s/sessions" % user["id"]:
            control.ask("DELETE", "/users/" + user["id"])
        return forward(request)

    found = run(INFO, users=[user["id"], other["id"]], url=answering(vanishing).url)
    assert [len(entry["sessions"]) for entry in found.results] == [0, 1]
    assert not found.failed
