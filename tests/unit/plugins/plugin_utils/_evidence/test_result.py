# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What other programs and people are told of a run."""

from __future__ import annotations

import json
import re
import tracemalloc

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import (
    commands,
    message,
    result,
    rows,
    run_lock,
    totals,
    words,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import SERVER, Play, user_of

RUN = {"base": "offboarding-chat-1", "what": "offboarding", "check_mode": False, "started_at": "2026-11-25T10:00:00Z"}


@pytest.fixture(autouse=True)
def fixture_nobody_holds(monkeypatch):
    """No run of these tests is under way for longer than the test."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)


def row(name, status=words.CLOSED, **fields):
    """Return the row of a user."""
    user = None if status == words.MISSING else user_of(name)
    still_open = ["bot"] if status in (words.OPEN, words.NEEDS_HUMAN) else []
    made = rows.unseen({"requested": name, "id": "x", "username": name}, "")
    made.update(user=user, requested=name, status=status, errors=[], not_checked=[], still_open=still_open)
    return {**made, **fields}


def outcome(*found, what="offboarding", **fields):
    """Return what a run over these rows came to."""
    made = result.Outcome(dict(RUN, what=what), SERVER, "2026-11-25T10:01:00Z")
    made.totals = totals.add({}, list(found))
    made.people.add(found)
    made.not_due = fields.get("not_due", 0)
    return made


def text_of(fact, reason=None, begun=True):
    """Return the message about it."""
    return message.of(fact, reason, begun)


def test_the_fact_has_what_the_guide_says():
    made = outcome(
        row("ann", ways_in_before=3, ways_in_after=0),
        row("bob", words.OPEN, not_checked=["session"], to_do=["Bots: ask"], ways_in_before=2, ways_in_after=1),
        row("carl", words.MISSING),
        not_due=4,
    )
    fact = made.as_fact("Not finished.", ["/e/r.html", "/e/r.json", "/e/r.csv", "/e/r.sig"])
    assert fact == {
        "id": "offboarding-chat-1",
        "what": "offboarding",
        "check_mode": False,
        "server": {"url": SERVER["url"], "version": SERVER["version"]},
        "started_at": "2026-11-25T10:00:00Z",
        "finished_at": "2026-11-25T10:01:00Z",
        "totals": {
            "users": 3,
            "finished": 1,
            "unfinished": 1,
            "missing": 1,
            "not_due": 4,
            "vanished": 0,
            "second_accounts": 0,
            "ways_in_before": 5,
            "ways_in_after": 1,
            "to_do": 1,
        },
        "users": [
            {
                "user": "bob",
                "finished": False,
                "still_open": ["bot"],
                "not_checked": ["session"],
                "to_do": ["Bots: ask"],
            },
            {"user": "carl", "finished": None, "still_open": [], "not_checked": [], "to_do": []},
            {"user": "ann", "finished": True, "still_open": [], "not_checked": [], "to_do": []},
        ],
        "users_more": 0,
        "vanished": [],
        "second_accounts": [],
        "second_accounts_not_checked": [],
        "files": {"page": "/e/r.html", "json": "/e/r.json", "csv": "/e/r.csv"},
        "failure": "Not finished.",
    }


def test_somebody_who_is_not_finished_is_named_however_late_the_batch():
    many = [row("u%d" % number) for number in range(1000)]
    fact = outcome(*many, row("last", words.OPEN)).as_fact(None, [])
    assert [one["user"] for one in fact["users"]] == ["last", *("u%d" % number for number in range(49))]
    assert fact["users_more"] == 951


def test_a_long_list_of_things_to_do_is_cut_and_says_so():
    [one] = outcome(row("ann", to_do=["task %d" % n for n in range(25)])).as_fact(None, [])["users"]
    assert len(one["to_do"]) == 21 and one["to_do"][-1] == "5 more: see the evidence"


def test_a_hundred_thousand_users_need_no_memory():
    people = result.People()
    batch = [row("u%d" % number, words.OPEN if number % 3 else words.CLOSED) for number in range(500)]
    people.add(batch)
    tracemalloc.start()
    for _number in range(200):
        people.add(batch)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(people.first()) == 50
    assert peak < 200_000


def test_a_message_names_ten_and_counts_the_rest():
    fact = outcome(*[row("done%d" % n) for n in range(48)], *[row("open%d" % n, words.OPEN) for n in range(12)])
    text = text_of(fact.as_fact("Not finished.", ["/srv/e/run.html"]))
    assert text.startswith("**Offboarding: 12 users of 60 not finished**\n")
    assert "- Users: 60 (48 finished, 12 not finished)\n" in text
    assert text.count("(bot open)") == 10 and "` open9 ` (bot open) and 2 more\n" in text
    assert text.count("` done") == 10 and " and 38 more\n" in text
    assert text.endswith("- Evidence, on the Ansible controller: ` /srv/e/run.html `")


HOSTILE = ["@all", "@channel", "[click](http://evil.example)", "**bold**", "`` ` ``", "# head\n@here", "~town-square"]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_from_outside_is_markdown(name):
    """All of it stands within inline code, which ends where this says so."""
    hostile = row("x", words.OPEN, requested=name)
    hostile["user"]["username"] = name
    unknown = dict(row(name, words.MISSING), requested=name)
    fact = outcome(hostile, unknown).as_fact(name, ["/srv/%s.html" % name.replace("\n", " ")])
    fact["server"]["url"] = name
    for text in (text_of(fact, name), text_of(fact, name, begun=False)):
        outside = re.sub(r"` [^`\n]* `", "", text)
        assert not re.search(r"[@\[\]`~#]", outside), outside
        assert "bold" not in outside and "http" not in outside


def test_a_message_fits_into_a_post():
    fact = outcome(*[row("x%d" % n + "y" * 500, words.OPEN) for n in range(60)]).as_fact("z" * 90_000, [])
    assert len(text_of(fact, "z" * 90_000)) < 8000


@pytest.mark.parametrize(
    "found, what, title",
    [
        ([row("a")], "offboarding", "Offboarding: 1 user finished"),
        ([], "offboarding", "Offboarding: no users to process"),
        ([row("a"), row("b", words.OPEN)], "audit", "Audit: 1 user of 2 with something open or not checked"),
        ([row("a")], "audit", "Audit: nothing is open"),
        ([row("a"), row("b")], "stale_sessions", "Stale sessions: 2 users finished"),
    ],
)
def test_the_first_line_says_how_it_went(found, what, title):
    text = text_of(outcome(*found, what=what).as_fact(None, []))
    assert text.splitlines()[0] == "**%s**" % title


def test_a_run_that_was_refused_says_why():
    fact = outcome().as_fact("Too many users.", [])
    assert text_of(fact, "Too many users.", begun=False).splitlines()[:2] == [
        "**Offboarding: refused, nothing was changed**",
        "- Reason: ` Too many users. `",
    ]


def test_who_vanished_from_the_list_is_told(tmp_path):
    play = Play(tmp_path, "a")
    play.whole(0)
    play.run.journal.append("vanished", users=["v%d" % n for n in range(60)])
    out = play.run.end()
    fact = out["outcome"]
    assert len(fact["vanished"]) == 50 and fact["totals"]["vanished"] == 60 and fact["failure"] is None
    assert "- No longer on the list, but still active: ` v0 `, " in out["message"] and " and 50 more" in out["message"]
    assert out["summary"][-1].startswith("No longer on the list, but still active: v0, v1")
    assert out["summary"][-1].endswith(", and 40 more")
    with open(fact["files"]["page"], encoding="utf-8") as page:
        assert "No longer on the list, but still active" in page.read()


def test_the_end_of_a_run_is_its_fact(tmp_path):
    play = Play(tmp_path, "a", "b", "c", batch_size=2)
    play.whole(0)
    play.whole(1)
    out = play.run.end()
    fact = out["outcome"]
    assert json.loads(json.dumps(fact)) == fact
    assert fact["id"] == play.run.run["base"] and fact["failure"] is None
    assert (fact["totals"]["users"], fact["totals"]["finished"]) == (3, 3)
    assert sorted(fact["files"]) == ["csv", "json", "page"] and fact["files"]["page"] == out["report"]
    assert "3 users finished" in out["message"]


def test_a_run_without_evidence_has_a_fact_as_well(tmp_path):
    play = Play(tmp_path, "a", dir="")
    play.whole(0)
    fact = play.run.end()["outcome"]
    assert fact["files"] == {} and fact["totals"]["finished"] == 1


def test_a_signature_that_fails_hides_nothing(tmp_path):
    evidence = tmp_path / "evidence"
    play = Play(evidence, "a", signing_key=str(tmp_path / "no-key"))
    play.whole(0)
    out = play.run.end()
    assert "could not be signed" in out["failure"] and out["outcome"]["failure"] == out["failure"]
    assert sorted(out["outcome"]["files"]) == ["csv", "json", "page"] and out["outcome"]["totals"]["finished"] == 1


def test_the_reason_of_an_aborted_run_comes_before_that_of_its_report(tmp_path):
    evidence = tmp_path / "evidence"
    play = Play(evidence, "a", signing_key=str(tmp_path / "no-key"))
    play.before(0)
    play.run.break_off({"msg": "HTTP 503."}, None)
    out = play.run.end()
    assert re.match(r"The run was aborted: HTTP 503\. .* could not be signed", out["failure"])


def test_a_message_that_was_not_posted_is_a_warning():
    posted = {"results": [{"already_posted": False}, {"msg": "No such channel.", "failed": False}]}
    told = commands.do(
        {"state": "told", "dir": "", "result": "posted", "journal": None}, {"posted": posted}, check_mode=False
    )
    assert told == {"warnings": ["The message about the result was not posted: No such channel."]}
