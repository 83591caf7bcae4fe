# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything on the server that can be stale, listed once, with its owners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import bots_by_owner
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot import Bot
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.user_access_token import (
    UserAccessToken,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.verdict import (
    FAILED,
    FEATURE_OFF,
    NOT_ALLOWED,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.ownership import Ownership
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.stale_token import (
    NEEDS,
    StaleToken,
    StaleTokens,
    tokens_by_account,
)

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
    from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.criteria import Criteria

    Rows = dict[Any, list[dict[str, Any]]]

CHECKED = "checked"
TOKENS = (UserAccessToken.name, BotToken.name)


class Census:
    """The items of each type of access, by the id of their account.

    `coverage` states for each type whether it was checked: a type that could not be listed must not count as empty.
    """

    def __init__(self, server: Server, pool: WorkerPool, names: list[str]) -> None:
        self.ownership = Ownership(server)
        self.coverage: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, Rows] = {}
        self.failure: MattermostError | None = None
        for name in names:
            self._list(server, ACCESS_TYPES[name])
        self.ownership.resolve(server, pool, [key for key in self.owners() if isinstance(key, str)])

    def owners(self) -> list[Any]:
        """Return the ids of all owners, without duplicates."""
        return list(dict.fromkeys(owner for rows in self.rows.values() for owner in rows))

    def created_at(self, name: str) -> dict[str, str | None]:
        """Return when each item of a type of access was created, by its key, as far as the server reports it."""
        key = "user_id" if name == Bot.name else "id"
        return {str(row.get(key)): iso(row.get("create_at")) for rows in self.rows[name].values() for row in rows}

    def orphans(self) -> list[tuple[AccessType, str, dict[str, Any]]]:
        """Return (type of access, id of the account, row) of the items whose account was not found."""
        found = []
        for name, rows in self.rows.items():
            for owner in rows:
                if isinstance(owner, str) and ID.match(owner) and owner not in self.ownership.users:
                    found += [(ACCESS_TYPES[name], owner, row) for row in rows[owner] if not row.get("delete_at")]
        return found

    def _list(self, server: Server, access_type: AccessType) -> None:
        name = access_type.name
        needs = access_type.needs(server, {"id": "", "roles": ""})
        lacks = server.caller.lacks((*NEEDS, *needs) if name in TOKENS else needs)
        verdict, reason = CHECKED, None
        if lacks:
            verdict = NOT_ALLOWED
            reason = "Not checked: the calling account lacks %s." % " and ".join(dict.fromkeys(lacks))
        else:
            try:
                self.rows[name] = self._rows(server, access_type)
            except MattermostError as error:
                if error.fatal:
                    raise
                verdict, reason = _failed(error)
                self.failure = self.failure or (error if verdict == FAILED else None)
        if verdict == CHECKED and self.ownership.bots_unseen:
            verdict, reason = NOT_ALLOWED, "Not checked for bots: %s." % self.ownership.bots_unseen
        self.coverage[name] = {"title": access_type.title, "verdict": verdict, "reason": reason}

    def _rows(self, server: Server, access_type: AccessType) -> Rows:
        if access_type.name in TOKENS:
            of_bots = access_type.name == BotToken.name
            rows = tokens_by_account(server)
            return {owner: rows[owner] for owner in rows if self.ownership.is_bot(owner) == of_bots}
        if isinstance(access_type, ListedAccessType):
            listed = access_type
            return server.owned(listed.name, lambda: listed.rows(server), listed.owner_field)
        return bots_by_owner(server)


class Within:
    """Wraps a type of access: omits the items of excluded accounts, and adds the time of creation.

    Everything else is delegated to the wrapped type.
    """

    def __init__(self, access_type: AccessType, created: dict[str, str | None], spared: dict[str, str]) -> None:
        self._access_type = access_type
        self._created = created
        self._spared = spared

    def __getattr__(self, name: str) -> Any:
        return getattr(self._access_type, name)

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the items of the type, without those of excluded accounts."""
        found = []
        for item in self._access_type.find(server, person):
            if item.key in self._spared or item.shown.get("bot") in self._spared.values():
                continue
            if "created_at" not in item.shown:
                item.shown = dict(item.shown, created_at=self._created.get(item.key))
            found.append(item)
        return found


def access_types_of(
    census: Census, criteria: Criteria, spared: dict[str, str]
) -> tuple[list[AccessType], dict[str, AccessType]]:
    """Return all types of access that were listed, wrapped for this job, and those of tokens by name.

    `spared` contains the names of the excluded bots, by id.
    """
    tokens = StaleTokens(criteria, census.ownership)
    every: list[AccessType] = []
    of_tokens: dict[str, AccessType] = {}
    for name in census.rows:
        one: AccessType = ACCESS_TYPES[name]
        if name in TOKENS:
            one = StaleToken(one, tokens)
        every.append(cast("AccessType", Within(one, census.created_at(name), spared)))
        if name in TOKENS:
            of_tokens[name] = every[-1]
    return every, of_tokens


def _failed(error: MattermostError) -> tuple[str, str]:
    if isinstance(error, ApiError) and error.status == 501 and error.error_id:
        return FEATURE_OFF, error.hint or str(error)
    if isinstance(error, ApiError) and error.status == 403:
        return NOT_ALLOWED, "Not checked: %s" % error
    return FAILED, "Not checked: %s" % error
