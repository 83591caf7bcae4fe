# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run checks side by side, and end with a list of them, each with its result and time.

A check is a nox session of noxfile.py. `make` calls this with the Python that nox is installed in:

    check.py test               every session that is on by default
    check.py lint               those of them that run nothing of the collection
    check.py all                the default ones, the slow ones, and ansible-test with every ansible-core of noxfile.py
    check.py sanity codeqa ...  sessions by name; sanity and integration take the default ansible-core
    check.py units -- ARGS      one session, given arguments of its own; its output is shown as it comes
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / ".cache" / "logs"

# What the checks of `lint` are not: these run the collection.
RUNNING = ("acceptance", "acceptance-slow", "integration", "molecule", "sanity", "units")
# Long ones first, so that none is left to run alone at the end. A session not named here comes after these.
FIRST = ("acceptance", "acceptance-slow", "units", "molecule", "integration", "sanity", "codeqa", "ansible-lint")

# ansible-test keeps the environments of sanity tests in one place for all of its releases, and makes them anew while
# another one uses them.
ALONE = ("sanity",)

# Of the log of a check that failed, so much is shown: at -vvv the whole is too long to be read.
LAST_LINES = 300

# No check takes half as long; one that hangs must not hold up CI for ever.
TIMEOUT = 25 * 60

ANSIBLE_TEST = re.compile(r"(sanity|units|integration)-(\d+\.\d+)$")


@dataclass
class Result:
    """How a check ended."""

    name: str
    passed: bool
    seconds: float
    log: Path
    note: str = ""


def environment() -> dict[str, str]:
    """Return the environment that nox runs in."""
    env = dict(os.environ)
    # Look, do not touch: antsibull-nox's formatters rewrite files unless they believe to be in CI (`make format`).
    env["CI"] = "true"
    # pyenv's shims answer for Pythons that are not switched on, and ansible-test takes them for Pythons that work.
    # The real ones take their place; this Python, the machine's default, goes first.
    parts = [part for part in env.get("PATH", "").split(os.pathsep) if Path(part).name != "shims"]
    if shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], check=True, capture_output=True, text=True).stdout.strip()
        parts = [str(path) for path in sorted(Path(root, "versions").glob("3.*/bin"))] + parts
    env["PATH"] = os.pathsep.join([str(Path(sys.base_prefix, "bin")), *parts])
    # Logs are read in a file or in CI.
    env["NO_COLOR"] = "1"
    # A venv that somebody works in, or a Python path, is not the sessions' business.
    for name in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "ANSIBLE_COLLECTIONS_PATH"):
        env.pop(name, None)
    return env


NOX = [sys.executable, "-m", "nox", "--noxfile", str(ROOT / "noxfile.py")]


def list_sessions(*options: str) -> list[str]:
    """Return the names of nox's sessions: those that are on by default, or those that the options choose."""
    command = [*NOX, *options, "--list-sessions", "--json"]
    listing = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True).stdout
    # `lint` is a name for sessions that are in the list themselves.
    return [item["session"] for item in json.loads(listing) if item["session"] != "lint"]


def kind(name: str) -> str:
    """Return a check's name without the release of ansible-core."""
    match = ANSIBLE_TEST.fullmatch(name)
    return match[1] if match else name


def choose(words: list[str]) -> list[str]:
    """Return the sessions that the words on the command line mean."""
    default = list_sessions()
    chosen: list[str] = []
    for word in words:
        if word == "test":
            chosen += default
        elif word == "lint":
            chosen += [name for name in default if kind(name) not in RUNNING]
        elif word == "all":
            every = [
                name for name in list_sessions("--keywords", "sanity or units or integration") if kind(name) != name
            ]
            # What stands for them in the default list is done with them.
            chosen = [name for name in default if name not in map(kind, every)] + every + ["acceptance-slow"]
        else:
            chosen += [name for name in default if kind(name) == word] or [word]
    place = {name: index for index, name in enumerate(FIRST)}
    return sorted(dict.fromkeys(chosen), key=lambda name: place.get(kind(name), len(FIRST)))


