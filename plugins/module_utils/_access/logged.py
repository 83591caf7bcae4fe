# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways in that are not listed under the user's name, and are found in the audit log of the user's actions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import borrowed
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import (
    acts_on_others,
    administrator_note,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, notes, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server


class LoggedAccessType(AccessType):
    """A type of access found in the log. Actions of the user's bots count as the user's own."""

    closable = False
    includes_bots = True
    made_by_use = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permission for reading logs of others."""
        return audit_log.needs(user)

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return what the log of one account of the user shows. Raises MattermostError."""
        raise NotImplementedError

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return what the logs of the user and their bots show."""
        found: dict[str, Item] = {}
        for account, log in [*logs(server, person), *borrowed_logs(server, person)]:
            for item in self.found(server, person, account, log):
                item.shown = account.mark(item.shown)
                # What the person did by their own hand says more than what they may have done by another's.
                if not account.borrowed or item.key not in found:
                    found[item.key] = item
        return confirmed(server, person, self.name, list(found.values()))

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return what is left to a person, and what is unknown because the log does not go back far enough."""
        told = open_advice(items) or gap_advice(server, person) or confirmed_advice(items)
        if told is not None and any(item.open and not item.shown.get("advice") for item in items):
            # What can be closed and is not weighs more than what is left to a person.
            return Advice(told.text, True, "open")
        return told


def logs(server: Server, person: Person) -> list[tuple[Account, Log]]:
    """Return the logs of the user and their bots. Raises MattermostError."""
    found = [(person.own_account(), audit_log.of(server, person.user))]
    for account in person.bot_accounts(server):
        user = {"id": account.id, "username": account.name, "create_at": person.made_at(account)}
        found.append((account, audit_log.of(server, user)))
    return found


def borrowed_logs(server: Server, person: Person) -> list[tuple[Account, Log]]:
    """Return the accounts of others that the person could use, with their logs meanwhile. Raises MattermostError."""
    mine = {account.id for account in person.accounts(server)}
    return borrowed.accounts(server, [log for _account, log in logs(server, person)], mine, users)


def administered(server: Server, person: Person) -> bool:
    """Return whether the user is or ever was known to be an administrator. Raises MattermostError.

    The role shows it, or what they did, or what the calling account did about their roles.
    """
    if remember_role(server, person):
        return True
    known = any(log.administered for _account, log in logs(server, person))
    known = known or _for_others(server, person) or _demoted_by_caller(server, person)
    if known:
        server.noted.add(_known_as(person))
    return known


def remember_role(server: Server, person: Person) -> bool:
    """Say whether the person or a bot of theirs has or had the role of an administrator in this run.

    The role may be taken away before the run is over.
    """
    if _known_as(person) not in server.noted:
        if not any(acts_on_others(user) for user in (person.user, *person.bot_users(server).values())):
            return False
        server.noted.add(_known_as(person))
    return True


def _known_as(person: Person) -> str:
    return "administrator %s" % person.id


def _for_others(server: Server, person: Person) -> bool:
    """Return whether the user created a token for another account that is not a bot."""
    mine = {account.id for account in person.accounts(server)}
    rows = [row for _account, log in logs(server, person) for row in log.of("/users/{id}/tokens") if row.named]
    others = {row.subject for row in rows if row.subject and row.subject not in mine}
    return any(not user.get("is_bot") for user in users(server, others).values())


def _demoted_by_caller(server: Server, person: Person) -> bool:
    """Say whether the calling account took the role of an administrator from the person.

    The log tells which roles somebody got and not which they had. So a note is left before such a role is taken. Where
    somebody used the calling account without this collection, it may still show who granted the role.
    """
    left = left_at(server, person)
    if left is None or person.id == server.caller.user["id"]:
        return False
    log = audit_log.of(server, server.caller.user, left - audit_log.DAY)
    changed = log.about(person.id, "/users/{id}/roles")
    if any(acts_on_others({"roles": " ".join(row.roles)}) for row in changed if row.stage == DONE):
        return True
    return bool(changed) and notes.noted_at(server, administrator_note(person.user)) > 0


def left_at(server: Server, person: Person) -> int | None:
    """Return when the account was deactivated (milliseconds since the epoch), None if it is active."""
    return milliseconds(person.user.get("delete_at")) or None


def users(server: Server, ids: Iterable[str | None]) -> dict[str, dict[str, Any]]:
    """Return users of the API by id, each requested once, without deleted ones. Raises MattermostError."""
    known: dict[str, dict[str, Any]] = server.once("users by id", dict)
    unknown = sorted({user_id for user_id in ids if user_id} - set(known))
    for start in range(0, len(unknown), user_lookup.BATCH):
        batch = unknown[start : start + user_lookup.BATCH]
        rows = server.client.read("/users/ids", batch, "look up users", user_lookup.NEEDS)
        rows = rows if isinstance(rows, list) else []
        known.update({row["id"]: row for row in rows if isinstance(row, dict) and usable_id(row)})
    return {user_id: server.assumed.get(user_id, known[user_id]) for user_id in ids if user_id in known}


def reference(person: Person, *parts: Any) -> str:
    """Return a short, stable reference for an item."""
    text = " ".join(str(part) for part in (person.id, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def confirmed(server: Server, person: Person, name: str, items: list[Item]) -> list[Item]:
    """Add references to the items, and close those that a person confirmed."""
    for item in items:
        # If the user leaves a second time, earlier confirmations do not count.
        ref = reference(person, name, item.key, item.row.get("until") or "")
        item.shown = dict(item.shown, reference=ref, confirmed=item.open and ref in server.confirmed)
        item.open = item.open and ref not in server.confirmed
    return items


def open_advice(items: list[Item]) -> Advice | None:
    """Return what to do about the open items, None if there is nothing to do."""
    texts = [item.shown["advice"] for item in items if item.open and item.shown.get("advice")]
    if not texts:
        return None
    rest = "" if len(texts) <= 3 else " And %d more." % (len(texts) - 3)
    return Advice(" ".join(texts[:3]) + rest, True)


def gap_advice(server: Server, person: Person) -> Advice | None:
    """Return what is unknown because a log does not go back to the creation of its account, None if all do."""
    for _account, log in logs(server, person):
        if log.gap:
            return Advice("Earlier actions cannot be known: %s." % log.gap, None, "unknown")
    return None


def confirmed_advice(items: list[Item]) -> Advice | None:
    """Return a sentence about items that a person confirmed, None if there are none."""
    count = sum(1 for item in items if item.shown.get("confirmed"))
    return Advice("Confirmed as done: %d." % count, False, "closed") if count else None


def others_since(server: Server, person: Person, moment: int) -> list[tuple[str, Log]]:
    """Return the ids and logs of the calling account and all active system admins, back to a moment.

    These accounts correct what a former administrator changed, so that the user and their bots are not among them. Logs
    that cannot be read are omitted: what they would show stays open.
    """

    def admins() -> list[dict[str, Any]]:
        rows = server.client.pages("/users?role=system_admin&active=true", "list the system admins")
        rows = (row for row in rows if usable_id(row) and not row.get("delete_at"))
        found = {row["id"]: row for row in rows if row["id"] not in server.assumed}
        return list({server.caller.user["id"]: server.caller.user, **found}.values())

    found = []
    mine = {account.id for account in person.accounts(server)}
    for user in server.once("active system admins", admins):
        try:
            if user["id"] not in mine:
                found.append((user["id"], audit_log.of(server, user, moment)))
        except MattermostError as error:
            if error.fatal:
                raise
    return found
