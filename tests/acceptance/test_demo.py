# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make demo` tells its story and leaves nothing but the evidence; `make server` says first where it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.secrets import assert_no_secret

from ansible_collections.offboarding.mattermost.tests.support.servers import ROOT

DEMO = ROOT / "tools" / "demo"


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


def wait_until_nothing_is_left(place: Path) -> None:
    """Return once a demo has left nothing behind; a module that was running may take a moment to notice."""
    end = time.monotonic() + 10
    while (left := left_behind(place)) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []


def test_the_story(tmp_path: Path) -> None:
    demo = start(tmp_path)
    told = demo.communicate(timeout=600)[0]
    assert_no_secret(told, tmp_path / "evidence")
    assert demo.returncode == 0, told
    chapters = re.findall(r"^([0-9]+)\. ", told, re.MULTILINE)
    assert chapters == [str(number) for number in range(1, 11)]
    for line in (
        "    dana.leaver     8 ",
        "      mia.santos: still open: incoming_webhook",
        "      -dana.leaver: active",
        "      dana.leaver: closed (",
        "    the token in her scripts              works",
        "    the token in her scripts              refused",
        "    an access token         svc.build, nightly restore",
        "    an incoming webhook     fatima.haddad, Ticket feed",
        "    still_open: changed_account\n",
        "      nora.brandt: closed (",
    ):
        assert "\n" + line in told
    assert "changed=0 " in told
    rehearsed = re.search(r"A real run would process 2 users with ([0-9]+) ways in:", told)
    done = re.search(r": 2 users, ([0-9]+) ways in before, [1-9]", told)
    assert rehearsed and done and rehearsed[1] == done[1]
    assert "Decide whether iris.tanaka should keep system_admin" in " ".join(told.split())
    assert "Disable the account at GitLab" in told
    said = [line for line in told.splitlines() if not line.startswith("$ ") and str(tmp_path) not in line]
    assert max(map(len, said)) <= 100

    pages = [str(path) for path in (tmp_path / "evidence").iterdir() if path.suffix in (".csv", ".html", ".json")]
    assert len(pages) == 3
    assert all(page in told for page in pages)
    wait_until_nothing_is_left(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_when_told_to(number: signal.Signals, tmp_path: Path) -> None:
    demo = start(tmp_path)
    assert demo.stdout is not None
    # In the middle of a command.
    while "audit_access" not in demo.stdout.readline():
        pass
    time.sleep(1.5)
    demo.send_signal(number)
    told = demo.communicate(timeout=60)[0]
    assert demo.returncode == 130
    assert told.endswith("Stopped. All processes have ended.\n\n")
    wait_until_nothing_is_left(tmp_path)


def test_the_server_says_where_it_is_in_its_first_line(tmp_path: Path) -> None:
    """Also the first time, when its environment is set up, in a folder with nothing but what it needs."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "tests" / "embedded_mattermost", tmp_path / "tests" / "embedded_mattermost")
    # As from a shell, also where a make started the tests.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    with subprocess.Popen(
        ["make", "server", "ARGS=--die-with-parent"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None and server.stderr is not None
        line = server.stdout.readline()
        server.terminate()
        assert json.loads(line)["url"].startswith("http://127.0.0.1:")
        assert b"Setting up" in server.stderr.read()
