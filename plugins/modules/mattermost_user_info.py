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
  - Finds users of a Mattermost server, all of them to the last page or those that are named, and narrows them down.
  - It is how all deactivated users are found, to see or to close what they still have.
notes:
  - Any account may list users. What it sees of them (e-mail addresses, for example) is limited by its permissions.
  - A list of more than 200 users is read until nobody can have been missed, also if accounts change meanwhile.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
options:
  users:
    description:
      - Only these users. Each is a user name, an e-mail address or a 26-character id.
      - If not set, all users of the server are looked through. An empty list finds nobody.
  missing_users:
    description:
      - What to do when one of O(users) does not exist.
      - With V(fail) the module fails with all of them named.
      - With V(ignore) they are listed in RV(missing_users).
  state:
    description:
      - Only users in this state.
    type: str
    choices:
      - any
      - active
      - deactivated
    default: any
  inactive_for:
    description:
      - Only users whose last activity is longer ago than this, such as V(12h), V(90d) or V(26w).
      - A user of whom the server knows no activity at all is not listed, but counted in
        RV(ignore:summary.activity_unknown).
    type: str
  auth_service:
    description:
      - Only users who log in this way.
      - V(email) is a password that Mattermost itself keeps.
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
      - Only users with this system role, such as V(system_admin) or V(system_guest).
    type: str
  include_bots:
    description:
      - Whether bot accounts count as users where O(users) is not set.
    type: bool
    default: false
  brief:
    description:
      - Return only RV(usernames) and RV(ids), and leave RV(users) empty. Meant for very many users.
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
- name: Find everybody who was deactivated
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

- name: Find people with a password of Mattermost's own who were not seen for 90 days
  offboarding.mattermost.mattermost_user_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    state: active
    auth_service: [email]
    inactive_for: 90d

- name: Which of these people have an account?
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
    - The users that were found, sorted as the server sorts them, or in the order of O(users).
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
  description: The names of the users that were found.
  returned: success
  type: list
  elements: str
  sample: [user1]
ids:
  description: Their ids, in the same order. Ids hold where names change or look like something else.
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
    - Counts. RV(ignore:summary.activity_unknown) is how many users O(inactive_for) cannot judge.
    - RV(ignore:summary.server_total) is how many users the server itself counts with the same O(state), O(role) and
      O(include_bots), to be held against RV(ignore:summary.users). It is V(null) with O(users), O(auth_service),
      O(inactive_for) or another role than the built-in ones, and where the calling account lacks the permission
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
  description: What went wrong, where it concerns no single user.
  returned: when the module failed before it came to the users
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to look up users at https://chat.example.com: HTTP 401 api.context.session_expired.app_error:
      Invalid or expired session, please login again. The token is wrong, expired or revoked, or its account is
      deactivated: make a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: make a new one."
retried:
  description: What was tried again and why, the first 50 times.
  returned: when a request was repeated
  type: list
  elements: str
  sample:
    - "list users: HTTP 503, try 2 follows after 0.5 s"
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
