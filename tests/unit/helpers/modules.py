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
from unittest import mock

import ansible
from ansible.module_utils import basic

from .server import TREE

PACKAGE = "ansible_collections.offboarding.mattermost.plugins.modules."


class Run:
    """What came of a run: `result` (the JSON), `output` (all that was printed), `code` (of the exit)."""

    def __init__(self, output, code):
        self.output = output
        self.code = code
        assert "Traceback" not in output, output
        self.result = json.loads(output)
        assert bool(code) == bool(self.result.get("failed")), output

    @property
    def failed(self):
        """Whether the module failed."""
        return bool(self.result.get("failed"))

    @property
    def changed(self):
        """What the module says of itself."""
        return self.result["changed"]

    @property
    def message(self):
        """The sentence with which the module failed."""
        assert self.failed, self.output
        return self.result["msg"]

    @property
    def results(self):
        """The entries, one for each user that was asked for."""
        return self.result["results"]

    @property
    def foretold(self):
        """The entries without the ids of the requests, of which check mode sends none."""
        return [{key: value for key, value in entry.items() if key != "request_ids"} for entry in self.results]

    @property
    def summary(self):
        """The counts."""
        return self.result["summary"]


def arguments(params, check=False, diff=False):
    """Return the JSON that Ansible hands to a module."""
    given = dict(params, _ansible_check_mode=check, _ansible_diff=diff)
    return json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode()


def run_module(name, params, check=False, diff=False):
    """Run a module in this process."""
    main = importlib.import_module(PACKAGE + name).main
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    printed = io.StringIO()
    code = None
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_ARGS", arguments(params, check, diff)))
        if hasattr(basic, "_ANSIBLE_PROFILE"):  # ansible-core 2.19 and newer
            stack.enter_context(mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy"))
        stack.enter_context(contextlib.redirect_stdout(printed))
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    assert code is not None, "the module ended without an exit"
    return Run(printed.getvalue(), code)


def start_module(name, params, check=False, **environment):
    """Start a module as a process of its own; `finish` returns its Run."""
    path = os.pathsep.join([str(TREE), os.path.dirname(os.path.dirname(ansible.__file__))])
    process = subprocess.Popen(
        [sys.executable, "-m", PACKAGE + name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=path, **environment),
    )
    process.stdin.write(arguments(params, check))
    process.stdin.close()
    process.stdin = None
    return process


def finish(process):
    """Wait for a module that was started, and return its Run."""
    output, errors = process.communicate(timeout=60)
    assert not errors, errors.decode()
    return Run(output.decode(), process.returncode)
