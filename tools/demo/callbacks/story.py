# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The output of the demo: tasks that change something, their differences, messages, and the recap."""

from __future__ import annotations

import textwrap

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: story
type: stdout
short_description: Shows changes, differences and messages
description:
  - Shows tasks that change something, their differences, messages, and the recap.
requirements: []
"""


class CallbackModule(CallbackBase):
    """Shows changes, differences and messages."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "story"

    def _show(self, text):
        for line in text.splitlines():
            # Continuation lines are aligned with the last column, if any.
            hang = " " * (line.rstrip().rfind("  ") + 2 if "  " in line.rstrip() else 2)
            wrapped = textwrap.wrap(line, 84, subsequent_indent=hang, break_on_hyphens=False, break_long_words=False)
            for part in wrapped or [""]:
                self._display.display(("    " + part).rstrip())

    def v2_runner_on_ok(self, result):
        """Show messages and changes."""
        if result.task.action in ("debug", "ansible.builtin.debug"):
            said = result.result.get("msg", "")
            self._show(said if isinstance(said, str) else "\n".join(said))
        elif result.is_changed():
            self._show("changed: " + result.task.get_name().rpartition(" : ")[2])

    def v2_runner_on_failed(self, result, ignore_errors=False):
        """Show the error."""
        if not ignore_errors:
            self._show("failed: %s: %s" % (result.task.get_name(), result.result.get("msg", "")))

    def v2_on_file_diff(self, result):
        """Show the differences."""
        for line in self._get_diff(result.result.get("diff") or []).splitlines():
            if line.startswith(("-", "+")) and not line.startswith(("---", "+++")):
                self._show("  " + line)

    def v2_playbook_on_stats(self, stats):
        """Show the counts."""
        for host in stats.processed:
            counts = stats.summarize(host)
            self._show("%s: %s" % (host, " ".join("%s=%d" % (name, counts[name]) for name in sorted(counts))))
