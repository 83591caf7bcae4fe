# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the exceptions of action plugins into results, without tracebacks and without secrets."""

from __future__ import annotations

import os
import traceback
from typing import TYPE_CHECKING, Any

from ansible.utils.display import Display

if TYPE_CHECKING:
    from collections.abc import Callable


class ActionError(Exception):
    """Ends the work of an action plugin. The message is one sentence for the user."""

    def told(self) -> dict[str, Any]:
        """Return additional values for the result."""
        return {}


def call(
    action: str, result: dict[str, Any], work: Callable[[], dict[str, Any]], unexpected: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the result together with that of the work.

    An error becomes one sentence, a defect its type and location. `unexpected` contains additional values for the
    result after a defect.
    """
    try:
        return {**result, **work()}
    except ActionError as error:
        return {**result, "failed": True, "msg": str(error), **error.told()}
    except Exception as error:  # pylint: disable=broad-except
        return {**result, "failed": True, "msg": _defect(action, error), **(unexpected or {})}


def _defect(action: str, error: Exception) -> str:
    """Return the sentence for an unexpected exception. No value is shown, even at -vvv: it could be a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = ["%s:%s in %s" % (os.path.basename(frame.filename), frame.lineno, frame.name) for frame in frames]
    Display().vvv("Unexpected %s in %s:\n  %s" % (type(error).__name__, action, "\n  ".join(shown)))
    return (
        "The action %s failed with an unexpected %s at %s. This is a bug in the collection: report this message, and"
        " what is shown above it with -vvv."
    ) % (action, type(error).__name__, shown[-1] if shown else "an unknown place")
