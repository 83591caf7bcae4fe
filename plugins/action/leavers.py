# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read the list of leavers on the controller, for the role offboard."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import yaml
from ansible.errors import AnsibleError, AnsibleFileNotFound
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase

from ansible_collections.offboarding.mattermost.plugins.modules import leavers
from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _action
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers import job
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError

# The documentation is the argument spec, so that the two cannot differ.
ARGUMENTS = {
    name: {key: value for key, value in option.items() if key != "description"}
    for name, option in yaml.safe_load(leavers.DOCUMENTATION)["options"].items()
}


class ActionModule(ActionBase):
    """The action leavers."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the leavers in the list, or fail with one sentence."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        named = self._task.args.get("users")
        if isinstance(named, str):
            self._task.args = dict(self._task.args, users=[name for name in named.split(",") if name.strip()])
        checked = ArgumentSpecValidator(ARGUMENTS).validate(self._task.args)
        wrong = [
            "unsupported options: %s" % error if isinstance(error, UnsupportedError) else str(error)
            for error in checked.errors.errors
        ]
        if wrong:
            return dict(result, failed=True, msg="leavers: %s" % "; ".join(wrong))
        # As in the role: relative to the directory of the command or, if unknown, to that of the playbook.
        base = os.environ.get("PWD") or str((task_vars or {}).get("playbook_dir") or os.getcwd())
        options, check_mode = checked.validated_parameters, self._task.check_mode
        # Errors are returned: before ansible-core 2.19 an AnsibleActionFail shows a traceback beside its message.
        return _action.call("leavers", result, lambda: job.run(options, base, self._content, check_mode=check_mode))

    def _content(self, path: str) -> bytes:
        """Return the contents of a file, decrypted if necessary. Raises ListError."""
        why = "there is no such file"
        try:
            real = self._loader.get_real_file(path)
            try:
                return pathlib.Path(real).read_bytes()
            finally:
                self._loader.cleanup_tmp_file(real)
        except AnsibleFileNotFound:
            pass
        except (AnsibleError, OSError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__ or error.__context__
            why = str(cause.strerror if isinstance(cause, OSError) else error).rstrip(".")
        raise ListError("The list %s cannot be read: %s. Nothing was changed." % (path, why))
