# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the looks at one user come to where one of them left out what another step tells."""

from __future__ import annotations

from typing import Any

from . import words


def with_closing(look: dict[str, Any], closed: dict[str, Any], when: str) -> dict[str, Any]:
    """Return a look together with the types of access that only the module that closes them checked.

    Deactivation does not change those types, so that one check, when they are closed, serves as both looks.
    """
    known = look.get("access") or {}
    more = {
        name: seen for name, seen in (closed.get("access") or {}).items() if name not in known and "verdict" in seen
    }
    unseen = [name for name in closed.get("not_checked") or [] if name not in known]
    if not (more or unseen):
        return look
    if when == words.BEFORE:
        more = {name: _as_it_was(seen) for name, seen in more.items()}
    return dict(
        look,
        access={**known, **more},
        still_open=[*(look.get("still_open") or []), *(name for name, seen in more.items() if seen.get("still_open"))],
        not_checked=[*(look.get("not_checked") or []), *unseen],
        ways_in=(look.get("ways_in") or 0) + sum(count_open(seen) for seen in more.values()),
    )


def outliving(gone: dict[str, Any], before: dict[str, Any], closed: dict[str, Any]) -> dict[str, Any]:
    """Return the last look at an account that was deleted: what concerns others is as it was when it was last seen."""
    seen = {**(before.get("access") or {}), **(closed.get("access") or {})}
    access = {name: one for name, one in seen.items() if name in words.OUTLIVE_THE_ACCOUNT and "verdict" in one}
    return dict(
        gone,
        access=access,
        still_open=[name for name, one in access.items() if one.get("still_open")],
        not_checked=[name for name, one in access.items() if one.get("still_open") is None],
        ways_in=sum(count_open(one) for one in access.values()),
    )


def with_last(before: dict[str, Any], after: dict[str, Any], lost: bool) -> dict[str, Any]:
    """Return the first look with what only the last one looked at, since nothing changed it in between.

    `lost`: whether something may have been closed of which nothing was recorded. Then only what is open is sure.
    """
    known = before.get("access") or {}
    more = {
        name: seen
        for name, seen in (after.get("access") or {}).items()
        if name not in known and (seen.get("still_open") or not lost)
    }
    if not more:
        return before
    ways_in = (before.get("ways_in") or 0) + sum(count_open(seen) for seen in more.values())
    return dict(before, access={**known, **more}, ways_in=ways_in)


def _as_it_was(seen: dict[str, Any]) -> dict[str, Any]:
    """Return one type of access as it was before the module closed items of it."""
    still = {_key(item) for item in seen.get("found") or [] if item.get("open")}
    ended = [dict(item, open=True) for item in seen.get("closed") or [] if _key(item) not in still]
    return dict(seen, verdict=seen.get("before") or seen.get("verdict"), found=[*(seen.get("found") or []), *ended])


def _key(item: dict[str, Any]) -> tuple[Any, Any]:
    # Some have no id of their own, such as the invitations that somebody may have sent.
    return item.get("id"), item.get("what")


def count_open(seen: dict[str, Any]) -> int:
    """Return how many items of one type of access are open."""
    return sum(1 for item in seen.get("found") or [] if item.get("open"))
