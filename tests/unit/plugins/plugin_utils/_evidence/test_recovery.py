# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wherever a run breaks off, its report is finished, everybody is in it, and nothing is closed that was not seen."""

from __future__ import annotations

import errno
import json
import os
import shutil

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import (
    commands,
    manifest,
    page,
    publication,
    recovery,
    report,
    run,
    run_lock,
)
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import (
    EvidenceError,
    JournalUnwritable,
    Unrecorded,
)
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.journal import Journal
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import SERVER, Play, looked, seen, user_of

PEOPLE = "abcdef"
BY = {"version": "1.0.0", "signing_key": ""}


@pytest.fixture(name="play")
def fixture_play(tmp_path, monkeypatch):
    """Six people in three batches, the first of which is done. Nobody holds the journal, so the run is over."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)
    play = Play(tmp_path, *PEOPLE, batch_size=2, max_users=6, about={"ticket": "T-1"})
    play.whole(0)
    return play


def reported(place):
    """Return the one report of a folder, its rows by name, and hold the three files against each other."""
    [path] = place.glob("*.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = {(row["user"] or {}).get("username") or row["requested"]: row for row in data["users"]}
    lines = path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    assert {tuple(line.split(",")[0:4:3]) for line in lines[1:]} == {
        (name, row["status"]) for name, row in rows.items()
    }
    shown = path.with_suffix(".html").read_text(encoding="utf-8")
    assert all(name + "@example.com" in shown for name in rows if rows[name]["access"])
    assert manifest.verify(place)["files"] == 3
    assert not list(place.glob(".*"))
    return data, rows


def finish(play, url=None, **options):
    """Finish the broken run of a play, after a look at whom it had begun to work on if there is a server to ask."""
    [one] = recovery.found(play.run.journal.path.parent)[0]
    told = looked([name for name in PEOPLE if user_of(name)["id"] in one["users"]], url) if url else None
    return one, recovery.finish(play.run.journal.path, told, BY, **options)


STEPS = ["planned", "begun", "before", "blocked", "closed", "after"]


@pytest.mark.parametrize("server", ["https://chat.example.com", None], ids=["looked", "unseen"])
@pytest.mark.parametrize("last", STEPS)
def test_a_run_that_broke_off_after_each_step(play, tmp_path, last, server):
    """In the second batch. Nobody knows more than the journal and, if somebody asks it, the server."""
    if last == "begun":
        play.run.begin(1, 1)
    elif last != "planned":
        who = play.before(1)
        for step in STEPS[3 : STEPS.index(last) + 1]:
            if step == "after":
                play.run.record(1, "after", looked(who))
            else:
                getattr(play, step)(who, 1)
    one, done = finish(play, server)
    assert done and one["run"] in done["files"][0]
    data, rows = reported(tmp_path)

    assert not data["complete"] and "The run ended without recording why" in data["broken"]
    assert sorted(rows) == list(PEOPLE) and {row["ticket"] for row in rows.values()} == {"T-1"}
    assert [rows[name]["status"] for name in "abef"] == ["closed", "closed", "not_checked", "not_checked"]
    assert all(rows[name]["errors"][0].endswith("Nothing was changed.") for name in "ef")
    untouched = last in ("planned", "begun")
    # Whoever may have been changed is asked for, and nobody else.
    assert one["users"] == ([] if untouched or last == "after" else [user_of(name)["id"] for name in "cd"])
    for name in "cd":
        row = rows[name]
        if untouched:
            assert row["status"] == "not_checked" and row["errors"][0].endswith("Nothing was changed.")
        elif last == "after":
            assert row["status"] == "closed"
        elif server:
            assert row["status"] == "closed" and row["looked_again"] and row["times"]["looked_later"]
            # What the run did not record, the server shows.
            assert row["deactivated_at"] == "2026-11-25T10:00:00Z"
            assert "account" in [deed["access_type"] for deed in row["done"]]
        else:
            assert row["status"] == "not_checked" and not row["looked_again"]
            assert [deed["access_type"] for deed in row["done"]] == {
                "before": [],
                "blocked": ["account"],
                "closed": ["account", "session"],
            }[last]


@pytest.fixture(name="with_tokens")
def fixture_with_tokens(tmp_path, monkeypatch):
    """A run that looks for access tokens as well, and nobody holds its journal."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)
    return Play(tmp_path, "c", looked_for=["account", "session", "user_access_token"])


