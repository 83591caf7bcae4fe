# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stale access tokens of the whole server, as a type of access."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item, one_by_one, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import user_access_token
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError, worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    USER_ACCESS_TOKEN_GONE,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import StillThere
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale import token_age
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.criteria import Criteria, TokenUse
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.ownership import Ownership

# Listing the tokens of the whole server requires the first one.
NEEDS = ("manage_system", "read_user_access_token", "revoke_user_access_token", "edit_other_users")
DISABLE = "disable"


def tokens_by_account(server: Server) -> dict[Any, list[dict[str, Any]]]:
    """Return the raw tokens of the whole server by the id of their account. Raises MattermostError."""

    def fetch() -> Iterable[dict[str, Any]]:
        return server.client.pages("/users/tokens", "list the access tokens of the server", "manage_system")

    return server.owned("user access tokens of the server", fetch, "user_id")


class StaleTokens:
    """The use of the tokens of each account: requested once, and kept until the end of the run."""

    def __init__(self, criteria: Criteria, ownership: Ownership) -> None:
        self.criteria = criteria
        self.ownership = ownership
        self._lock = threading.Lock()
        self._uses: dict[str, dict[str, TokenUse]] = {}

    def of_account(self, server: Server, account: Account) -> dict[str, TokenUse]:
        """Return the use of the tokens of an account, by the id of the token. Raises MattermostError."""
        with self._lock:
            known = self._uses.get(account.id)
        if known is None:
            known = self._ask(server, account)
            with self._lock:
                self._uses[account.id] = known
        return known

    def _ask(self, server: Server, account: Account) -> dict[str, TokenUse]:
        user = self.ownership.users.get(account.id, {})
        made = milliseconds(user.get("create_at"))
        found = {row["id"]: TokenUse(account_made=made) for row in _rows(server, account)}
        if not user.get("delete_at"):  # the sessions of a deactivated account have ended and do not show earlier use
            self._see_sessions(server, account, found)
        now = server.client.clock.now()
        if self.ownership.why(account.id) is None:
            in_doubt = {token_id for token_id, use in found.items() if self.criteria.age_is_open(use, now)}
            if in_doubt:
                for token_id, at in token_age.made_at(server, self.ownership, account.id, in_doubt).items():
                    found[token_id].made = at
        return found

    @staticmethod
    def _see_sessions(server: Server, account: Account, found: dict[str, TokenUse]) -> None:
        for row in sessions.rows(server.client, {"id": account.id, "username": account.name}):
            props = row.get("props")
            use = found.get(str(props.get("user_access_token_id"))) if isinstance(props, dict) else None
            if use is not None:
                begun = milliseconds(row.get("create_at"))
                use.first = min(use.first or begun, begun)
                use.last = max(use.last, begun, milliseconds(row.get("last_activity_at")))


class StaleToken(AccessType):
    """The stale tokens of an account and of its bots, and those that may be stale."""

    def __init__(self, access_type: AccessType, tokens: StaleTokens) -> None:
        self.name = access_type.name
        self.title = access_type.title
        self._of_bots = access_type.name == BotToken.name
        self._tokens = tokens

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for listing and revoking."""
        return NEEDS

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the tokens. Disabled ones give no access and are not listed."""
        found = []
        for account in person.accounts(server):
            rows = [row for row in _rows(server, account) if row.get("is_active") is not False]
            if rows and self._tokens.ownership.is_bot(account.id) == self._of_bots:
                uses = self._tokens.of_account(server, account)
                found += [self._item(server, account, row, uses.get(row["id"])) for row in rows]
        return [item for item in found if item.row["stale"] is not False]

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the stale tokens, and if requested those that may be stale."""
        return [item for item in items if item.row["stale"] or choices.get("include_unknown")]

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Revoke or disable the tokens, and verify that they no longer work."""
        accounts = {account.id: account for account in person.accounts(server)}
        done: list[Item] = []
        failure = None
        for account_id in dict.fromkeys(item.account_id for item in items):
            account = accounts[account_id]
            own = [item for item in items if item.account_id == account_id]
            end = _disable if choices.get("tokens") == DISABLE else _revoke
            ended, error = end(server, account, own)
            done += ended
            failure = worse(failure, error)
            if error is not None and error.fatal:
                break
        return done, failure

    def _item(self, server: Server, account: Account, row: dict[str, Any], use: TokenUse | None) -> Item:
        now = server.client.clock.now()
        use = use or TokenUse(made=now)  # it was created during the run
        verdict = self._tokens.criteria.judge(use, now, self._tokens.ownership.why(account.id))
        shown = {
            "id": one_line(row["id"], 26),
            "description": one_line(row.get("description")),
            **use.as_dict(),
            "reasons": list(verdict.told),
            "reason": " ".join(verdict.told.values()),
        }
        if milliseconds(row.get("expires_at")):
            shown["expires_at"] = iso(row["expires_at"])
        return account.owns(Item(row["id"], True, shown, {"stale": verdict.stale}))


def _rows(server: Server, account: Account) -> list[dict[str, Any]]:
    rows = tokens_by_account(server).get(account.id, [])
    return with_ids(rows, "list the tokens of %s" % account.name, server.client.url)


def _revoke(server: Server, account: Account, items: list[Item]) -> Closed:
    def look_again() -> list[Item]:
        return user_access_token.of_account(server, account)

    return user_access_token.revoke(server, items, account.name, look_again)


def _disable(server: Server, account: Account, items: list[Item]) -> Closed:
    """Disable tokens, which an administrator can enable again. Safe to repeat: it sets a state."""

    def end(item: Item) -> None:
        action = "disable the token %s of %s" % (item.shown["id"], account.name)
        body = {"token_id": item.key}
        needs = "revoke_user_access_token and edit_other_users"
        unless_gone(
            lambda: server.client.change("POST", "/users/tokens/disable", body, action, needs), USER_ACCESS_TOKEN_GONE
        )

    done, error = one_by_one(items, end)
    try:
        working = {item.key for item in user_access_token.of_account(server, account) if item.open} if done else set()
    except MattermostError as unseen:
        unseen.unknown = True  # the server accepted the request, but the effect is unverified
        return done, worse(error, unseen)
    done = [item for item in done if item.key not in working]
    if error is None and len(done) < len(items):
        action, count = "disable the tokens of %s" % account.name, "%d are" % (len(items) - len(done))
        error = StillThere(action=action, url=server.client.url, count=count)
    return done, error
