# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of the action plugin evidence, one function call for each."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import yaml
from ansible import constants

from . import guards, manifest, recovery, run, signature, words
from .errors import EvidenceError, ManifestBroken, NotBegun

_COLLECTION = Path(__file__).parents[3]
# States that need a journal, and those that need a batch number.
OF_A_JOURNAL = ("listed", "chunk", "planned", "begun", "admitted", "refused", "completed", "ended")
OF_A_BATCH = ("chunk", "begun", "admitted", "completed")

# What the result says beside a defect: nobody knows what is on disk.
UNEXPECTED = {"unrecorded": True}

OPTIONS: dict[str, Any] = {
    "state": {
        "choices": ["started", *OF_A_JOURNAL, "broken", "searched", "recovered", "verified", "told"],
        "required": True,
    },
    "dir": {"type": "path", "default": ""},
    "journal": {"type": "path"},
    "batch": {"type": "int"},
    "look": {"type": "int", "default": 1},
    "result": {"type": "str"},
    "what": {"choices": [words.OFFBOARDING, words.AUDIT, words.STALE], "default": words.OFFBOARDING},
    "name": {"type": "str", "default": "mattermost"},
    "exclude": {"type": "list", "elements": "str", "default": []},
    "everybody": {"choices": ["active", "deactivated", "any"]},
    "missing_users": {"choices": ["fail", "ignore"], "default": "fail"},
    "max_users": {"type": "int"},
    "batch_size": {"type": "int", "default": 500},
    "shard_index": {"type": "int", "default": 0},
    "shard_count": {"type": "int", "default": 1},
    "settings": {"type": "dict", "default": {}},
    "left_alone": {"type": "list", "elements": "str", "default": []},
    "looked_for": {"type": "list", "elements": "str", "default": []},
    "target_hours": {"type": "float", "default": 24},
    "fail_on_open": {"type": "bool", "default": True},
    "rehearsal_report": {"type": "bool", "default": False},
    "access_review": {"type": "bool", "default": False},
    "vanished": {"type": "list", "elements": "str", "default": []},
    "variables_of": {"type": "path"},
    "signing_key": {"type": "path", "default": "", "no_log": False},
    "head": {"type": "str"},
    "allowed_signers": {"type": "path"},
    "signer": {"type": "str"},
}  # fmt: skip
OF_A_RUN = (
    "dir", "what", "name", "exclude", "everybody", "missing_users", "max_users", "batch_size",
    "shard_index", "shard_count", "settings", "left_alone", "looked_for", "target_hours", "fail_on_open",
    "rehearsal_report", "signing_key", "access_review",
)  # fmt: skip


