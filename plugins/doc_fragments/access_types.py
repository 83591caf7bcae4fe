# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of what the access modules say about permissions."""

from __future__ import annotations


class ModuleDocFragment:
    """Permissions by type of access."""

    DOCUMENTATION = r"""
options: {}
notes:
  - The permissions that the calling account needs depend on the type of access. The role C(system_admin) has all of
    them. If the user is a system admin, C(manage_system) is required as well.
  - Sessions and authorized OAuth apps require C(edit_other_users). Tokens require C(read_user_access_token),
    C(revoke_user_access_token) and C(edit_other_users). System roles require C(manage_roles).
  - Bots, and everything that bots created or hold, require C(read_others_bots) and C(manage_others_bots).
  - Incoming webhooks require C(manage_incoming_webhooks) (C(manage_own_incoming_webhooks) on newer servers) and
    C(manage_others_incoming_webhooks). Outgoing webhooks require the corresponding permissions.
  - Slash commands require C(list_public_teams), C(list_private_teams), C(manage_slash_commands)
    (C(manage_own_slash_commands) on newer servers) and C(manage_others_slash_commands).
  - Created OAuth apps require C(manage_oauth) and C(manage_system_wide_oauth). Secure connections require
    C(manage_secure_connections).
  - Invitation links require C(list_public_teams) and C(list_private_teams), and also C(manage_team) and C(invite_user)
    to regenerate them. Invalidating e-mail invitations requires C(invalidate_email_invite).
  - Types of access that are found in the log of a user require C(edit_other_users), and also the permissions to close
    what was found.
  - Only accounts with C(manage_system) can see whether a user logs in through LDAP or single sign-on. For all other
    calling accounts, a deactivated account has the verdict V(needs_human), because it might be activated again by the
    directory or the identity provider.
  - A type of access for which the calling account lacks a permission is not listed, because Mattermost would return
    only the caller's own objects, which looks like an empty list. It gets the verdict V(not_allowed), and all other
    types of access are processed.
"""

    LOG = r"""
options:
  log_since:
    description:
      - How far back to read the server's log of the actions of each user, such as V(90d) or V(52w).
      - If not set, the log is read back to the creation of the account, because what an administrator left behind
        works until somebody closes it.
      - Reading a log requires one request for every 200 entries. Most users who were never administrators have fewer
        entries.
      - If the log does not go back to the creation of the account, earlier actions cannot be known, and the types of
        access that are found in the log count as not checked.
    type: str
  confirmed:
    description:
      - The references of items that a person took care of manually, as returned in RV(ignore:reference). Use this for
        items whose completion cannot be seen on the server.
      - These items count as closed and are not changed, and the result shows that they were confirmed.
      - If the same action is performed again later, the new item has a different reference.
    type: list
    elements: str
    default: []
"""
