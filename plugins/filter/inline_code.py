# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows text from other sources literally in a message."""

from __future__ import annotations

DOCUMENTATION = r"""
name: inline_code
short_description: Show text literally in a Mattermost message
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Returns a text as inline code, in which Mattermost recognizes neither Markdown nor links, mentions or hashtags.
  - Line breaks and characters that cannot be printed become spaces, and backticks become apostrophes.
  - Nothing is returned for an empty text. Do not use it within a table or a code block.
positional: limit
options:
  _input:
    description: The text. Numbers and other values are converted to text.
    type: raw
    required: true
  limit:
    description: Number of characters after which the text is cut off.
    type: int
    default: 200
seealso:
  - plugin: offboarding.mattermost.mattermost_message
    plugin_type: module
"""

EXAMPLES = r"""
- name: Name a bot in a message
  offboarding.mattermost.mattermost_message:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    user: user2
    message: "Please take over {{ 'deploy_bot' | offboarding.mattermost.inline_code }}."
"""

RETURN = r"""
_value:
  description: The text as inline code.
  type: str
"""

from ansible.errors import AnsibleFilterError

from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line


def inline_code(value, limit=200):
    """Return a value as inline code of one line, nothing for an empty one."""
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise AnsibleFilterError("The limit of inline_code must be an integer of at least 1, not %r." % (limit,))
    text = one_line("" if value is None else str(value), limit).replace("`", "'")
    # The spaces keep a backslash or space at either end from being read as markup.
    return "` %s `" % text if text else ""


class FilterModule:
    """The filter inline_code."""

    def filters(self):
        """Return the filters of this file by name."""
        return {"inline_code": inline_code}
