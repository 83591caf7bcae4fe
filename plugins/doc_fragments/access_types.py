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
  - What each type of access takes. Sessions and apps authorised take C(edit_other_users). Tokens take
    C(read_user_access_token), C(revoke_user_access_token) and C(edit_other_users). Bots take C(read_others_bots) and
    C(manage_others_bots). Incoming webhooks take C(manage_incoming_webhooks) (C(manage_own_incoming_webhooks) on newer
    servers) and C(manage_others_incoming_webhooks), and outgoing ones likewise. Slash commands take
    C(list_public_teams), C(list_private_teams), C(manage_slash_commands) (C(manage_own_slash_commands) on newer
    servers) and C(manage_others_slash_commands). OAuth apps take C(manage_oauth) and C(manage_system_wide_oauth).
    Roles take C(manage_roles). What bots made or hold takes what bots take, too. A system admin as target takes
    C(manage_system) as well. The role C(system_admin) has them all.
  - Only a caller with C(manage_system) sees that somebody logs in through LDAP or single sign-on. To any other
    caller the account of somebody deactivated has the verdict V(needs_human), since it may be activated again from
    there.
  - A type of access for which the calling account lacks a permission is not even listed. Mattermost would answer with
    the caller's own objects, which looks like none. It gets the verdict V(not_allowed), and the rest is done.
"""
