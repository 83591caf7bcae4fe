# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a list of leavers and the accounts that were found for it to the batches of a run, which the journal keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import guards, names
from .people import account_of, bare, by_name, is_among, leaver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .journal import Journal

# How many names are looked up by one call of a module.
CHUNK = 2000
_KEPT = ("summary", "server", "caller", "lacks")
_OF_A_USER = ("id", "username", "email", "active", "system_admin")


def take(journal: Journal, run: dict[str, Any], entries: Iterable[str]) -> dict[str, int | None]:
    """Write the list of leavers, one JSON object an entry. Returns how many `batches` there are, and how many `chunks`.

    A list that fits into one batch is looked up by the first look at the batch, which saves the module call. Any other
    has to be known whole, name by name, before anybody is touched: then `batches` is None, and the chunks have to be
    looked up. Of those who are not due yet only their dates are written.
    """
    left_out = {bare(name) for name in run["exclude"]}
    chunk: list[dict[str, Any]] = []
    chunks, due, later, fallback = 0, 0, [], False
    for entry in map(json.loads, entries):
        if not entry["due"]:
            later.append({key: entry[key] for key in ("user", "leaves_at", "dated", "source")})
            continue
        if bare(entry["user"]) in left_out:
            continue
        if len(chunk) == CHUNK:
            journal.append("listed", chunks, leavers=chunk)
            chunk, chunks = [], chunks + 1
        chunk.append(leaver(entry))
        fallback = fallback or bool(entry.get("fallback"))
        due += 1
    if later:
        journal.append("not_due", leavers=later)
    if run["everybody"] is None and run["shard_count"] == 1 and due <= min(run["batch_size"], CHUNK) and not fallback:
        if due:
            journal.append("planned", 0, leavers=chunk)
        return {"batches": 1 if due else 0, "chunks": 0}
    if chunk:
        journal.append("listed", chunks, leavers=chunk)
        chunks += 1
    return {"batches": None, "chunks": chunks}


def found(result: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a result of mattermost_user_info: not the same names three times."""
    kept = {key: result[key] for key in _KEPT if result.get(key) is not None}
    users = result.get("users") or []
    if not users:
        users = [{"id": i, "username": name} for i, name in zip(result.get("ids") or [], result.get("usernames") or [])]
    if result.get("results") is not None and result.get("caller"):
        # A look at nobody, which tells who is calling.
        users = [result["caller"]]
    users = [{key: user[key] for key in _OF_A_USER if key in user} for user in users]
    return dict(kept, users=users)


def complete(journal: Journal, run: dict[str, Any]) -> dict[str, int]:
    """Write the batches, now that every account is known. Returns the numbers of `users` and `batches`.

    Raises Refused where somebody is not to be found, or where there are too many.
    """
    everybody, strangers, excluded, admins = _accounts(journal, run)
    if run["missing_users"] == "fail":
        guards.unknown([leaver["requested"] for leaver in strangers], run["url"])
    for user_id in excluded:
        everybody.pop(user_id, None)
    guards.number(len(everybody), run["max_users"])
    # Sorted by name, so that every shard of a job sees the same order.
    mine = slice(run["shard_index"], None, run["shard_count"])
    share = sorted(everybody.items(), key=lambda item: (item[1][0], item[0]))[mine]
    if strangers[mine]:
        journal.append("missing", leavers=strangers[mine])
    size = run["batch_size"]
    for number, start in enumerate(range(0, len(share), size)):
        journal.append(
            "planned", number, leavers=[json.loads(text) for _id, (_name, text) in share[start : start + size]]
        )
    counted = {"users": len(share), "batches": -(-len(share) // size)}
    # Those of all shards: together they must not take the last system admin away.
    journal.append("ready", admins=sorted(set(admins) & set(everybody)), **counted)
    return counted


def _accounts(
    journal: Journal, run: dict[str, Any]
) -> tuple[dict[str, tuple[str, str]], list[dict[str, Any]], set[str], list[str]]:
    """Return the leavers by id, the names without an account, the ids to leave out, and those of active system admins.

    A leaver is kept as text: a hundred thousand of them take a tenth of the memory that dictionaries take.
    """
    left_out = {bare(name) for name in run["exclude"]}
    everybody: dict[str, tuple[str, str]] = {}
    strangers: list[dict[str, Any]] = []
    excluded: set[str] = set()
    admins: list[str] = []
    leavers: list[dict[str, Any]] = []
    lines = [line for line in journal.lines() if line.event in ("listed", "step")]
    for record in journal.read(lines):
        users = record.get("users") or []
        admins += [user["id"] for user in users if user.get("system_admin") and user.get("active")]
        if record["event"] == "listed":
            leavers = record["leavers"]
        elif record["step"] == names.EXCLUDED:
            excluded.update(user["id"] for user in users)
        elif record["step"] == names.EVERYBODY:
            _take(everybody, [dict(user, requested=user["username"]) for user in users], left_out)
        elif record["step"] == names.FOUND:
            accounts = by_name(users)
            pairs = [(one, account_of(one, accounts)) for one in leavers]
            _take(everybody, [dict(one, **user) for one, user in pairs if user], left_out)
            strangers += [one for one, user in pairs if user is None]
    return everybody, strangers, excluded, admins


def _take(everybody: dict[str, tuple[str, str]], leavers: list[dict[str, Any]], left_out: set[str]) -> None:
    for one in leavers:
        if not is_among(one, left_out):
            everybody.setdefault(one["id"], (one["username"], json.dumps(one)))