def test_what_the_broken_run_looked_for_is_looked_for_again(with_tokens, tmp_path):
    """A look that leaves out a type does not call it closed."""
    who = with_tokens.before()
    with_tokens.blocked(who)
    one, _done = finish(with_tokens, SERVER["url"])
    assert one["looked_for"] == ["account", "session", "user_access_token"]
    _data, rows = reported(tmp_path)
    assert (rows["c"]["status"], rows["c"]["not_checked"]) == ("not_checked", ["user_access_token"])


@pytest.mark.parametrize("recorded", [True, False])
def test_what_a_broken_run_may_have_closed_is_not_said_to_have_been_closed_before(with_tokens, tmp_path, recorded):
    """The first look leaves it to the module that closes, whose results were lost with the run."""
    who = with_tokens.before()
    with_tokens.blocked(who)
    if recorded:
        with_tokens.closed(who)
    told = looked(who)
    told["results"][0]["access"]["user_access_token"] = seen("user_access_token", "closed")
    [one] = recovery.found(tmp_path)[0]
    assert recovery.finish(with_tokens.run.journal.path, told, BY) and one["users"]
    _data, rows = reported(tmp_path)
    [token] = [entry for entry in rows["c"]["access"] if entry["access_type"] == "user_access_token"]
    assert rows["c"]["status"] == "closed"
    assert (token["before"], token["after"]) == ("closed" if recorded else None, "closed")
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert (">not recorded<" in page) is not recorded


@pytest.mark.parametrize("server", ["https://chat.example.com", None], ids=["looked", "unseen"])
@pytest.mark.parametrize("last", ["begun", "closed", "after"])
def test_a_second_look_that_broke_off(play, tmp_path, last, server):
    """What the first look called closed is not called so any more where the second may have changed something since."""
    for batch in (1, 2):
        play.whole(batch)
    play.run.begin(1, 2)
    who = list("cd")
    if last != "begun":
        play.closed(who, 1)
    if last == "after":
        play.run.record(1, "after", looked(who))
    _one, done = finish(play, server)
    assert done
    _data, rows = reported(tmp_path)
    sure = last == "after" or server is not None
    expected = {name: "closed" if sure or name not in "cd" else "not_checked" for name in PEOPLE}
    assert {name: row["status"] for name, row in rows.items()} == expected
    # What was done before the second look is still told.
    assert all(row["done"][0]["access_type"] == "account" for row in rows.values())


SETTINGS = {"deactivate": False, "close": [], "revoke_sessions": False, "verify": False, "second_look_delay": 0}


@pytest.mark.parametrize(
    "changes",
    [{"check_mode": True, "rehearsal_report": True}, {"what": "audit", "settings": SETTINGS}, {"settings": SETTINGS}],
    ids=["rehearsal", "audit", "without"],
)
def test_a_run_that_deactivates_nobody_is_not_said_to_have_done_so(tmp_path, monkeypatch, changes):
    """Somebody else deactivated the accounts after it broke off."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)
    play = Play(tmp_path, "a", **changes)
    play.before()
    [one] = recovery.found(tmp_path)[0]
    assert recovery.finish(play.run.journal.path, looked(["a"]), BY) and one["users"]
    [row] = reported(tmp_path)[0]["users"]
    assert (row["done"], row["deactivated_at"]) == ([], "2026-11-25T10:00:00Z")
    assert row["times"]["looked_later"]


def test_a_look_at_another_server_does_not_count(play, tmp_path):
    who = play.before(1)
    play.blocked(who, 1)
    journal = play.run.journal.path
    assert recovery.finish(journal, looked(who, "https://other.example.com"), BY, only_if_looked=True) is None
    assert journal.exists(), "somebody else may be able to look"
    assert recovery.finish(journal, looked(who, "https://other.example.com"), BY)
    _data, rows = reported(tmp_path)
    assert [rows[name]["status"] for name in "cd"] == ["not_checked"] * 2


def test_a_journal_that_is_damaged_is_read_as_far_as_it_goes(play, tmp_path):
    who = play.before(1)
    play.blocked(who, 1)
    text = play.run.journal.path.read_bytes()
    # The rows of the first batch are damaged, and the record of the last step is cut off.
    at = text.index(b'{"event":"rows"')
    play.run.journal.path.write_bytes((text[:at] + text[at:].replace(b'"rows":[', b'"rows":{', 1))[:-20])
    assert recovery.finish(play.run.journal.path, None, BY)
    _data, rows = reported(tmp_path)
    assert sorted(rows) == list(PEOPLE)
    assert [rows[name]["status"] for name in "ab"] == ["closed"] * 2, "the steps of the batch are still there"
    assert [rows[name]["done"] for name in "cd"] == [[], []]


@pytest.mark.parametrize("told", [True, False], ids=["told", "killed"])
def test_a_run_that_broke_off_while_it_planned_its_batches_leaves_nothing(tmp_path, monkeypatch, told):
    """Nobody is processed before all batches are on disk, and a report of some of them would lose the others."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)
    append = Journal.append

    def full(*arguments, **fields):
        if arguments[1:3] == ("planned", 1):
            raise JournalUnwritable(path=arguments[0].path, reason="No space left")
        append(*arguments, **fields)

    monkeypatch.setattr(Journal, "append", full)
    plays = []
    monkeypatch.setattr(run.Run, "take_list", lambda self, take=run.Run.take_list: plays.append(self) or take(self))
    with pytest.raises(JournalUnwritable):
        Play(tmp_path, *PEOPLE, batch_size=2, max_users=6)
    if told:
        assert plays[0].break_off({"msg": "No space left.", "unrecorded": True}, None)["users"] == []
        assert plays[0].end()["failure"] == "No space left."
    assert recovery.found(tmp_path) == ([], [])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("left", [0, 1, 200])
