# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A leaver is out: every way in is made, tried, closed by the role, and tried again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from helpers.playbooks import Ansible, Caller

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import PASSWORD, Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import USER, Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver

MakeLeaver = Callable[..., Leaver]
# A role beyond that of any user which does not make an admin: those may only be worked on by admins.
NO_ADMIN = USER + " system_user_access_token"

# All that may be closed. An app that is kept may go on with what its users gave it, and an app that was let in keeps
# what it has.
EVERYTHING = {
    "offboard_oauth_apps": "delete",
    "offboard_oauth_authorizations": "regenerate_secrets",
    "offboard_invitation_links": "regenerate",
    "offboard_email_invitations": "invalidate",
}
# What is left then of somebody who was an administrator: a person has to look at it.
LEFT = {"changed_account", "known_secret"}


@pytest.fixture(name="make_leaver")
def fixture_make_leaver(admin: Mattermost, receiver: Receiver) -> Iterator[MakeLeaver]:
    """Return a function that makes somebody with every way in."""
    made = []

    def make(**options: Any) -> Leaver:
        made.append(Leaver(admin, receiver, **options))
        assert made[-1].working() == made[-1].names()
        return made[-1]

    yield make
    for leaver in made:
        leaver.clear_away()


def ways_in_before(evidence: Path) -> dict[str, Any]:
    """Return what the evidence of a run over one person says of the time before it, by type of access."""
    [path] = evidence.glob("*.json")
    [row] = json.loads(path.read_text(encoding="utf-8"))["users"]
    found = {entry["access_type"]: (entry["before"], entry["open_before"]) for entry in row["access"]}
    return {"all": row["ways_in_before"], **found}


def test_a_leaver_is_out(make_leaver: MakeLeaver, as_admin: Caller, tmp_path: Path) -> None:
    leaver = make_leaver()
    wanted = {"offboard_users": [leaver.username], **EVERYTHING}

    # In check mode it says what it would do, and does nothing.
    before = leaver.belongings()
    written = {"offboard_report_dir": str(tmp_path / "rehearsal"), "offboard_rehearsal_report": True}
    check = as_admin.check("offboard", **wanted, **written)
    assert check.returncode == 0, check.output
    assert check.counts()["changed"] > 0
    assert leaver.belongings() == before
    assert leaver.working() == leaver.names()
    planned = check.result("Close all other ways in")["results"][0]["access"]
    roles = check.result("Deactivate the accounts")["results"][0]["roles_reset"]

    # Then it does that.
    run = as_admin.run("offboard", **wanted, offboard_report_dir=str(tmp_path / "done"))
    assert leaver.working() == []
    seen = run.seen(leaver.username)
    assert (seen["not_checked"], seen["still_open"]) == (set(), LEFT)
    verdicts = run.verdicts(leaver.username)
    # Newer servers have secure connections, and those without a licence have them switched off.
    assert verdicts.pop("secure_connection") in ("closed", "feature_off")
    assert {k for k, v in verdicts.items() if v != "closed"} == LEFT | {"oauth_authorization"}
    assert run.returncode == 2
    assert run.failure().startswith("Not finished (1 of 1): %s: " % leaver.username)

    closed = run.result("Close all other ways in")["results"][0]["access"]
    # The server itself ends sessions and disables bots when it deactivates their owner, the step before this one.
    alike = leaver.types() & planned.keys() - {"session", "bot"}
    counts = [{kind: len(told[kind]["closed"]) for kind in alike} for told in (planned, closed)]
    assert counts[0] == counts[1]
    assert {kind for kind, count in counts[1].items() if not count} == {"system_role"}
    assert roles == run.result("Deactivate the accounts")["results"][0]["roles_reset"] != []
    assert ways_in_before(tmp_path / "rehearsal") == ways_in_before(tmp_path / "done")

    # A second time, when people have done their part, there is nothing left to do.
    to_confirm = [item["reference"] for kind in seen["still_open"] for item in seen["access"][kind]["found"]]
    again = as_admin.run("offboard", **wanted, offboard_confirmed=to_confirm)
    assert again.returncode == 0, again.output
    assert again.counts()["changed"] == 0

    # And nothing comes back with the account but the log-in, which is what activating it means.
    leaver.api.set_active(leaver.id, True)
    assert leaver.working() == [PASSWORD]


