# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge: what an action plugin returns when the work fails. No traceback and no secret reaches anybody."""

from __future__ import annotations

import os
import traceback
from typing import TYPE_CHECKING, Any

from ansible.utils.display import Display

from .errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Callable


def call(result: dict[str, Any], work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the result with what the work comes to. An error is one sentence, a defect its type and place."""
    try:
        return {**result, **work()}
    except EvidenceError as error:
        told = {"msg": str(error), "refused": error.refused, "unrecorded": error.unrecorded}
        return {**result, "failed": True, **told}
    except Exception as error:  # pylint: disable=broad-except
        return {**result, "failed": True, "msg": _defect(error), "unrecorded": True}


def _defect(error: Exception) -> str:
    """Return the sentence for an unexpected exception. No value is told, also not at -vvv: it could be a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = ["%s:%s in %s" % (os.path.basename(frame.filename), frame.lineno, frame.name) for frame in frames]
    Display().vvv("Unexpected %s in the evidence:\n  %s" % (type(error).__name__, "\n  ".join(shown)))
    return (
        "The evidence failed with an unexpected %s at %s. This is a bug in the collection: please report this line,"
        " and what -vvv prints above it. What was recorded until then is on disk, and the next run finishes its report."
    ) % (type(error).__name__, shown[-1] if shown else "an unknown place")
