# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the modules of the collection (see meta/runtime.yml): like any other module, but with a record in the role.

In the role, the result of a module is on disk before its task ends, so that an interruption cannot lose it. The name is
that of the action evidence, since ansible-test wants documentation for the name of every action plugin.
"""

from __future__ import annotations

from typing import Any

from ansible.plugins.action.normal import ActionModule as OrdinaryModule


class ActionModule(OrdinaryModule):
    """Runs a module, and records its result if the task names its step."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Run the module on the host, and the recording on the controller."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        if "offboard__step" not in (task_vars or {}):
            return result
        # Imported late: not needed when a module is used without the role.
        # pylint: disable=import-outside-toplevel
        from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _action
        from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands

        return _action.call("evidence", result, lambda: commands.record(result, task_vars), commands.UNEXPECTED)
