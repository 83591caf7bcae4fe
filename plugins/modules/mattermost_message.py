#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_message
short_description: Post a message to a Mattermost channel or user
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Posts a message as the calling account, to a channel or to a user.
  - With a key, the message is posted once, however often the module runs.
notes:
  - Posting to a channel requires the permission C(create_post), which members of the channel have. A system admin can
    post to every channel.
  - To find a key, the last 1000 posts of the channel are read. If the message is older than that, or was deleted, it is
    posted again.
  - If the answers of the server get lost for more than half a minute, a message can be posted twice.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description: When run twice in a row with the same arguments, the second run says that nothing changed.
    support: partial
    details:
      - With O(key). Without it, each run posts the message.
options:
  text:
    description:
      - Text of the message, in Markdown, up to 16383 characters.
      - To insert text from outside, such as the display name of a user, use the filter
        P(offboarding.mattermost.inline_code#filter). Otherwise that text can contain Markdown, links and mentions.
    type: str
    required: true
  channel:
    description:
      - Channel to post to, by its name as shown in its URL, or by its id.
      - Mutually exclusive with O(user). One of the two is required.
    type: str
  team:
    description:
      - Team of the channel, by its name as shown in its URL, or by its id. Required if O(channel) is a name.
    type: str
  user:
    description:
      - User to send a direct message to, by user name, e-mail address or id.
    type: str
  key:
    description:
      - Any text that identifies the message, such as the name of a run. If the calling account has posted a message
        with the same key to the channel or user, nothing is posted, even if the texts differ.
      - The post carries a hash of the key as a property.
    type: str
  channel_mentions:
    description:
      - Whether C(@all), C(@channel) and C(@here) in the message notify the members of the channel.
      - With V(false), an invisible character is inserted after the at sign.
    type: bool
    default: false
seealso:
  - plugin: offboarding.mattermost.inline_code
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Send a message to a user, with text from another source
  offboarding.mattermost.mattermost_message:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    user: user2@example.com
    text: "Please take over the bot {{ 'deploy_bot' | offboarding.mattermost.inline_code }}."

- name: Post a message to a channel
  offboarding.mattermost.mattermost_message:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    team: team1
    channel: town-square
    text: "Access of 3 users was closed."
    key: "offboarding {{ now(utc=true, fmt='%Y-%m-%d') }}"
"""

RETURN = r"""
already_posted:
  description: Whether the calling account had posted a message with the same O(key) before.
  returned: success
  type: bool
  sample: false
channel:
  description:
    - Channel that the message is in. RV(ignore:team) is V(null) if it was not asked for.
    - V(null) in check mode if there were no direct messages with the user yet.
  returned: success
  type: dict
  sample:
    id: 8w1uxbmz4fgxbc81rkfe8jrx5e
    name: offboarding
    display_name: Offboarding
    team: it
    direct: false
post:
  description:
    - The message, also if it was posted before. V(null) in check mode if it would be posted.
    - RV(ignore:link) is V(null) for direct messages and if O(team) is not set.
  returned: success
  type: dict
  sample:
    id: 3wuihd8cgjbxfcbs4h91p79swr
    created_at: "2026-11-20T17:30:00Z"
    link: https://chat.example.com/it/pl/3wuihd8cgjbxfcbs4h91p79swr
summary:
  description: Counts of the requests.
  returned: success
  type: dict
  sample:
    requests: 4
    retries: 0
error:
  description: What went wrong.
  returned: failure
  type: dict
  sample:
    status: 404
    id: app.channel.get_by_name.missing.app_error
    message: "Failed to find the channel offboarding in the team it: HTTP 404 app.channel.get_by_name.missing.app_error:
      Channel does not exist."
    hint: null
retried:
  description: What was tried again and why, the first 50 times.
  returned: when a request was repeated
  type: list
  elements: str
  sample:
    - "post to the channel offboarding: HTTP 503, try 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, Spec
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import message

MESSAGE = Spec(
    {
        "text": {"type": "str", "required": True},
        "channel": {"type": "str"},
        "team": {"type": "str"},
        "user": {"type": "str"},
        "key": {"type": "str", "no_log": False},
        "channel_mentions": {"type": "bool", "default": False},
    },
    mutually_exclusive=[("channel", "user"), ("team", "user")],
    required_one_of=[("channel", "user")],
)


def main():
    """Run the module."""
    _module.run(CONNECTION + MESSAGE, message.post, message.prepare)


if __name__ == "__main__":
    main()
