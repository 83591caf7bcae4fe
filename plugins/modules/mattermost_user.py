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
  - Brings many accounts into the state V(deactivated) or V(active).
  - Deactivating blocks the log-in and ends the sessions. It leaves tokens, webhooks, commands and apps in place. To
    close every way in, use M(offboarding.mattermost.mattermost_access_revoke) after it, or the role
    P(offboarding.mattermost.offboard#role).
  - An account that is in the state asked for is not changed, so that the time of its deactivation stays.
notes:
  - The calling account needs the permission C(sysconsole_write_user_management_users), and C(manage_system) where
    the user is a system admin. Otherwise Mattermost answers C(api.user.update_active.permissions.app_error).
  - The calling account and the last active system admin are never deactivated.
  - An account that LDAP manages cannot be deactivated here. Mattermost answers
    C(api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error), the user fails, and
    RV(results[].needs_human) says what to do. In check mode this is foretold for servers from version 9 on.
  - An account that logs in through GitLab, Google, Office 365 or OpenID Connect is deactivated, but the next log-in
    there activates it again, silently. RV(results[].needs_human) says so.
  - A log-in that is under way while the account is deactivated still gets a session, and that session works. Revoke the
    sessions afterwards with M(offboarding.mattermost.mattermost_access_revoke).
  - Mattermost disables the bots of an account together with it, also a bot that Mattermost itself posts as, such as
    C(system-bot). If nobody has a token or a session of that bot, the module enables it again, since reminders and
    other notices would no longer be posted.
  - If the account is a bot that owns itself, because a user was turned into a bot, Mattermost would never end disabling
    it. The module makes the calling account its owner first, and RV(results[].warning) says so.
  - O(system_roles=reset) takes the permission C(manage_roles). An account that cannot lose its roles is deactivated all
    the same. If Mattermost answers C(app.user.update.lastAdmin.app_error), RV(results[].needs_human) says what to do.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description: When run twice in a row with the same arguments, the second run says that nothing changed.
    support: full
options:
  users:
    required: true
  state:
    description:
      - The state to bring the accounts into.
    type: str
    choices:
      - active
      - deactivated
    required: true
  system_roles:
    description:
      - What to do with the system roles of the accounts and of the bots that they own.
      - With V(reset), they are reset to those of a plain user or guest just before the account is deactivated, and
        also where it is deactivated already. From version 9.10 on, Mattermost does not take the role C(system_admin)
        away from anybody while only one active person has it, so that a system admin must lose the role first.
      - With V(leave), they are kept, and are back when the account is activated again.
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
- name: Block the accounts of people who left
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2@example.com]
    state: deactivated

- name: Block an account that may be that of a system admin
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: deactivated
    system_roles: reset

- name: Somebody came back
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: active
"""

RETURN = r"""
results:
  description: One entry for each entry of O(users), in the same order, also when the module fails.
  returned: when the users were found
  type: list
  elements: dict
  contains:
    requested:
      description: The entry as it was given.
      type: str
      returned: always
      sample: user1
    user:
      description: The account that was found, V(null) where there is none.
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
      description: Whether the state or the roles of the account were changed (in check mode, would be).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) where the user does not exist.
        - V(unknown) where a change was sent and no answer came back.
      type: str
      returned: always
      sample: done
    request_ids:
      description: The ids under which the server logged what the module asked it to change for this user.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: V(null), or what went wrong for this user.
      type: dict
      returned: always
      sample: null
    state:
      description: The state of the account now (in check mode, after a real run).
      type: str
      returned: always
      sample: deactivated
    previous_state:
      description: The state of the account before.
      type: str
      returned: always
      sample: active
    roles_reset:
      description:
        - The system roles that were taken away (in check mode, would be). A role of a bot comes with the name of the
          bot.
      type: list
      elements: dict
      returned: always
      sample:
        - role: system_admin
    bots_enabled:
      description:
        - The bots that Mattermost itself posts as and that it disabled with the account. They were enabled again (in
          check mode, would be).
      type: list
      elements: str
      returned: always
      sample: []
    needs_human:
      description:
        - V(null), or what a person must do, in the directory, at the identity provider, or so that a role can be reset.
      type: str
      returned: always
      sample: "Disable the account at GitLab: the next log-in there would silently activate it again."
    warning:
      description:
        - V(null), or what else happened, such as that the server broke off after it had changed the state.
      type: str
      returned: always
      sample: null
summary:
  description: Counts over all users. A user named twice counts once.
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
  description: What went wrong, where it concerns no single user.
  returned: when the module failed before it came to the users
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to look up users at https://chat.example.com: HTTP 401 api.context.session_expired.app_error:
      Invalid or expired session, please login again. The token is wrong, expired or revoked, or its account is
      deactivated: create a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: create a new one."
retried:
  description: What was tried again and why, the first 50 times.
  returned: when a request was repeated
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
