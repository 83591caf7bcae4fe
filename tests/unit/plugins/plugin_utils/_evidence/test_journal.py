# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: on disk whole or not at all, and read as far as it goes."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import run_lock
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import JournalUnwritable
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.journal import Journal


@pytest.fixture(name="journal")
def fixture_journal(tmp_path):
    """An empty journal."""
    path = tmp_path / ".run.journal"
    path.touch()
    return Journal(path)


def told(journal):
    """Return the events of a journal, as far as they can be read."""
    return [record["event"] for record in journal.read(list(journal.lines()))]


def test_what_is_appended_is_found_again(journal):
    journal.append("run", name="x")
    for batch in range(3):
        journal.append("planned", batch, leavers=[batch])
    for batch in (0, 1, 0):
        journal.append("begun", batch)
        journal.append("step", batch, "before", results=["line\nbreak", {"event": "begun", "batch": 7}])
    assert journal.first("run")["name"] == "x"
    assert journal.first("planned", 2)["leavers"] == [2]
    assert journal.last("begun", 1)["batch"] == 1
    assert journal.first("planned", 9) is None and journal.last("ready") is None
    assert [record["event"] for record in journal.since("begun", 0)] == ["begun", "step"]
    assert [record["batch"] for record in journal.since("begun", 1)] == [1, 1, 0, 0]
    assert journal.has("planned") and not journal.has("rows")


def test_it_is_on_disk_before_anything_else_happens(journal, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink("/proc/self/fd/%d" % handle)))
    journal.append("begun", 0)
    assert synced == [str(journal.path)]


@pytest.mark.parametrize("cut", [2, 10, 40])
def test_a_line_that_was_cut_off_is_passed_over(journal, cut):
    """A run was killed while it wrote. Who goes on writes into a line of its own."""
    journal.append("run")
    journal.append("begun", 0, users=["anna", "ben"])
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-cut])
    assert told(journal) == ["run"]
    assert journal.last("begun", 0) is None
    journal.append("finished")
    assert told(journal) == ["run", "finished"]


def test_what_does_not_fit_leaves_no_half_line(journal):
    """As on a full disk: some of it is written, and the rest is refused."""
    journal.append("run")
    before = journal.path.read_bytes()
    program = """
import sys
sys.path[:0] = %r
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import JournalUnwritable
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.journal import Journal
try:
    Journal(sys.argv[1]).append("begun", 0, users=["x" * 10000])
except JournalUnwritable as error:
    print(error)
"""

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [sys.executable, "-c", program % sys.path, str(journal.path)]
    done = subprocess.run(command, preexec_fn=limited, capture_output=True, text=True, check=True)
    assert "%s: File too large. The run stops here" % journal.path in done.stdout
    assert journal.path.read_bytes() == before


def test_a_disk_that_is_full(journal, monkeypatch):
    def full(_handle, _line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    journal.append("run")
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalUnwritable, match=r"No space left on device. The run stops here"):
        journal.append("begun", 0)
    assert told(journal) == ["run"]


def test_a_journal_that_is_gone(journal):
    journal.remove()
    with pytest.raises(JournalUnwritable, match=r"No such file or directory"):
        journal.append("begun", 0)


def test_texts_that_no_file_can_hold(journal):
    journal.append("begun", 0, users=["x\ud800", "\u2028", "\0"])
    assert journal.last("begun", 0)["users"] == ["x\ud800", "\u2028", "\0"]
    json.loads(journal.path.read_text(encoding="ascii"))


def free(path):
    """Say whether a run is over."""
    with run_lock.taken(str(path)) as is_free:
        return is_free


def test_a_run_that_lives_is_told_from_one_that_is_over(journal):
    """The lock lasts as long as the process that the run lives in, and not as long as that which asked for it."""
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert free(journal.path)
    run_lock.hold(str(journal.path), sleeper.pid)
    assert not free(journal.path)
    sleeper.kill()
    sleeper.wait()
    for _attempt in range(200):
        if free(journal.path):
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert free(journal.path)


def test_nobody_holds_what_is_gone(journal):
    path = journal.path
    journal.remove()
    assert not free(path)
