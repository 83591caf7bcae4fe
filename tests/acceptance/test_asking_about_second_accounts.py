# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role asks whether other accounts belong to those who leave, and leaves the answer to people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.playbooks import Caller, Run

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, Mattermost, unique

LOOK = "Look for second accounts of the users"


@pytest.fixture(name="namesakes")
def fixture_namesakes(admin: Mattermost) -> list[Any]:
    """A leaver, another account, a deactivated one, and one on the list as well: the same name in four domains."""
    name = unique("same")
    made = []
    for number, domain in enumerate(("example.com", "partner.example", "old.example", "other.example")):
        body = {"username": "%s-%d" % (name, number), "email": "%s@%s" % (name, domain), "password": PASSWORD}
        made.append(admin.must("POST", "/users", body))
        admin.made.append(made[-1]["id"])
    admin.set_active(made[2]["id"], False)
    return made


def fact_of(run: Run) -> Any:
    """Return the fact that the role set."""
    return run.result("Set the result for the tasks after the role")["ansible_facts"]["offboard_result"]


def wanted(namesakes: list[Any]) -> dict[str, Any]:
    """Return the variables of a run that asks."""
    return {
        "offboard_users": [namesakes[0]["username"], namesakes[3]["email"]],
        "offboard_second_accounts": True,
        "offboard_fail_on_open": False,
    }


def active(admin: Mattermost, users: list[Any]) -> list[bool]:
    """Return which accounts are active on the server."""
    return [not admin.must("GET", "/users/" + user["id"])["delete_at"] for user in users]


@pytest.mark.parametrize("batch_size", [500, 1])
def test_another_account_is_a_question_until_it_is_answered(
    as_admin: Caller, admin: Mattermost, namesakes: list[Any], tmp_path: Path, batch_size: int
) -> None:
    variables = dict(wanted(namesakes), offboard_batch_size=batch_size)
    leaver, other, _deactivated, second_leaver = namesakes
    rehearsed = as_admin.check("offboard", **variables)
    assert rehearsed.returncode == 0, rehearsed.output
    assert active(admin, namesakes) == [True, True, False, True]
    run = as_admin.run("offboard", offboard_report_dir=str(tmp_path), **variables)
    assert run.returncode == 0, run.output
    assert active(admin, namesakes) == [False, True, False, False], "only those on the list are acted upon"
    assert len(run.results(LOOK)) == 1
    fact = fact_of(run)
    found = {(one["user"]["username"], one["candidate"]["username"]) for one in fact["second_accounts"]}
    assert found == {(leaver["username"], other["username"]), (second_leaver["username"], other["username"])}
    assert fact["second_accounts_not_checked"] == []
    assert fact_of(rehearsed)["second_accounts"] == fact["second_accounts"]
    text = "Is %s another account of %s? (same e-mail name in another domain)" % (other["username"], leaver["username"])
    [report] = tmp_path.glob("offboarding-*.json")
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["second_accounts"] == fact["second_accounts"] and data["settings"]["second_accounts"] is True
    [page] = tmp_path.glob("*.html")
    for told in ("\n".join(run.said()), "\n".join(rehearsed.said()), page.read_text(encoding="utf-8")):
        assert text in told
    answers = [one["reference"] for one in fact["second_accounts"]]
    again = as_admin.run("offboard", offboard_confirmed=answers, **variables)
    assert fact_of(again)["second_accounts"] == [] and again.counts()["changed"] == 0
    assert active(admin, namesakes)[1]


def test_nobody_asks_without_the_option(as_admin: Caller, namesakes: list[Any]) -> None:
    run = as_admin.run("offboard", **dict(wanted(namesakes), offboard_second_accounts=False))
    assert run.returncode == 0, run.output
    assert run.results(LOOK) == [] and fact_of(run)["second_accounts"] == []


@pytest.mark.embedded_only("a server that refuses to list its accounts")
def test_a_server_that_does_not_list_its_accounts_ends_no_run(
    as_admin: Caller, admin: Mattermost, namesakes: list[Any], control: Control
) -> None:
    control.faults({"kind": "status", "status": 403, "method": "GET", "path": r"/users$"})
    run = as_admin.run("offboard", **wanted(namesakes))
    assert run.returncode == 0, run.output
    assert active(admin, namesakes) == [False, True, False, False]
    fact = fact_of(run)
    assert fact["second_accounts"] == [] and fact["failure"] is None
    [sentence] = fact["second_accounts_not_checked"]
    assert sentence.startswith("Accounts were not compared: Failed to list users") and "403" in sentence
    assert "Second accounts: " + sentence in run.said()
