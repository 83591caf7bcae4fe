#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_session_info
short_description: List the sessions of Mattermost users
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Lists the sessions of users, with the device and the times of each session.
  - A session is a log-in with a browser, desktop app, mobile app or mmctl, an OAuth app that the user authorized, or a
    user access token that is in use.
notes:
  - The calling account needs the permission C(edit_other_users) to list the sessions of other users, and
    C(manage_system) if the user is a system admin. Otherwise, Mattermost returns C(api.context.permissions.app_error).
  - The list may come from a read replica of the database, which can lag slightly behind.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.session_filters
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
options:
  users:
    required: true
seealso:
  - module: offboarding.mattermost.mattermost_session_revoke
  - module: offboarding.mattermost.mattermost_user_info
"""

EXAMPLES = r"""
- name: List the sessions of two users
  offboarding.mattermost.mattermost_session_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users:
      - user1
      - user2@example.com

- name: List mobile sessions that were not used for 30 days
  offboarding.mattermost.mattermost_session_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    kinds: [mobile]
    idle_longer_than: 30d
  register: stale

- name: Set the connection options once for all modules of the collection
  module_defaults:
    group/offboarding.mattermost.mattermost:
      url: https://chat.example.com
      token: "{{ mattermost_token }}"
  block:
    - name: List sessions and ignore users who do not exist
      offboarding.mattermost.mattermost_session_info:
        users: [user1, nobody-of-that-name]
        missing_users: ignore
"""

RETURN = r"""
results:
  description: One entry for each entry of O(users), in the same order.
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
        active: true
        auth_service: ""
        system_admin: false
    changed:
      description: Always V(false).
      type: bool
      returned: always
      sample: false
    outcome:
      description:
        - V(done), V(not_done) with the reason in RV(results[].error), or V(missing) if the user does not exist.
      type: str
      returned: always
      sample: done
    sessions:
      description:
        - The sessions that were found, with the most recent activity first. They never contain tokens, CSRF tokens or
          device ids.
        - Times are in ISO 8601 format, in UTC. If RV(ignore:expires_at) is V(null), the session never expires.
      type: list
      elements: dict
      returned: always
      sample:
        - id: jnuj493917ycbme3dxdcprzhdw
          kind: mobile
          created_at: "2026-11-22T01:01:42Z"
          last_activity_at: "2026-11-22T02:08:11Z"
          expires_at: "2027-05-21T01:01:42Z"
          expired: false
          platform: Android
          os: Android 16
          browser: Mattermost Mobile/2.35.0
          login_method: password
          user_access_token_id: null
          oauth_app_id: null
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
      sample:
        status: 403
        id: api.context.permissions.app_error
        message: "Failed to list the sessions of user1: HTTP 403 api.context.permissions.app_error: You do not have the
          appropriate permissions. The token needs edit_other_users (and manage_system where the user is a system
          admin)."
        hint: The token needs edit_other_users (and manage_system where the user is a system admin).
summary:
  description: Counts for all users. A user who is listed twice is counted once.
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 0
    failed: 0
    sessions_found: 1
    requests: 3
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
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    CONNECTION,
    SESSION_FILTERS,
    USERS,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import sessions


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + SESSION_FILTERS, sessions.info, sessions.prepare)


if __name__ == "__main__":
    main()
