# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may go wrong in the middle of an offboarding, through the role: nothing is lost, nobody is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.playbooks import Ansible, Caller

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import ADMIN, Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver
from ansible_collections.offboarding.mattermost.tests.support.servers import Server

# A request that the test wants to think about.
PAUSE = {"kind": "delay", "method": "PUT", "delay": 2, "times": 1}


def people(admin: Mattermost, number: int) -> list[Any]:
    """Make people who have a session and a token each."""
    made = [admin.new_user("person") for _number in range(number)]
    for user in made:
        admin.log_in(user["username"])
        admin.new_access_token(user["id"])
    return made


def out(admin: Mattermost, user: Any) -> bool:
    """Whether somebody is deactivated and has neither a session nor a token left."""
    tokens = admin.must("GET", "/users/%s/tokens" % user["id"])
    blocked = admin.must("GET", "/users/" + user["id"])["delete_at"]
    return bool(blocked and not admin.session_ids(user["id"]) and not tokens)


@pytest.mark.embedded_only("faults, accounts managed elsewhere, names that no API takes, features off")
def test_all_that_may_befall_one_of_many(as_admin: Caller, admin: Mattermost, control: Control) -> None:
    """Each has bad luck of another sort, and none of them keeps the others from being done."""
    # Commands belong to teams: a server without any has none, on or off.
    admin.must("POST", "/teams", {"name": unique("team"), "display_name": "Some", "type": "O"})
    session: dict[str, Any] = {"props": {}}
    orphaned = {"props": {}, "orphaned_oauth": True}
    names = {
        "plain": unique("plain"),
        "vanished": unique("vanished"),
        "ldap": unique("ldap"),
        "gitlab": unique("gitlab"),
        "half": unique("half"),
        "stubborn": unique("stubborn"),
        "html": "<img src=x onerror=alert(1)>" + unique("html"),
        "formula": "=cmd|' /C calc'!a0" + unique("formula"),
    }
    more: dict[str, Any] = {
        "ldap": {"auth_service": "ldap", "auth_data": names["ldap"]},
        "gitlab": {"auth_service": "gitlab", "auth_data": names["gitlab"]},
        "half": {"deactivation_fails": 1},
        "stubborn": {"sessions": [session, *[orphaned] * 5, session]},
    }
    ids = {
        who: control.new_user(**{"username": name, "sessions": [session] * 2, "tokens": 1, **more.get(who, {})})["id"]
        for who, name in names.items()
    }
    control.settings(features={"commands": False, "outgoing_webhooks": False})
    control.faults({**PAUSE, "path": "/users/%s/active" % ids["vanished"]})

    started = as_admin.start("offboard", offboard_users=list(ids.values()), offboard_concurrency=4)
    control.wait_for_fault()
    control.drop_user(ids["vanished"])
    run = started.wait()

    assert run.returncode == 2
    said, failure = "\n".join(run.said()), run.failure()
    for who in ("plain", "half", "stubborn", "html", "formula"):
        left = control.state(ids[who])
        assert left["user"]["delete_at"] > 0, who
        assert left["sessions"] == left["tokens"] == [], who
        assert "%s: closed" % names[who] in said
        assert names[who] not in failure
    # A person has to act for these two; what an API can close is closed.
    assert control.state(ids["gitlab"])["user"]["delete_at"] > 0
    assert control.state(ids["ldap"])["user"]["delete_at"] == 0
    for who, where in (
        ("ldap", "Deactivate the account in the LDAP directory"),
        ("gitlab", "Disable the account at GitLab"),
    ):
        assert control.state(ids[who])["sessions"] == control.state(ids[who])["tokens"] == []
        assert "%s: needs a manual step" % names[who] in said
        assert "%s: Account: %s" % (names[who], where) in said
        assert names[who] in failure
    # Features that are off are said to be off, not clean.
    verdicts = run.verdicts(names["plain"])
    # Newer servers have secure connections, and those without a licence have them switched off.
    verdicts.pop("secure_connection")
    assert {k for k, v in verdicts.items() if v == "feature_off"} == {"slash_command", "outgoing_webhook"}
    assert "Traceback" not in run.output


@pytest.mark.embedded_only("a token that dies at a given moment")
def test_the_token_dies_in_the_middle(ansible: Ansible, admin: Mattermost, control: Control) -> None:
    users = people(admin, 3)
    dying = control.new_user(username=unique("dying"), roles=ADMIN, tokens=1)
    token = dying["tokens"][0]["token"]
    control.faults({**PAUSE, "path": "/active$", "skip": 1})

    caller = Caller(ansible, admin.url, token)
    wanted = {"offboard_users": [user["username"] for user in users], "offboard_concurrency": 1}
    started = caller.start("offboard", **wanted)
    control.wait_for_fault()
    control.ask("POST", "/sessions/kill", {"token": token})
    run = started.wait()

    assert run.returncode == 2
    assert "The token is wrong, expired or revoked" in run.failure()
    blocked = run.result("Deactivate the accounts")["results"]
    assert [entry["outcome"] for entry in blocked] == ["done", "not_done", "not_done"]
    gone = [bool(admin.must("GET", "/users/" + entry["user"]["id"])["delete_at"]) for entry in blocked]
    assert gone == [True, False, False]

    # With a token that lives, the same command does the rest.
    again = Caller(ansible, admin.url, admin.token).run("offboard", **wanted)
    assert again.returncode == 0, again.output
    assert all(out(admin, user) for user in users)
    admin.set_active(dying["id"], False)


def test_a_second_admin_does_the_same(as_admin: Caller, admin: Mattermost) -> None:
    users = people(admin, 4)
    wanted = {"offboard_users": [user["username"] for user in users]}
    both = [as_admin.start("offboard", **wanted) for _number in range(2)]
    for run in [started.wait() for started in both]:
        assert run.returncode == 0, run.output
        assert all("%s: closed" % user["username"] in "\n".join(run.said()) for user in users)
    assert all(out(admin, user) for user in users)


def test_the_second_look_ends_what_comes_in_late(
    as_admin: Caller, admin: Mattermost, receiver: Receiver, server: Server
) -> None:
    """An app buys itself a session with a code that the leaver gave it; on the embedded server a replica lags."""
    leaver = Leaver(admin, receiver)
    buy = leaver.promise()
    if server.embedded:
        Control(server.url).settings(replica_lag=1)
    started = as_admin.start(
        "offboard",
        offboard_users=[leaver.username],
        offboard_oauth_apps="delete",
        offboard_invitation_links="regenerate",
        offboard_email_invitations="invalidate",
        offboard_second_look_delay=4,
    )
    started.wait_for("List all ways in again")
    # Older versions of Mattermost sell sessions of accounts that are deactivated; newer ones forget such codes.
    bought = buy()
    if bought:
        assert admin.works(bought)
    run = started.wait()
    if server.embedded:
        Control(server.url).reset()
    assert not (bought and admin.works(bought))
    assert leaver.working() == []
    # Whether an app still has something to come back with, nobody can know, and the rest is for a person to look at.
    assert run.returncode == 2
    verdicts = run.verdicts(leaver.username)
    assert verdicts.pop("oauth_authorization") == "unknown"
    assert {verdicts.pop(kind) for kind in ("changed_account", "known_secret")} == {"needs_human"}
    assert verdicts.pop("secure_connection") in ("closed", "feature_off")
    assert set(verdicts.values()) == {"closed"}
    leaver.clear_away()
