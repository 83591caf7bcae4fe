# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems with a list, and their error messages."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._action import ActionError

# The number of problems that a message names; the rest is counted.
SHOWN = 5


class ListError(ActionError):
    """The list cannot be used. The message states what is wrong, where, and what to do."""


class Unusable(ValueError):
    """A row or a cell cannot be used. The message states why, without the location."""


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: its line or entry, counted from 1, and why."""

    line: int
    why: str


def refusal(name: str, unit: str, problems: list[Problem]) -> ListError:
    """Return the error for rows that cannot be used. `unit` is "line" or "entry"."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    shown = ["%s %d: %s" % (unit, problem.line, problem.why) for problem in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        shown.append("and %d more" % (len(ordered) - SHOWN))
    count = "1 row" if len(ordered) == 1 else "%d rows" % len(ordered)
    return ListError(
        "%s of %s cannot be used: %s. Nothing was changed. Correct the list and run again."
        % (count, name, "; ".join(shown))
    )


def excerpt(text: str) -> str:
    """Return a text in quotes, shortened and without characters that a terminal interprets."""
    short = text if len(text) <= 40 else text[:37] + "..."
    return "'%s'" % "".join(one if one.isprintable() else "<U+%04X>" % ord(one) for one in short)
