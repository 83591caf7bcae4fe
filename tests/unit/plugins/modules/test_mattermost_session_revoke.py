# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_session_revoke, run for real against the server under test.

Of the twelve steps, those that are the same for each module are in test_the_twelve_steps.py.
"""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import FIREFOX, MMCTL

INFO = "mattermost_session_info"
REVOKE = "mattermost_session_revoke"


def revoked(entry):
    """Return the ids of the sessions that an entry says were revoked."""
    return sorted(session["id"] for session in entry["revoked"])


def kept(entry):
    """Return the ids of the sessions that an entry says were kept."""
    return sorted(session["id"] for session in entry["kept"])


def test_the_server_logs_each_change_under_an_id_that_is_told(run, mattermost, through):
    people = [mattermost.new_person() for number in range(2)]
    for person in people:
        person.log_in()
        person.log_in(MMCTL)
    names = [person.username for person in people]
    assert [entry["request_ids"] for entry in run(REVOKE, check=True, users=names).results] == [[], []]
    found = run(REVOKE, users=names, kinds=["web", "cli"], concurrency=2, url=through.url).results
    assert len(found[0]["request_ids"]) == len(found[1]["request_ids"]) == 2
    told = [request_id for entry in found for request_id in entry["request_ids"]]
    assert len(set(told)) == len([path for path in through.paths if path.endswith("/sessions/revoke")]) == 4
    assert all(len(request_id) == 26 for request_id in told)


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.step(6)
def test_diff_shows_before_and_after(run, person, check):
    gone, stays = person.log_in(MMCTL), person.log_in(FIREFOX)
    diff = run(REVOKE, check=check, diff=True, users=[person.username], kinds=["cli"]).result["diff"]
    lines = {"before": diff["before"].splitlines(), "after": diff["after"].splitlines()}
    assert lines["before"][0] == lines["after"][0] == person.username + ":"
    [cli] = [line for line in lines["before"] if gone.id in line]
    [web] = [line for line in lines["before"] if stays.id in line]
    assert cli.startswith("  cli %s (mmctl/5.37.0, " % gone.id)
    assert web.startswith("  web %s (Firefox/128.0, Linux, Linux), last active 2" % stays.id)
    assert lines["after"] == [person.username + ":", web]


@pytest.mark.step(8)
def test_several_users_of_whom_one_fails(run, person, mattermost):
    """The others are done, the results are complete, the module fails."""
    other = mattermost.new_person()
    theirs, mine = other.log_in(), person.log_in()
    token = person.log_in().token
    found = run(REVOKE, users=[other.username, person.username], token=token, include_self=True)
    assert found.message.startswith("1 of 2 users failed. %s: Failed to list the sessions of" % other.username)
    assert found.outcomes == ["not_done", "done"]
    assert [entry["changed"] for entry in found.results] == [False, True]
    assert found.changed
    assert theirs.works
    assert not mine.works


@pytest.mark.embedded_only("stages an error that does not go away")
@pytest.mark.step(8)
def test_several_users_of_whom_one_has_an_error_that_does_not_go_away(run, control):
    people = [control.new_user(sessions=[{}, {}]) for number in range(5)]
    bad = people[2]
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": bad["id"] + "/sessions/revoke"})
    found = run(REVOKE, users=[user["username"] for user in people])
    assert found.outcomes == ["done", "done", "not_done", "done", "done"]
    assert found.summary["failed"] == 1
    assert found.summary["sessions_revoked"] == 8
    for user in people:
        left = control.state(user["id"])["sessions"]
        assert len(left) == (2 if user is bad else 0)


@pytest.mark.step(9)
def test_without_permission_the_error_names_it(run, person, mattermost):
    other = mattermost.new_person()
    session = other.log_in()
    found = run(REVOKE, users=[other.username], token=person.log_in().token)
    assert found.message == (
        "Failed to list the sessions of %s: HTTP 403 api.context.permissions.app_error: You do not have the"
        " appropriate permissions. The token needs edit_other_users (and manage_system where the user is a system"
        " admin)." % other.username
    )
    assert not found.changed
    assert session.works


@pytest.mark.embedded_only("needs a licence for the role")
@pytest.mark.step(9)
def test_a_user_manager_may_not_touch_a_system_admin(run, control, person, mattermost):
    control.let_managers_edit_users(mattermost)
    mattermost.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user system_user_manager"})
    boss, other = mattermost.new_person(admin=True), mattermost.new_person()
    theirs, others = boss.log_in(), other.log_in()
    found = run(REVOKE, users=[boss.username, other.username], token=person.log_in().token)
    assert found.outcomes == ["not_done", "done"]
    assert "manage_system where the user is a system admin" in found.results[0]["error"]["hint"]
    assert theirs.works
    assert not others.works


# -- which sessions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "filters",
    [
        lambda web, cli: {"session_ids": [web.id, "a" * 26]},
        lambda web, cli: {"exclude_session_ids": [cli.id]},
        lambda web, cli: {"kinds": ["web", "mobile"]},
    ],
    ids=["session_ids", "exclude_session_ids", "kinds"],
)
def test_one_session_among_several(run, person, filters):
    web, cli = person.log_in(), person.log_in(MMCTL)
    asked = dict(filters(web, cli), users=[person.username])
    assert [session["id"] for session in run(INFO, **asked).results[0]["sessions"]] == [web.id]
    done = run(REVOKE, **asked)
    assert (revoked(done.results[0]), kept(done.results[0])) == ([web.id], [cli.id])
    assert (web.works, cli.works) == (False, True)
    assert "diff" not in done.result


def test_with_filters_each_session_is_named(run, person, through):
    """One that began in between is not ended along with those that are meant."""
    cli = person.log_in(MMCTL)
    run(REVOKE, users=[person.username], kinds=["cli"], url=through.url)
    [request] = [request for request in through.requests if request.path.endswith("/sessions/revoke")]
    assert request.json() == {"session_id": cli.id}
    assert not [path for path in through.paths if path.endswith("/all")]


def test_without_filters_one_request_ends_all(run, person, through):
    for _number in range(3):
        person.log_in()
    run(REVOKE, users=[person.username], url=through.url)
    assert [path for path in through.paths if "revoke" in path] == ["POST /users/%s/sessions/revoke/all" % person.id]


# -- the calling account ------------------------------------------------------------------------------------


@pytest.fixture(name="second_admin")
def fixture_second_admin(mattermost):
    """An admin whose sessions may end without ending those of the tests."""
    return mattermost.new_person(admin=True)


def test_the_calling_account_comes_last(run, person, second_admin):
    theirs, own = person.log_in(), second_admin.log_in()
    found = run(REVOKE, users=[second_admin.username, person.username], token=own.token, include_self=True)
    assert not found.failed
    assert [entry["requested"] for entry in found.results] == [second_admin.username, person.username]
    assert not theirs.works
    assert not own.works


def test_everyone_is_refused_without_include_self(run, person):
    session = person.log_in()
    assert run(REVOKE, everyone=True).message == (
        "everyone: true also revokes the sessions of the calling account. Nothing was changed. Set include_self: true"
        " as well."
    )
    assert session.works


def test_everyone_is_refused_to_who_is_no_admin(run, person):
    session = person.log_in()
    assert run(REVOKE, everyone=True, include_self=True, token=session.token).message == (
        "Failed to revoke the sessions of everyone: %s lacks the permission manage_system. Nothing was changed. Use"
        " the token of a system admin." % person.username
    )
    assert session.works


def test_everyone_in_check_mode(run, person):
    session = person.log_in()
    found = run(REVOKE, check=True, everyone=True, include_self=True)
    assert found.changed
    assert session.works


@pytest.mark.embedded_only("ends everybody's sessions")
def test_everyone(run, person, mattermost, control):
    sessions = [person.log_in(), mattermost.new_person().log_in()]
    found = run(REVOKE, everyone=True, include_self=True)
    assert found.changed
    assert not any(session.works for session in sessions)


def test_everyone_and_users_exclude_each_other(run):
    found = run(REVOKE, everyone=True, include_self=True, users=["somebody"])
    assert found.message == (
        "everyone: true and users are mutually exclusive. Nothing was changed. Set only one of them."
    )


def test_users_or_everyone_is_required(run):
    message = run(REVOKE).message
    assert "users" in message
    assert "everyone" in message


# -- traps of the endpoints ---------------------------------------------------------------------------------


@pytest.mark.parametrize("module", [INFO, REVOKE])
@pytest.mark.trap("1.1")
def test_an_unknown_user_id_answers_200(run, mattermost, server, module):
    """An admin's token gets 200 for the sessions of an id that nobody has: a typo must not look like success."""
    nobody = "z" * 26
    assert mattermost.must("GET", "/users/%s/sessions" % nobody) == []
    assert mattermost.must("POST", "/users/%s/sessions/revoke/all" % nobody) == {"status": "OK"}
    assert run(module, users=[nobody]).message == (
        "Unknown on %s: %s. Nothing was changed. Correct the list, or set missing_users: ignore." % (server.url, nobody)
    )


