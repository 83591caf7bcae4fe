# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All that the server knows, in memory: tables of rows as they go over the wire, and indexes into them."""

from __future__ import annotations

from typing import Any, Dict

from .audits import Audits
from .built_in_roles import BUILT_IN_ROLES
from .clock import millis
from .ids import new_id
from .replica import Replica

Row = Dict[str, Any]


class Database:
    """The tables. Everything that changes a user or a session goes through here, for the replica's sake."""

    def __init__(self) -> None:
        self.users: dict[str, Row] = {}
        self.hidden: dict[str, dict[str, Any]] = {}  # of a user: what never goes over the wire
        self.sessions: dict[str, Row] = {}
        self.access_tokens: dict[str, Row] = {}
        self.bots: dict[str, Row] = {}
        self.teams: dict[str, Row] = {}
        self.team_members: dict[tuple[str, str], Row] = {}
        self.channels: dict[str, Row] = {}
        self.channel_members: dict[tuple[str, str], Row] = {}
        self.posts: dict[str, Row] = {}
        self.pending_posts: dict[str, tuple[int, str]] = {}  # by what a client calls its post: (until when, post id)
        self.incoming_webhooks: dict[str, Row] = {}
        self.outgoing_webhooks: dict[str, Row] = {}
        self.commands: dict[str, Row] = {}
        self.oauth_apps: dict[str, Row] = {}
        self.authorisation_codes: dict[str, Row] = {}
        self.access_data: dict[str, Row] = {}  # by token: what ties an OAuth session to its app
        self.preferences: dict[tuple[str, str, str], str] = {}  # (user id, category, name): value
        self.invitations: dict[str, Row] = {}  # by token: what was sent by e-mail to let somebody in
        self.remote_clusters: dict[str, Row] = {}
        self.audits = Audits()
        self.roles: dict[str, Row] = {}
        self.tokens: dict[str, Row] = {}  # access tokens by their secret
        self.session_tokens: dict[str, Row] = {}
        self.session_cache: dict[str, tuple[int, Row]] = {}  # by token: (until when, row)
        self._sessions_of: dict[str, dict[str, Row]] = {}
        self._usernames: dict[str, Row] = {}
        self._emails: dict[str, Row] = {}
        self._by_username: list[Row] | None = None
        self.replica = Replica(self)
        for name, (display_name, scheme_managed, permissions) in BUILT_IN_ROLES.items():
            self.add_role(name, permissions.split(), display_name, scheme_managed, built_in=True)

    # users

    def add_user(self, row: Row, **hidden: Any) -> Row:
        """Insert one user."""
        self.replica.before_user(row["id"])
        self.users[row["id"]] = row
        self.hidden[row["id"]] = hidden
        self._usernames[row["username"]] = row
        self._emails[str(row["email"]).lower()] = row
        self._by_username = None
        return row

    def change_user(self, row: Row, **fields: Any) -> None:
        """Set fields of one user; update_at moves unless it is among them."""
        self.replica.before_user(row["id"])
        self._usernames.pop(row["username"], None)
        self._emails.pop(str(row["email"]).lower(), None)
        if "username" in fields:
            self._by_username = None
        row.update({"update_at": millis(), **fields})
        self._usernames[row["username"]] = row
        self._emails[str(row["email"]).lower()] = row

    def drop_user(self, user_id: str) -> None:
        """Remove a user's row, with their sessions, preferences and log; all else that was theirs stays."""
        row = self.users.get(user_id)
        if row is None:
            return
        for session in self.sessions_of(user_id):
            self.drop_session(session)
        self.forget_cached_sessions(user_id)
        for key in [key for key in self.preferences if key[0] == user_id]:
            del self.preferences[key]
        self.audits.forget(user_id)
        self.replica.before_user(user_id)
        del self.users[user_id]
        self._usernames.pop(row["username"], None)
        self._emails.pop(str(row["email"]).lower(), None)
        self._by_username = None

    def user_by_username(self, username: str) -> Row | None:
        """Find one user by the exact user name."""
        return self._usernames.get(username)

    def user_by_email(self, email: str) -> Row | None:
        """Find one user by e-mail address, in any case."""
        return self._emails.get(email.lower())

    def users_by_username(self) -> list[Row]:
        """All users in the order of their names, as lists show them."""
        if self._by_username is None:
            self._by_username = sorted(self.users.values(), key=lambda row: str(row["username"]))
        return self._by_username

    # sessions

    def add_session(self, row: Row) -> Row:
        """Insert one session."""
        self.replica.before_sessions(row["user_id"])
        self.sessions[row["id"]] = row
        self.session_tokens[row["token"]] = row
        self._sessions_of.setdefault(row["user_id"], {})[row["id"]] = row
        return row

    def drop_session(self, row: Row) -> None:
        """Remove the row of a session; a cache may still know it."""
        self.replica.before_sessions(row["user_id"])
        self.sessions.pop(row["id"], None)
        self.session_tokens.pop(row["token"], None)
        self._sessions_of.get(row["user_id"], {}).pop(row["id"], None)

    def change_session(self, row: Row, **fields: Any) -> None:
        """Set fields of one session."""
        self.replica.before_sessions(row["user_id"])
        row.update(fields)

    def sessions_of(self, user_id: str) -> list[Row]:
        """The sessions of one user, as they are now."""
        return list(self._sessions_of.get(user_id, {}).values())

    def session(self, id_or_token: str) -> Row | None:
        """Find a session. The query of a real server matches the id or the token, and so does this."""
        return self.sessions.get(id_or_token) or self.session_tokens.get(id_or_token)

    def forget_cached_sessions(self, user_id: str) -> None:
        """Flush one user out of the cache of sessions."""
        stale = [token for token, (_until, row) in self.session_cache.items() if row["user_id"] == user_id]
        for token in stale:
            del self.session_cache[token]

    # the rest

    def add_role(
        self,
        name: str,
        permissions: list[str],
        display_name: str = "",
        scheme_managed: bool = False,
        built_in: bool = False,
    ) -> Row:
        """Insert or replace a role."""
        now = millis()
        self.roles[name] = {
            "id": new_id(),
            "name": name,
            "display_name": display_name or name,
            "description": display_name.replace(".name", ".description"),
            "create_at": now,
            "update_at": now,
            "delete_at": 0,
            "permissions": list(permissions),
            "scheme_managed": scheme_managed,
            "built_in": built_in,
        }
        return self.roles[name]

    def teams_of(self, user_id: str) -> list[Row]:
        """The memberships of one user that have not ended."""
        members = self.team_members
        return (
            [row for row in members.values() if row["user_id"] == user_id and not row["delete_at"]] if members else []
        )
