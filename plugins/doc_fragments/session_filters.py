# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options in `module_utils/_argument_specs.py` SESSION_FILTERS."""

from __future__ import annotations


class ModuleDocFragment:
    """Which sessions of a user are meant."""

    DOCUMENTATION = r"""
options:
  session_ids:
    description:
      - Only include the sessions with these ids. Ids of sessions that do not exist are ignored.
    type: list
    elements: str
  exclude_session_ids:
    description:
      - Exclude the sessions with these ids.
    type: list
    elements: str
    default: []
  kinds:
    description:
      - Only include sessions of these kinds.
      - V(web) is a browser, V(desktop) the desktop app, V(mobile) a phone or tablet, V(cli) mmctl,
        V(oauth) an OAuth app that the user authorized, V(token) a user access token in use.
    type: list
    elements: str
    choices:
      - web
      - desktop
      - mobile
      - cli
      - oauth
      - token
  older_than:
    description:
      - Only include sessions that were created longer ago than this, such as V(90s), V(30m), V(12h), V(30d) or V(4w).
    type: str
  idle_longer_than:
    description:
      - Only include sessions whose last activity was longer ago than this, such as V(90s), V(30m), V(12h), V(30d) or
        V(4w).
      - Mattermost records activity only every few minutes, so short durations are not exact.
    type: str
  include_expired:
    description:
      - Whether to include sessions that have expired but that the server still lists. They cannot be used to log in.
    type: bool
    default: false
"""
