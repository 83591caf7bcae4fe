# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module: the only place that uses AnsibleModule, exits and signals."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import client as clients
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import transport
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    check_ranges,
    fill_from_environment,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import NoUsers
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import (
    Interrupted,
    Stopped,
    Unexpected,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
    from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import Spec


class Call:
    """What the job of a module receives: its options, the modes, the server and the worker pool."""

    def __init__(
        self, params: dict[str, Any], prepared: Any, check_mode: bool, diff_mode: bool, client: Client, pool: WorkerPool
    ) -> None:
        self.params = params
        self.prepared = prepared
        self.check_mode = check_mode
        self.diff_mode = diff_mode
        self.client = client
        self.pool = pool


def run(
    spec: Spec, job: Callable[[Call], dict[str, Any]], prepare: Callable[[dict[str, Any]], Any] | None = None
) -> None:
    """Run a module: parse options, connect, call `job(call)`, and exit with its result.

    `prepare(params)` checks what can be checked without the server; its value becomes `call.prepared`.
    The dictionary that `job` returns is the result; a key `failure` in it (a sentence or None)
    makes the module fail, with everything that was done included in the result.
    """
    module = AnsibleModule(argument_spec=spec.arguments, supports_check_mode=True, **spec.conditions)
    if not transport.HAS_REQUESTS:
        module.fail_json(msg=missing_required_lib("requests"), exception=transport.REQUESTS_IMPORT_ERROR)
    stopped = threading.Event()
    pool = WorkerPool(module.params.get("concurrency") or 1, stopped)
    signals = _Signals(pool)
    client = None
    try:
        params = fill_from_environment(module.params, os.environ)
        # AnsibleModule masks only the secrets that were passed as options.
        secrets = [params[n] for n in ("token", "password", "mfa_code") if params[n]]
        # The client sends a token without surrounding white space.
        module.no_log_values.update(secrets + [secret.strip() for secret in secrets if secret.strip()])
        check_ranges(params)
        prepared = prepare(params) if prepare else None
        client = clients.connect(params, in_flight=params.get("concurrency") or 1, stopped=stopped)
        with client:
            diff_mode = module._diff  # pylint: disable=protected-access
            result = job(Call(params, prepared, module.check_mode, diff_mode, client, pool))
        failure = result.pop("failure", None)
    except MattermostError as error:
        result, failure = {"changed": False, "error": error.as_dict()}, str(error)
    except Exception as error:  # pylint: disable=broad-except
        # No traceback reaches a user, whatever a server sends: the type and the location identify the defect.
        surprise = Unexpected.at("finish", error)
        result, failure = {"changed": False, "error": surprise.as_dict(), "exception": surprise.trace}, str(surprise)
    if module.params.get("users") == [] and not failure:
        result["msg"] = str(NoUsers())
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
    """Turns SIGINT and SIGTERM into an orderly end: current items are completed, and no new ones are begun.

    The results then still state for every user whether it was done, and the module logs out.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self.caught: str | None = None
        self._pool = pool
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle)

    def _handle(self, number: int, frame: Any) -> None:
        self.caught = signal.Signals(number).name
        self._pool.stop(Stopped(reason="It was interrupted by %s." % self.caught))

    def message(self, result: dict[str, Any]) -> str:
        """Return the sentence that the module ends with."""
        entries = result.get("results") or []
        done = sum(1 for entry in entries if entry.get("outcome") == "done")
        return str(Interrupted(signal=self.caught, done=done, total=len(entries)))