@pytest.mark.trap("1.2")
def test_a_session_that_is_gone_is_no_error(run, person, mattermost):
    """400 app.session.get.app_error means that it is gone already."""
    session = person.log_in()
    mattermost.must("POST", "/users/%s/sessions/revoke" % person.id, {"session_id": session.id})
    answer = mattermost.ask("POST", "/users/%s/sessions/revoke" % person.id, {"session_id": session.id})
    assert (answer.status_code, answer.json()["id"]) == (400, "app.session.get.app_error")
    found = run(REVOKE, users=[person.username], session_ids=[session.id])
    assert (found.failed, found.changed) == (False, False)


@pytest.mark.trap("1.2")
def test_a_session_of_somebody_else_is_left_alone(run, person, mattermost):
    session, own = mattermost.new_person().log_in(), person.log_in()
    found = run(REVOKE, users=[person.username], session_ids=[session.id])
    assert (found.failed, found.changed) == (False, False)
    assert session.works
    assert own.works


@pytest.mark.trap("1.4")
def test_a_raw_token_is_no_session_id(run, person, through):
    """The server takes a token for a session id. A token given by mistake ends nothing and is not sent on."""
    session = person.log_in()
    found = run(REVOKE, users=[person.username], session_ids=[session.token], url=through.url)
    assert not found.changed
    assert session.works
    assert not [request for request in through.requests if session.token.encode() in request.body]


