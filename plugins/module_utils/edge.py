# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Ansible and the collection meet: the only place that knows AnsibleModule, exits and signals."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.offboarding.mattermost.plugins.module_utils import client as clients
from ansible_collections.offboarding.mattermost.plugins.module_utils import transport
from ansible_collections.offboarding.mattermost.plugins.module_utils.bulk import Bulk
from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils.specs import check_ranges, fill_from_environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils.specs import Spec


class Call:
    """What a module's job gets: its options, the modes, the conversation and the means to do many at once."""

    def __init__(
        self, params: dict[str, Any], prepared: Any, check_mode: bool, diff_mode: bool, client: Client, bulk: Bulk
    ) -> None:
        self.params = params
        self.prepared = prepared
        self.check_mode = check_mode
        self.diff_mode = diff_mode
        self.client = client
        self.bulk = bulk


def run(
    spec: Spec, job: Callable[[Call], dict[str, Any]], prepare: Callable[[dict[str, Any]], Any] | None = None
) -> None:
    """Run a module: parse options, open the conversation, call `job(call)`, exit with what it returns.

    `prepare(params)` checks what can be checked without the server; its value becomes `call.prepared`.
    The dictionary that `job` returns is the result; a key `failure` in it (a sentence or None)
    makes the module fail, with everything that was done still in the result.
    """
    module = AnsibleModule(argument_spec=spec.arguments, supports_check_mode=True, **spec.conditions)
    if not transport.HAS_REQUESTS:
        module.fail_json(msg=missing_required_lib("requests"), exception=transport.REQUESTS_IMPORT_ERROR)
    stopped = threading.Event()
    bulk = Bulk(module.params.get("concurrency") or 1, stopped)
    signals = _Signals(bulk)
    client = None
    try:
        params = fill_from_environment(module.params, os.environ)
        # AnsibleModule only knows the secrets that came in as options.
        secrets = [params[n] for n in ("token", "password", "mfa_code") if params[n]]
        # The client sends a token without the white space around it.
        module.no_log_values.update(secrets + [secret.strip() for secret in secrets if secret.strip()])
        check_ranges(params)
        prepared = prepare(params) if prepare else None
        client = clients.connect(params, in_flight=params.get("concurrency") or 1, stopped=stopped)
        with client:
            diff_mode = module._diff  # pylint: disable=protected-access
            result = job(Call(params, prepared, module.check_mode, diff_mode, client, bulk))
        failure = result.pop("failure", None)
    except MattermostError as error:
        result, failure = {"changed": False, "error": error.as_dict()}, str(error)
    except Exception as error:  # pylint: disable=broad-except
        # Whatever bytes a server sends, no traceback reaches a user; the type of the error finds the defect.
        surprise = MattermostError(
            "unexpected", action="finish", url=client.url if client else "the server", reason=type(error).__name__
        )
        result, failure = {"changed": False, "error": surprise.as_dict()}, str(surprise)
    if module.params.get("users") == [] and not failure:
        result["msg"] = str(MattermostError("no_users"))
    if signals.caught:
        failure = signals.message(result)
    if client is not None:
        if client.notes:
            result["retried"] = client.notes
        if failure:
            failure = client.scrub(failure)
    if failure:
        module.fail_json(msg=failure, **result)
    module.exit_json(**result)


class _Signals:
    """Turns SIGINT and SIGTERM into an orderly end: nothing new is begun, what is under way is finished.

    The results then still say for every user whether it was done, and the log-in is logged out.
    """

    def __init__(self, bulk: Bulk) -> None:
        self.caught: str | None = None
        self._bulk = bulk
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle)

    def _handle(self, number: int, frame: Any) -> None:
        self.caught = signal.Signals(number).name
        self._bulk.stop(MattermostError("stopped", reason="It was interrupted by %s." % self.caught))

    def message(self, result: dict[str, Any]) -> str:
        """Return the sentence that the module ends with."""
        entries = result.get("results") or []
        done = sum(1 for entry in entries if entry.get("outcome") == "done")
        return str(MattermostError("interrupted", signal=self.caught, done=done, total=len(entries)))
