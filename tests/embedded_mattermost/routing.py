# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses and what answers at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from . import furnace

if TYPE_CHECKING:
    from .context import Context

API = "/api/v4"
# The parts of addresses that are not simply letters and digits.
PATTERNS = {
    "user": "[^/]+",
    "channel_name": r"[A-Za-z0-9_\-]+",
    "team_name": r"[A-Za-z0-9_\-]+",
    "username": r"[A-Za-z0-9_.\-]+",
    "email": ".+",
    "role_name": "[a-z0-9_]+",
    "category": "[A-Za-z0-9_]+",
    "preference_name": "[A-Za-z0-9_]+",
}


class Endpoint(NamedTuple):
    """One method at one address."""

    method: str
    path: str
    handler: Callable[[Context], Any]
    session_required: bool = True
    changing: bool = False  # whether it changes what the server knows, log-in and log-out aside
    trusted: bool = False  # whether a cookie alone is enough, without a CSRF header
    price: float = furnace.OTHER_SECONDS
    since: str = ""  # the version that brought it; older ones do not know the address

    @property
    def route(self) -> str:
        """The name under which requests are counted."""
        return self.method + " " + self.path


class Routes(list):
    """The endpoints of one kind of thing, gathered by decorating their handlers."""

    def add(self, method: str, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register the decorated handler. What is not a GET counts as changing unless it says otherwise."""

        def register(handler: Callable[[Context], Any]) -> Callable[[Context], Any]:
            options.setdefault("changing", method != "GET")
            self.append(Endpoint(method, options.pop("base", API) + path, handler, **options))
            return handler

        return register

    def get(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a GET."""
        return self.add("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a POST."""
        return self.add("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a PUT."""
        return self.add("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a DELETE."""
        return self.add("DELETE", path, **options)


def pattern(path: str) -> str:
    """Write an address with its named parts as the router wants it."""
    pieces = []
    for piece in path.split("/"):
        if piece.startswith("{"):
            name = piece.strip("{}")
            piece = "{%s:%s}" % (name, PATTERNS.get(name, "[A-Za-z0-9]+"))
        pieces.append(piece)
    return "/".join(pieces)
