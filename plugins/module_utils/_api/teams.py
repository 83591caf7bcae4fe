# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The teams of a server, their current and former members, and the settings that let outsiders join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import team_list, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id, with_ids
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The permissions for listing all teams, including private ones.
LIST_NEEDS = ("list_public_teams", "list_private_teams")
MEMBERSHIPS_NEED = "edit_other_users or read_other_users_teams"


def all_teams(server: Server) -> dict[str, dict[str, Any]]:
    """Return the raw teams by id, including archived ones, requested once for all users. Raises MattermostError."""

    def fetch() -> dict[str, dict[str, Any]]:
        rows = with_ids(team_list.all_teams(server.client), "list the teams", server.client.url)
        return {row["id"]: row for row in rows}

    teams: dict[str, dict[str, Any]] = server.once("teams", fetch)
    return teams


def memberships(server: Server, user: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the raw memberships of a user of the API in teams, including ended ones (with `delete_at`).

    Requested once for each user until `server.forget`. Raises MattermostError.
    """
    known: dict[str, list[dict[str, Any]]] = server.once("memberships", dict)
    if user["id"] not in known:
        action = "list the teams of %s" % user_lookup.name(user)
        answer = server.client.get("/users/%s/teams/members" % user["id"], action, "edit_other_users")
        if answer is not None and not isinstance(answer, list):
            raise UnexpectedShape(action=action, url=server.client.url, expected="a list")
        known[user["id"]] = [row for row in answer or () if isinstance(row, dict) and usable_id(row, "team_id")]
    return known[user["id"]]


def permissions_of(server: Server, roles: Iterable[str]) -> frozenset[str]:
    """Return the combined permissions of the roles with these names, requested once. Raises MattermostError."""
    names = sorted(set(roles))
    if not names:
        return frozenset()

    def fetch() -> frozenset[str]:
        rows = server.client.read("/roles/names", names, "read what the roles %s allow" % " ".join(names))
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        lists = [row["permissions"] for row in rows if isinstance(row.get("permissions"), list)]
        return frozenset(name for found in lists for name in found if isinstance(name, str))

    allowed: frozenset[str] = server.once("roles " + " ".join(names), fetch)
    return allowed


def permissions_by_roles_of(server: Server, holder: dict[str, Any]) -> frozenset[str]:
    """Return the combined permissions of the roles of a user, or of a member of a team. Raises MattermostError."""
    return permissions_of(server, str(holder.get("roles") or "").split())


def setting(server: Server, name: str) -> bool:
    """Return a setting that is visible to clients, such as EnableUserCreation. Raises MattermostError."""

    def fetch() -> dict[str, Any]:
        action = "read the settings that the server tells its clients"
        answer = server.client.get("/config/client?format=old", action)
        if not isinstance(answer, dict):
            raise UnexpectedShape(action=action, url=server.client.url, expected="an object")
        return answer

    settings: dict[str, Any] = server.once("client settings", fetch)
    return settings.get(name) == "true"


def sign_up_domains(server: Server) -> str:
    """Return the e-mail domains to which the server restricts new accounts, "" for any. Raises MattermostError."""

    def fetch() -> str:
        answer = server.client.get("/config", "read the settings of the server", "manage_system")
        settings = answer.get("TeamSettings") if isinstance(answer, dict) else None
        domains = settings.get("RestrictCreationToDomains") if isinstance(settings, dict) else None
        return domains.strip() if isinstance(domains, str) else ""

    domains: str = server.once("sign-up domains", fetch)
    return domains
