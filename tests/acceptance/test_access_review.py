# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All accounts of a server and their state, in the file that tools for access reviews import."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Iterator

import pytest
from helpers.playbooks import Caller
from helpers.secrets import assert_no_secret

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver
from ansible_collections.offboarding.mattermost.tests.support.servers import ROOT

GUIDE = ROOT / "docs" / "docsite" / "rst" / "access_review.rst"
ALL = {"offboard_audit": "all", "offboard_access_review": True}


@pytest.fixture(name="leaver")
def fixture_leaver(admin: Mattermost, receiver: Receiver) -> Iterator[Leaver]:
    """Somebody with every way in."""
    leaver = Leaver(admin, receiver)
    yield leaver
    leaver.clear_away()


def accounts_in(place: Path) -> dict[str, Any]:
    """Return the accounts of the only such file in a folder, by user name."""
    [path] = place.glob("*.accounts.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert len({row["account_id"] for row in rows}) == len(rows), "each account once"
    return {row["username"]: row for row in rows}


def documented() -> list[str]:
    """Return the fields that the guide describes, in its order."""
    table = GUIDE.read_text(encoding="utf-8").split("* - field\n", 1)[1].split("\nImport it\n", 1)[0]
    return [name for line in re.findall(r"^   \* - (.*)$", table, re.M) for name in re.findall(r"``(\w+)``", line)]


def test_every_account_with_its_state(as_admin: Caller, admin: Mattermost, leaver: Leaver, tmp_path: Path) -> None:
    named = admin.new_user("named")
    admin.must("PUT", "/users/%s/patch" % named["id"], {"first_name": "Ann-Marie", "last_name": "Höglund"})
    gone = admin.new_user("gone")
    admin.set_active(gone["id"], False)
    run = as_admin.run("audit_access", offboard_report_dir=str(tmp_path), **ALL)
    assert run.returncode == 0, run.output
    accounts = accounts_in(tmp_path)
    assert {user["username"] for user in admin.pages("/users") if not user.get("is_bot")} == set(accounts)
    assert {tuple(row) for row in accounts.values()} == {tuple(documented())}
    one = accounts[named["username"]]
    assert (one["full_name"], one["email"], one["account_id"]) == ("Ann-Marie Höglund", named["email"], named["id"])
    assert (one["active"], one["roles"], one["auth_service"]) == (True, ["system_user"], "password")
    assert one["account_type"] == "user" and one["created_at"] and one["looked_at"] and one["server"] == as_admin.url
    assert one["verdict"] == "open" and one["ways_in"]["account"] == 1
    assert not accounts[gone["username"]]["active"] and "account" not in accounts[gone["username"]]["ways_in"]
    ways_in = accounts[leaver.username]["ways_in"]
    assert {"account", "session", "user_access_token", "bot", "incoming_webhook", "oauth_app"} <= set(ways_in)
    assert accounts[leaver.username]["last_activity_at"]
    [report] = [path for path in tmp_path.glob("*.json") if not path.name.endswith(".accounts.json")]
    rows = {row["user"]["username"]: row for row in json.loads(report.read_text(encoding="utf-8"))["users"]}
    assert {name: sum(row["ways_in"].values()) for name, row in accounts.items()} == {
        name: sum(entry["open_before"] for entry in row["access"]) for name, row in rows.items()
    }
    assert_no_secret(run.output, tmp_path)
    fact = run.result("Set the result for the tasks after the role")["ansible_facts"]["offboard_result"]
    assert Path(fact["files"]["accounts"]).is_file() and fact["totals"]["users"] == len(accounts)


@pytest.mark.embedded_only("it stages a fault")
def test_an_audit_that_was_aborted_leaves_no_state(as_admin: Caller, control: Control, tmp_path: Path) -> None:
    """Whoever imports it would take the accounts that are not in it for deleted."""
    control.new_user(username=unique("aborted"))
    control.faults({"kind": "status", "status": 503, "path": "/users/ids$"})
    run = as_admin.run("audit_access", offboard_report_dir=str(tmp_path), offboard_retries=0, **ALL)
    assert run.returncode == 2 and run.failure().startswith("The audit was aborted: ")
    assert list(tmp_path.glob("*.html"))
    assert not list(tmp_path.glob("*.accounts.json"))


def test_it_needs_a_place(as_admin: Caller) -> None:
    run = as_admin.run("audit_access", **ALL)
    assert run.returncode == 2
    assert run.failure() == "offboard_access_review requires offboard_report_dir. Nothing was changed."
