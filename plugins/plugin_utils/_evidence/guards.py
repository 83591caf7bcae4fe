# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guards that refuse a run before anything is changed. Each raises one sentence that says what to do instead."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import yaml

from .errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SHOWN = 5
# Variables of the playbooks, and what the role itself has set in an earlier run.
_NOT_OPTIONS = ("offboard_hosts", "offboard_result")


class Misspelt(Refused):
    """A variable whose name is close to an option of the role. A misspelt safety option would have no effect."""

    sentence = "The role offboard does not know {name}. Nothing was changed. Did you mean {meant}?"


class BadShard(Refused):
    """A shard that does not exist."""

    sentence = (
        "offboard_shard_index must be from 0 to offboard_shard_count - 1 and offboard_batch_size at least 1, not"
        " {index} of {count} and {size}. Nothing was changed."
    )


class NoPlaceForReview(Refused):
    """An export that is a file of the evidence, and no evidence."""

    sentence = "offboard_access_review requires offboard_report_dir. Nothing was changed."


class TooMany(Refused):
    """More users than allowed."""

    sentence = (
        "{users} users were selected, but offboard_max_users allows {limit}. Nothing was changed. If this is intended,"
        " increase offboard_max_users."
    )


class Unknown(Refused):
    """Users that do not exist on the server."""

    sentence = "Unknown on {url}: {names}. Nothing was changed. Correct them, or set offboard_missing_users: ignore."


class Oneself(Refused):
    """The calling account is among the users."""

    sentence = (
        "{name} is the account that runs this. Nothing was changed. Remove it from the users, or use another account."
    )


class MayNotDeactivate(Refused):
    """The calling account is not permitted to do the first step."""

    sentence = (
        "{name} lacks {permissions} and cannot deactivate anybody. Nothing was changed. Use the token of an account"
        " that has the permission, or set offboard_deactivate: false."
    )


class LastAdmin(Refused):
    """No administrator would be left to undo the run."""

    sentence = (
        "{names}: no active system admin would be left. Nothing was changed. Make another user a system admin first."
    )


def misspelt(variables: Iterable[str], argument_specs: Path) -> list[str]:
    """Return variables that look like options of the role and are not. Raises Misspelt if one resembles an option.

    Names with two underscores after the prefix are private and ignored.
    """
    found = sorted(name for name in variables if re.match(r"offboard_(?!_)", str(name)))
    if not found:
        return []
    entry_points = yaml.load(argument_specs.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    known = {name for entry in entry_points["argument_specs"].values() for name in entry["options"]}
    unknown = [name for name in found if name not in known and name not in _NOT_OPTIONS]
    for name in unknown:
        meant = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.85)
        if meant:
            raise Misspelt(name=name, meant=meant[0])
    return unknown


def shard(index: int, count: int, batch_size: int) -> None:
    """Refuse a shard that does not exist."""
    if not (count >= 1 and 0 <= index < count and batch_size >= 1):
        raise BadShard(index=index, count=count, size=batch_size)


def access_review(wanted: bool, folder: str) -> None:
    """Refuse an export that has no place."""
    if wanted and not folder:
        raise NoPlaceForReview()


def number(users: int, limit: int | None) -> None:
    """Refuse more users than are allowed."""
    if limit is not None and users > limit:
        raise TooMany(users=users, limit=limit)


def unknown(names: list[str], url: str | None) -> None:
    """Refuse users that do not exist on the server, naming all of them."""
    if names:
        raise Unknown(url=url or "the server", names=_few(names))


def admins(active: list[dict[str, Any]], leaving: set[str]) -> None:
    """Refuse to deactivate the last active system admin. `leaving` contains ids."""
    if active and all(admin["id"] in leaving for admin in active):
        raise LastAdmin(names=", ".join(str(admin["username"]) for admin in active))


def caller(look: dict[str, Any], leaves: bool, deactivate: bool) -> None:
    """Refuse to process the calling account, and to begin without the required permissions."""
    me = look.get("caller") or {}
    if leaves:
        raise Oneself(name=me.get("username"))
    lacks = (look.get("lacks") or {}).get("account")
    if deactivate and lacks:
        raise MayNotDeactivate(name=me.get("username"), permissions=" and ".join(lacks))


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else "%s and %d more" % (shown, len(names) - _SHOWN)
