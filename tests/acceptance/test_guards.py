# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role and the playbooks refuse, before anything happens, and what they take."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest
from helpers.playbooks import Ansible, Caller, Run

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.servers import Server, start_embedded


@pytest.fixture(name="two")
def fixture_two(admin: Mattermost) -> Iterator[list[str]]:
    """Two people to whom nothing may happen."""
    users = [admin.new_user("guarded") for _number in range(2)]
    yield [user["username"] for user in users]
    for user in users:
        assert not admin.must("GET", "/users/" + user["id"])["delete_at"]
        admin.set_active(user["id"], False)


def refused(run: Run) -> str:
    """Return the message with which a run refused to do anything."""
    assert run.returncode == 2
    assert run.results("Deactivate the accounts") == []
    assert run.counts()["changed"] == 0
    return run.failure()


def test_nobody_named(as_admin: Caller) -> None:
    assert refused(as_admin.run("offboard")) == (
        "No users were specified. Nothing was changed. Set offboard_users, offboard_users_file or"
        " offboard_all_deactivated."
    )


def test_more_users_than_allowed(as_admin: Caller, two: list[str]) -> None:
    assert refused(as_admin.run("offboard", offboard_users=two, offboard_max_users=1)) == (
        "2 users were selected, but offboard_max_users allows 1. Nothing was changed. If this is intended, increase"
        " offboard_max_users."
    )


def test_a_variable_that_is_misspelt(as_admin: Caller, two: list[str]) -> None:
    run = as_admin.run("offboard", offboard_users=two, offboard_exclude_user=two[:1])
    assert refused(run) == (
        "The role offboard does not know offboard_exclude_user. Nothing was changed. Did you mean"
        " offboard_exclude_users?"
    )
    assert run.results("List all ways in before the changes") == []


def test_a_variable_of_somebody_else(as_admin: Caller, admin: Mattermost) -> None:
    """What is not close to any variable of the role is none of its business: it warns and goes on."""
    run = as_admin.check("offboard", offboard_users=[], offboard_team_channel="town-square", offboard__mine=1)
    assert run.returncode == 0, run.output
    assert "The variable offboard_team_channel is not an option of the role" in run.text
    assert "offboard__mine" not in run.text.replace('{"offboard__mine": 1', "")


def test_a_variable_of_another_type(as_admin: Caller, two: list[str]) -> None:
    run = as_admin.run("offboard", offboard_users=two, offboard_max_users="many")
    assert "offboard_max_users" in refused(run) + run.text
    assert run.results("List all ways in before the changes") == []


def test_somebody_who_does_not_exist(as_admin: Caller, two: list[str]) -> None:
    stranger = unique("stranger")
    message = refused(as_admin.run("offboard", offboard_users=[*two, stranger]))
    assert "Unknown on %s: %s. Nothing was changed." % (as_admin.url, stranger) in message


def test_the_calling_account(as_admin: Caller, admin: Mattermost, two: list[str]) -> None:
    me = admin.must("GET", "/users/me")["username"]
    assert refused(as_admin.run("offboard", offboard_users=[*two, me])) == (
        "%s is the account that runs this. Nothing was changed. Remove it from the users, or use another account." % me
    )


@pytest.mark.embedded_only("a system_user_manager takes a licence")
def test_the_last_system_admin(ansible: Ansible, admin: Mattermost, control: Control, two: list[str]) -> None:
    control.let_managers_edit_users(admin)
    manager = control.new_user(
        username=unique("manager"), roles="system_user system_user_manager system_user_access_token", tokens=1
    )
    admins = [user["username"] for user in admin.pages("/users?role=system_admin&active=true")]
    caller = Caller(ansible, admin.url, manager["tokens"][0]["token"])
    message = refused(caller.run("offboard", offboard_users=[*two, *admins]))
    assert admins[0] in message
    assert "no active system admin would be left. Nothing was changed." in message


