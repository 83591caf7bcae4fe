# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options in `module_utils/_argument_specs.py` USERS and INCLUDE_SELF."""

from __future__ import annotations


class ModuleDocFragment:
    """Which accounts a module works on."""

    DOCUMENTATION = r"""
options:
  users:
    description:
      - The users to work on. Each is a user name, an e-mail address or a 26-character id.
      - Somebody named several times is handled once, and each entry is answered.
      - An empty list is no error, nothing is done then.
    type: list
    elements: str
  missing_users:
    description:
      - What to do when a user does not exist.
      - With V(fail) the module fails with all of them named, before anything is changed.
      - With V(ignore) their result says RV(ignore:results[].outcome=missing) and all others are handled.
    type: str
    choices:
      - fail
      - ignore
    default: fail
  concurrency:
    description:
      - How many requests may be under way at once, from 1 to 64.
    type: int
    default: 8
"""

    INCLUDE_SELF = r"""
options:
  include_self:
    description:
      - Whether the account that runs the module may be among the users.
      - With V(false) the module refuses to work on it, and changes nothing.
    type: bool
    default: false
"""
