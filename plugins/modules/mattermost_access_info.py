#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_access_info
short_description: Find every way in that Mattermost users have
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Finds every way into Mattermost that users have, and returns a verdict for each type of access.
  - The types of access include the account itself, sessions, user access tokens, bots and their tokens, incoming and
    outgoing webhooks, slash commands, created and authorized OAuth apps, and system roles.
  - They also include back doors that are not listed under the name of the user. These are the items that an
    administrator created for other accounts or changed in them, which are found in the server's log, and secrets that
    all members know, such as the invitation link of a team.
  - Everything that the bots of a user created or hold counts as a way in of the user, even if the bots are disabled.
  - Lists of the whole server are fetched once, not once for each user.
  - For an id that no account has any more, RV(results[].outcome) is V(missing), unless the account was permanently
    deleted and left bots or OAuth apps behind. These are listed with O(missing_users=ignore).
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.access_types
  - offboarding.mattermost.access_types.log
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
options:
  users:
    required: true
  access_types:
    description:
      - The types of access to look for.
      - If not set, all types are included except V(team_role), V(membership) and V(password), which do not let anybody
        in as long as the account is deactivated.
    type: list
    elements: str
    choices:
      - account
      - system_role
      - user_access_token
      - bot_token
      - bot
      - incoming_webhook
      - outgoing_webhook
      - slash_command
      - oauth_app
      - oauth_authorization
      - session
      - token_for_others
      - integration_for_others
      - secure_connection
      - invitation_link
      - email_invitation
      - changed_account
      - changed_server
      - known_secret
      - team_role
      - membership
      - password
seealso:
  - module: offboarding.mattermost.mattermost_access_revoke
"""

EXAMPLES = r"""
- name: Find all ways in that a leaver still has
  offboarding.mattermost.mattermost_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
  register: access

- name: Fail if anything is open or could not be checked
  ansible.builtin.assert:
    that:
      - access.summary.users_open == 0
      - access.summary.users_not_checked == 0

- name: Find the tokens and incoming webhooks of two users
  offboarding.mattermost.mattermost_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2@example.com]
    access_types: [user_access_token, incoming_webhook]
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
    profile:
      description:
        - What else the server tells of the account, or V(null) if there is none.
        - RV(ignore:full_name), RV(ignore:created_at) and RV(ignore:last_login_at) are V(null) if the server does not
          tell them to the calling account.
      type: dict
      returned: always
      sample:
        full_name: Dana Leaver
        roles: [system_user]
        bot: false
        guest: false
        created_at: "2024-03-01T09:00:00Z"
        last_login_at: null
    changed:
      description: Always V(false).
      type: bool
      returned: always
      sample: false
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
    access:
      description:
        - The types of access and what was found, by name. Items that belong to a bot have the name of the bot in
          RV(ignore:bot).
        - RV(ignore:verdict) is one of V(closed), V(open), V(not_allowed) (the calling account lacks a permission),
          V(feature_off) (the feature is disabled on this server, and the items work again when it is enabled),
          V(needs_human) (something must be done manually), V(unknown) (the server provides no way to find out, for
          example because the log does not go back far enough) and V(failed) (the check failed). RV(ignore:reason)
          contains the explanation.
        - RV(ignore:still_open) shows whether the user can still get in this way. V(null) means that this is not known.
        - Items that require manual work have an RV(ignore:advice) with the account, the time and what to do, and a
          RV(ignore:reference) to specify in O(confirmed) when it is done.
        - Of an incoming webhook only the beginning of the id is shown, since whoever knows the id can post.
      type: dict
      returned: always
      sample:
        user_access_token:
          title: User access tokens
          verdict: open
          reason: null
          still_open: true
          found:
            - id: 6uddzn4wi3gt8m9dhiynx43qxy
              description: ci
              active: true
              open: true
    still_open:
      description: The types of access by which the user can still get in.
      type: list
      elements: str
      returned: always
      sample: []
    not_checked:
      description: The types of access whose state is not known.
      type: list
      elements: str
      returned: always
      sample: []
    to_do:
      description: What must be done by hand, one entry for each task, with its reference if it has one.
      type: list
      elements: str
      returned: always
      sample: []
    ways_in:
      description: The number of items that are open.
      type: int
      returned: always
      sample: 0
summary:
  description: Counts for all users. A user who is listed twice is counted once.
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 0
    users_open: 1
    users_not_checked: 0
    users_to_do: 0
    ways_in: 1
    failed: 0
    requests: 12
    retries: 0
server:
  description:
    - The server, its version, and the number of seconds by which its clock is ahead of the controller's clock.
    - RV(ignore:apps_without_owner) contains the OAuth apps without a creator, because they registered themselves. They
      do not belong to any user and are therefore listed once for the whole server. V(null) if the calling account
      cannot see them.
    - Values that the server does not provide are V(null).
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
    apps_without_owner: []
caller:
  description: The calling account and its roles.
  returned: when the users were found
  type: dict
  sample:
    id: h8qdft9y4prxzr6hu1krm91pth
    username: offboarding-service
    email: offboarding@example.com
    active: true
    auth_service: ""
    system_admin: true
    roles: [system_admin, system_user]
lacks:
  description:
    - For each type of access, the permissions that the calling account lacks to list it completely and to close it. For
      V(account), these are the permissions that M(offboarding.mattermost.mattermost_user) requires.
    - To check the permissions in advance, call the module with an empty list of users.
  returned: when the users were found
  type: dict
  sample:
    incoming_webhook: [manage_incoming_webhooks, manage_others_incoming_webhooks]
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
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, LOG, USERS, Spec
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access

LOOK = Spec({"access_types": {"type": "list", "elements": "str", "choices": list(ACCESS_TYPES)}})


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + LOG + LOOK, access.info)


if __name__ == "__main__":
    main()