def test_a_run_that_never_came_to_anybody_leaves_nothing(play, tmp_path, left):
    play.run.journal.path.write_bytes(play.run.journal.path.read_bytes()[:left])
    assert recovery.found(tmp_path) == ([], [])
    assert not list(tmp_path.iterdir())


def test_a_run_that_goes_on_is_not_touched(tmp_path):
    play = Play(tmp_path, "a")
    assert recovery.found(tmp_path) == ([], [])
    assert recovery.finish(play.run.journal.path, None, BY) is None
    assert play.run.journal.path.exists()


def test_a_journal_of_somebody_else(play, tmp_path, monkeypatch):
    """It is told, and does not keep anybody from their work."""

    def refuse(_path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(run_lock, "taken", refuse)
    found, [warning] = recovery.found(tmp_path)
    assert found == [] and "Permission denied. Run the playbook finish_evidence as a user" in warning


def test_a_journal_that_only_its_owner_may_remove(play, tmp_path, monkeypatch):
    """As in a directory with the sticky bit. It is told, and does not keep anybody from their work."""

    def refuse(_journal):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Journal, "remove", refuse)
    wanted = {name: about.get("default") for name, about in commands.OPTIONS.items()}
    wanted.update(state="recovered", journal=str(play.run.journal.path))
    for _run in range(2):
        told = commands.do(dict(wanted), {}, False)
        assert told["files"] == [] and "Operation not permitted" in told["warnings"][0]
    # The report itself was written, once.
    assert manifest.verify(tmp_path)["runs"] == 1
    wanted.update(dir=str(tmp_path), journal=None)
    with pytest.raises(EvidenceError, match="Operation not permitted"):
        commands.do(dict(wanted), {}, False)


def everything(play):
    """Do all that a run does, but for its end."""
    for batch in (1, 2):
        play.whole(batch)


# What a report is made by, one after the other: (the object, the name, what is there when it fails).
MAKERS = [
    (report, "Report"),
    (page, "write"),
    (os, "replace"),
    (manifest, "add"),
]


@pytest.mark.parametrize("place, name", MAKERS, ids=[name for _place, name in MAKERS])
def test_a_report_that_cannot_be_written(play, tmp_path, monkeypatch, place, name):
    """Nothing is lost: once the cause is gone, it is written, and the run is not said to have broken off."""
    everything(play)

    def fail(*_arguments, **_options):
        if name == "write":
            raise page.TemplateError("no such filter")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(publication if name == "Report" else place, name, fail)
        out = play.run.end()
    assert "Nothing is lost" in out["failure"] and out["report"] is None
    assert out["outcome"]["failure"] == out["failure"] and out["outcome"]["files"] == {}
    assert out["outcome"]["totals"]["finished"] == len(PEOPLE), "people are told of what was done all the same"
    assert "not completed" in out["message"]
    assert play.run.journal.path.exists()
    if name != "add":
        assert [path.suffix for path in tmp_path.iterdir()] == [".journal"], "all three files or none"
    assert recovery.finish(play.run.journal.path, None, BY)
    data, rows = reported(tmp_path)
    assert data["complete"] and data["finished_by"] and {row["status"] for row in rows.values()} == {"closed"}


