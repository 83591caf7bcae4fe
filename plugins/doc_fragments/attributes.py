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
    description: Use C(group/offboarding.mattermost.mattermost) in C(module_defaults) to set the common options once.
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
    description: Can run in check mode and tells what a real run would do, without changing the target.
    support: full
    details:
      - The module changes nothing in any mode.
  diff_mode:
    description: Returns details on what has changed (or would change in check mode), when run in diff mode.
    support: N/A
    details:
      - The module changes nothing.
  idempotent:
    description: When run twice in a row with the same arguments, the second run says that nothing changed.
    support: full
"""

    CHANGE = r"""
attributes:
  check_mode:
    description: Can run in check mode and tells what a real run would do, without changing the target.
    support: full
    details:
      - Check mode reads the server and sends no changing request.
  diff_mode:
    description: Returns details on what has changed (or would change in check mode), when run in diff mode.
    support: full
"""