def do(options: dict[str, Any], task_vars: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Carry out a state and return the result. Raises EvidenceError, OSError."""
    state = options["state"]
    if options["dir"]:
        # Relative to the directory of the command, as with other command-line paths, not to that of the playbook.
        options["dir"] = str(Path(os.environ.get("PWD") or os.getcwd(), os.path.expanduser(options["dir"])))
    if state == "started":
        return _start(options, task_vars, check_mode)
    if state in _ON_THEIR_OWN:
        return _ON_THEIR_OWN[state](options, task_vars)
    failed, task = task_vars.get("ansible_failed_result") or {}, task_vars.get("ansible_failed_task") or {}
    if state == "broken" and not options["journal"]:
        raise NotBegun(message=run.message_of(failed))
    going = run.Run(options["journal"])
    if state == "broken":
        return going.break_off(failed, task.get("name"))
    batch = options["batch"]
    if state == "begun":
        return going.begin(batch, options["look"])
    if state == "listed":
        return going.take_list(options["vanished"])
    if state in OF_A_BATCH:
        return {"chunk": going.chunk, "admitted": going.admit, "completed": going.complete}[state](batch)
    return {"planned": going.plan, "refused": going.refuse_last_admin, "ended": going.end}[state]()


def record(result: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
    """Record what a module returned, under the step that the task names, and return the result of the task.

    A user for whom something failed is in the results with the error, and must not stop the others: only a module
    without results fails. Raises EvidenceError.
    """
    step = task_vars["offboard__step"]
    # That second accounts could not be looked for is said, and the run goes on.
    if result.get("results") is None and result.get("ids") is None and step != words.SECOND_ACCOUNTS:
        return result
    going = run.Run(task_vars["offboard__run"]["journal"])
    where = (
        task_vars["offboard__under_way"]["batch"] if step == words.LOOKED_LATER else task_vars.get("offboard__number")
    )
    going.record(where, step, result)
    if result.get("results") is not None:
        result["failed"] = False
    return result


def _start(options: dict[str, Any], task_vars: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    warnings = []
    if options["variables_of"]:
        strange = guards.misspelt(task_vars, Path(options["variables_of"]))
        warnings = ["The variable %s is not an option of the role and is ignored." % name for name in strange]
    wanted = {key: options[key] for key in OF_A_RUN}
    wanted["check_mode"] = check_mode
    # Each task of a play runs in a process of its own. The parent process lives as long as the play.
    local_tmp = Path(constants.DEFAULT_LOCAL_TMP)  # pylint: disable=no-member
    started = run.start(wanted, os.getppid(), local_tmp, _version())
    return dict(started, warnings=warnings + started["warnings"])


def _searched(options: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
    broken, warnings = recovery.found(Path(options["dir"]))
    return {"broken": broken, "warnings": warnings}


def _recovered(options: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
    """Complete the report of one aborted run, if it ran on the server that was just checked, or of all in a folder."""
    by = {"version": _version(), "signing_key": options["signing_key"]}
    if options["journal"]:
        try:
            # Passed by name: a template would copy the results of hundreds of users, value by value.
            looked = task_vars.get(options["result"] or "")
            done = recovery.finish(Path(options["journal"]), looked, by, only_if_looked=True)
        except EvidenceError as error:
            # A problem with an old run must not stop a new one.
            return {"files": [], "warnings": [str(error)]}
        return {"changed": done is not None, "files": done["files"] if done else []}
    files: list[str] = []
    broken, warnings = recovery.found(Path(options["dir"]))
    for one in broken:
        done = recovery.finish(Path(one["journal"]), None, by)
        files += done["files"] if done else []
    return {"changed": bool(files), "files": files, "warnings": warnings}


def _verified(options: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
    folder = Path(options["dir"])
    told = manifest.verify(folder, options["head"])
    if options["allowed_signers"]:
        problems = signature.verify(folder, options["allowed_signers"], options["signer"])
        if problems:
            raise ManifestBroken(folder=folder, problems="; ".join(problems))
    broken, _warnings = recovery.found(folder)
    return dict(told, unfinished=[one["run"] for one in broken])


def _was_told(options: dict[str, Any], task_vars: dict[str, Any]) -> dict[str, Any]:
    """Warn of messages that could not be posted. The run is over, and what it came to stays what it is."""
    posted = (task_vars.get(options["result"] or "") or {}).get("results") or []
    failed = [one for one in posted if isinstance(one, dict) and "already_posted" not in one]
    return {"warnings": ["The message about the result was not posted: %s" % run.message_of(one) for one in failed]}


_ON_THEIR_OWN = {"searched": _searched, "recovered": _recovered, "verified": _verified, "told": _was_told}


def _version() -> str:
    """Return the version of the collection: an installed collection has MANIFEST.json, a checkout has galaxy.yml."""
    try:
        installed = json.loads((_COLLECTION / "MANIFEST.json").read_text(encoding="utf-8"))
        return str(installed["collection_info"]["version"])
    except (OSError, ValueError, KeyError):
        pass
    try:
        return str(yaml.safe_load((_COLLECTION / "galaxy.yml").read_text(encoding="utf-8"))["version"])
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return "unknown"