def test_a_run_that_was_killed_before_its_journal_went(play, tmp_path):
    """Everything was written, so that nothing is written again."""
    everything(play)
    kept = tmp_path.parent / "kept"
    shutil.copy(play.run.journal.path, kept)
    play.run.end()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    shutil.copy(kept, play.run.journal.path)
    assert recovery.finish(play.run.journal.path, None, BY) is None
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_run_that_was_killed_between_the_files_and_the_manifest(play, tmp_path):
    everything(play)
    kept = tmp_path.parent / "kept-2"
    shutil.copy(play.run.journal.path, kept)
    play.run.end()
    (tmp_path / manifest.NAME).unlink()
    shutil.copy(kept, play.run.journal.path)
    assert recovery.finish(play.run.journal.path, None, BY)
    data, rows = reported(tmp_path)
    assert sorted(rows) == list(PEOPLE) and not data["complete"], "that it had come to its end was not on record"


def test_what_broke_a_run_off_is_told(play, tmp_path):
    """Items of a loop say that one or more failed: the first of them says why."""
    who = play.before(1)
    failed = {"msg": "One or more items failed", "results": [{"failed": False}, {"failed": True, "msg": "HTTP 503."}]}
    told = play.run.break_off(failed, "Block the accounts")
    assert told["batch"] == 1 and told["users"] == [user_of(name)["id"] for name in who]
    out = play.run.end()
    assert out["failure"].startswith("The run was aborted: HTTP 503. Run it again")
    data, _rows = reported(tmp_path)
    assert data["broken"] == "HTTP 503."


def test_a_guard_leaves_no_report(play, tmp_path):
    told = play.run.break_off({"msg": "Too many.", "refused": True}, None)
    assert told["users"] == []
    out = play.run.end()
    assert out["failure"] == out["outcome"]["failure"] == "Too many."
    assert out["outcome"]["files"] == {} and out["summary"] == []
    assert not list(tmp_path.iterdir())


def test_a_guard_leaves_no_report_where_the_run_was_killed_right_after_it(play, tmp_path):
    play.run.break_off({"msg": "Too many.", "refused": True}, None)
    assert recovery.found(tmp_path) == ([], [])
    assert not list(tmp_path.iterdir())


def test_what_could_not_be_recorded_is_left_to_a_later_run(play, tmp_path):
    """Only the server knows what was done. The report waits for somebody who can ask it."""
    play.before(1)
    with pytest.raises(Unrecorded, match=r"No space left"):
        play.run.break_off({"msg": "No space left.", "unrecorded": True}, None)
    assert play.run.journal.path.exists() and not list(tmp_path.glob("*.json"))
    _one, done = finish(play, "https://chat.example.com")
    assert done
    data, rows = reported(tmp_path)
    assert data["broken"] == "No space left." and rows["c"]["deactivated_at"]


def test_runs_of_one_second_have_names_of_their_own(tmp_path):
    plays = [Play(tmp_path, "a", name="chat") for _number in range(3)]
    for play in plays:
        play.whole(0)
        play.run.end()
    assert len(list(tmp_path.glob("*.json"))) == 3
    assert manifest.verify(tmp_path)["runs"] == 3


def test_names_of_files():
    made = run.file_base(
        {"what": "audit", "name": "../../a b<c>", "check_mode": True, "shard_count": 1}, "2026-11-25T10:00:00Z"
    )
    assert made == "rehearsal-audit-..-..-a-b-c--20261125T100000Z"


def test_who_took_over_is_told_also_of_a_run_that_broke_off(tmp_path, play):
    who = play.before(1)
    play.run.record(
        1,
        "closed",
        {
            "results": [],
            "handed_over": [
                {"successor": "nora", "file": "/root/nora.json", "secrets": 2},
                {"successor": "omar", "file": "/root/omar.json", "secrets": 1},
            ],
            "unusable_successors": [{"name": "pia", "problem": "deactivated"}],
        },
    )
    assert recovery.finish(play.run.journal.path, looked(who), BY)
    assert reported(tmp_path)[0]["handed_over"] == [
        "2 new secrets for nora: /root/nora.json",
        "1 new secret for omar: /root/omar.json",
        "pia cannot take over (deactivated): nothing was handed over.",
    ]
