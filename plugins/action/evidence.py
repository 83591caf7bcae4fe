# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin evidence: options in, one call, results out. The documentation is in plugins/modules."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

# Imported early: ansible-playbook loads this file before it forks the task processes, which then inherit the imports.
from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _action
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands


class ActionModule(ActionBase):
    """Keeps the record of a run and writes its evidence, on the controller."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Carry out the state."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        result["changed"] = False
        options = self.validate_argument_spec(
            commands.OPTIONS,
            required_if=[("state", state, ("journal",)) for state in commands.OF_A_JOURNAL]
            + [("state", state, ("batch",)) for state in commands.OF_A_BATCH],
        )[1]
        if options["journal"]:
            # Also if the task fails, so that the registered result can be used in rescue.
            result["journal"] = options["journal"]
        check_mode = bool(self._task.check_mode)
        return _action.call(
            "evidence", result, lambda: commands.do(options, task_vars or {}, check_mode), commands.UNEXPECTED
        )
