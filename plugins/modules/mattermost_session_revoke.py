#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_session_revoke
short_description: Revoke sessions of Mattermost users
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Revokes all sessions of Mattermost users, or only selected sessions, or the sessions of all users of the server.
  - Revoked sessions are logged out immediately. This does not prevent users from logging in again, and a user access
    token creates a new session when it is used. To close every way in, use the role
    P(offboarding.mattermost.offboard#role).
  - Without filters, one request revokes all sessions of a user, including those that have expired. With filters, each
    session is revoked by its id, so that no other session is affected.
notes:
  - The calling account needs the permission C(edit_other_users) to revoke the sessions of other users, and
    C(manage_system) if the user is a system admin, or for O(everyone). Otherwise, Mattermost returns
    C(api.context.permissions.app_error).
  - A session that no longer exists when the module tries to revoke it counts as revoked (Mattermost returns
    C(app.session.get.app_error)).
  - If Mattermost aborts a revocation with C(app.session.remove.app_error), the module tries again and then revokes the
    remaining sessions one by one.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.users.include_self
  - offboarding.mattermost.session_filters
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description:
      - When run twice in a row outside check mode with the same arguments, the second invocation indicates no change.
    support: partial
    details:
      - With O(everyone=true), there is always a session to revoke, which is that of the calling account.
options:
  everyone:
    description:
      - Whether to revoke the sessions of all users of the server, including those of the calling account.
      - Requires O(include_self=true).
      - Mutually exclusive with O(users). The filters do not apply.
    type: bool
    default: false
  verify:
    description:
      - Whether to list the sessions of all users again after the last revocation and to revoke the sessions that are
        still there. Users who have sessions even after that fail.
    type: bool
    default: false
  verify_delay:
    description:
      - Number of seconds to wait before O(verify) lists the sessions again, from 0 to 600. Use a value that is greater
        than the lag of the read replicas of the database.
    type: int
    default: 0
  flush_cache:
    description:
      - Whether to request the revocation even if no session is listed. This removes sessions from the caches of all
        nodes of the cluster, where they can remain for some minutes after they were deleted from the database.
      - This option has no effect with filters or in check mode, and does not count as a change.
    type: bool
    default: false
seealso:
  - module: offboarding.mattermost.mattermost_session_info
"""

EXAMPLES = r"""
- name: Revoke all sessions of the owner of a stolen laptop
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: Revoke browser and mobile sessions that were not used for 30 days
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2]
    kinds: [web, mobile]
    idle_longer_than: 30d

- name: Revoke one session and verify the result five seconds later
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user3@example.com]
    session_ids: ["{{ session_id }}"]
    verify: true
    verify_delay: 5

- name: Revoke the sessions of all users, including the calling account
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    everyone: true
    include_self: true
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
        active: true
        auth_service: ""
        system_admin: false
    changed:
      description: Whether any session of this user was revoked (in check mode, would be revoked).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) if the user does not exist.
        - V(unknown) if a revocation was sent and no answer was received, or if O(verify) could not list the sessions.
      type: str
      returned: always
      sample: done
    revoked:
      description:
        - The sessions that were revoked (in check mode, would be revoked). They never contain tokens, CSRF tokens or
          device ids.
      type: list
      elements: dict
      returned: always
      sample:
        - id: jnuj493917ycbme3dxdcprzhdw
          kind: desktop
          created_at: "2026-11-22T01:01:42Z"
          last_activity_at: "2026-11-22T02:08:11Z"
          expires_at: "2027-05-21T01:01:42Z"
          expired: false
          platform: Linux
          os: Linux
          browser: Desktop App/5.12.0
          login_method: password
          user_access_token_id: null
          oauth_app_id: null
    kept:
      description: The sessions that did not match the filters.
      type: list
      elements: dict
      returned: always
      sample: []
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
summary:
  description:
    - Counts for all users. A user who is listed twice is counted once.
    - With O(everyone), the server does not return the number of sessions, and both session counts are V(null).
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 1
    failed: 0
    sessions_found: 1
    sessions_revoked: 1
    requests: 5
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
    - "revoke all sessions of user1: HTTP 503, attempt 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    CONNECTION,
    INCLUDE_SELF,
    SESSION_FILTERS,
    USERS,
    Spec,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import sessions

REVOKE = Spec(
    {
        "everyone": {"type": "bool", "default": False},
        "verify": {"type": "bool", "default": False},
        "verify_delay": {"type": "int", "default": 0},
        "flush_cache": {"type": "bool", "default": False},
    }
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS + INCLUDE_SELF + SESSION_FILTERS + REVOKE, sessions.revoke, sessions.prepare)


if __name__ == "__main__":
    main()
