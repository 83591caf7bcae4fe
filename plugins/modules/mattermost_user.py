#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_user
short_description: Deactivate or activate Mattermost users
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Deactivates or activates accounts.
  - Deactivating an account blocks log-ins and revokes the sessions. Tokens, webhooks, slash commands and apps remain.
    To close every way in, use M(offboarding.mattermost.mattermost_access_revoke) afterwards, or use the role
    P(offboarding.mattermost.offboard#role).
  - An account that is already in the requested state is not changed, so that the time of its deactivation is kept.
notes:
  - The calling account needs the permission C(sysconsole_write_user_management_users), and C(manage_system) if the user
    is a system admin. Otherwise, Mattermost returns C(api.user.update_active.permissions.app_error).
  - The calling account and the last active system admin are never deactivated.
  - An account that is managed by LDAP cannot be deactivated with this module. Mattermost returns
    C(api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error), the user fails, and
    RV(results[].needs_human) says what to do. Check mode predicts this for servers as of version 9.
  - An account that logs in through GitLab, Google, Office 365 or OpenID Connect is deactivated, but the next log-in
    through that service silently activates it again. RV(results[].needs_human) says so.
  - A log-in that is in progress while the account is being deactivated still gets a session, and that session works.
    Revoke the sessions afterwards with M(offboarding.mattermost.mattermost_access_revoke).
  - When Mattermost deactivates an account, it also disables the bots of the account, including bots that Mattermost
    itself uses to post messages, such as C(system-bot). If nobody has a token or a session of such a bot, the module
    enables it again, because otherwise reminders and other notices would no longer be posted.
  - If the account is a bot that owns itself, because a user was converted to a bot, Mattermost would never finish
    disabling it. The module makes the calling account its owner first, and RV(results[].warning) says so.
  - O(system_roles=reset) requires the permission C(manage_roles). An account whose roles cannot be reset is deactivated
    nevertheless. If Mattermost returns C(app.user.update.lastAdmin.app_error), RV(results[].needs_human) says what to
    do.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description:
      - When run twice in a row outside check mode with the same arguments, the second invocation indicates no change.
    support: full
options:
  users:
    required: true
  state:
    description:
      - The desired state of the accounts.
    type: str
    choices:
      - active
      - deactivated
    required: true
  system_roles:
    description:
      - What to do with the system roles of the accounts and of the bots that they own.
      - With V(reset), they are reset to those of a regular user or guest just before the account is deactivated, and
        also if it is already deactivated. As of version 9.10, Mattermost does not remove the role C(system_admin) from
        any account while only one active person has it, so the role must be removed before the account is deactivated.
      - With V(leave), they are kept, and are effective again when the account is activated again.
    type: str
    choices:
      - leave
      - reset
    default: leave
seealso:
  - module: offboarding.mattermost.mattermost_access_revoke
  - module: offboarding.mattermost.mattermost_user_info
"""

EXAMPLES = r"""
- name: Deactivate the accounts of leavers
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2@example.com]
    state: deactivated

- name: Deactivate an account and reset its system roles
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: deactivated
    system_roles: reset

- name: Activate the account of a user who came back
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: active
"""

RETURN = r"""
results:
  description: One entry for each entry of O(users), in the same order. Also returned when the module fails.
  returned: when the users were found
  type: list
  elements: dict
  contains:
    requested:
      description: The entry as it was specified.
      type: str
      returned: always
      sample: user1
    user:
      description: The account that was found, or V(null) if there is none.
      type: dict
      returned: always
      sample:
        id: q4599d99ni8k88f5yugzw7t85a
        username: user1
        email: user1@example.com
        active: false
        auth_service: ""
        system_admin: false
    changed:
      description: Whether the state or the roles of the account were changed (in check mode, would be changed).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) if the user does not exist.
        - V(unknown) if a change was sent and no answer was received.
      type: str
      returned: always
      sample: done
    request_ids:
      description: The ids under which the server logged the requests that changed something for this user.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: The error for this user, or V(null) if there was none.
      type: dict
      returned: always
      sample: null
    state:
      description: The current state of the account (in check mode, the state after a real run).
      type: str
      returned: always
      sample: deactivated
    previous_state:
      description: The previous state of the account.
      type: str
      returned: always
      sample: active
    roles_reset:
      description:
        - The system roles that were removed (in check mode, would be removed). Roles of a bot are returned with the
          name of the bot.
      type: list
      elements: dict
      returned: always
      sample:
        - role: system_admin
    bots_enabled:
      description:
        - The bots that Mattermost itself uses, that it disabled together with the account, and that were enabled again
          (in check mode, would be enabled again).
      type: list
      elements: str
      returned: always
      sample: []
    needs_human:
      description:
        - What must be done manually in the directory or at the identity provider, or so that a role can be reset.
          V(null) if there is nothing to do.
      type: str
      returned: always
      sample: "Disable the account at GitLab: the next log-in there would silently activate it again."
    warning:
      description:
        - Anything unexpected that happened, for example that the server returned an error after it had changed the
          state. V(null) if there was nothing.
      type: str
      returned: always
      sample: null
summary:
  description: Counts for all users. A user who is listed twice is counted once.
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 1
    users_to_do: 1
    failed: 0
    requests: 6
    retries: 0
error:
  description: The error, if it does not belong to a single user.
  returned: when the module failed before it processed the users
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to look up users at https://chat.example.com: HTTP 401 api.context.session_expired.app_error:
      Invalid or expired session, please login again. The token is wrong, expired or revoked, or its account is
      deactivated: create a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: create a new one."
retried:
  description: The requests that were repeated and the reasons, for the first 50 retries.
  returned: when requests were repeated
  type: list
  elements: str
  sample:
    - "list the sessions of user1: HTTP 503, attempt 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, USERS, Spec
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import user

STATE = Spec(
    {
        "state": {"type": "str", "choices": ["active", "deactivated"], "required": True},
        "system_roles": {"type": "str", "choices": ["leave", "reset"], "default": "leave"},
    }
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + STATE, user.ensure, user.prepare)


if __name__ == "__main__":
    main()