@pytest.mark.parametrize(
    "text",
    [
        "# who left in May\n{0}\n\n{1}@example.com\n{2}\n",
        "\ufeffname;user;desk\nOne;{0};x\nTwo;{1}@example.com;y\nThree;{2};z\n",
    ],
    ids=["one a line", "CSV"],
)
def test_a_file_of_users_without_the_excluded(
    as_admin: Caller, admin: Mattermost, two: list[str], text: str, tmp_path: Path
) -> None:
    """Whom it would work on is read off before the guard of the number ends the run."""
    excluded = admin.must("GET", "/users/me")["username"]
    file = tmp_path / ("leavers.txt" if text.startswith("#") else "leavers.csv")
    file.write_text(text.format(*two, excluded), encoding="utf-8")
    run = as_admin.run(
        "offboard", offboard_users_file=str(file), offboard_exclude_users=[excluded], offboard_max_users=1
    )
    assert refused(run).startswith("2 users were selected")
    looked = run.result("List all ways in before the changes")["results"]
    assert sorted(entry["user"]["username"] for entry in looked) == sorted(two)


# --- playbooks for a whole server, on one that nobody else uses -------------------------------------------------------


@pytest.fixture(name="company")
def fixture_company() -> Iterator[Server]:
    """An embedded server with a company of people."""
    server = start_embedded("--company")
    yield server
    server.stop()


@pytest.fixture(name="boss")
def fixture_boss(company: Server) -> Mattermost:
    """The admin of that company."""
    api = Mattermost(company.url)
    api.token = api.log_in(company.admin_username, company.admin_password)
    return api


def sessions(control: Control, *names: str) -> dict[str, int]:
    """Return how many sessions people have."""
    return {name: len(control.state(name)["sessions"]) for name in names}


@pytest.mark.embedded_only("a server of its own")
def test_audit_and_stale_sessions(ansible: Ansible, company: Server, boss: Mattermost) -> None:
    caller, control = Caller(ansible, boss.url, boss.token), Control(company.url)
    audit = caller.run("audit_access")
    assert audit.returncode == 0, audit.output
    told = "\n".join(audit.said())
    for line in ("leo.vogt: still open: system_role, user_access_token", "mia.santos: still open: incoming_webhook"):
        assert line in told
    assert "omar.diallo: still open: " in told
    assert "paula.ricci" not in told
    assert "5 deactivated users" in told

    names = ("bruno.keller", "chloe.martin", "emil.novak", "iris.tanaka")
    assert control.requests()["changing"] == 0
    assert sessions(control, *names) == dict(zip(names, (2, 3, 3, 2)))
    wanted: dict[str, Any] = {"offboard_idle_longer_than": "50d", "offboard_exclude_users": ["chloe.martin"]}
    stale = caller.run("revoke_stale_sessions", **wanted)
    assert stale.returncode == 0, stale.output
    # The phone of iris.tanaka was idle for 38 days; chloe.martin is left out.
    assert sessions(control, *names) == dict(zip(names, (2, 3, 2, 2)))
    assert "sessions idle for longer than 50d revoked: 1." in stale.text


@pytest.mark.embedded_only("a server of its own")
def test_revoking_the_sessions_of_everyone(ansible: Ansible, company: Server, boss: Mattermost) -> None:
    caller, control = Caller(ansible, boss.url, boss.token), Control(company.url)
    sentence = "log out everyone on " + company.url.partition("://")[2]
    for confirmation in ({}, {"revoke_everyone_confirm": True}, {"revoke_everyone_confirm": "log out everyone"}):
        run = caller.run("revoke_everyone", **confirmation)
        assert run.returncode == 2
        assert 'Nothing was changed. To confirm, set revoke_everyone_confirm to "%s".' % sentence in run.failure()
    assert sessions(control, "dana.leaver")["dana.leaver"] > 0
    assert control.requests()["changing"] == 0

    run = caller.run("revoke_everyone", revoke_everyone_confirm=sentence)
    assert run.returncode == 0, run.output
    assert control.ask("GET", "/state")["sessions"] == 0
    assert not boss.works(boss.token)
