# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/leavers.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: leavers
short_description: Read a list of leavers
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Reads leavers from O(users), from O(file) or from both, and returns who is due now and who is not due yet.
  - Runs on the controller and does not contact Mattermost. It only writes to the files in O(into) and O(remember).
  - Fails if any row cannot be used, and reports the first of these rows with their line numbers.
options:
  users:
    description:
      - The leavers. Each is a user name, an e-mail address or a 26-character id. A string is split at commas.
    type: list
    elements: str
    default: []
  file:
    description:
      - Path to a list on the controller. A relative path is relative to the working directory of the command.
      - The file may be encrypted with Ansible Vault.
    type: str
    default: ""
  format:
    description: Format of O(file). V(auto) uses the file name extension, or else the beginning of the content.
    type: str
    choices: [auto, text, csv, json, yaml]
    default: auto
  column:
    description: Name of the column that contains the user. The same as C(user) in O(columns).
    type: str
    default: ""
  columns:
    description:
      - Names of columns in the list that are not recognized automatically. Keys are C(user), C(email),
        C(leaves_at), C(left_at), C(ticket), C(requested_by), C(approved_by) and C(successor).
    type: dict
    default: {}
  delimiter:
    description: The delimiter. V(comma), V(semicolon) and V(tab) are recognized automatically.
    type: str
    default: ""
  encoding:
    description: Encoding of the list, such as V(windows-1252). UTF-8 and UTF-16 with a byte order mark are recognized.
    type: str
    default: ""
  timezone:
    description: Time zone of dates, and of times without a zone, such as V(Europe/Berlin) or V(+01:00).
    type: str
    default: UTC
  now:
    description: Time to use instead of the current time, in ISO 8601 format. Use this for tests.
    type: str
    default: ""
  leaves_at:
    description: When the users leave, for rows without a date. A date without a time means the end of that day.
    type: str
    default: ""
  left_at:
    description: When the users left, for rows without a date.
    type: str
    default: ""
  ticket:
    description: Ticket, for rows without one.
    type: str
    default: ""
  requested_by:
    description: Who requested the offboarding, for rows that do not contain this.
    type: str
    default: ""
  approved_by:
    description: Who approved the offboarding, for rows that do not contain this.
    type: str
    default: ""
  successor:
    description: The successor, for rows without one.
    type: str
    default: ""
  into:
    description:
      - Path to a file to which RV(leavers) is written, one JSON object per line, instead of being returned. Use this
        for lists of many thousands of users. It is written with mode 0600, in check mode as well.
    type: str
    default: ""
  remember:
    description:
      - Path to a small JSON file that records who was in O(file), for RV(vanished) and RV(called_off). Use one file for
        each list and server. It is written with mode 0600, and not in check mode.
      - Without O(file), it is neither read nor written. Users from O(users) are not recorded.
    type: str
    default: ""
  forget:
    description:
      - Names from RV(vanished) to remove from O(remember), such as those whose account turned out to be deactivated.
        Cannot be combined with O(users) or O(file).
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Read the list of leavers from HR
  offboarding.mattermost.leavers:
    file: leavers.csv
    timezone: Europe/Berlin
    remember: leavers-seen.json

- name: Forget a user who vanished from the list and whose account is deactivated
  offboarding.mattermost.leavers:
    remember: leavers-seen.json
    forget: [dana.leaver]
"""

RETURN = r"""
leavers:
  description:
    - All users on the list, once each. Times are in ISO 8601 format, in UTC. Unknown values are null.
      C(user) is the name to look up. If no account has this name, C(fallback) is the e-mail address to look up instead.
    - C(due) shows whether the time of leaving has passed. C(dated) is C(leaves_at) as written in the list.
    - C(left_at) is the value in the list, or else C(leaves_at) if that has passed. C(source) is the file and the line.
  returned: success, without O(into)
  type: list
  elements: dict
  sample:
    - {user: dana.leaver, fallback: dana@example.com, due: true, leaves_at: "2026-11-20T23:00:00Z", dated: "2026-11-20",
       left_at: "2026-11-20T23:00:00Z", ticket: CHG-1041, requested_by: nora.brandt, approved_by: null, successor: null,
       source: "leavers.csv:2"}
due:
  description: Names of the users who are due.
  returned: success
  type: list
  elements: str
  sample: [dana.leaver]
not_due:
  description: Users who are not due yet, the next one first.
  returned: success
  type: list
  elements: dict
  sample: [{user: emil.novak, leaves_at: "2026-12-31T23:00:00Z", dated: "2026-12-31", source: "leavers.csv:3"}]
vanished:
  description:
    - Users from an earlier O(file) who are due by now but no longer listed. They are returned until they are listed in
      O(forget). Only the server knows whether their accounts are still active.
  returned: success
  type: list
  elements: dict
  sample: [{user: ida, fallback: null, leaves_at: null, source: "leavers.csv:9", last_listed: "2026-11-24T02:00:00Z"}]
called_off:
  description: People who were taken out of O(file) before they were due. They are returned once, as in RV(vanished).
  returned: success
  type: list
  elements: dict
  sample: []
duplicates:
  description: Rows that name somebody again. The first row counts.
  returned: success
  type: list
  elements: dict
  sample: [{user: Dana.Leaver, source: "leavers.csv:7", first: "leavers.csv:2"}]
rows:
  description: Number of rows that were read, including those in RV(duplicates).
  returned: success
  type: int
  sample: 3
unread_columns:
  description: Columns of the list that are not used.
  returned: success
  type: list
  elements: str
  sample: [Cost centre]
forgotten:
  description: Names that were removed from O(remember).
  returned: success
  type: list
  elements: str
  sample: [iris.tanaka]
"""
