# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What modules of this collection support, in the form that Ansible documents it."""

from __future__ import annotations


class ModuleDocFragment:
    """Attributes that modules share."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/offboarding.mattermost.mattermost) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - offboarding.mattermost.mattermost
  platform:
    description: Target OS families that the module works on.
    platforms: posix
    support: full
"""

    INFO = r"""
attributes:
  check_mode:
    description: Can run in check mode and predict the changes of a real run without modifying the target.
    support: full
    details:
      - This module does not modify state.
  diff_mode:
    description: Returns details on what has changed (or would change in check mode) when run in diff mode.
    support: N/A
    details:
      - This module does not modify state.
  idempotent:
    description:
      - When run twice in a row outside check mode with the same arguments, the second invocation indicates no change.
    support: full
"""

    CHANGE = r"""
attributes:
  check_mode:
    description: Can run in check mode and predict the changes of a real run without modifying the target.
    support: full
    details:
      - In check mode, the module only reads from the server and sends no request that changes anything.
  diff_mode:
    description: Returns details on what has changed (or would change in check mode) when run in diff mode.
    support: full
"""
