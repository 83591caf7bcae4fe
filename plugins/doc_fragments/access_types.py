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
    Roles take C(manage_roles). What the log of a user tells takes C(edit_other_users), and whatever it is closed with.
    Invitation links take C(list_public_teams) and C(list_private_teams), and C(manage_team) and C(invite_user) to make
    them anew. Ending invitations by e-mail takes C(invalidate_email_invite), secure connections take
    C(manage_secure_connections). What bots made or hold takes what bots take, too. A system admin as target takes
    C(manage_system) as well. The role C(system_admin) has them all.
  - Only a caller with C(manage_system) sees that somebody logs in through LDAP or single sign-on. To any other
    caller the account of somebody deactivated has the verdict V(needs_human), since it may be activated again from
    there.
  - A type of access for which the calling account lacks a permission is not even listed. Mattermost would answer with
    the caller's own objects, which looks like none. It gets the verdict V(not_allowed), and the rest is done.
"""

    LOG = r"""
options:
  log_since:
    description:
      - How far back the server's log of what each user did is read, such as V(90d) or V(52w). If not set, back to the
        first day of the account. What an administrator left behind works for as long as nobody ends it.
      - A log takes one request for every 200 entries. The log of somebody who never was an administrator mostly has
        fewer.
      - Where the log does not go back to the first day, nobody can know what came before, and what it tells of counts
        as not checked.
    type: str
  confirmed:
    description:
      - What a person dealt with and the server cannot show, by the RV(ignore:reference) that a result gives it.
      - It then counts as closed and is not touched, and the result says that it was confirmed.
      - The same thing done again later has another reference.
    type: list
    elements: str
    default: []
"""