def nothing_closed_that_is_not(leaver: Leaver, verdicts: dict[str, str]) -> None:
    """A kind of access that still works is never called closed."""
    still = leaver.types_working()
    assert {kind for kind in still if verdicts[kind] == "closed"} == set()


def test_a_caller_who_may_do_nothing(make_leaver: MakeLeaver, admin: Mattermost, ansible: Ansible) -> None:
    """On a server without a licence there is nobody between a user and a system admin."""
    leaver = make_leaver(role=NO_ADMIN)
    user = admin.new_user("caller", NO_ADMIN)
    caller = Caller(ansible, admin.url, admin.new_access_token(user["id"])["token"])
    before = leaver.belongings()

    refused = caller.run("offboard", offboard_users=[leaver.username])
    assert refused.returncode == 2
    assert refused.failure() == (
        "%s lacks sysconsole_write_user_management_users and cannot deactivate anybody. Nothing was changed. Use the"
        " token of an account that has the permission, or set offboard_deactivate: false." % user["username"]
    )

    run = caller.run("offboard", offboard_users=[leaver.username], offboard_deactivate=False)
    assert run.returncode == 2
    assert run.failure().startswith("Not finished (1 of 1): %s: not checked: " % leaver.username)
    assert run.counts()["changed"] == 0
    verdicts = run.verdicts(leaver.username)
    assert {verdict for kind, verdict in verdicts.items() if kind != "account"} == {"not_allowed"}
    assert verdicts["account"] == "open"
    assert leaver.belongings() == before
    assert leaver.working() == leaver.names()
    nothing_closed_that_is_not(leaver, verdicts)
    admin.set_active(user["id"], False)


# Molecule's scenario `restricted` shows the same on every run.
@pytest.mark.slow
@pytest.mark.embedded_only("a system_user_manager takes a licence")
def test_a_caller_who_may_do_some_of_it(
    make_leaver: MakeLeaver, ansible: Ansible, control: Control, admin: Mattermost
) -> None:
    leaver = make_leaver(role=NO_ADMIN)
    control.let_managers_edit_users(admin)
    manager = control.new_user(
        username=unique("manager"), roles="system_user system_user_manager system_user_access_token", tokens=1
    )
    caller = Caller(ansible, admin.url, manager["tokens"][0]["token"])

    run = caller.run("offboard", offboard_users=[leaver.username])
    assert run.returncode == 2
    assert run.failure() == (
        "Not finished (1 of 1): %s: Failed to reset the roles of %s: the calling account lacks manage_roles."
        % (leaver.username, leaver.username)
    )
    verdicts = run.verdicts(leaver.username)
    # What bots have is a way in of their owner, and the manager may not look at bots.
    allowed = {kind for kind, verdict in verdicts.items() if verdict != "not_allowed"}
    assert allowed == {"account", "user_access_token", "oauth_authorization", "invitation_link", "email_invitation"}
    assert verdicts["oauth_authorization"] == "unknown"
    nothing_closed_that_is_not(leaver, verdicts)
    works = ["incoming webhook", "outgoing webhook", "slash command", "OAuth app's secret"]
    assert leaver.working() == works

    # Somebody who may all finishes what is left.
    rest = Caller(ansible, admin.url, admin.token).run("offboard", offboard_users=[leaver.username], **EVERYTHING)
    seen = rest.seen(leaver.username)
    assert (seen["not_checked"], seen["still_open"]) == (set(), LEFT)
    admin.set_active(leaver.id, True)
    assert leaver.working() == [PASSWORD]
