# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback plugin: writes down what each task of a run came to, a JSON object a line."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: acceptance_record
type: notification
short_description: Write down what each task came to
description:
  - Writes one JSON object a line into the file that E(ACCEPTANCE_RECORD) names.
requirements: []
"""


class CallbackModule(CallbackBase):
    """Notes results as tests want to read them."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "acceptance_record"
    CALLBACK_NEEDS_ENABLED = True

    def _write(self, **event):
        with open(os.environ["ACCEPTANCE_RECORD"], "a", encoding="utf-8") as file:
            file.write(json.dumps(event, default=str) + "\n")

    def _note(self, status, result):
        # pylint: disable=protected-access  # what ansible-core 2.17 to 2.21 have in common
        task, host = result._task, result._host
        name = task.get_name().rpartition(" : ")[2]
        self._write(status=status, task=name, action=task.action, host=host.get_name(), result=dict(result._result))

    def v2_runner_on_ok(self, result):
        """A task went well."""
        self._note("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        """A task failed."""
        self._note("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_skipped(self, result):
        """A task was skipped."""
        self._note("skipped", result)

    def v2_runner_on_unreachable(self, result):
        """A host was not reached."""
        self._note("unreachable", result)

    def v2_playbook_on_stats(self, stats):
        """The end, with its counts."""
        self._write(status="end", hosts={host: stats.summarize(host) for host in stats.processed})
