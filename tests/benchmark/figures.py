# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Figures and the targets that they are held against."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """One measured value. `target` says what is wanted of it in words; None where it is only told."""

    what: str
    value: str
    target: str = ""
    good: bool = True

    def line(self) -> str:
        """Return it as one row of a table."""
        verdict = ("ok" if self.good else "MISSED") if self.target else ""
        return "| %s | %s | %s | %s |" % (self.what, self.value, self.target, verdict)


def at_most(what: str, value: float, limit: float, form: str = "%.2f") -> Figure:
    """Return a figure that must not be larger than a limit."""
    return Figure(what, form % value, "at most " + form % limit, value <= limit)


def at_least(what: str, value: float, limit: float, form: str = "%.0f") -> Figure:
    """Return a figure that must not be smaller than a limit."""
    return Figure(what, form % value, "at least " + form % limit, value >= limit)


def exactly(what: str, value: int, wanted: int) -> Figure:
    """Return a number that has to be this one."""
    return Figure(what, "%d" % value, "%d" % wanted, value == wanted)


def told(what: str, value: str) -> Figure:
    """Return a figure that nothing is wanted of."""
    return Figure(what, value)
