# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module, or Ansible with it, as a process of its own, and tell what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import ansible

from .stage import CLIENT_CORE, TESTS

PACKAGE = "ansible_collections.offboarding.mattermost.plugins.modules."
ANSIBLE = str(Path(ansible.__file__).parents[1])
PINNED = ["taskset", "-c", str(CLIENT_CORE)]


def tree() -> str:
    """Return the folder that holds ansible_collections: the checkout lies in it or is linked from it."""
    for path in [*os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep), *map(str, TESTS.parents)]:
        if path and Path(path, "ansible_collections", "offboarding", "mattermost", "galaxy.yml").exists():
            return path
    raise SystemExit("ansible_collections/offboarding/mattermost is not found: use `make bench`.")


class Run:
    """What a module's process took: `seconds` by the clock, `cpu` seconds, `peak` bytes; and its `result`."""

    def __init__(self, result: dict[str, Any], seconds: float, cpu: float, peak: int) -> None:
        self.result = result
        self.seconds = seconds
        self.cpu = cpu
        self.peak = peak


def run_module(name: str, **params: Any) -> Run:
    """Run a module on the core of the clients, from the start of Python to its end."""
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": params}).encode()
    with tempfile.NamedTemporaryFile() as notes:
        # One path for all: what is measured must not find the collection later than an ordinary run does.
        environment = {
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join([tree(), ANSIBLE, str(TESTS)]),
            "BENCHMARK_NOTES": notes.name,
        }
        command = [*PINNED, sys.executable, "-m", "benchmark.measured", name if "." in name else PACKAGE + name]
        begin = time.monotonic()
        done = subprocess.run(command, input=arguments, capture_output=True, env=environment, check=False)
        seconds = time.monotonic() - begin
        if done.stderr or not done.stdout:
            raise RuntimeError(done.stderr.decode())
        noted = json.load(notes)
    return Run(json.loads(done.stdout), seconds, noted["cpu"], noted["peak"])


class Play:
    """What a run of ansible-playbook took: `seconds`, and `peak` bytes of its largest process; and its `output`."""

    def __init__(self, output: str, seconds: float, peak: int) -> None:
        self.output = output
        self.seconds = seconds
        self.peak = peak


def run_play(play: dict[str, Any], check: bool = True) -> Play:
    """Run a play on localhost with ansible-playbook, on the core of the clients."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "play.json")
        whole = {"hosts": "localhost", "connection": "local", "gather_facts": False, **play}
        path.write_text(json.dumps([whole]), encoding="utf-8")
        environment = {
            "PATH": os.defpath,
            "HOME": place,
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": tree(),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        }
        command = [*PINNED, str(Path(sys.executable).with_name("ansible-playbook")), str(path)]
        begin = time.monotonic()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, cwd=place, text=True
        ) as process:
            peak = _Peak(process.pid)
            output = process.communicate()[0]
        seconds = time.monotonic() - begin
        peak.stop()
    if check and process.returncode:
        raise RuntimeError(output[-2000:])
    return Play(output, seconds, peak.value)


class _Peak(threading.Thread):
    """Watches the high-water mark of a process's memory. A new program in a process begins a new mark."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.value = 0
        self._path = "/proc/%d/status" % pid
        self._end = threading.Event()
        self.start()

    def run(self) -> None:
        """Look until the process is gone: the last look has the mark."""
        while not self._end.wait(0.02):
            self.value = high_water(self._path) or self.value

    def stop(self) -> None:
        """Look no longer."""
        self._end.set()
        self.join()


def high_water(path: str = "/proc/self/status") -> int:
    """Return VmHWM in bytes, 0 where the process is gone."""
    try:
        lines = Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
