# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/leavers.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: leavers
short_description: Read the list of people who leave
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Reads who leaves from O(users), from O(file) or from both, and says who is due now and who is not due yet.
  - Runs on the controller and does not talk to Mattermost. It writes only what O(into) and O(remember) name.
  - Fails if any row cannot be used, and names the first of those rows with their line numbers.
options:
  users:
    description:
      - People who leave. Each is a user name, an e-mail address or a 26-character id. A string is split at commas.
    type: list
    elements: str
    default: []
  file:
    description:
      - Path of a list on the controller. A relative path starts at the directory in which the command was run.
      - The file may be encrypted with Ansible Vault.
    type: str
    default: ""
  format:
    description: Format of O(file). V(auto) goes by the file name extension, or else by how the content begins.
    type: str
    choices: [auto, text, csv, json, yaml]
    default: auto
  column:
    description: Name of the column that holds the user. The same as C(user) in O(columns).
    type: str
    default: ""
  columns:
    description:
      - Names of columns in the list, for those that are not recognized by themselves. Keys are C(user), C(email),
        C(leaves_at), C(left_at), C(ticket), C(requested_by), C(approved_by) and C(successor).
    type: dict
    default: {}
  delimiter:
    description: V(comma), V(semicolon) or V(tab), which are recognized by themselves, or another character.
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
    description: Time to use instead of the clock, in ISO 8601. Meant for rehearsals and tests.
    type: str
    default: ""
  leaves_at:
    description: When people leave, for rows without a date of their own. Somebody is due once a whole day is over.
    type: str
    default: ""
  left_at:
    description: When people left, for rows without a date of their own.
    type: str
    default: ""
  ticket:
    description: Ticket, for rows that name none.
    type: str
    default: ""
  requested_by:
    description: Who requested the offboarding, for rows that do not say so.
    type: str
    default: ""
  approved_by:
    description: Who approved the offboarding, for rows that do not say so.
    type: str
    default: ""
  successor:
    description: Who takes over, for rows that name nobody.
    type: str
    default: ""
  into:
    description:
      - Path of a file to write RV(leavers) to, as one JSON object a line, instead of returning them. Meant for lists of
        many thousands of people. It is written with mode 0600, in check mode as well.
    type: str
    default: ""
  remember:
    description:
      - Path of a small JSON file that remembers who was in O(file), for RV(vanished) and RV(called_off). Use one file
        for each list and server. It is written with mode 0600, and not in check mode.
      - Without O(file) it is neither read nor written. People from O(users) are not remembered.
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
- name: Read the list of HR
  offboarding.mattermost.leavers:
    file: leavers.csv
    timezone: Europe/Berlin
    remember: leavers-seen.json

- name: Forget somebody who vanished from the list and turned out to be deactivated
  offboarding.mattermost.leavers:
    remember: leavers-seen.json
    forget: [dana.leaver]
"""

RETURN = r"""
leavers:
  description:
    - Everybody on the list once. Times are ISO 8601 in UTC. What is not known is null.
      C(user) is the name to look up. If no account has it, C(fallback) is the e-mail address to look up instead.
    - C(due) is whether the time to leave has come. C(dated) is C(leaves_at) as it is written in the list.
    - C(left_at) is what the list says, or else C(leaves_at) if that has passed. C(source) is the file and the line.
  returned: success, without O(into)
  type: list
  elements: dict
  sample:
    - {user: dana.leaver, fallback: dana@example.com, due: true, leaves_at: "2026-11-20T23:00:00Z", dated: "2026-11-20",
       left_at: "2026-11-20T23:00:00Z", ticket: CHG-1041, requested_by: nora.brandt, approved_by: null, successor: null,
       source: "leavers.csv:2"}
due:
  description: Names of the people who are due.
  returned: success
  type: list
  elements: str
  sample: [dana.leaver]
not_due:
  description: People who are not due yet, the next one first.
  returned: success
  type: list
  elements: dict
  sample: [{user: emil.novak, leaves_at: "2026-12-31T23:00:00Z", dated: "2026-12-31", source: "leavers.csv:3"}]
vanished:
  description:
    - People from an earlier O(file) who are due by now and no longer listed. They are returned until O(forget) names
      them. Only the server knows whether their accounts are still active.
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
