# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face that every kind of access shows. Each file beside this one is such a kind: the modules themselves fit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.offboarding.mattermost.plugins.module_utils.access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import MattermostError
    from ansible_collections.offboarding.mattermost.plugins.module_utils.server import Server

    Closed = tuple[list[Item], "MattermostError | None"]
    Close = Callable[[Server, dict[str, Any], list[Item], dict[str, Any]], Closed]


class Kind(Protocol):
    """One kind of access. `user` is a user of the API, `items` are what `find` returned."""

    @property
    def NAME(self) -> str:  # pylint: disable=invalid-name
        """How results, options and reports call it."""

    @property
    def TITLE(self) -> str:  # pylint: disable=invalid-name
        """How people call it."""

    @property
    def close(self) -> Close | None:
        """Close items: (server, user, items, choices) -> (those closed, the worst error or None).

        None where no API closes this kind, or a module of its own does.
        """

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions without which it cannot be seen whole and closed."""

    def find(self, server: Server, user: dict[str, Any]) -> list[Item]:
        """Return the user's items. Raises MattermostError."""

    def human(self, server: Server, user: dict[str, Any], items: list[Item]) -> tuple[str, bool | None] | None:
        """Return what a person must do and whether the way in works until then (None: nobody knows), or None."""
