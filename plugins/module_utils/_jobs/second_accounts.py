# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that may be a second account of the same person, for a person to decide. Pure: no request."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import usable_id
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

# The number of candidates shown, and the number of accounts from which on a common value is not significant.
MOST = 10
COMMON = 25

EMAIL, FULL_NAME, POSITION = "email_local_part", "full_name", "position_and_nickname"

# Addresses of a function rather than of a person.
_GENERIC_LOCAL_PART = re.compile(
    r"""(?x)^(?: abuse | accounts? | accounting | admin(?:istration|istrator)? | alerts? | all | apps | backup | billing
    | bookings? | bot | careers | contact | customers? | demo | dev(?:ops)? | do-?not-?reply | email | events | feedback
    | finance | guest | hello | help(?:-?desk)? | host-?master | hr | info | invoices? | it | jobs | kontakt | legal
    | mail(?:er)? | marketing | me | monitoring | news(?:letter)? | no-?reply | office | ops | orders | post-?master
    | press | privacy | reception | root | sales | security | server | services? | shop | social | staff | student
    | support | sysadmin | system | team | tech | test(?:er|ing)? | tickets? | users? | web(?:-?master)? | welcome
    | work )\Z"""
)
# Words in names that are not those of a person.
_GENERIC_WORD = re.compile(
    r"""(?x)^(?: account | admin(?:istrator)? | bot | demo | dummy | external | extern | first(?:name)? | guest
    | last(?:name)? | name | new | service | shared | support | system | team | temp | test(?:er)? | user )\Z"""
)

# The fields of an account in results.
_KEPT = ("id", "username", "email", "delete_at", "auth_service", "roles")

# Letters that Unicode does not decompose into a plain letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ŧ": "t"}
)
# Alternative spellings: Müller can be Mueller or Muller.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


class SecondAccounts:
    """The accounts of a server by values that indicate the same person, without bots."""

    def __init__(self, users: Iterable[dict[str, Any]], caller: dict[str, Any]) -> None:
        self._users: dict[str, dict[str, Any]] = {}
        self._by_key: dict[tuple[str, str], list[str]] = {}
        seen = {"email": False, "name": False}
        for user in users:
            if user.get("is_bot") is True or not usable_id(user):
                continue
            # Only the fields to show are kept, since there may be a hundred thousand users.
            self._users[user["id"]] = {field: user[field] for field in _KEPT if field in user}
            if user["id"] != caller.get("id"):
                seen["email"] = seen["email"] or bool(user.get("email"))
                seen["name"] = seen["name"] or bool(user.get("first_name") or user.get("last_name"))
            for key in _keys(user):
                self._by_key.setdefault(key, []).append(user["id"])
        self.not_checked = _not_checked(seen, caller, len(self._users))

    def of(self, user: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
        """Return the candidates for a user of the API, those with the most reasons first, and the number of others."""
        if user.get("is_bot") is True:
            return [], 0
        reasons: dict[str, list[str]] = {}
        for key in _keys(user):
            same = self._by_key.get(key, [])
            # A value that so many have in common is a department or a default.
            if len(same) > COMMON:
                continue
            for other in same:
                if other != user["id"] and key[0] not in reasons.setdefault(other, []):
                    reasons[other].append(key[0])
        found: list[dict[str, Any]] = [
            {"user": dict(user_lookup.shape(self._users[other]), guest=_is_guest(self._users[other])), "reasons": why}
            for other, why in reasons.items()
            if why
        ]
        found.sort(key=lambda one: (-len(one["reasons"]), one["user"]["username"]))
        return found[:MOST], max(0, len(found) - MOST)


def plain(text: Any) -> set[str]:
    """Return the spellings of a text in lower case without marks: "Jürgen" is jurgen and juergen."""
    small = unicodedata.normalize("NFC", one_line(text, 320)).casefold()
    return {_without_marks(small), _without_marks(small.translate(_SPELT_OUT))} - {""}


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold().strip()


def _keys(user: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the values of a user that would indicate a second account, as (reason, text)."""
    return [*_email_keys(user), *_name_keys(user), *_position_keys(user)]


def _email_keys(user: dict[str, Any]) -> list[tuple[str, str]]:
    local, at, _domain = one_line(user.get("email"), 320).rpartition("@")
    if not at:
        return []
    # The part after a plus is a tag: the mail is delivered to the same person.
    keys = [one.partition("+")[0] for one in sorted(plain(local))]
    return [(EMAIL, key) for key in keys if len(key) > 2 and not _GENERIC_LOCAL_PART.match(key)]


def _name_keys(user: dict[str, Any]) -> list[tuple[str, str]]:
    first, last = plain(user.get("first_name")), plain(user.get("last_name"))
    keys = []
    for one in sorted({(a, b) for a in first for b in last}):
        # Some systems write the family name first.
        words = sorted(" ".join(one).replace("-", " ").split())
        if len(words) > 1 and not any(_GENERIC_WORD.match(word) for word in words):
            keys.append((FULL_NAME, " ".join(words)))
    return keys


def _position_keys(user: dict[str, Any]) -> list[tuple[str, str]]:
    positions, nicknames = plain(user.get("position")), plain(user.get("nickname"))
    return [
        (POSITION, "%s\n%s" % (position, nickname))
        for position in sorted(positions)
        for nickname in sorted(nicknames)
        if not _GENERIC_WORD.match(nickname)
    ]


def _is_guest(user: dict[str, Any]) -> bool:
    return "system_guest" in str(user.get("roles") or "").split()


def _not_checked(seen: dict[str, bool], caller: dict[str, Any], count: int) -> list[str]:
    """Return sentences about what could not be compared, since the server does not show it to the calling account."""
    if user_lookup.is_system_admin(caller) or count < 2:
        return []
    text = "%s not compared: the server shows %s of others to the calling account."
    found = [] if seen["email"] else [text % ("E-mail addresses were", "no address")]
    return found if seen["name"] else [*found, text % ("Full names were", "no first or last name")]
