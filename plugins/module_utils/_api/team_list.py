# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All teams of a server, including archived ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.pages import LENGTHS
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    NoSuchEndpoint,
)

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client

NEEDS = "list_public_teams and list_private_teams"


def all_teams(client: Client) -> list[dict[str, Any]]:
    """Return the raw teams. Raises MattermostError, UnstableList if they are fewer than the server counts.

    The list is sorted only by display name. If many teams share one, its pages overlap and always miss the same teams,
    with any page length. A search for an empty term returns all teams in one query.
    """
    total = _count(client)
    rows: list[dict[str, Any]] = []
    if total is not None and total > LENGTHS[0]:
        rows = _searched(client)
    if total is None or len({usable_id(row) for row in rows}) < total:
        rows = list(client.pages("/teams", "list the teams", NEEDS, total=total))
    return [row for row in rows if usable_id(row)]


def _count(client: Client) -> int | None:
    answer = client.get("/teams?include_total_count=true&page=0&per_page=1", "count the teams", NEEDS)
    return (milliseconds(answer.get("total_count")) or None) if isinstance(answer, dict) else None


def _searched(client: Client) -> list[dict[str, Any]]:
    try:
        answer = client.read("/teams/search", {"term": ""}, "search all teams", NEEDS)
    except (ApiError, NoSuchEndpoint) as error:
        if error.status not in (400, 404, 501):
            raise
        return []
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
