#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_user_info
short_description: Find Mattermost users by name, state, log-in service, role or last activity
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Finds the users of a Mattermost server that match all given filters.
  - Use this module to find all deactivated users, in order to list or to close the ways in that they still have.
notes:
  - Any account is allowed to list users. The details that it can see, such as e-mail addresses, depend on its
    permissions.
  - A list of more than 200 users is read until it is known to be complete, even if accounts change in the meantime.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
options:
  users:
    description:
      - Only return these users. Each is a user name, an e-mail address or a 26-character id.
      - If not set, all users of the server are searched. An empty list returns no users.
  missing_users:
    description:
      - What to do if one of O(users) does not exist.
      - With V(fail), the module fails and names all users that do not exist.
      - With V(ignore), these users are returned in RV(missing_users).
  state:
    description:
      - Only return users in this state.
    type: str
    choices:
      - any
      - active
      - deactivated
    default: any
  inactive_for:
    description:
      - Only return users whose last activity was longer ago than this, such as V(12h), V(90d) or V(26w).
      - Users for whom the server has no record of any activity are not returned, but counted in
        RV(ignore:summary.activity_unknown).
    type: str
  auth_service:
    description:
      - Only return users who log in through one of these services.
      - V(email) means a password that is stored in Mattermost itself.
    type: list
    elements: str
    choices:
      - email
      - ldap
      - saml
      - gitlab
      - google
      - office365
      - openid
  role:
    description:
      - Only return users with this system role, such as V(system_admin) or V(system_guest).
    type: str
  include_bots:
    description:
      - Whether to include bot accounts if O(users) is not set.
    type: bool
    default: false
  brief:
    description:
      - Whether to return only RV(usernames) and RV(ids), and to leave RV(users) empty. Use this for large numbers of
        users.
    type: bool
    default: false
  second_accounts:
    description:
      - Whether to return, for each user, accounts that may belong to the same person, such as a guest account or an
        older one. They are B(a question, not a finding), since different people can have the same name.
      - Accounts are compared by the local part of the e-mail address, by the full name, and by position and nickname
        together. Case, diacritics and the order of first and last name do not matter.
      - Addresses of a function, such as C(info@), names such as Test User, bots, and what more than 25 accounts have in
        common are ignored.
      - The list of all users is read once, whatever the other options say. O(brief) has no effect.
    type: bool
    default: false
seealso:
  - module: offboarding.mattermost.mattermost_session_info
"""

EXAMPLES = r"""
- name: Find all deactivated users
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    state: deactivated
  register: leavers

- name: Find the active system admins
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    state: active
    role: system_admin

- name: Find active users with a Mattermost password who were inactive for 90 days
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    state: active
    auth_service: [email]
    inactive_for: 90d

- name: Find out which users have an account
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, nobody-of-that-name]
    missing_users: ignore

- name: May this person have another account?
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    second_accounts: true
"""

RETURN = r"""
users:
  description:
    - The users that were found, in the order of the server or of O(users).
    - With O(second_accounts), each user has a list RV(ignore:users[].second_accounts) of up to ten candidates, those
      with the most reasons first. Each is a dictionary of RV(ignore:user), with RV(ignore:user.guest), and
      RV(ignore:reasons), a list of V(email_local_part), V(full_name) and V(position_and_nickname).
      RV(ignore:users[].second_accounts_more) is how many more candidates there are.
  returned: success
  type: list
  elements: dict
  sample:
    - id: q4599d99ni8k88f5yugzw7t85a
      username: user1
      email: user1@example.com
      active: false
      auth_service: ""
      system_admin: false
      roles: [system_user]
      bot: false
      created_at: "2024-03-01T09:00:00Z"
      deactivated_at: "2026-11-20T17:30:00Z"
      last_activity_at: null
usernames:
  description: The user names of the users that were found.
  returned: success
  type: list
  elements: str
  sample: [user1]
ids:
  description: Their ids, in the same order. Unlike user names, ids never change.
  returned: success
  type: list
  elements: str
  sample: [q4599d99ni8k88f5yugzw7t85a]
missing_users:
  description: The entries of O(users) that do not exist.
  returned: success
  type: list
  elements: str
  sample: []
second_accounts_not_checked:
  description:
    - What could not be compared, in sentences, because the server does not show it to the calling account.
    - System admins see everything. What others see is set in the site configuration of the server.
  returned: success, with O(second_accounts)
  type: list
  elements: str
  sample: []
summary:
  description:
    - Counts. RV(ignore:summary.activity_unknown) is the number of users to whom O(inactive_for) cannot be applied.
    - RV(ignore:summary.server_total) is the number of users that the server itself counts for the same O(state),
      O(role) and O(include_bots), for comparison with RV(ignore:summary.users). It is V(null) with O(users),
      O(auth_service), O(inactive_for) or a role that is not built-in, and if the calling account lacks the permission
      C(sysconsole_read_user_management_users).
  returned: success
  type: dict
  sample:
    users: 1
    users_missing: 0
    activity_unknown: 0
    server_total: 1
    requests: 2
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
    - "list users: HTTP 503, attempt 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    AUTH_SERVICES,
    CONNECTION,
    USERS,
    Spec,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import user_info

SEARCH = Spec(
    {
        "state": {"type": "str", "choices": ["any", "active", "deactivated"], "default": "any"},
        "inactive_for": {"type": "str"},
        "auth_service": {"type": "list", "elements": "str", "choices": list(AUTH_SERVICES)},
        "role": {"type": "str"},
        "include_bots": {"type": "bool", "default": False},
        "brief": {"type": "bool", "default": False},
        "second_accounts": {"type": "bool", "default": False},
    }
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS + SEARCH, user_info.search, user_info.prepare)


if __name__ == "__main__":
    main()
