# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was on earlier lists: a small JSON file, so that a due user who drops out is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _private_file

from .problems import ListError
from .roster import Leaver, Roster

_VERSION = 1
_FIELDS = ("user", "fallback", "leaves_at", "source", "last_listed")


@dataclass
class Memory:
    """The people of earlier runs, by name in lower case, and the path of their file.

    Each is a dict of `user`, `fallback`, `leaves_at` (ISO 8601 in UTC, None for due at once), `source` and
    `last_listed` (the time of the run).
    """

    path: str
    people: dict[str, dict[str, str | None]]

    def compare(
        self, roster: Roster, listed: Iterable[Leaver], now: str
    ) -> tuple[list[dict[str, str | None]], list[dict[str, str | None]]]:
        """Update with the current list. Return who vanished from it although due, and whose leaving was called off.

        `roster` contains all current users, `listed` those to remember; `now` is ISO 8601 in UTC. Users who vanished
        stay in memory until they are forgotten. Users whose leaving was called off do not.
        """
        gone = [
            person
            for person in self.people.values()
            if not any(roster.named(name) for name in (person["user"], person["fallback"]) if name)
        ]
        vanished = [person for person in gone if (person["leaves_at"] or "") <= now]
        called_off = [person for person in gone if (person["leaves_at"] or "") > now]
        self.people = {_key(person): person for person in vanished}
        for leaver in listed:
            person = _person(leaver, now)
            self.people[_key(person)] = person
        return vanished, called_off

    def forget(self, users: Iterable[str]) -> list[str]:
        """Remove people, by name or fallback, and return the names of those who were there."""
        wanted = {user.strip().casefold() for user in users}
        struck = {
            key: person for key, person in self.people.items() if wanted & {key, (person["fallback"] or key).casefold()}
        }
        for key in struck:
            del self.people[key]
        return [str(person["user"]) for person in struck.values()]

    def save(self) -> None:
        """Write the file atomically, readable only by its owner. Raises ListError."""
        content = {"version": _VERSION, "people": list(self.people.values())}
        try:
            _private_file.write(self.path, (json.dumps(content, indent=1), "\n"))
        except OSError as error:
            raise ListError(
                "The file of remember %s cannot be written: %s. Nothing was changed. Name another file with "
                "remember." % (self.path, error.strerror)
            ) from None


def load(path: str) -> Memory:
    """Return the memory in a file, empty if the file does not exist. Raises ListError."""
    try:
        with open(path, encoding="utf-8") as file:
            people = [_checked(person) for person in _people(json.load(file))]
    except FileNotFoundError:
        people = []
    except OSError as error:
        raise ListError(
            "The file of remember %s cannot be read: %s. Nothing was changed. Name another file with "
            "remember." % (path, error.strerror)
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ListError(
            "%s is not a file written by remember. Nothing was changed. Name another file with remember, or move this "
            "one away: the next run then creates a new one, and cannot detect who vanished from the list." % path
        ) from None
    return Memory(path, {_key(person): person for person in people})


def _people(content: Any) -> list[Any]:
    if content["version"] != _VERSION:
        raise ValueError
    return list(content["people"])


def _checked(person: dict[str, Any]) -> dict[str, str | None]:
    if not isinstance(person["user"], str):
        raise TypeError
    for name in _FIELDS:
        if not isinstance(person[name], (str, type(None))):
            raise TypeError
    return {name: person[name] for name in _FIELDS}


def _person(leaver: Leaver, now: str) -> dict[str, str | None]:
    return {
        "user": leaver.user,
        "fallback": leaver.fallback,
        "leaves_at": leaver.leaves_at,
        "source": leaver.source,
        "last_listed": now,
    }


def _key(person: dict[str, str | None]) -> str:
    return str(person["user"]).casefold()
