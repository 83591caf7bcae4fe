# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of slash commands and outgoing webhooks: regenerates one, and proves that one is new."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The maximum delay between a change and its entry in the log, in milliseconds.
_SLACK = 60 * 1000


class _Renewed:
    """A token that this run generated: when, and the hash of the old one. The token itself is not kept."""

    def __init__(self, at: int, old: str) -> None:
        self.at = at
        self.old = old


def renewed(server: Server, person: Person, row: dict[str, Any], path: str) -> bool | None:
    """Return whether a command or webhook got a new token since its creator left, None if unknown.

    `path` is its API path, such as /commands/{id}. The server reports only when it was last changed, in any way. The
    proof is what this run did itself, or the log of the calling account.

    Raises MattermostError.
    """
    left, changed = milliseconds(person.user.get("delete_at")), milliseconds(row.get("update_at"))
    if not 0 < left < changed:
        return False
    since = _last_look(server, person, row, left)
    if not 0 < since < changed:
        return False
    seen = server.seen.get(_key(row))
    if seen is not None and seen.at > since and _digest(row) != seen.old:
        return True
    # The last change is most likely the wanted one, and logs are read back only as far as necessary.
    for back_to in (max(since, changed - _SLACK), since):
        rows = audit_log.of(server, server.caller.user, back_to).of(path.replace(row["id"], "{id}") + "/regen_token")
        if any(entry.subject == row["id"] and entry.stage == DONE and entry.at > since for entry in rows):
            return True
    log = audit_log.of(server, server.caller.user)
    return False if log.gap is None or log.since <= since else None


def renew(server: Server, row: dict[str, Any], method: str, path: str, action: str, needs: str) -> str:
    """Give a command or webhook a new token and return it. `action` completes "Failed to ...".

    Safe to repeat: its creator does not know a second new token either. The token is read afterwards, so that it is the
    current one even if the request was sent several times. Raises MattermostError.
    """
    answer = server.client.change(method, path + "/regen_token", None, action, needs)
    new = answer if isinstance(answer, dict) else {}
    # The new token is in effect and must be delivered, even if reading it back fails.
    with contextlib.suppress(MattermostError):
        read = server.client.get(path, action, needs)
        new = read if isinstance(read, dict) and read.get("token") else new
    if not isinstance(new.get("token"), str) or not new["token"] or _digest(new) == _digest(row):
        raise UnexpectedShape(action=action, url=server.client.url, expected="a new token")
    server.seen[_key(row)] = _Renewed(milliseconds(new.get("update_at")), _digest(row))
    token: str = new["token"]
    return token


def _last_look(server: Server, person: Person, row: dict[str, Any], left: int) -> int:
    """Return since when the leaver cannot read a token any more, 0 if they still can.

    The owner of a bot can read what it created as long as the bot is enabled and has credentials.
    """
    maker = row.get("creator_id")
    if maker == person.id:
        return left
    bot = next((bot for bot in person.bots(server) if bot["user_id"] == maker), None)
    disabled = milliseconds(bot.get("delete_at")) if bot else 0
    if disabled:
        return max(left, disabled)
    account = Account(str(maker), one_line(bot.get("username"), 80) if bot else str(maker))
    if user_access_token.of_account(server, account) or sessions.rows(server.client, account.user):
        return 0
    return left


def _key(row: dict[str, Any]) -> str:
    return "new token of %s" % row["id"]


def _digest(row: dict[str, Any]) -> str:
    return hashlib.sha256(str(row.get("token")).encode()).hexdigest()
