# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page: nothing that comes from outside is anything but text, and it says what the run came to."""

from __future__ import annotations

import io
import re
import weakref

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import (
    clauses,
    headline,
    page,
    publication,
    run_lock,
    totals,
    words,
)
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.fold import Fold
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import Play, closed, look, looked, seen

HOSTILE = '<script>alert("1")</script>&\''


@pytest.fixture(autouse=True)
def fixture_nobody_holds(monkeypatch):
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)


def shown(play, broken=None):
    """Return the page of a run as text."""
    made = publication.opened(Fold(play.run.journal), None, broken)
    out = io.StringIO()
    top = headline.of(made.run, made.totals, broken)
    page.write(out, made, top, clauses.of(made.run, made.totals, broken))
    made.close()
    return out.getvalue()


def text_of(html):
    """Return what a reader sees."""
    html = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_no_template_says_that_anything_is_safe():
    """But for two attributes that are written in the template itself."""
    for path in page.TEMPLATES.glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"[^{]*\|\s*safe", text) in ([], [""" class="few"'|safe"""]) or path.name == "page.html.j2"
        assert text.count("|safe") <= (path.name == "page.html.j2")
        assert "autoescape" not in text
    assert page.environment({"rehearsal": False, "what": "audit"}).autoescape is True


def test_everything_from_outside_is_text(tmp_path):
    about = {"ticket": HOSTILE, "requested_by": HOSTILE, "approved_by": HOSTILE, "successor": HOSTILE}
    play = Play(tmp_path, "anna", about=about, name=HOSTILE)
    play.run.begin(0, 1)
    entry = look("anna", "account", bot=seen("bot", "needs_human", reason=HOSTILE))
    entry["user"].update(username=HOSTILE, email=HOSTILE, auth_service=HOSTILE)
    entry["access"]["bot"]["title"] = HOSTILE
    told = {"results": [entry], "server": {"url": "https://" + HOSTILE, "version": HOSTILE}}
    caller = {"id": "c" * 26, "username": HOSTILE, "roles": [HOSTILE]}
    play.run.record(0, words.BEFORE, dict(told, caller=caller, lacks={"bot": [HOSTILE]}))
    access = {"bot": dict(seen("bot"), title=HOSTILE, closed=[{"id": HOSTILE, "description": HOSTILE}])}
    ended = {"user": entry["user"], "access": access, "request_ids": [HOSTILE], "error": {"message": HOSTILE}}
    play.run.record(0, words.CLOSED, {"results": [ended]})
    play.run.record(0, words.AFTER, dict(told, caller=caller))
    play.run.complete(0)
    html = shown(play, HOSTILE)
    assert "<script" not in html and 'alert("1")' not in html
    assert html.count("&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&amp;&#39;") > 15


def test_who_is_late_comes_first(tmp_path):
    play = Play(tmp_path, "anna", "ben", "cora")
    text = play.run.journal.path.read_text(encoding="ascii")
    # The list says of ben that he left long ago.
    text = text.replace('"requested":"ben","fallback":null,"left_at":null',
                        '"requested":"ben","fallback":null,"left_at":"2026-01-01T00:00:00Z"')  # fmt: skip
    play.run.journal.path.write_text(text, encoding="ascii")
    play.whole(0)
    html = shown(play)
    assert re.findall(r"<h3>(\w+)</h3>", html) == ["ben", "anna", "cora"]
    assert "1 user is late" in text_of(html) and text_of(html).count("Late") == 1


def test_a_rehearsal_says_so_everywhere(tmp_path):
    play = Play(tmp_path, "anna", check_mode=True, rehearsal_report=True)
    who = play.before(0)
    play.blocked(who)
    play.run.complete(0)
    html = shown(play)
    assert "Rehearsal: nothing was changed" in text_of(html)
    # On each printed page as well.
    assert '@top-center { content: "Rehearsal: nothing was changed"' in html
    assert "What a real run would do" in html and "What was done" not in html and "✓ Shown" not in html
    out = play.run.end()
    assert all("/rehearsal-offboarding-" in path for path in out["files"])


def test_a_rehearsal_writes_nothing_unless_it_is_asked_for(tmp_path):
    folder = tmp_path / "evidence"
    play = Play(tmp_path, "anna", check_mode=True, dir=str(folder))
    play.before(0)
    play.run.complete(0)
    assert play.run.end()["report"] is None
    assert not folder.exists() and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("counted", "title", "tone"),
    [
        ({"closed": 2}, "Every way in is closed", "ok"),
        ({"closed": 2, "to_do_count": 3}, "Closed, with 3 items left for a person to review", "ok"),
        ({"closed": 1, "needs_human": 1, "to_do_count": 1}, "Closed, except for 1 manual step", "warn"),
        ({"needs_human": 2, "to_do_count": 5}, "Closed, except for 5 manual steps", "warn"),
        ({"open": 1, "needs_human": 1, "to_do_count": 5}, "2 users of 2 not finished", "bad"),
        ({"closed": 1, "open": 1}, "1 user of 2 not finished", "bad"),
        ({"closed": 1, "not_checked": 1}, "1 user of 2 not finished", "bad"),
        ({"missing": 2}, "No such users", "warn"),
    ],
)
def test_headline(counted, title, tone):
    to_do = counted.pop("to_do_count", 0)
    unfinished = sum(number for status, number in counted.items() if status not in ("closed", "missing"))
    sums = dict(totals.add({}, []), users=2, statuses=counted, unfinished=unfinished, to_do_count=to_do)
    run = {"what": "offboarding", "rehearsal": False, "left_alone": [], "settings": {"verify": True}}
    top = headline.of(run, sums, None)
    assert (top.title, top.tone) == (title, tone)
    assert headline.of(run, sums, "Power failure.").title == "The run was aborted"
    left = headline.of(dict(run, left_alone=["bot"]), sums, None)
    if title == "Every way in is closed":
        assert left.title == "Every selected way in is closed"


