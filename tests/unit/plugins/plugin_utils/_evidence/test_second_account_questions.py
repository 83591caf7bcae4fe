# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Second accounts are questions in everything that a run tells, about accounts that only a person can judge."""

from __future__ import annotations

import json

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands, run_lock, words
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.fold import Fold
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.result import of_journal
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import SERVER, Play, user_of

QUESTION = "Is %s another account of %s? (%s)"
NO_ADDRESSES = "E-mail addresses were not compared: the server shows no address of others to the calling account."


@pytest.fixture(autouse=True)
def fixture_nobody_holds(monkeypatch):
    """No run of these tests is under way for longer than the test."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)


def play(place, *people, confirmed=(), **changes):
    """Return a run that looks for second accounts."""
    settings = {"deactivate": True, "verify": True, "second_look_delay": 0, "second_accounts": True}
    return Play(place, *people, settings=dict(settings, confirmed=list(confirmed)), **changes)


def candidate(name, *reasons, email=None, guest=False, active=True):
    """Return a candidate as mattermost_user_info returns one."""
    user = dict(user_of(name), guest=guest, active=active, email=email or name + "@partner.example")
    return {"user": user, "reasons": list(reasons or ("full_name",))}


def result_of(*rows, not_checked=(), more=0):
    """Return the result of mattermost_user_info, from the names of users with their candidates."""
    users = [dict(user_of(name), second_accounts=list(found), second_accounts_more=more) for name, *found in rows]
    told = {"ids": [user["id"] for user in users], "users": users, "missing_users": []}
    return dict(told, second_accounts_not_checked=list(not_checked))


def ended(going, result):
    """Return what a run ends with after this result."""
    going.run.record(None, words.SECOND_ACCOUNTS, result)
    for number in range(going.planned["batches"]):
        going.whole(number)
    return going.run.end()


def test_only_a_run_that_was_asked_to_compares_its_users(tmp_path):
    assert Play(tmp_path, "a", "b").planned["to_compare"] == []
    assert play(tmp_path, "a", "b").planned["to_compare"] == ["a", "b"]


def test_a_list_of_several_batches_is_compared_at_once_and_by_id(tmp_path):
    going = play(tmp_path, "a", "b", "c", batch_size=2)
    assert going.planned["to_compare"] == [user_of(name)["id"] for name in "abc"]


@pytest.mark.parametrize(
    "found, text",
    [
        (candidate("x", "email_local_part"), QUESTION % ("x", "a", "same e-mail name in another domain")),
        (
            candidate("x", "email_local_part", email="a+x@EXAMPLE.com"),
            QUESTION % ("x", "a", "almost the same e-mail address"),
        ),
        (candidate("x", "full_name", guest=True), QUESTION % ("the guest x", "a", "same full name")),
        (
            candidate("x", "full_name", "position_and_nickname"),
            QUESTION % ("x", "a", "same full name, same position and nickname"),
        ),
    ],
)  # fmt: skip
def test_a_question_says_what_is_the_same(tmp_path, found, text):
    [asked] = ended(play(tmp_path, "a"), result_of(("a", found)))["outcome"]["second_accounts"]
    assert asked["question"] == text


def test_a_question_stands_wherever_the_result_does_and_is_no_failure(tmp_path):
    going = play(tmp_path, "a")
    out = ended(going, result_of(("a", candidate("x"), candidate("y")), not_checked=[NO_ADDRESSES]))
    fact = out["outcome"]
    assert out["failure"] is None and fact["totals"]["finished"] == 1 and fact["totals"]["second_accounts"] == 2
    assert [one["candidate"]["username"] for one in fact["second_accounts"]] == ["x", "y"]
    assert fact["second_accounts"][0]["user"]["username"] == "a"
    assert fact["second_accounts_not_checked"] == [NO_ADDRESSES]
    text = QUESTION % ("x", "a", "same full name")
    reference = fact["second_accounts"][0]["reference"]
    assert "  %s Reference: %s" % (text, reference) in out["summary"]
    assert out["summary"][-1] == "Second accounts: " + NO_ADDRESSES
    assert "- May be second accounts: ` x ` of ` a `, ` y ` of ` a `\n" in out["message"]
    assert "- Second accounts: ` %s `" % NO_ADDRESSES in out["message"]
    with open(fact["files"]["page"], encoding="utf-8") as page:
        html = page.read()
    assert text in html and "reference " + reference in html and NO_ADDRESSES in html
    with open(fact["files"]["json"], encoding="utf-8") as stream:
        report = json.load(stream)
    assert report["second_accounts"] == fact["second_accounts"]
    assert report["second_accounts_not_checked"] == [NO_ADDRESSES]


def test_nothing_is_said_where_nothing_was_found(tmp_path):
    out = ended(play(tmp_path, "a"), result_of(("a",)))
    assert out["outcome"]["second_accounts"] == out["outcome"]["second_accounts_not_checked"] == []
    assert "econd account" not in "".join(out["summary"]) + out["message"]
    with open(out["report"], encoding="utf-8") as page:
        assert "<h2>Second accounts</h2>" not in page.read()


def test_who_is_on_the_list_or_deactivated_is_not_asked_about(tmp_path):
    """Whoever is on the list leaves anyway, be it later, in another batch or in another shard."""
    going = play(tmp_path, "a", "b", "c", "d", shard_count=2)
    going.run.journal.append("not_due", leavers=[{"user": "later", "dated": "2199-12-31", "leaves_at": None}])
    assert len(going.planned["to_compare"]) == 2
    found = [candidate(name) for name in ("b", "c", "d", "later")] + [candidate("gone", active=False)]
    out = ended(going, result_of(("a", *found, candidate("x")), ("c", candidate("a"))))
    assert [one["candidate"]["username"] for one in out["outcome"]["second_accounts"]] == ["x"]


def test_who_is_on_the_list_by_address_is_not_asked_about(tmp_path):
    going = play(tmp_path, "a", "b@partner.example")
    going.run.record(None, words.SECOND_ACCOUNTS, result_of(("a", candidate("b"))))
    assert (Fold(going.run.journal).last("second_accounts") or {})["questions"] == []


def test_an_excluded_user_is_not_asked_about(tmp_path):
    going = play(tmp_path, "a", "b", exclude=["b@example.com"])
    out = ended(going, result_of(("a", candidate("x")), ("b", candidate("y"))))
    assert [one["candidate"]["username"] for one in out["outcome"]["second_accounts"]] == ["x"]


def test_a_question_that_was_answered_is_not_asked_again(tmp_path):
    result = result_of(("a", candidate("x"), candidate("y")))
    [first, second] = ended(play(tmp_path, "a"), result)["outcome"]["second_accounts"]
    assert first["reference"] != second["reference"]
    [asked] = ended(play(tmp_path, "a", confirmed=[first["reference"]]), result)["outcome"]["second_accounts"]
    assert asked == second


def test_a_look_up_that_fails_is_said_and_recorded(tmp_path):
    going = play(tmp_path, "a")
    failed = {"failed": True, "msg": "Failed to list users: HTTP 403."}
    task_vars = {"offboard__run": going.started, "offboard__step": words.SECOND_ACCOUNTS}
    assert commands.record(dict(failed), task_vars) == failed
    going.whole()
    out = going.run.end()
    sentence = "Accounts were not compared: Failed to list users: HTTP 403."
    assert out["failure"] is None and out["outcome"]["totals"]["finished"] == 1
    assert out["outcome"]["second_accounts_not_checked"] == [sentence]
    assert "Second accounts: " + sentence in out["summary"]


def test_many_questions_are_cut_and_counted(tmp_path):
    rows = [("a", *(candidate("x%d" % number) for number in range(60)))]
    out = ended(play(tmp_path, "a"), result_of(*rows, more=5))
    fact = out["outcome"]
    assert len(fact["second_accounts"]) == 50 and fact["totals"]["second_accounts"] == 60
    assert " and 50 more" in out["message"] and "  and 40 more" in out["summary"]
    assert fact["second_accounts_not_checked"] == [
        "Not all candidates were compared, since there are too many: those for a."
    ]


def test_an_aborted_run_tells_what_it_found_before(tmp_path):
    going = play(tmp_path, "a")
    going.run.record(None, words.SECOND_ACCOUNTS, result_of(("a", candidate("x"))))
    going.before()
    going.run.break_off({"msg": "HTTP 503."}, None)
    assert of_journal(Fold(going.run.journal), SERVER, "2026-11-25T10:00:00Z").second_accounts.questions
    assert len(going.run.end()["outcome"]["second_accounts"]) == 1


def test_leavers_who_are_due_later_are_not_compared(tmp_path):
    assert play(tmp_path, "a", about={"due": False, "leaves_at": "2199-12-31"}).planned["to_compare"] == []
