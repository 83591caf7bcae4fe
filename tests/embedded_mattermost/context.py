# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request on its way through the server: who asks, for what, and what they may."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .errors import AppError, invalid_url_param, missing_account, no_permission
from .ids import is_valid_id

if TYPE_CHECKING:
    from .database import Database, Row
    from .server import Server
    from .settings import Settings

MAX_PER_PAGE = 200
DEFAULT_PER_PAGE = 60


class Context:
    """What a handler is given."""

    def __init__(self, server: Server, request: web.Request, body: bytes) -> None:
        self.server = server
        self.request = request
        self.raw_body = body
        self.session: Row | None = None
        self.headers: list[tuple[str, str]] = []  # to be added to the answer
        self.cookies: list[str] = []

    @property
    def db(self) -> Database:
        """The tables."""
        return self.server.db

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.server.settings

    # what came

    def part(self, name: str) -> str:
        """A named part of the address."""
        return self.request.match_info[name]

    def id_part(self, name: str) -> str:
        """A named part of the address that has to be an id."""
        value = self.part(name)
        if name == "user_id" and value == "me":
            value = self.caller_id
        if not is_valid_id(value):
            raise invalid_url_param(name)
        return value

    def query(self, name: str) -> str:
        """A parameter of the query, or nothing."""
        return self.request.query.get(name, "")

    def flag(self, name: str) -> bool:
        """A yes or no of the query."""
        return self.query(name) in ("1", "t", "T", "TRUE", "true", "True")

    def offset_and_limit(self) -> tuple[int, int]:
        """Where the page that was asked for begins, and how long it may be."""
        size = min(self._number("per_page", DEFAULT_PER_PAGE), MAX_PER_PAGE)
        return self._number("page", 0) * size, size

    def page(self, rows: list[Any]) -> list[Any]:
        """Cut a list to the page that was asked for."""
        offset, limit = self.offset_and_limit()
        return rows[offset : offset + limit]

    def page_sorted_by(self, rows: list[Row], field: str) -> list[Row]:
        """Cut a list to a page after sorting it by one field alone.

        Rows that share the field have another order among themselves for each page, as from a database that is told
        no more than the field: pages overlap, and what is on no page is missed.
        """
        offset, limit = self.offset_and_limit()

        def place(row: Row) -> tuple[Any, int]:
            return row[field], zlib.crc32(("%s %d %d" % (row["id"], offset, limit)).encode())

        return sorted(rows, key=place)[offset : offset + limit]

    def _number(self, name: str, default: int) -> int:
        try:
            value = int(self.query(name))
        except ValueError:
            return default
        return value if value >= 0 else default

    def json(self) -> Any:
        """The body, or None where it is not JSON."""
        try:
            return json.loads(self.raw_body)
        except ValueError:
            return None

    def json_object(self) -> dict[str, Any]:
        """The body as an object; an empty one where it is none."""
        body = self.json()
        return body if isinstance(body, dict) else {}

    def json_strings(self) -> dict[str, str]:
        """The body as an object of strings; one value of another kind and all of it counts for nothing."""
        body = self.json_object()
        return body if all(isinstance(value, str) for value in body.values()) else {}

    def json_list(self) -> list[str]:
        """The body as a list of strings."""
        body = self.json()
        return body if isinstance(body, list) and all(isinstance(item, str) for item in body) else []

    # who asks

    @property
    def caller_id(self) -> str:
        """The id of the user who asks."""
        return str(self.session["user_id"]) if self.session else ""

    def can(self, permission: str) -> bool:
        """Whether the caller's roles on the whole system grant it."""
        return self.session is not None and self.server.grants(str(self.session["roles"]).split(), permission)

    def can_in_team(self, team_id: str, permission: str) -> bool:
        """Whether the caller's roles in a team or on the system grant it."""
        member = self.db.team_members.get((team_id, self.caller_id))
        if member and not member["delete_at"] and self.server.grants(member["roles"].split(), permission):
            return True
        return bool(team_id) and self.can(permission)

    def can_in_channel(self, channel_id: str, permission: str) -> bool:
        """Whether the caller's roles in a channel, its team or on the system grant it."""
        member = self.db.channel_members.get((channel_id, self.caller_id))
        if member and self.server.grants(member["roles"].split(), permission):
            return True
        channel = self.db.channels.get(channel_id)
        return channel is not None and (self.can_in_team(channel["team_id"], permission) or self.can(permission))

    @property
    def is_admin(self) -> bool:
        """Whether the caller is a system admin."""
        return self.can("manage_system")

    def require(self, permission: str) -> None:
        """Refuse a caller without a permission on the system."""
        if not self.can(permission):
            raise no_permission()

    def require_in_team(self, team_id: str, permission: str) -> None:
        """Refuse a caller without a permission in a team."""
        if not self.can_in_team(team_id, permission):
            raise no_permission()

    def may_edit(self, user_id: str) -> bool:
        """Whether the caller may act for a user: themselves, or others, but a system admin only for a system admin."""
        if user_id == self.caller_id or self.is_admin:
            return True
        target = self.db.users.get(user_id)
        return self.can("edit_other_users") and not (target and "system_admin" in str(target["roles"]).split())

    def require_edit(self, user_id: str) -> None:
        """Refuse a caller who may not act for a user."""
        if not self.may_edit(user_id):
            raise no_permission()

    # what is kept of it

    def audit(self, extra_info: str = "") -> None:
        """Write down a step of what the caller does."""
        self._audit(self.caller_id, extra_info)

    def audit_user(self, user_id: str, extra_info: str) -> None:
        """Write down a step for a user who may not be the caller; whoever the session belongs to is named."""
        self._audit(user_id, (extra_info + " session_user=" + self.caller_id) if self.session else extra_info)

    def _audit(self, user_id: str, extra_info: str) -> None:
        session_id = str(self.session["id"]) if self.session else ""
        self.db.audits.write(user_id, self.request.path, extra_info, str(self.request.remote), session_id)

    # what is there

    def user(self, user_id: str) -> Row:
        """A user, or the error that there is none."""
        row = self.db.users.get(user_id)
        if row is None:
            raise missing_account()
        return row

    def require_feature(self, feature: str, error_id: str) -> None:
        """Refuse where a feature is off."""
        if not self.settings.feature(feature):
            raise AppError(error_id, 501)


class Created:
    """An answer with status 201."""

    def __init__(self, body: Any) -> None:
        self.body = body


STATUS_OK = {"status": "OK"}
