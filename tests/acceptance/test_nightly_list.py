# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list of leavers as a nightly job gives it to the role: who is due, who is not, and who is on it no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.playbooks import Caller, Run

from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost

HEADER = "User,E-Mail,Last day,Ticket"
PAST, FUTURE = "2026-01-30", "2199-12-31"


class Nights:
    """The list of HR, and one run after the other over it."""

    def __init__(self, caller: Caller, place: Path) -> None:
        self.caller = caller
        self.file = place / "leavers.csv"
        self.memory = place / "state" / "leavers.json"
        self.memory.parent.mkdir()

    def run(self, *lines: str, check: bool = False, **more: Any) -> Run:
        """Put these lines on the list and run the job."""
        self.file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        options = ["--check"] if check else []
        wanted = {"offboard_users_file": str(self.file), "offboard_users_remember": str(self.memory), **more}
        run = self.caller.run("offboard", *options, **wanted)
        assert run.returncode == 0, run.output
        return run


@pytest.fixture(name="nights")
def fixture_nights(as_admin: Caller, tmp_path: Path) -> Nights:
    """A list and a memory of its own."""
    return Nights(as_admin, tmp_path)


def active(admin: Mattermost, user: Any) -> bool:
    """Say whether an account is active on the server."""
    return not admin.must("GET", "/users/" + user["id"])["delete_at"]


def fact_of(run: Run) -> Any:
    """Return the fact that the role set."""
    return run.result("Set the result for the tasks after the role")["ansible_facts"]["offboard_result"]


def test_who_is_due_goes_and_the_others_are_listed_with_their_date(
    nights: Nights, admin: Mattermost, tmp_path: Path
) -> None:
    due, later, at_once = (admin.new_user("nightly") for _number in range(3))
    evidence = tmp_path / "evidence"
    run = nights.run(
        "%s,,%s,CHG-1" % (due["username"], PAST),
        "%s,,%s,CHG-2" % (later["username"], FUTURE),
        "%s,,,CHG-3" % at_once["username"],
        offboard_report_dir=str(evidence),
    )
    assert [active(admin, user) for user in (due, later, at_once)] == [False, True, False]
    assert "Not due yet: %s (%s)" % (later["username"], FUTURE) in run.said()
    fact = fact_of(run)
    assert (fact["totals"]["finished"], fact["totals"]["not_due"], fact["totals"]["vanished"]) == (2, 1, 0)
    [report] = evidence.glob("*.json")
    data = json.loads(report.read_text(encoding="utf-8"))
    assert [(one["user"], one["dated"]) for one in data["not_due"]] == [(later["username"], FUTURE)]
    assert {row["user"]["username"]: row["ticket"] for row in data["users"]} == {
        due["username"]: "CHG-1",
        at_once["username"]: "CHG-3",
    }
    [page] = evidence.glob("*.html")
    assert later["username"] in page.read_text(encoding="utf-8")


def test_taking_a_line_out_cancels(nights: Nights, admin: Mattermost) -> None:
    stays = admin.new_user("nightly")
    nights.run("%s,,%s," % (stays["username"], FUTURE))
    run = nights.run()
    assert active(admin, stays)
    fact = fact_of(run)
    assert fact["totals"]["users"] == fact["totals"]["not_due"] == fact["totals"]["vanished"] == 0
    assert fact["vanished"] == []


def test_who_was_due_and_is_gone_from_the_list_is_named_until_the_account_is_closed(
    nights: Nights, admin: Mattermost
) -> None:
    """Nothing is done about them: only a person knows whether they stay. A rehearsal was no run, and did nothing."""
    lost = admin.new_user("nightly")
    nights.run("%s,,%s," % (lost["username"], PAST))
    assert not active(admin, lost)
    admin.set_active(lost["id"], True)
    for _night in range(2):
        run = nights.run()
        assert active(admin, lost)
        assert fact_of(run)["vanished"] == [lost["username"]]
        assert "No longer on the list, but still active: " + lost["username"] in run.said()
    admin.set_active(lost["id"], False)
    assert fact_of(nights.run())["vanished"] == []


def test_who_was_due_in_a_run_that_was_refused_is_named_when_the_line_goes(nights: Nights, admin: Mattermost) -> None:
    lost = admin.new_user("nightly")
    line = "%s,,%s," % (lost["username"], PAST)
    with pytest.raises(AssertionError, match="offboard_max_users allows 0"):
        nights.run(line, offboard_max_users=0)
    assert active(admin, lost)
    assert fact_of(nights.run())["vanished"] == [lost["username"]]


def test_check_mode_remembers_nobody(nights: Nights, admin: Mattermost) -> None:
    lost = admin.new_user("nightly")
    nights.run("%s,,%s," % (lost["username"], PAST), check=True)
    assert active(admin, lost) and not nights.memory.exists()
    assert fact_of(nights.run())["vanished"] == []


def test_the_address_says_who_leaves_where_the_name_is_another(nights: Nights, admin: Mattermost) -> None:
    person = admin.new_user("nightly")
    run = nights.run("Leaver Dana,%s,%s," % (person["email"], PAST))
    assert not active(admin, person)
    assert fact_of(run)["totals"]["finished"] == 1


def test_the_second_night_changes_nothing(nights: Nights, admin: Mattermost) -> None:
    line = "%s,,%s," % (admin.new_user("nightly")["username"], PAST)
    assert nights.run(line).counts()["changed"] > 0
    assert nights.run(line).counts()["changed"] == 0
