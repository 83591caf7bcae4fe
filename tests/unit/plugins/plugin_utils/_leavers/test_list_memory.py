# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nobody who was due drops out of the list unseen."""

from __future__ import annotations

import json
import os
import stat

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers import job, memory
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError

NOTHING = {"format": "auto", "timezone": "UTC", "now": "2026-11-25T02:00Z", "users": [], "forget": [], "columns": {}}
TEXTS = (
    *("file", "column", "delimiter", "encoding", "leaves_at", "left_at", "ticket"),
    *("requested_by", "approved_by", "successor", "into", "remember"),
)


@pytest.fixture(name="run")
def fixture_run(tmp_path):
    """Return a function that reads a list of today, with a memory unless told otherwise."""

    def run(content=None, check_mode=False, **arguments):
        given = {**dict.fromkeys(TEXTS, ""), **NOTHING, "remember": "seen.json", **arguments}
        if content is not None:
            given["file"] = "leavers.csv"
        return job.run(given, str(tmp_path), lambda path: content.encode(), check_mode)

    run.path = tmp_path / "seen.json"
    return run


def names(entries):
    """Return who is in a list of entries."""
    return [entry["user"] for entry in entries]


def test_who_was_due_and_is_no_longer_listed(run):
    assert run("user\nanna\nben\n")["vanished"] == []
    result = run("user\nben\n")
    assert names(result["vanished"]) == ["anna"] and result["called_off"] == []
    assert result["vanished"][0] == {
        "user": "anna",
        "fallback": None,
        "leaves_at": None,
        "source": "leavers.csv:2",
        "last_listed": "2026-11-25T02:00:00Z",
    }
    # It is told again, until somebody says that it is dealt with.
    assert names(run("user\nben\n")["vanished"]) == ["anna"]
    assert run(forget=["ANNA", "nobody"])["forgotten"] == ["anna"]
    assert run("user\nben\n")["vanished"] == []


def test_who_is_listed_again_has_not_vanished(run):
    run("user\nanna\n")
    assert names(run("user\n")["vanished"]) == ["anna"]
    assert run("user\nAnna\n")["vanished"] == []


def test_taking_a_line_out_in_time_calls_it_off(run):
    run("user,leaves_at\nanna,2026-11-30\n")
    result = run("user,leaves_at\n")
    assert names(result["called_off"]) == ["anna"] and result["vanished"] == []
    later = run("user,leaves_at\n", now="2026-12-10")
    assert later["called_off"] == later["vanished"] == []


def test_a_line_that_is_gone_on_the_day_is_not_called_off(run):
    """HR takes people out on their last day: the run of the night after finds nobody, and says so."""
    run("user,leaves_at\nanna,2026-11-30\n")
    assert names(run("user,leaves_at\n", now="2026-12-01")["vanished"]) == ["anna"]


def test_a_new_date_replaces_the_old_one(run):
    run("user,leaves_at\nanna,2026-11-20\n")
    assert run("user,leaves_at\nanna,2026-12-31\n")["vanished"] == []
    assert names(run("user,leaves_at\n")["called_off"]) == ["anna"]


def test_who_is_found_by_the_other_name_has_not_vanished(run):
    run("user,email\nanna,a@x.org\n,b@x.org\n")
    assert run("user,email\n,A@x.org\nben,b@x.org\n")["vanished"] == []
    assert run(forget=["b@X.org"])["forgotten"] == ["ben"]


def test_who_is_named_beside_the_list_is_neither_remembered_nor_missed(run):
    run("user\nanna\n")
    assert run("user\n", users=["anna"])["vanished"] == []
    assert run("user\n")["vanished"] == []
    run("user\ncleo\n")
    assert run(None, users=["ben"])["vanished"] == []
    assert names(run("user\n")["vanished"]) == ["cleo"]


def test_check_mode_remembers_and_forgets_nothing(run):
    run("user\nanna\n", check_mode=True)
    assert not run.path.exists()
    run("user\nanna\n")
    before = run.path.read_bytes()
    assert names(run("user\nben\n", check_mode=True)["vanished"]) == ["anna"]
    assert run(forget=["anna"], check_mode=True)["forgotten"] == ["anna"]
    assert run.path.read_bytes() == before


def test_a_list_that_is_refused_leaves_the_memory_alone(run):
    run("user\nanna\n")
    before = run.path.read_bytes()
    with pytest.raises(ListError):
        run('user\n"ben\n')
    assert run.path.read_bytes() == before


def test_the_file_is_for_its_owner_and_nothing_lies_beside_it(run):
    old = os.umask(0)
    try:
        run("user\nanna\n", remember="new/folder/seen.json")
    finally:
        os.umask(old)
    path = run.path.parent / "new" / "folder" / "seen.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["seen.json"]
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_disk_that_is_full_leaves_the_old_memory(run, monkeypatch):
    run("user\nanna\n")
    before = run.path.read_bytes()

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ListError, match=r"seen.json cannot be written: No space left on device. Nothing was changed"):
        run("user\nben\n")
    assert run.path.read_bytes() == before
    assert [one.name for one in run.path.parent.iterdir()] == ["seen.json"]


def test_a_memory_that_cannot_be_read_or_written(run, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ListError, match="cannot be read: Not a directory"):
        run("user\nanna\n", remember="file/seen.json")
    with pytest.raises(ListError, match=r"cannot be read: Is a directory"):
        run("user\nanna\n", remember=".")
    with pytest.raises(ListError, match=r"cannot be written to .*out.jsonl: .* Name another file with into"):
        run("user\nanna\n", remember="", into="file/out.jsonl")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "x",
        "[]",
        "null",
        '{"version": 2, "people": []}',
        '{"version": 1}',
        '{"version": 1, "people": [{}]}',
        "\xff",
        "[" * 9999,
    ]
    + ['{"version": 1, "people": [{"user": %s, "fallback": null, "leaves_at": 1}]}' % user for user in ("1", '"a"')],
)
def test_a_file_that_is_no_memory(run, content):
    run.path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ListError, match=r"seen\.json is not a file written by remember\. Nothing was changed"):
        run("user\nanna\n")
    assert run.path.read_bytes() == content.encode("latin-1")


def test_forget_needs_a_memory_and_nothing_else(run):
    with pytest.raises(ListError, match="forget requires remember"):
        run(forget=["anna"], remember="")
    with pytest.raises(ListError, match="it cannot be combined with users or file"):
        run(forget=["anna"], users=["ben"])


def test_odd_names_come_back_as_they_were(tmp_path):
    odd = {"user": "{{ 7 }}\u202e", "fallback": "ä@x", "leaves_at": None, "source": "l:1", "last_listed": "x"}
    memory.Memory(str(tmp_path / "m"), {"k": odd}).save()
    assert list(memory.load(str(tmp_path / "m")).people.values()) == [odd]
    assert json.loads((tmp_path / "m").read_text(encoding="ascii"))["version"] == 1
