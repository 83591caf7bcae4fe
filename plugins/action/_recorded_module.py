# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the modules of the collection run (meta/runtime.yml): as any module does, and in the role with a record.

There, what a module returned is on disk before its task is over, and before anybody can end the run in between.
"""

from __future__ import annotations

from typing import Any

from ansible.plugins.action.normal import ActionModule as OrdinaryModule


class ActionModule(OrdinaryModule):
    """Runs a module, and records what it returned where the task names the step that it is."""

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        """Run the module on the host, and the recording on the controller."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        if "offboard__step" not in (task_vars or {}):
            return result
        # Imported here, since whoever uses a module by itself does without.
        # pylint: disable=import-outside-toplevel
        from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _action
        from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands

        return _action.call("evidence", result, lambda: commands.record(result, task_vars), commands.UNEXPECTED)
