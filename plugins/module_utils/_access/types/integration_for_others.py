# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks and slash commands that the user created in the name of others, or redirected.

The log shows when but not which: it is the one that was created during the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import LoggedAccessType, users
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.incoming_webhook import (
    IncomingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.outgoing_webhook import (
    OutgoingWebhook,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import ATTEMPT, DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

    Window = tuple[int, int]

# The singular, the type of access, the path that creates one and the path that changes one.
_KINDS: tuple[tuple[str, ListedAccessType, str, str | None], ...] = (
    # Changing an incoming webhook gives nothing new to whoever can already read its address: see known_secret.
    ("incoming webhook", IncomingWebhook(), "/hooks/incoming", None),
    ("outgoing webhook", OutgoingWebhook(), "/hooks/outgoing", "/hooks/outgoing/{id}"),
    ("slash command", SlashCommand(), "/commands", "/commands/{id}"),
)

# The maximum duration of a request, and the maximum jump of the server's clock during it, in milliseconds.
_LONGEST, _JUMP = 60_000, 100
# For servers whose log does not show when a request was received.
_USUAL = 2_000

_ASK = (
    "Ask {owner} whether they created the {what} {name} on {at}, and delete it if not: {person} created one at that"
    " moment."
)
_CHECK = "Check that the {what} {name} of {owner} still has the right destination: {person} {did} on {at}."


class IntegrationForOthers(LoggedAccessType):
    """The webhooks and slash commands of others that the user and their bots created or changed."""

    name = "integration_for_others"
    title = "Webhooks and commands made for others"
    closable = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for logs, webhooks and commands."""
        kinds = [needed for _what, kind, _make, _change in _KINDS for needed in kind.needs(server, user)]
        return tuple(user_lookup.unique([*super().needs(server, user), *kinds]))

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return what the user created in the name of others, and what of others they were the last to change."""
        found: list[Item] = []
        off: ApiError | None = None
        for what, kind, make, change in _KINDS:
            made = _windows(log, make)
            changed = [row for row in log.of(change) if row.stage == DONE] if change else []
            if not made and not changed:
                continue
            try:
                listed = _rows(server, kind)
            except ApiError as error:
                if error.status != 501:
                    raise
                off = error
                continue
            mine = {one.id for one in person.accounts(server)}
            found += _made(server, account.actor(person.name), mine, (what, kind, make), made, listed)
            others = {row["id"]: row for row in listed if row[kind.owner_field] not in mine}
            for item_id in dict.fromkeys(entry.subject for entry in changed if entry.subject in others):
                entries = [entry for entry in changed if entry.subject == item_id]
                found += _changed_by(server, account.actor(person.name), (what, kind), others[item_id], entries)
        if off is not None and not found:
            raise off
        # What is certain to be theirs is deleted, however often they changed it.
        found.sort(key=lambda item: item.row["certain"])
        return list({(item.key, item.row["kind"]): item for item in found}.values())

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return those that only the user can have created. The owners must confirm the others."""
        return [item for item in super().to_close(items, choices) if item.row["certain"]]

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Delete it in the same way as the user's own."""
        kind: ListedAccessType = item.row["kind"]
        # Deleted even if the user's own are kept, since it never was the colleague's.
        kind.close_item(server, person, item, {})


def _rows(server: Server, kind: ListedAccessType) -> list[dict[str, Any]]:
    by_owner = server.owned(kind.name, lambda: kind.rows(server), kind.owner_field)
    rows = [row for owned in by_owner.values() for row in owned if not row.get("delete_at")]
    return with_ids(rows, "list the %s" % kind.plural, server.client.url)


def _windows(log: Log, action: str) -> list[Window]:
    """Return the start and end of each request that created something, oldest first."""
    begun: list[int] = []
    windows = []
    # The server lists entries of the same millisecond in any order.
    for row in sorted(log.of(action), key=lambda row: (row.at, row.stage != ATTEMPT)):
        if row.stage == ATTEMPT:
            begun.append(row.at)
        elif row.stage == DONE:
            begun = [at for at in begun if at >= row.at - _LONGEST]
            windows.append((begun.pop(0) if begun else row.at - _USUAL, row.at))
    return windows


def _made(
    server: Server,
    actor: str,
    mine: set[str],
    kind_of: tuple[str, ListedAccessType, str],
    windows: list[Window],
    listed: list[dict[str, Any]],
) -> list[Item]:
    what, kind, make = kind_of
    found = []
    for window in windows:
        rows, exact = _within(listed, window)
        for row in rows:
            if row[kind.owner_field] in mine:
                continue
            owner = users(server, [row[kind.owner_field]]).get(row[kind.owner_field])
            owners_own = _owner_made_it(server, owner, make, row)
            if owners_own and not exact:
                continue
            item = _item(server, what, kind, row)
            item.shown["made_at"] = iso(row.get("create_at"))
            item.row["certain"] = exact and len(rows) == 1 and owners_own is False
            if not item.row["certain"]:
                item.shown["advice"] = _ASK.format(
                    owner=item.shown["username"],
                    what=what,
                    name=_label(item),
                    at=item.shown["made_at"],
                    person=actor,
                )
            found.append(item)
    return found


def _within(listed: list[dict[str, Any]], window: Window) -> tuple[list[dict[str, Any]], bool]:
    """Return what was created during a request, and whether the times match exactly."""

    def made(slack: int) -> list[dict[str, Any]]:
        begun, done = window
        return [row for row in listed if begun - slack <= milliseconds(row.get("create_at")) <= done + slack]

    rows = made(0)
    # The server's clock may have jumped in the meantime.
    return (rows, True) if rows else (made(_JUMP), False)


def _owner_made_it(server: Server, owner: dict[str, Any] | None, make: str, row: dict[str, Any]) -> bool | None:
    """Return whether the owner's log shows that the owner created one at that time, None if unknown."""
    made = milliseconds(row.get("create_at"))
    if owner is None:
        return None
    try:
        log = audit_log.of(server, owner, made - audit_log.DAY)
    except MattermostError as error:
        if error.fatal:
            raise
        return None
    if log.since > made:
        return None
    return any(begun <= made <= done for begun, done in _windows(log, make))


def _changed_by(
    server: Server, actor: str, kind_of: tuple[str, ListedAccessType], row: dict[str, Any], entries: list[Row]
) -> list[Item]:
    """Return what entries about a webhook or command of others, newest first, mean for where it sends to.

    Reading leaves the same entry, so that one counts if the last change was at that time. Where the last change came
    later, such as a new token, it may hide an earlier one.
    """
    what, kind = kind_of
    updated = milliseconds(row.get("update_at"))
    if updated <= milliseconds(row.get("create_at")):
        return []
    last = [entry for entry in entries if entry.at - _USUAL <= updated <= entry.at + _JUMP]
    entry = next((entry for entry in entries if entry in last or entry.at < updated), None)
    if entry is None:
        return []
    item = _item(server, what, kind, row)
    item.shown["changed_at"] = iso(entry.at)
    item.shown["advice"] = _CHECK.format(
        what=what,
        name=_label(item),
        owner=item.shown["username"],
        person=actor,
        did="changed it" if last else "opened or changed it",
        at=item.shown["changed_at"],
    )
    # A later change needs a new confirmation.
    item.row.update(certain=False, until=entry.at)
    return [item]


def _label(item: Item) -> str:
    """Return the name of a webhook or command, to be shown together with its owner."""
    return str(item.shown.get("trigger") or item.shown.get("name") or item.shown["id"])


def _item(server: Server, what: str, kind: ListedAccessType, row: dict[str, Any]) -> Item:
    item = kind.item(row)
    owner = users(server, [row[kind.owner_field]]).get(row[kind.owner_field]) or {"id": row[kind.owner_field]}
    item.shown = dict(item.shown, what=what, username=user_lookup.name(owner))
    item.row = dict(item.row, kind=kind)
    return item