@pytest.mark.trap("1.4")
def test_a_value_that_is_no_session_id_is_not_repeated(run, person):
    secret = "xoxb-This-Could-Be-A-Token"
    found = run(REVOKE, users=[person.username], session_ids=["a" * 26, secret])
    assert found.message == (
        "session_ids and exclude_session_ids: entry 2 is not a session id (26 characters of a-z and 0-9). Its value is"
        " not shown because it could be a token."
    )
    assert secret not in str(found.result["error"])


@pytest.mark.embedded_only("makes an OAuth session whose access data is missing")
@pytest.mark.parametrize("broken", [1, 2, 5])
@pytest.mark.trap("1.5")
def test_revoke_all_breaks_off(run, control, broken):
    """revoke/all stops with 500 at such a session. It is repeated, and what is left is revoked one by one."""
    user = control.new_user(sessions=[{}] + [{"orphaned_oauth": True}] * broken + [{}, {}])
    found = run(REVOKE, users=[user["id"]])
    assert (found.failed, found.changed) == (False, True)
    assert revoked(found.results[0]) == sorted(session["id"] for session in user["sessions"])
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.embedded_only("lets the replica lag")
@pytest.mark.trap("1.6")
def test_verification_tells_the_truth_in_spite_of_a_lagging_replica(run, control):
    """A list may be stale after the change: verify waits, looks again, and the truth is asked by another path."""
    user = control.new_user(sessions=[{}, {}])
    control.settings(replica_lag=0.3)
    found = run(REVOKE, users=[user["id"]], verify=True, verify_delay=1)
    assert (found.failed, found.changed) == (False, True)
    assert len(found.results[0]["revoked"]) == 2
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.embedded_only("lets the replica lag")
@pytest.mark.trap("1.6")
def test_a_session_that_is_listed_late_is_found_and_ended(run, control):
    """The replica does not know the newest session yet: only looking again finds it."""
    user = control.new_user(sessions=[{}])
    control.settings(replica_lag=0.5)
    [late] = control.insert_sessions(user["id"], {})
    found = run(REVOKE, users=[user["id"]], verify=True, verify_delay=1)
    assert not found.failed
    assert late["id"] in revoked(found.results[0])
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.embedded_only("lets the replica lag for longer than anybody waits")
@pytest.mark.trap("1.6")
def test_what_is_listed_even_after_a_second_try_fails(run, control, server):
    user = control.new_user(sessions=[{}])
    control.settings(replica_lag=60)
    found = run(REVOKE, users=[user["id"]], verify=True)
    assert found.message == (
        "Failed to revoke the sessions of %s: %s answered OK, but 1 session is still there. A concurrent request or a"
        " lagging replica may be the cause: run it again." % (user["username"], server.url)
    )


@pytest.mark.embedded_only("removes a row and leaves the cache as it is")
@pytest.mark.trap("1.7")
def test_a_session_in_the_cache_outlives_its_row(run, control, person):
    """revoke/all flushes the cache also where no row is left; flush_cache asks for that, and it is no change."""
    session = person.log_in()
    assert session.works
    control.ask("DELETE", "/sessions/" + session.id)
    assert session.works
    assert not run(REVOKE, users=[person.username]).changed
    assert session.works
    assert not run(REVOKE, check=True, users=[person.username], flush_cache=True).changed
    assert session.works
    assert not run(REVOKE, users=[person.username], flush_cache=True).changed
    assert not session.works


@pytest.mark.embedded_only("inserts 500 sessions")
@pytest.mark.trap("1.8")
def test_a_user_with_500_sessions(run, control):
    user = control.new_user()
    control.ask("POST", "/users/%s/sessions" % user["id"], {"count": 500})
    found = run(REVOKE, users=[user["id"]], verify=True)
    assert found.summary["sessions_revoked"] == 500
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.embedded_only("makes a user that is deactivated with sessions alive")
@pytest.mark.trap("2.8")
def test_a_deactivated_user_may_still_have_sessions(run, control, mattermost):
    """delete_at is written first, then sessions are revoked: delete_at != 0 proves nothing."""
    user = control.new_user(delete_at=1700000000000, sessions=[{}])
    found = run(REVOKE, users=[user["username"]])
    assert found.results[0]["user"]["active"] is False
    assert found.changed
    assert control.state(user["id"])["sessions"] == []
