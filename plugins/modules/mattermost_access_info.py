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
  - Finds, for one user or ten thousand, every way into Mattermost, each type of access with a verdict.
  - The types of access are the account itself, sessions, user access tokens, bots and their tokens, incoming and
    outgoing webhooks, slash commands, OAuth apps made and authorised, and system roles.
  - What the bots of a user made or hold counts as the user's, also if the bots are disabled.
  - They are also the back doors that no list shows with the user's name on. Those are what an administrator made for
    other accounts or changed in them, which the server's log tells, and what every member knows, such as the invitation
    link of a team.
  - What is listed for the whole server is fetched once, not once for each user.
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
      - The types of access to look for. If not set, all of them but V(team_role), V(membership) and V(password),
        which open nothing as long as the account is deactivated.
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
- name: What does somebody who left still have?
  offboarding.mattermost.mattermost_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
  register: access

- name: Fail if it is anything, or if anything could not be checked
  ansible.builtin.assert:
    that:
      - access.summary.users_open == 0
      - access.summary.users_not_checked == 0

- name: Tokens and webhooks of two people
  offboarding.mattermost.mattermost_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2@example.com]
    access_types: [user_access_token, incoming_webhook]
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
      description: Always V(false).
      type: bool
      returned: always
      sample: false
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
    access:
      description:
        - Each type of access with what was found, by its name. What belongs to a bot comes with its name in
          RV(ignore:bot).
        - RV(ignore:verdict) is one of V(closed), V(open), V(not_allowed) (the calling account lacks a permission),
          V(feature_off) (switched off on this server, and back when it is switched on), V(needs_human) (with what to
          do), V(unknown) (nobody can know, for example since the log does not go back that far) and V(failed) (with
          why). RV(ignore:reason) says it in a sentence.
        - RV(ignore:still_open) tells whether the person still gets in this way. V(null) means that nobody knows.
        - What is left to a person has an RV(ignore:advice) with the account, the time and what to do, and a
          RV(ignore:reference) by which O(confirmed) closes it once it is done.
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
      description: The types of access by which the person still gets in.
      type: list
      elements: str
      returned: always
      sample: []
    not_checked:
      description: The types of access of which nobody knows.
      type: list
      elements: str
      returned: always
      sample: []
    to_do:
      description: What a person must do by hand, an entry for each thing, with its reference where it has one.
      type: list
      elements: str
      returned: always
      sample: []
    ways_in:
      description: How many items are open.
      type: int
      returned: always
      sample: 0
summary:
  description: Counts over all users. A user named twice counts once.
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
    - The server, its version, and the seconds that its clock is ahead of the controller's.
    - RV(ignore:apps_without_owner) are the OAuth apps that nobody made, since they registered themselves. They are no
      user's way in, so they are named once, for the whole server. V(null) where the calling account cannot see them.
    - What the server does not tell is V(null).
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
    apps_without_owner: []
caller:
  description: The calling account, with its roles.
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
    - By kind of access, the permissions that the calling account lacks to see it whole and to close it. For V(account)
      those that M(offboarding.mattermost.mattermost_user) takes.
    - Call the module with an empty list of users to know before anything is done.
  returned: when the users were found
  type: dict
  sample:
    incoming_webhook: [manage_incoming_webhooks, manage_others_incoming_webhooks]
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
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, LOG, USERS, Spec
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access

LOOK = Spec({"access_types": {"type": "list", "elements": "str", "choices": list(ACCESS_TYPES)}})


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + LOG + LOOK, access.info)


if __name__ == "__main__":
    main()