def run_and_totals(tmp_path, about=None, **changes):
    """Return a whole run and its totals."""
    play = Play(tmp_path, "anna", about=about, **changes)
    play.whole(0)
    made = publication.opened(Fold(play.run.journal), None, None)
    made.close()
    return made.run, made.totals


def test_clauses_that_are_shown(tmp_path):
    """Everything was closed and looked at again. That it was in time is shown where the time of leaving is known."""
    run, counted = run_and_totals(tmp_path)
    shown_at_all = {clause.title.split()[0] for clause in clauses.of(run, counted, None) if clause.shown}
    assert shown_at_all == {"PS-4", "AC-2(3)", "AC-12", "6.2", "7.4.2", "7.4.5", "A.5.18", "A.6.5", "CC6.2", "CC6.3"}
    run, counted = run_and_totals(tmp_path, {"left_at": "2026-11-25T09:59:00Z"}, target_hours=24 * 365 * 9)
    told = {clause.title.split()[0]: clause for clause in clauses.of(run, counted, None)}
    assert told["8.2.5"].shown and "median" in told["8.2.5"].sentence
    run, counted = run_and_totals(tmp_path, {"left_at": "2026-01-01T00:00:00Z"}, target_hours=1)
    told = {clause.title.split()[0]: clause for clause in clauses.of(run, counted, None)}
    assert not told["8.2.5"].shown and not told["PS-4"].shown
    assert not any(clause.shown for clause in clauses.of(run, counted, "Power failure."))


def test_types_of_access_that_this_page_never_heard_of(tmp_path):
    """Their titles come with the results."""
    play = Play(tmp_path, "anna")
    play.run.begin(0, 1)
    strange = {"title": "Carrier pigeons", "verdict": "open", "reason": None, "still_open": True,
               "found": [{"id": "p", "open": True}]}  # fmt: skip
    play.run.record(0, words.BEFORE, {"results": [look("anna", pigeon=strange)], "server": {"url": "https://x"}})
    after = look("anna", pigeon=dict(strange, verdict="closed", still_open=False, found=[]))
    play.run.record(0, words.AFTER, {"results": [after]})
    play.run.complete(0)
    text = text_of(shown(play))
    assert "Carrier pigeons 1 before and 0 after" in text and "pigeon " not in text


def test_how_many_accounts_the_server_counts(tmp_path):
    play = Play(tmp_path, what="audit", everybody="deactivated", max_users=None)
    found = {"ids": ["a" * 26], "usernames": ["a"], "summary": {"server_total": 1234}}
    play.run.record(None, words.EVERYBODY, found)
    play.planned = play.run.plan()
    play.run.begin(0, 1)
    play.run.record(0, words.BEFORE, looked("a"))
    play.run.complete(0)
    text = text_of(shown(play))
    assert "1,234, 1 of them checked (GET /api/v4/users/stats/filtered, deactivated accounts without bots)" in text


def test_a_hundred_thousand_rows_are_written_one_by_one(tmp_path, monkeypatch):
    """Of all rows but one, no more than the place in the file is kept."""
    alive = weakref.WeakSet()

    class Row(dict):
        """A row whose life is followed."""

        __hash__ = object.__hash__

    play = Play(tmp_path, *["u%03d" % number for number in range(200)], batch_size=50, max_users=200)
    for batch in range(4):
        play.whole(batch)
    made = publication.opened(Fold(play.run.journal), None, None)
    most = 0
    rows = made.rows

    def counting():
        nonlocal most
        for row in rows():
            row = Row(row)
            alive.add(row)
            most = max(most, len(alive))
            yield row

    monkeypatch.setattr(made, "rows", counting)
    page.write(io.StringIO(), made, headline.of(made.run, made.totals, None), [])
    made.close()
    assert most <= 3


def test_what_is_closed_is_closed():
    assert closed("bot")["bot"]["still_open"] is False


def test_administrators_have_a_part_of_their_own(tmp_path):
    play = Play(tmp_path, "anna", "ben")
    play.whole()
    assert "Administrators among them" not in text_of(shown(play))
    play = Play(tmp_path / "two", "anna", "ben")
    who = play.before()
    play.blocked(who)
    access = {"token_for_others": dict(seen("bot", "closed"), title="Tokens", closed=[{"id": "t-1"}, {"id": "t-2"}])}
    admin = dict(look("anna"), user=dict(look("anna")["user"], system_admin=True), access=access)
    play.run.record(0, words.CLOSED, {"results": [admin]})
    result = looked(who)
    made = {"what": "accounts_made", "open": True, "advice": "Review the accounts.", "reference": "0f3a"}
    changed = dict(seen("bot", "needs_human"), title="Accounts of others", found=[made])
    result["results"][0]["access"]["changed_account"] = changed
    result["results"][0]["still_open"] = ["changed_account"]
    play.run.record(0, words.AFTER, result)
    play.run.complete(0)
    text = text_of(shown(play))
    assert "Administrators among them anna: 2 items closed that were made for others, 1 manual step left" in text
    assert "ben: 0 closed" not in text
    assert "Closed, except for 1 manual step" in text
