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
  - Ends all, chosen or filtered sessions of Mattermost users, one user or ten thousand, or of everyone on the server.
  - What is revoked is logged out at once. It does not keep anybody from logging in again, and a user access token makes
    itself a new session at its next use. To close every way in, use the role P(offboarding.mattermost.offboard#role).
  - Without filters, one request ends all sessions of a user, including those that have expired. With filters, each
    session is named, so that no other one is ended.
notes:
  - The calling account needs the permission C(edit_other_users) to revoke the sessions of others, and
    C(manage_system) where the user is a system admin, or for O(everyone). Otherwise Mattermost answers
    C(api.context.permissions.app_error).
  - A session that is gone when its turn comes counts as revoked (Mattermost answers C(app.session.get.app_error)).
  - Where Mattermost breaks off a revocation with C(app.session.remove.app_error), the module tries again and then
    revokes what is left one by one.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.users.include_self
  - offboarding.mattermost.session_filters
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description: When run twice in a row with the same arguments, the second run says that nothing changed.
    support: partial
    details:
      - With O(everyone=true) there is always a session to end, that of the caller.
options:
  everyone:
    description:
      - Revoke the sessions of everyone on the server, also those of the calling account.
      - Refused unless it is said together with O(include_self=true).
      - Mutually exclusive with O(users); filters do not apply.
    type: bool
    default: false
  verify:
    description:
      - Whether to list the sessions of all users again after the last revocation, revoke once more what is there, and
        fail the users of whom something is left even then.
    type: bool
    default: false
  verify_delay:
    description:
      - Seconds to wait before O(verify) lists again, from 0 to 600. Set it to more than the lag of the database's
        read replicas.
    type: int
    default: 0
  flush_cache:
    description:
      - Whether to ask for the revocation also where no session is listed. It changes nothing that can be listed, but
        makes the whole cluster forget sessions that live on in its caches for some minutes after their row is gone.
      - It has no effect with filters or in check mode, and does not count as a change.
    type: bool
    default: false
seealso:
  - module: offboarding.mattermost.mattermost_session_info
"""

EXAMPLES = r"""
- name: A laptop was stolen, log its owner out everywhere
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: End the sessions of browsers and phones that nobody used for 30 days
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2]
    kinds: [web, mobile]
    idle_longer_than: 30d

- name: End one session, and look again five seconds later
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user3@example.com]
    session_ids: ["{{ session_id }}"]
    verify: true
    verify_delay: 5

- name: Break glass, log everybody out, also the account that runs this
  offboarding.mattermost.mattermost_session_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    everyone: true
    include_self: true
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
        active: true
        auth_service: ""
        system_admin: false
    changed:
      description: Whether a session of this user was revoked (in check mode, would be).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) where the user does not exist.
        - V(unknown) where a revocation was sent and no answer came back, or where O(verify) could not look again.
      type: str
      returned: always
      sample: done
    revoked:
      description: The sessions that were revoked (in check mode, would be). Never a token, a CSRF value or a device id.
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
      description: The sessions that the filters left alone.
      type: list
      elements: dict
      returned: always
      sample: []
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
summary:
  description:
    - Counts over all users. A user named twice counts once.
    - With O(everyone) the server does not tell how many sessions there were, and both counts of sessions are V(null).
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
