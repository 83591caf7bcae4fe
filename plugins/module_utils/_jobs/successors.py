# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The successors in the options of mattermost_access_revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.handover import Handover
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.kept_integration import DELETE, REGENERATE
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.secret_files import SecretFiles
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import RECREATE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.handover_errors import (
    NoSuccessor,
    UnusableSuccessor,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    InputError,
    UnusableBotAssignee,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.user_lookup import Target
    from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

# The options that hand over to a successor, and the values that do so.
_HANDING_OVER = {
    "slash_commands": REGENERATE,
    "outgoing_webhooks": REGENERATE,
    "incoming_webhooks": RECREATE,
}
# The values to use for users without a successor, if the run is to continue.
_CLOSED = {"bots": "disable", **dict.fromkeys(_HANDING_OVER, DELETE)}


class Successors:
    """The successor of each user, and the files with secrets. Raises InputError before anything is changed."""

    def __init__(self, call: Call, targets: list[Target]) -> None:
        params = call.params
        self._assigns = params["bots"] == "assign"
        everybody = user_lookup.distinct(targets)
        handing_over = [name for name, value in _HANDING_OVER.items() if params[name] == value]
        named = _named(params["successors"] or {}, targets)
        default = params["bot_assignee"] if self._assigns or handing_over or params["secrets_dir"] else None
        self._refused: dict[str, str] = {}
        self._by_user = _found(call, everybody, named, default, self._refused)
        without = [user_lookup.name(user) for user in everybody if user["id"] not in self._by_user]
        self._kept = frozenset([*handing_over, *(["bots"] if self._assigns else [])])
        if without and self._kept and params["without_successor"] == "fail":
            raise NoSuccessor(names=first_few(without))
        self._files: SecretFiles | None = None
        if params["secrets_dir"]:
            self._files = SecretFiles(params["secrets_dir"], call.client.url)
            self._files.check(try_it=not call.check_mode and bool(everybody))

    def choices(self, user: dict[str, Any]) -> dict[str, Any]:
        """Return what the types of access need to know about a user's successor."""
        successor = self._by_user.get(user["id"])
        files = self._files
        if successor is None:
            closed = {name: value for name, value in _CLOSED.items() if name in self._kept}
            return dict(closed, bot_assignee=None, handover=None)
        return {
            "bot_assignee": successor if self._assigns else None,
            "handover": Handover(successor, files) if files is not None else None,
        }

    def of(self, user: dict[str, Any]) -> dict[str, Any] | None:
        """Return the account of a user's successor, None if none is named."""
        return self._by_user.get(user["id"])

    def refused(self) -> list[dict[str, str]]:
        """Return the successors that cannot take over, in the format of results."""
        return [{"name": one_line(name, 80), "problem": problem} for name, problem in sorted(self._refused.items())]

    def written(self) -> list[dict[str, Any]]:
        """Return the files that were written, in the format of results."""
        return self._files.written() if self._files is not None else []


def _named(successors: dict[str, Any], targets: list[Target]) -> dict[str, str]:
    """Return the names of successors by the id of the leaver, only for requested users."""
    wanted = {_key(name): str(successor).strip() for name, successor in successors.items() if successor}
    found: dict[str, str] = {}
    for target in targets:
        user = target.user
        if user is not None:
            for name in (target.requested, user.get("username"), user.get("email"), user["id"]):
                if name and _key(name) in wanted:
                    found.setdefault(user["id"], wanted[_key(name)])
    return found


def _key(name: Any) -> str:
    key = str(name).strip().lower()
    return key[1:] if key.startswith("@") else key


def _found(
    call: Call, everybody: list[dict[str, Any]], named: dict[str, str], default: str | None, refused: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the accounts of successors by the id of the leaver. Each is looked up once.

    If the run is to continue without a successor, unusable ones are added to `refused`, with the reason.
    """
    names = user_lookup.unique([*named.values(), *([default] if default is not None else [])])
    goes_on = call.params["without_successor"] == "close"
    accounts = _accounts(call, names, default, goes_on) if names else {}
    going = {user["id"] for user in everybody}
    for name, account in accounts.items():
        problem = _problem(account, going)
        if problem and name == default:
            raise UnusableBotAssignee(name=one_line(name, 80), problem=problem)
        if problem and not goes_on:
            raise UnusableSuccessor(name=one_line(name, 80), problem=problem)
        if problem:
            refused[name] = problem
    found = {}
    for user in everybody:
        name = named.get(user["id"], default) or ""
        account = accounts.get(name if name not in refused else default or "")
        if account is not None:
            found[user["id"]] = account
    return found


def _accounts(call: Call, names: list[str], default: str | None, goes_on: bool) -> dict[str, dict[str, Any] | None]:
    """Return accounts by name, None for unknown ones that the run can do without."""

    def look_up(some: list[str], missing: str) -> dict[str, dict[str, Any] | None]:
        targets = user_lookup.resolve(call.client, call.pool, some, missing)
        return dict(zip(some, (target.user for target in targets)))

    if not goes_on:
        return look_up(names, "fail")
    found = look_up([default], "fail") if default is not None else {}
    for name in names:
        if name not in found:
            try:
                found.update(look_up([name], "ignore"))
            except InputError:  # any text in the column of a list
                found[name] = None
    return found


def _problem(account: dict[str, Any] | None, going: set[str]) -> str | None:
    if account is None:
        return "unknown"
    if account.get("delete_at"):
        return "deactivated"
    if account["id"] in going:
        return "one of the users"
    return "a bot" if account.get("is_bot") else None