class Runner:
    """Runs checks and remembers their processes, so that none outlives this one."""

    def __init__(self, arguments: list[str], live: bool) -> None:
        self.arguments = ["--", *arguments] if arguments else []
        self.live = live
        self.running: set[subprocess.Popen[bytes]] = set()

    def run(self, name: str) -> Result:
        """Run one check to its end."""
        log = LOGS / f"{name}.log"
        command = [*NOX, "--reuse-existing-virtualenvs", "--session", name, *self.arguments]
        start = time.monotonic()
        note = ""
        with log.open("wb") as output:
            process = subprocess.Popen(  # pylint: disable=consider-using-with
                command,
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=None if self.live else output,
                stderr=None if self.live else subprocess.STDOUT,
                # A group of its own, to be ended with all that it started.
                start_new_session=True,
            )
            self.running.add(process)
            try:
                # Whoever watches one check ends it when they will.
                process.wait(None if self.live else TIMEOUT)
            except subprocess.TimeoutExpired:
                note = f"stopped after {TIMEOUT // 60} minutes"
                self.stop(process)
            self.running.discard(process)
        return Result(name, process.returncode == 0 and not note, time.monotonic() - start, log, note)

    @staticmethod
    def stop(process: subprocess.Popen[bytes]) -> None:
        """End a check and everything that it started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                return

    def stop_all(self) -> None:
        """End every check that runs."""
        for process in list(self.running):
            self.stop(process)


def line(result: Result) -> str:
    """Return a result as a line of the list."""
    note = f"  ({result.note})" if result.note else ""
    return f"  {'ok    ' if result.passed else 'FAILED'} {result.seconds:7.1f} s  {result.name}{note}"


def show_log(result: Result) -> None:
    """Print what a failed check wrote."""
    lines = result.log.read_text(encoding="utf-8", errors="replace").splitlines()
    which = f"last {LAST_LINES} of {len(lines)} lines of " if len(lines) > LAST_LINES else ""
    print(f"{'-' * 20} log of {result.name}: {which}{result.log.relative_to(ROOT)} {'-' * 20}")
    print("\n".join(lines[-LAST_LINES:]))
    print(f"{'-' * 20} end of {result.name} {'-' * 20}", flush=True)


def search_for_secrets() -> Result:
    """Search what the checks printed and wrote for secrets that the embedded server handed out, and for passwords.

    Each of them carries a mark that nothing else has, so whatever is found got out.
    """
    start = time.monotonic()
    source = (ROOT / "tests" / "embedded_mattermost" / "ids.py").read_text(encoding="utf-8")
    marks = re.findall(r'^(?:SECRET|PASSWORD)_MARK = "(.+)"', source, re.MULTILINE)
    if len(marks) != 2:
        raise ValueError("tests/embedded_mattermost/ids.py no longer says how secrets are marked")
    secret = re.compile(rb"%s[a-z0-9]{6,}|%s" % tuple(re.escape(mark.encode()) for mark in marks))
    places = [LOGS, *(ROOT / name for name in (".cache/docs", ".cache/dist", "tests/output", "docs/site"))]
    log = LOGS / "secrets.log"
    log.unlink(missing_ok=True)
    found, searched = [], 0
    for path in (path for place in places for path in sorted(place.rglob("*")) if path.is_file()):
        searched += 1
        count = len(secret.findall(path.read_bytes()))
        if count:
            found.append(f"{path.relative_to(ROOT)}: {count} secrets of the embedded server")
    log.write_text("\n".join([*found, f"{searched} files searched", ""]), encoding="utf-8")
    return Result("secrets", not found and searched > 0, time.monotonic() - start, log, f"{searched} files searched")


def jobs() -> int:
    """Return how many checks run side by side."""
    if os.environ.get("MATTERMOST_TEST_URL"):
        # A real server is one for all: a test that ends everybody's sessions must not meet another one.
        return 1
    return int(os.environ.get("JOBS", min(os.cpu_count() or 1, 4)))


class Queue:
    """The checks that wait to be run, given out one by one."""

    def __init__(self, names: list[str]) -> None:
        self.waiting = list(names)
        self.running: list[str] = []
        self.dropped = False
        self.changed = threading.Condition()

    def take(self) -> str | None:
        """Wait for a check that may start now; None when there is none left."""
        with self.changed:
            while self.waiting:
                for name in self.waiting:
                    if kind(name) not in ALONE or kind(name) not in map(kind, self.running):
                        self.waiting.remove(name)
                        self.running.append(name)
                        return name
                self.changed.wait()
            return None

    def done(self, name: str) -> None:
        """Say that a check has ended."""
        with self.changed:
            self.running.remove(name)
            self.changed.notify_all()

    def drop(self) -> None:
        """Give out no more."""
        with self.changed:
            self.dropped = True
            self.waiting.clear()
            self.changed.notify_all()


def run_all(names: list[str], arguments: list[str]) -> list[Result]:
    """Run the checks and tell about each one as it ends."""
    LOGS.mkdir(parents=True, exist_ok=True)
    live = len(names) == 1
    runner = Runner(arguments, live)
    queue = Queue(names)
    results: list[Result] = []

    def work() -> None:
        while name := queue.take():
            try:
                result = runner.run(name)
            finally:
                queue.done(name)
            with queue.changed:
                if queue.dropped:
                    return
                results.append(result)
                print(line(result), flush=True)
                if not result.passed and not live:
                    show_log(result)

    if not live:
        print(f"{len(names)} checks, {jobs()} at a time; their logs are in {LOGS.relative_to(ROOT)}", flush=True)
    with ThreadPoolExecutor(jobs()) as pool:
        futures = [pool.submit(work) for worker in range(jobs())]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            queue.drop()
            runner.stop_all()
            raise
    return results


def main(words: list[str]) -> int:
    """Run what the command line names; 0 if all of it passed."""
    arguments: list[str] = []
    if "--" in words:
        arguments = words[words.index("--") + 1 :]
        words = words[: words.index("--")]
    # The same clean-up as for Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    start = time.monotonic()
    names = choose(words)
    if not names or (arguments and len(names) > 1):
        print(__doc__, file=sys.stderr)
        return 2
    results = run_all(names, arguments)
    if len(names) > 1:
        results.append(search_for_secrets())
        if not results[-1].passed:
            show_log(results[-1])
    failed = [result for result in results if not result.passed]
    print(f"\n{len(results)} check{'s' if len(results) != 1 else ''} in {time.monotonic() - start:.0f} s")
    for result in sorted(results, key=lambda result: (not result.passed, result.name)):
        print(line(result))
    # The last line is read by machines.
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
