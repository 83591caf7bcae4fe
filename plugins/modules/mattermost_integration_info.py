#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_integration_info
short_description: Find what of Mattermost users' integrations would stop working when they leave
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Finds the bots, webhooks, slash commands, OAuth apps and access tokens of users, and of the bots that they own.
  - Tells of each where it works, what it does, when it was last used, who else is there, and what
    M(offboarding.mattermost.mattermost_access_revoke) with the same options would do with it.
  - Use it before somebody leaves. C(offboarding.mattermost.impact_report) makes a page and a table for a manager of it.
notes:
  - Mattermost does not record the use of slash commands and OAuth apps. The last use of a webhook is found among the
    last 100 posts of its channel, the last use of a bot or a token by its sessions. What cannot be found is told as
    unknown, with the reason.
  - It takes the permissions that M(offboarding.mattermost.mattermost_access_info) takes for the same types of access,
    and C(read_channel) for the channels. What the calling account cannot see is told in RV(results[].not_checked).
  - Lists of the whole server are read once. Each channel takes up to 4 requests, however many webhooks are in it, each
    bot up to 12, and each token none.
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
      - The active account that takes over from everybody who is not named in O(successors), by user name, e-mail
        address or id.
    type: str
  successors:
    description:
      - Who takes over from whom. Keys are users as in O(users), values are active accounts that stay.
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
      - How many of the people in the channels of an integration are named, from 0 to 50.
    type: int
    default: 5
seealso:
  - module: offboarding.mattermost.mattermost_access_revoke
  - module: offboarding.mattermost.mattermost_access_info
"""

EXAMPLES = r"""
- name: What would stop working if nothing is handed over?
  offboarding.mattermost.mattermost_integration_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: And if a colleague takes over?
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
      description: Always V(false).
      type: bool
      returned: always
      sample: false
    outcome:
      description: V(done), V(not_done), or V(missing) where the user does not exist.
      type: str
      returned: always
      sample: done
    request_ids:
      description: Always empty, since nothing is changed.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: V(null), or what went wrong for this user.
      type: dict
      returned: always
      sample: null
    successor:
      description: The user name of the account that takes over, V(null) where nobody is named.
      type: str
      returned: always
      sample: user3
    integrations:
      description:
        - What the user has, and what the bots of the user have. RV(ignore:bot) is the bot that it belongs to.
        - RV(ignore:does) is what it does, RV(ignore:last_used) how RV(ignore:last_used_at) is known, or why it is
          V(null), which means unknown.
        - RV(ignore:members) is how many active people are in the channel, or in the team where it works in all of it.
          RV(ignore:people) are some of those in the channel, without bots and without O(users).
        - RV(ignore:becomes) is one of V(deleted), V(disabled), V(revoked), V(assigned), V(new_token), V(new_address),
          V(new_secret), V(stays) and V(stays_off), and RV(ignore:what_happens) says it in a sentence.
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
          last_used: "Unknown: Mattermost does not record who uses slash commands."
          members: 42
          people: []
          active: true
          created_at: "2024-03-01T09:00:00Z"
          becomes: new_token
          what_happens: Keeps working with a new token, which user3 gets. What checks the token has to know the new one.
    not_checked:
      description: The types of access that could not be looked at, each with the reason.
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
  description: Counts over all users. RV(ignore:summary.stop_working) is how many integrations would stop working.
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
  description: The server, its version, and the seconds that its clock is ahead of the controller's.
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
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
    - "list the bots: HTTP 503, try 2 follows after 0.5 s"
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
