# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of all errors: one sentence for the user, and attributes for the run."""

from __future__ import annotations

from typing import Any


class MattermostError(Exception):
    """An error that ends an item or a run with one sentence.

    Each class has its `sentence`; the keyword arguments fill it in. A test compares every sentence
    with the troubleshooting guide, so that the documentation explains all of them.

    Attributes: `status` (HTTP status or None), `error_id` (Mattermost's or None), `hint` (what to
    do next, may be empty), `fatal` (all other items would fail as well), `transient` (a later
    attempt may succeed), `unknown` (a changing request was sent and its outcome is unknown).
    """

    sentence = ""
    status: int | None = None
    error_id: str | None = None
    hint = ""
    fatal = False
    transient = False
    unknown = False

    def __init__(self, **values: Any) -> None:
        super().__init__(self.sentence.format(**values))

    def marked(self, **attributes: Any) -> MattermostError:
        """Set attributes such as `unknown` or `status` and return the error, to raise it in the same line."""
        for name, value in attributes.items():
            setattr(self, name, value)
        return self

    def as_dict(self) -> dict[str, Any]:
        """Return the error in the format of results: status, id, message and hint."""
        return {"status": self.status, "id": self.error_id, "message": str(self), "hint": self.hint or None}


def worse(first: MattermostError | None, second: MattermostError | None) -> MattermostError | None:
    """Return the worse error: a fatal one, else one with an unknown outcome, else the first."""
    if first is None or second is None:
        return first or second
    return second if (second.fatal, second.unknown) > (first.fatal, first.unknown) else first
