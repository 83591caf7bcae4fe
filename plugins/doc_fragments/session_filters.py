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
      - Only the sessions with these ids. An id that a user does not have is passed over, it is gone already.
    type: list
    elements: str
  exclude_session_ids:
    description:
      - Not the sessions with these ids.
    type: list
    elements: str
    default: []
  kinds:
    description:
      - Only sessions of these kinds.
      - V(web) is a browser, V(desktop) the desktop app, V(mobile) a phone or tablet, V(cli) mmctl,
        V(oauth) an app that the user authorised, V(token) a user access token in use.
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
      - Only sessions that began longer ago than this, such as V(90s), V(30m), V(12h), V(30d) or V(4w).
    type: str
  idle_longer_than:
    description:
      - Only sessions whose last activity is longer ago than this, such as V(90s), V(30m), V(12h), V(30d) or V(4w).
      - Mattermost notes activity every few minutes, so short times are not exact.
    type: str
  include_expired:
    description:
      - Whether to include sessions that have expired but that the server still lists. They open no door.
    type: bool
    default: false
"""
