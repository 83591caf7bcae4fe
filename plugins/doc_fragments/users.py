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
      - A user who is listed several times is processed once, and every entry gets a result.
      - An empty list is not an error. The module does nothing in this case.
    type: list
    elements: str
  missing_users:
    description:
      - What to do if a user does not exist.
      - With V(fail), the module fails before anything is changed, and names all users that do not exist.
      - With V(ignore), these users have RV(ignore:results[].outcome=missing), and all other users are processed.
    type: str
    choices:
      - fail
      - ignore
    default: fail
  concurrency:
    description:
      - Maximum number of requests to send at the same time, from 1 to 64.
    type: int
    default: 8
"""

    INCLUDE_SELF = r"""
options:
  include_self:
    description:
      - Whether the account that runs the module may be among the users.
      - With V(false), the module fails in this case, and changes nothing.
    type: bool
    default: false
"""
