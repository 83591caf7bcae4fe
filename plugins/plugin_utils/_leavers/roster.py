# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows to people: who is due, who is not due yet, and who is listed twice."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .cells import check_name
from .moments import Moment, iso, moment
from .problems import Problem, Unusable, excerpt
from .table import Row

# Characters that no user name, e-mail address or id contains.
_NO_NAME = re.compile(r"[\s,;]")
_TEXTS = ("ticket", "requested_by", "approved_by")


@dataclass(slots=True)
class Leaver:
    """A leaver on the list. Times are ISO 8601 in UTC; unknown values are None.

    `fallback` is the e-mail address to look up if no account has the name `user`. `due` is whether the time to leave
    has come; `dated` is leaves_at as written in the list.
    """

    user: str
    fallback: str | None
    due: bool
    leaves_at: str | None
    left_at: str | None
    ticket: str | None
    requested_by: str | None
    approved_by: str | None
    successor: str | None
    source: str
    dated: str | None = None


@dataclass
class Roster:
    """The people of one or more lists, without duplicates, in the order listed. `rows` is the number of rows read."""

    leavers: list[Leaver] = field(default_factory=list)
    duplicates: list[dict[str, str]] = field(default_factory=list)
    rows: int = 0
    _known: dict[str, Leaver] = field(default_factory=dict)

    def take(
        self,
        rows: Iterable[Row],
        source: str,
        zone: datetime.tzinfo,
        now: datetime.datetime,
        defaults: Mapping[str, str],
    ) -> list[Problem]:
        """Add the rows of a list, and return those that cannot be used.

        `source` is the list's name, `zone` applies to dates, and `defaults` contains the values for empty cells.
        """
        problems = []
        for row in rows:
            self.rows += 1
            try:
                self._add(_leaver(_with(defaults, row.cells), "%s:%d" % (source, row.line), zone, now))
            except Unusable as error:
                problems.append(Problem(row.line, str(error)))
        return problems

    def successors_who_leave(self, source: str) -> list[Problem]:
        """Return the rows of a list whose successor is also due: nothing must be handed over to a leaver."""
        problems = []
        for leaver in self.leavers:
            place, _colon, line = leaver.source.rpartition(":")
            other = self._known.get(leaver.successor.casefold()) if leaver.successor else None
            if place == source and other and other is not leaver and leaver.due and other.due:
                why = "the successor %s is due to leave as well (%s)" % (excerpt(leaver.successor or ""), other.source)
                problems.append(Problem(int(line), why))
        return problems

    def named(self, user: str) -> Leaver | None:
        """Return the leaver with this name or address, None if there is none."""
        return self._known.get(user.casefold())

    def _add(self, leaver: Leaver) -> None:
        known = [self._known[name] for name in _keys(leaver) if name in self._known]
        first = known[0] if known else leaver
        if known:
            if known[-1] is not first:
                raise Unusable(
                    "%s and the e-mail address belong to different people (%s and %s)"
                    % (excerpt(leaver.user), first.source, known[-1].source)
                )
            _check_that_they_agree(first, leaver)
            self.duplicates.append({"user": leaver.user, "source": leaver.source, "first": first.source})
            if "@" in first.user and "@" not in leaver.user:
                first.user, first.fallback = leaver.user, first.user
            first.fallback = first.fallback or leaver.fallback
        else:
            self.leavers.append(leaver)
        self._known.update((name, first) for name in _keys(first))


def _keys(leaver: Leaver) -> list[str]:
    return [name.casefold() for name in (leaver.user, leaver.fallback) if name]


def _check_that_they_agree(first: Leaver, second: Leaver) -> None:
    """Raise Unusable if two rows for one person contradict each other."""
    same_user = first.user.casefold() == second.user.casefold()
    if not same_user and "@" not in first.user + second.user:
        raise Unusable(
            "%s has the same e-mail address as %s (%s)" % (excerpt(second.user), excerpt(first.user), first.source)
        )
    differ = []
    if same_user and first.fallback and second.fallback:
        differ.append(("e-mail address", first.fallback, second.fallback))
    differ.append(("successor", first.successor or "none", second.successor or "none"))
    if first.leaves_at != second.leaves_at:
        differ.append(("leaves_at", first.dated or "none", second.dated or "none"))
    for what, one, other in differ:
        if one.casefold() != other.casefold():
            raise Unusable(
                "%s is listed twice, with a different %s: %s here, %s in %s"
                % (excerpt(second.user), what, other, one, first.source)
            )


def _with(defaults: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row with defaults. A row with one of the two times gets no default for the other."""
    both = {**defaults, **cells}
    for one, other in (("leaves_at", "left_at"), ("left_at", "leaves_at")):
        if one in cells and other not in cells:
            both.pop(other, None)
    return both


def _leaver(cells: Mapping[str, str], source: str, zone: datetime.tzinfo, now: datetime.datetime) -> Leaver:
    """Return the leaver in a row. Raises Unusable."""
    user, fallback = _who(cells.get("user", ""), cells.get("email", ""))
    leaves = moment(cells["leaves_at"], zone, "leaves_at") if "leaves_at" in cells else None
    left = moment(cells["left_at"], zone, "left_at") if "left_at" in cells else None
    due = leaves is None or leaves.at <= now
    if left is not None and left.begins > now:
        raise Unusable("left_at %s is in the future; use leaves_at for a date to wait for" % excerpt(cells["left_at"]))
    successor = cells.get("successor")
    if successor:
        check_name(successor, "the successor")
        if _NO_NAME.search(successor):
            raise Unusable("the successor %s is not a user name, e-mail address or id" % excerpt(successor))
        if successor.casefold() in (user.casefold(), (fallback or "").casefold()):
            raise Unusable("the successor %s is the leaver" % excerpt(successor))
    ticket, requested_by, approved_by = (cells.get(name) for name in _TEXTS)
    return Leaver(
        user=user,
        fallback=fallback,
        due=due,
        leaves_at=iso(leaves.at) if leaves else None,
        left_at=_left_at(left, leaves if due else None),
        ticket=ticket,
        requested_by=requested_by,
        approved_by=approved_by,
        successor=successor,
        source=source,
        dated=cells.get("leaves_at"),
    )


def _left_at(left: Moment | None, leaves: Moment | None) -> str | None:
    """Return when a user left: the time in the list, else the planned time."""
    known = left or leaves
    return iso(known.at) if known else None


def _who(user: str, email: str) -> tuple[str, str | None]:
    """Return the name of a leaver and, if any, the e-mail address to look up if no account has the name."""
    for name, what in ((user, "the user"), (email, "the e-mail address")):
        check_name(name, what)
    if email and ("@" not in email or _NO_NAME.search(email)):
        raise Unusable("the e-mail address %s is not valid; leave the cell empty if there is none" % excerpt(email))
    if user.startswith("#"):
        raise Unusable("the user %s begins with #, which is a comment only in plain text" % excerpt(user))
    if _NO_NAME.search(user):
        # A full name, as exported by some directories. The address still identifies the user.
        if not email:
            raise Unusable("the user %s is not a user name, e-mail address or id" % excerpt(user))
        user = ""
    if not user or user.casefold() == email.casefold():
        return email, None
    return user, email or None
