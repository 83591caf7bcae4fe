# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every error that the collection knows."""

from __future__ import annotations

import inspect

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors import (
    handover_errors,
    input_errors,
    run_errors,
    server_errors,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError


def error_classes():
    """Return the classes that have a sentence, by name. Those without one are what others have in common."""
    found = set()
    for module in (handover_errors, input_errors, run_errors, server_errors):
        for _name, one in inspect.getmembers(module, inspect.isclass):
            if issubclass(one, MattermostError) and one.sentence:
                found.add(one)
    return sorted(found, key=lambda one: one.__name__)
