# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_access_revoke, run for real against the server under test.

Of the twelve steps, those that are the same for each module are in test_the_twelve_steps.py.
"""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.leaver import PASSWORD

REVOKE = "mattermost_access_revoke"


def closed(entry):
    """Return which kinds an entry says were closed."""
    return sorted(kind for kind, access in entry["access"].items() if access["closed"])


def test_nothing_comes_back_when_the_account_does(run, leaver, mattermost):
    leaver.person.deactivate()
    run(REVOKE, users=[leaver.username])
    mattermost.set_active(leaver.id, True)
    assert leaver.working() == [PASSWORD]


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.step(6)
def test_diff_shows_before_and_after(run, leaver, check):
    diff = run(
        REVOKE, check=check, diff=True, users=[leaver.username], access_types=["user_access_token", "slash_command"]
    ).result["diff"]
    assert diff["after"] == leaver.username + ":\n"
    assert "  user_access_token: %s" % leaver.token["id"] in diff["before"]
    assert "  slash_command: " in diff["before"]
    assert not [secret for secret in leaver.secrets if secret in diff["before"]]


@pytest.mark.embedded_only("stages an error")
@pytest.mark.step(8)
def test_several_users_of_whom_one_fails(run, control, mattermost):
    first, bad, last = (control.new_user(sessions=[{}], tokens=1) for number in range(3))
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": bad["id"] + "/sessions/revoke"})
    found = run(REVOKE, users=[user["username"] for user in (first, bad, last)])
    assert found.outcomes == ["done", "not_done", "done"]
    assert found.message.startswith("1 of 3 users failed. %s: " % bad["username"])
    # The rest of the one who fails is closed all the same.
    state = control.state(bad["id"])
    assert (state["tokens"], len(state["sessions"])) == ([], 1)
    assert found.results[1]["still_open"] == ["session"]
    for user in (first, last):
        assert control.state(user["id"])["sessions"] == control.state(user["id"])["tokens"] == []


@pytest.mark.step(9)
def test_without_permission_nothing_is_called_closed(run, leaver, person):
    found = run(REVOKE, users=[leaver.username], token=person.log_in().token)
    assert not found.changed
    [entry] = found.results
    assert {access["verdict"] for access in entry["access"].values()} == {"not_allowed"}
    assert all("lacks" in access["reason"] for access in entry["access"].values())
    assert leaver.types_working() == leaver.types()


# -- choices ------------------------------------------------------------------------------------------------


def test_only_the_kinds_that_are_asked_for(run, leaver):
    found = run(REVOKE, users=[leaver.username], access_types=["incoming_webhook"])
    assert closed(found.results[0]) == ["incoming_webhook"]
    assert leaver.types_working() == leaver.types() - {"incoming_webhook"}


def test_bots_are_given_to_somebody_who_stays(run, leaver, person, mattermost):
    run(REVOKE, users=[leaver.username], access_types=["bot"], bots="assign", bot_assignee=person.username)
    bot = mattermost.must("GET", "/bots/" + leaver.bot["user_id"])
    assert (bot["owner_id"], bot["delete_at"]) == (person.id, 0)
    assert "bot_token" not in leaver.types_working()


@pytest.mark.parametrize("problem", ["deactivated", "one of the users", "a bot"])
def test_bots_are_not_given_to_anybody(run, leaver, person, problem):
    if problem == "deactivated":
        person.deactivate()
    assignee = {"one of the users": leaver.username, "a bot": leaver.bot["username"]}.get(problem, person.username)
    found = run(REVOKE, users=[leaver.username], bots="assign", bot_assignee=assignee)
    assert found.message == (
        "bot_assignee %s is %s. Nothing was changed. Specify an active account that is not one of the users."
        % (assignee, problem)
    )
    assert leaver.types_working() == leaver.types()


@pytest.mark.parametrize("assignee", ["", "../x", None])
def test_bots_need_somebody_to_be_given_to(run, leaver, assignee):
    found = run(REVOKE, users=[leaver.username], bots="assign", bot_assignee=assignee)
    assert found.failed
    assert "This is a bug" not in found.message
    assert leaver.types_working() == leaver.types()


def test_apps_and_roles_may_be_left(run, leaver):
    found = run(REVOKE, users=[leaver.username], oauth_apps="leave", system_roles="leave")
    assert leaver.types_working() == {"account", "bot", "oauth_app", "system_role"}  # an admin can switch the bot on
    assert {"oauth_app", "system_role"} <= set(found.results[0]["still_open"])


@pytest.mark.embedded_only("makes a user that is deactivated with sessions alive")
def test_it_does_not_stop_at_a_user_that_looks_deactivated(run, control):
    user = control.new_user(delete_at=1700000000000, sessions=[{}, {"orphaned_oauth": True}, {}], tokens=2)
    assert run(REVOKE, users=[user["username"]]).changed
    state = control.state(user["id"])
    assert (state["sessions"], state["tokens"]) == ([], [])
