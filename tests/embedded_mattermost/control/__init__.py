# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control endpoints, outside /api/v4: what only this server can do, for the tests that need it."""

from __future__ import annotations

from ..routing import Endpoint
from . import log, people, sessions, state, steering

ENDPOINTS: list[Endpoint] = [*steering.ROUTES, *people.ROUTES, *sessions.ROUTES, *log.ROUTES, *state.ROUTES]
BASE = "/_embedded"
