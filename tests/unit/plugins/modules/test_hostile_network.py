# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of a server and of the way to it: complete and true results, nothing twice, nothing lost."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique

REVOKE = "mattermost_session_revoke"
pytestmark = pytest.mark.embedded_only("stages faults")

COUNT = 60


@pytest.fixture(name="people")
def fixture_people(control):
    """Users with three sessions each."""
    made = control.ask("POST", "/bulk", {"users": COUNT, "sessions": 3, "prefix": unique("h")})
    control.count_anew()
    return made["ids"]


def all_done(found, control, people):
    """Hold the result against the truth."""
    assert not found.failed, found.message
    assert found.summary["sessions_revoked"] == 3 * len(people)
    for entry, user_id in zip(found.results, people):
        assert entry["user"]["id"] == user_id
        assert len({session["id"] for session in entry["revoked"]}) == len(entry["revoked"]) == 3
        assert control.state(user_id)["sessions"] == []
    return True


@pytest.mark.parametrize("concurrency", [1, 8])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 502},
        {"kind": "status", "status": 503, "body": "{}", "content_type": "application/json"},
        {"kind": "status", "status": 504},
        {"kind": "reset_before"},
        {"kind": "reset_after"},
        {"kind": "truncate"},
    ],
    ids=["502_html", "503_json", "504_html", "reset_before", "reset_after", "truncate"],
)
def test_a_fifth_of_all_answers_is_lost(run, hurried, control, people, fault, concurrency):
    control.faults(dict(fault, probability=0.2, seed=7, path="/api/v4/"))
    found = run(REVOKE, users=people, retries=10, concurrency=concurrency)
    hits = control.hits()[0]
    assert hits > 5
    assert found.summary["retries"] >= hits - concurrency
    assert all_done(found, control, people)


def test_a_change_whose_answer_never_comes_is_not_known(run, hurried, control, people):
    control.faults({"kind": "reset_after", "path": "/sessions/revoke"})
    found = run(REVOKE, users=people[:1], retries=1)
    assert found.failed
    [entry] = found.results
    assert (entry["outcome"], entry["revoked"]) == ("unknown", [])


def test_a_change_whose_answer_never_comes_is_looked_after_where_others_are_well(run, hurried, control, people):
    control.faults({"kind": "reset_after", "path": people[0] + "/sessions/revoke"})
    assert all_done(run(REVOKE, users=people, retries=1), control, people)


def test_an_error_that_does_not_go_away_is_of_one_user_only(run, hurried, control, people):
    control.faults({"kind": "status", "status": 503, "path": people[5]})
    found = run(REVOKE, users=people, retries=2)
    assert [n for n, entry in enumerate(found.results) if entry["outcome"] != "done"] == [5]
    assert found.message.startswith("1 of %d users failed. " % COUNT)
    assert len(control.state(people[5])["sessions"]) == 3
    assert not any(control.state(user_id)["sessions"] for user_id in people if user_id != people[5])


def test_the_token_dies_in_the_middle(run, hurried, control, people, mattermost):
    boss = mattermost.new_person(admin=True)
    token = boss.log_in().token
    control.ask("POST", "/sessions/kill", {"token": token, "after_requests": 40})
    found = run(REVOKE, users=people, token=token, concurrency=4)
    assert found.failed
    assert "HTTP 401 api.context.session_expired.app_error" in found.message
    assert found.message.isprintable()
    outcomes = found.outcomes
    assert set(outcomes) == {"done", "not_done"}
    for user_id, entry in zip(people, found.results):
        assert len(control.state(user_id)["sessions"]) == (0 if entry["outcome"] == "done" else 3)
    assert "Not done: the run stopped before it reached this user." in found.results[-1]["error"]["message"]
    # It stopped at once: those that were under way, and no others.
    assert control.requests()["by_status"]["401"] <= 4


def test_a_rate_limit_is_kept_to(run, control, people):
    """Headers stand twice, as on a real server; a client that sees them slows down before it is refused."""
    control.settings(rate_limit={"per_second": 200, "burst": 40})
    found = run(REVOKE, users=people, concurrency=8)
    assert all_done(found, control, people)
    told = control.requests()
    assert told["refused"] <= max(1, told["total"] * 0.05)


def test_check_mode_sends_nothing_that_changes(run, control, people):
    control.settings(writes_forbidden=True)
    found = run(REVOKE, check=True, users=people)
    assert found.changed
    assert found.summary["sessions_revoked"] == 3 * COUNT
    told = control.requests()
    assert (told["changing"], told["forbidden_writes"]) == (0, [])


def test_a_run_over_nothing_left_asks_once_a_user(run, control, people):
    run(REVOKE, users=people)
    control.count_anew()
    again = run(REVOKE, users=people)
    assert not again.changed
    told = control.requests()
    assert told["changing"] == 0
    assert told["total"] == COUNT + 3  # by id, by user name, the caller


def test_names_with_every_character_that_is_allowed(run, control):
    names = [unique("a.b-c_d."), "0" + unique("")[1:].ljust(25, "0"), unique("x" * 40)]
    made = [control.new_user(username=name, sessions=[{}]) for name in names]
    found = run(REVOKE, users=names)
    assert [entry["user"]["username"] for entry in found.results] == names
    assert not any(control.state(user["id"])["sessions"] for user in made)
