# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a list of users out of a text file or a CSV export."""

from __future__ import annotations

DOCUMENTATION = r"""
name: user_list
short_description: Read a list of users out of a text or CSV file
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Turns the content of a file into a list of users.
  - If the first line is the header of a CSV file with a column V(user), the column is taken. The columns may be
    parted by commas, semicolons or tabs.
  - Otherwise each line is one user. Empty lines and lines that begin with C(#) are passed over.
positional: []
options:
  _input:
    description: The content of the file.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Look at the sessions of everybody in a file
  offboarding.mattermost.mattermost_session_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: "{{ lookup('ansible.builtin.file', 'leavers.csv') | offboarding.mattermost.user_list }}"
"""

RETURN = r"""
_value:
  description: The users, in the order of the file.
  type: list
  elements: str
"""

import csv

from ansible.errors import AnsibleFilterError


def user_list(content):
    """Return the users that a text names, one a line or in the column "user" of a CSV file."""
    if not isinstance(content, str):
        raise AnsibleFilterError("user_list takes the content of a file, not %s." % type(content).__name__)
    lines = [line for line in content.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        return []
    for delimiter in (",", ";", "\t"):
        header = [name.strip().lower() for name in next(csv.reader([lines[0]], delimiter=delimiter))]
        if "user" in header and (len(header) > 1 or delimiter == ","):
            column = header.index("user")
            rows = csv.reader(lines[1:], delimiter=delimiter)
            users = [row[column].strip() for row in rows if len(row) > column]
            return [str(user) for user in users if user]
    return [str(line.strip()) for line in lines if not line.lstrip().startswith("#")]


class FilterModule:
    """The filter user_list."""

    def filters(self):
        """Return the filters of this file by name."""
        return {"user_list": user_list}
