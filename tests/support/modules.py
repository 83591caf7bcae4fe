# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module for real: its main(), with the JSON that Ansible hands it, to the JSON that it prints."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import subprocess
import sys
from typing import Any
from unittest import mock

import ansible
from ansible.module_utils import basic

from .servers import TREE

PACKAGE = "ansible_collections.offboarding.mattermost.plugins.modules."


# Nothing measures speed by it. Whatever takes longer than this hangs.
HANGING = 120


class Run:
    """What came of a run: `result` (the JSON), `output` (all that was printed), `code` (of the exit)."""

    def __init__(self, output: str, code: int) -> None:
        self.output = output
        self.code = code
        assert "Traceback" not in output, output
        self.result: dict[str, Any] = json.loads(output)
        assert bool(code) == bool(self.result.get("failed")), output

    @property
    def failed(self) -> bool:
        """Whether the module failed."""
        return bool(self.result.get("failed"))

    @property
    def changed(self) -> bool:
        """What the module says of itself."""
        return bool(self.result["changed"])

    @property
    def message(self) -> str:
        """The one sentence with which the module failed."""
        assert self.failed, self.output
        message = str(self.result["msg"])
        assert message.isprintable()
        return message

    @property
    def results(self) -> list[Any]:
        """The entries, one for each user that was asked for."""
        return list(self.result["results"])

    @property
    def outcomes(self) -> list[str]:
        """What the entries say, in order."""
        return [entry["outcome"] for entry in self.results]

    @property
    def foretold(self) -> list[Any]:
        """The entries without the ids of the requests, of which check mode sends none."""
        return [{key: value for key, value in entry.items() if key != "request_ids"} for entry in self.results]

    @property
    def summary(self) -> Any:
        """The counts."""
        return self.result["summary"]


def arguments(params: dict[str, Any], check: bool = False, diff: bool = False) -> str:
    """Return the JSON that Ansible hands to a module."""
    return json.dumps({"ANSIBLE_MODULE_ARGS": dict(params, _ansible_check_mode=check, _ansible_diff=diff)})


def run_module(name: str, params: dict[str, Any], check: bool = False, diff: bool = False) -> Run:
    """Run a module in this process."""
    main = importlib.import_module(PACKAGE + name).main
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    printed = io.StringIO()
    code = None
    with contextlib.ExitStack() as stack:
        given = arguments(params, check, diff).encode()
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_ARGS", given))
        if hasattr(basic, "_ANSIBLE_PROFILE"):  # ansible-core 2.19 and newer
            stack.enter_context(mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy"))
        stack.enter_context(contextlib.redirect_stdout(printed))
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    assert code is not None, "the module ended without an exit"
    return Run(printed.getvalue(), code)


def start_module(name: str, params: dict[str, Any], check: bool = False, **environment: str) -> subprocess.Popen[str]:
    """Start a module as a process of its own; `finish` returns its Run."""
    path = os.pathsep.join([str(TREE), os.path.dirname(os.path.dirname(ansible.__file__))])
    process = subprocess.Popen(
        [sys.executable, "-m", PACKAGE + name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, **environment},
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(arguments(params, check))
    process.stdin.close()
    process.stdin = None
    return process


def finish(process: subprocess.Popen[str]) -> Run:
    """Wait for a module that was started, and return its Run."""
    try:
        output, errors = process.communicate(timeout=HANGING)
    finally:
        process.kill()
    assert not errors, errors
    return Run(output, process.returncode)
