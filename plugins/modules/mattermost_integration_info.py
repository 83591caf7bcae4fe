#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_integration_info
short_description: Find integrations that would stop working when Mattermost users leave
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Finds the bots, webhooks, slash commands, OAuth apps and access tokens of users, and of the bots that they own.
  - Returns for each of them where it works, what it does, when it was last used, who else is in its channels, and what
    M(offboarding.mattermost.mattermost_access_revoke) would do with it if it were called with the same options.
  - Use this module before a user leaves. C(offboarding.mattermost.impact_report) creates an HTML page and a CSV table
    from the result.
notes:
  - Mattermost does not record the use of slash commands and OAuth apps. The last use of a webhook is determined from
    the last 100 posts of its channel, and the last use of a bot or a token from its sessions. If the last use cannot be
    determined, it is reported as unknown, with the reason.
  - The module requires the same permissions as M(offboarding.mattermost.mattermost_access_info) for the same types of
    access, and C(read_channel) for the channels. Everything that the calling account cannot see is returned in
    RV(results[].not_checked).
  - Lists of the whole server are read once. Each channel requires up to 4 requests, regardless of the number of
    webhooks in it. Each bot requires up to 12 requests, and tokens require none.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
options:
  users:
    required: true
  bots:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - disable
      - assign
    default: disable
  bot_assignee:
    description:
      - The user name, e-mail address or id of the active account that takes over from all users who are not in
        O(successors).
    type: str
  successors:
    description:
      - The successors of the users. Keys are users as in O(users), and values are active accounts that are not in
        O(users).
    type: dict
  without_successor:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - fail
      - close
    default: fail
  incoming_webhooks:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - delete
      - recreate
      - leave
    default: delete
  outgoing_webhooks:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - delete
      - regenerate_token
      - leave
    default: delete
  slash_commands:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - delete
      - regenerate_token
      - leave
    default: delete
  oauth_apps:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: str
    choices:
      - regenerate_secret
      - delete
      - leave
    default: regenerate_secret
  confirmed:
    description:
      - As in M(offboarding.mattermost.mattermost_access_revoke).
    type: list
    elements: str
    default: []
  people_shown:
    description:
      - Maximum number of members of the channels of an integration to return, from 0 to 50.
    type: int
    default: 5
seealso:
  - module: offboarding.mattermost.mattermost_access_revoke
  - module: offboarding.mattermost.mattermost_access_info
"""

EXAMPLES = r"""
- name: Find what stops working if nothing is handed over
  offboarding.mattermost.mattermost_integration_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: Find what stops working if a colleague takes over
  offboarding.mattermost.mattermost_integration_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2]
    successors:
      user1: user3
    bot_assignee: user3
    bots: assign
    slash_commands: regenerate_token
    outgoing_webhooks: regenerate_token
    incoming_webhooks: recreate
  register: impact
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
      description: Always V(false).
      type: bool
      returned: always
      sample: false
    outcome:
      description: V(done), V(not_done), or V(missing) if the user does not exist.
      type: str
      returned: always
      sample: done
    request_ids:
      description: Always empty, because the module does not change anything.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: The error for this user, or V(null) if there was none.
      type: dict
      returned: always
      sample: null
    successor:
      description: The user name of the successor, or V(null) if there is none.
      type: str
      returned: always
      sample: user3
    integrations:
      description:
        - The integrations of the user and of the bots of the user. RV(ignore:bot) is the bot to which one belongs.
        - RV(ignore:does) describes what it does. RV(ignore:last_used) describes how RV(ignore:last_used_at) was
          determined, or why it is V(null), which means unknown.
        - RV(ignore:members) is the number of active users in the channel, or in the team if it works in the whole team.
          RV(ignore:people) contains some of those in the channel, without bots and without O(users).
        - RV(ignore:becomes) is one of V(deleted), V(disabled), V(revoked), V(assigned), V(new_token), V(new_address),
          V(new_secret), V(stays) and V(stays_off), and RV(ignore:what_happens) describes it.
        - The id of an incoming webhook is its secret. It is shown masked.
      type: list
      elements: dict
      returned: always
      sample:
        - type: slash_command
          kind: Slash command
          id: ko34t1mh9fnoinm6xkny4eocse
          name: /deploy
          bot: null
          team: Engineering
          channels: []
          does: Sends what anybody in the team types after /deploy to https://ci.example.com.
          sends_to: ["https://ci.example.com"]
          last_used_at: null
          last_used: "Unknown: Mattermost does not record the use of slash commands."
          members: 42
          people: []
          active: true
          created_at: "2024-03-01T09:00:00Z"
          becomes: new_token
          what_happens: >-
            Keeps working with a new token, which user3 gets. Software that checks the token must be configured with
            the new one.
    not_checked:
      description: The types of access that could not be checked, each with the reason.
      type: dict
      returned: always
      sample: {}
unusable_successors:
  description:
    - Who is named in O(successors) and cannot take over, with O(without_successor=close). Otherwise the module fails.
    - RV(ignore:problem) is V(unknown), V(deactivated), V(one of the users) or V(a bot).
  returned: when the users were found
  type: list
  elements: dict
  sample: []
summary:
  description:
    - Counts for all users. RV(ignore:summary.stop_working) is the number of integrations that would stop working.
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 0
    users_not_checked: 0
    integrations: 1
    stop_working: 0
    failed: 0
    requests: 14
    retries: 0
server:
  description: The server, its version, and the number of seconds by which its clock is ahead of the controller's clock.
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
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
    - "list the bots: HTTP 503, attempt 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, USERS, Spec
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import integration_info

IMPACT = Spec(
    {
        "bots": {"type": "str", "choices": ["disable", "assign"], "default": "disable"},
        "bot_assignee": {"type": "str"},
        "successors": {"type": "dict"},
        "without_successor": {"type": "str", "choices": ["fail", "close"], "default": "fail"},
        "incoming_webhooks": {"type": "str", "choices": ["delete", "recreate", "leave"], "default": "delete"},
        "outgoing_webhooks": {"type": "str", "choices": ["delete", "regenerate_token", "leave"], "default": "delete"},
        "slash_commands": {"type": "str", "choices": ["delete", "regenerate_token", "leave"], "default": "delete"},
        "oauth_apps": {
            "type": "str",
            "choices": ["regenerate_secret", "delete", "leave"],
            "default": "regenerate_secret",
        },
        "confirmed": {"type": "list", "elements": "str", "default": []},
        "people_shown": {"type": "int", "default": 5},
    },
    required_if=[("bots", "assign", ["bot_assignee", "successors"], True)],
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + IMPACT, integration_info.info)


if __name__ == "__main__":
    main()
