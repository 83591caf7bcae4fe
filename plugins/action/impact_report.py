# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a page and a table of what will stop working, on the controller."""

from __future__ import annotations

import datetime
import os
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _action
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._impact import report

ARGUMENTS = {"impact": {"type": "dict", "required": True}, "report_dir": {"type": "str", "required": True}}


class ActionModule(ActionBase):
    """The action impact_report."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Write the files, or fail with one sentence."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        checked = ArgumentSpecValidator(ARGUMENTS).validate(self._task.args)
        wrong = [str(error) for error in checked.errors.errors]
        if wrong:
            return dict(result, failed=True, msg="impact_report: %s" % "; ".join(wrong))
        impact = checked.validated_parameters["impact"]
        if not isinstance(impact.get("results"), list) or not isinstance(impact.get("server"), dict):
            msg = "impact_report: impact is not a result of mattermost_integration_info. Nothing was written."
            return dict(result, failed=True, msg=msg)
        base = os.environ.get("PWD") or str((task_vars or {}).get("playbook_dir") or os.getcwd())
        folder = os.path.join(base, os.path.expanduser(checked.validated_parameters["report_dir"]))
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return _action.call(
            "impact_report",
            result,
            lambda: dict(report.write(folder, impact["results"], impact["server"], now), changed=True),
        )
