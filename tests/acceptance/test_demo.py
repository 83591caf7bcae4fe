# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make demo` tells its story, and leaves nothing but the evidence."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.secrets import assert_no_secret
from helpers.servers import ROOT

DEMO = ROOT / "tools" / "demo.py"


def start(place: Path, *options: str) -> subprocess.Popen[str]:
    """Start the demo with a directory for temporary files that can be looked at."""
    (place / "tmp").mkdir()
    return subprocess.Popen(
        [sys.executable, str(DEMO), "--evidence", str(place / "evidence"), *options],
        env=dict(os.environ, TMPDIR=str(place / "tmp"), OFFBOARDING_DEMO=str(place)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def left_behind(place: Path) -> list[str]:
    """Return the processes of a demo, known by a variable in their environment, and its temporary files."""
    found = [str(path) for path in (place / "tmp").iterdir()]
    mark = ("OFFBOARDING_DEMO=%s\0" % place).encode()
    for process in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in process.read_bytes() + b"\0":
                found.append(process.with_name("cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


def test_the_story(tmp_path: Path) -> None:
    demo = start(tmp_path)
    told = demo.communicate(timeout=300)[0]
    assert_no_secret(told, tmp_path / "evidence")
    assert demo.returncode == 0, told
    chapters = re.findall(r"^([0-9])\. ", told, re.MULTILINE)
    assert chapters == [str(number) for number in range(1, 10)]
    for line in (
        "    dana.leaver     8         just now     token, web, mobile, oauth, desktop, cli",
        "      mia.santos: still open: incoming_webhook",
        "      dana.leaver: closed (20 ways in before, 0 after)",
        "    the token in her scripts           works",
        "    the token in her scripts           refused",
        "    ways_in: 0, still_open: [], not_checked: []",
    ):
        assert line in told.splitlines()
    assert "changed=0 " in told
    assert "Disable the account at GitLab" in told
    assert max(len(line) for line in told.splitlines() if str(tmp_path) not in line) <= 100

    pages = sorted((tmp_path / "evidence").iterdir())
    assert [page.suffix for page in pages] == [".csv", ".html", ".json"]
    assert all(str(page) in told for page in pages)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_when_told_to(number: signal.Signals, tmp_path: Path) -> None:
    demo = start(tmp_path)
    assert demo.stdout is not None
    # In the middle of a command.
    while "ansible-playbook" not in demo.stdout.readline():
        pass
    demo.send_signal(number)
    told = demo.communicate(timeout=60)[0]
    assert demo.returncode == 130
    assert told.endswith("Stopped. Nothing is left running.\n")
    assert left_behind(tmp_path) == []
