# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options in `module_utils/_argument_specs.py` STALE_ACCESS."""

from __future__ import annotations


class ModuleDocFragment:
    """Which access of the whole server is stale."""

    DOCUMENTATION = r"""
options:
  unused_for:
    description:
      - Access tokens in which Mattermost has noted no activity for this long are stale, such as V(90d) or V(12w).
      - Mattermost notes posting, viewing channels, reading users and websocket connections, every five minutes at most.
        B(Other requests leave no trace), so a token that only reads channels or teams looks unused.
      - Tokens without a session have the verdict V(unknown). They were never used, or not since the sessions of their
        accounts were ended.
    type: str
  older_than:
    description:
      - Access tokens that were made longer ago than this are stale, such as V(365d) or V(52w).
      - Mattermost does not return when a token was made. What proves its age is that it was in use at that time, or the
        log of whoever made it. The logs of the account, of the owner of a bot and of the active system admins are read,
        but only if nothing else decides. A token whose age nothing proves has the verdict V(unknown).
    type: str
  access_types:
    description:
      - Only these types of access. If not set, all of them.
    type: list
    elements: str
    choices:
      - user_access_token
      - bot_token
      - bot
      - incoming_webhook
      - outgoing_webhook
      - slash_command
      - oauth_app
  users:
    description:
      - Only access that belongs to these accounts or to bots that they own. Each is a user name, an e-mail address or
        a 26-character id.
      - If not set, the access of all accounts of the server. If the list is empty, nothing is done.
    type: list
    elements: str
  exclude_users:
    description:
      - Access that belongs to these accounts is neither reported nor closed. Name bots and service accounts that are
        meant to stay.
      - The module fails if one of them does not exist, since a misspelled exception would be closed.
    type: list
    elements: str
    default: []
  concurrency:
    description:
      - How many requests may be under way at once, from 1 to 64.
    type: int
    default: 8
notes:
  - Each list of the whole server is fetched once, and the accounts are looked up in batches. The sessions of an account
    are only listed if it has access tokens.
  - Everything that belongs to a deactivated account, or to a bot that is disabled or whose owner is deactivated, is
    stale, whatever O(unused_for) and O(older_than) say. Bots of plugins are not, since a plugin cannot be deactivated
    like an account.
  - The bots of Mattermost itself and secure connections to other servers are never stale.
  - Listing the access tokens of the server requires C(manage_system). For the other types of access, see
    M(offboarding.mattermost.mattermost_access_info). A type for which the calling account lacks a permission is not
    listed, and RV(access_types) says so. The role C(system_admin) has all of them.
"""
