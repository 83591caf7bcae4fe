# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write evidence as CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

DOCUMENTATION = r"""
name: evidence_csv
short_description: Write the evidence about users as CSV
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Writes the rows of P(offboarding.mattermost.evidence#filter) as CSV (RFC 4180), one line for each user and kind
    of access. A user of whom no kind is known has one line without a kind.
  - The columns are V(username), V(email), V(user_id), V(status), V(kind), V(verdict_before), V(verdict_after),
    V(open_before), V(open_after), V(done), V(done_at) and V(reason).
  - A cell that a spreadsheet could take for a formula, since it begins with C(=), C(+), C(-), C(@), a tab or a line
    break, gets a single quote in front.
positional: []
options:
  _input:
    description: Rows of P(offboarding.mattermost.evidence#filter).
    type: list
    elements: dict
    required: true
  header:
    description: Whether the first line names the columns.
    type: bool
    default: false
  looked_again:
    description:
      - Whether anybody looked at the users again afterwards. If V(false), V(verdict_after) and V(open_after) are empty.
    type: bool
    default: true
  missing:
    description: Names of users that do not exist. Each gets a line with the status V(missing).
    type: list
    elements: str
    default: []
  not_recorded:
    description: Names of users of whom nothing is known. Each gets a line with the status V(not_recorded).
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show the evidence as CSV
  ansible.builtin.debug:
    msg: "{{ rows | offboarding.mattermost.evidence_csv(header=true) }}"
  vars:
    rows: "{{ [] | offboarding.mattermost.evidence }}"
"""

RETURN = r"""
_value:
  description: The lines, each with CR and LF at its end.
  type: str
  sample: "user1,user1@example.com,q4599d99ni8k88f5yugzw7t85a,closed,session,open,closed,3,0,3 closed,,\r\n"
"""

import csv
import io

COLUMNS = (
    "username",
    "email",
    "user_id",
    "status",
    "kind",
    "verdict_before",
    "verdict_after",
    "open_before",
    "open_after",
    "done",
    "done_at",
    "reason",
)

# What makes a spreadsheet calculate, in its ASCII and full-width forms, and what it trims before it looks.
_RISKY = tuple("=+-@\t\r\n \uff1d\uff0b\uff0d\uff20")


def evidence_csv(rows, header=False, looked_again=True, missing=None, not_recorded=None):
    """Return the rows as lines of CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    if header:
        writer.writeheader()
    for row in rows:
        for line in _lines(row, looked_again and row["times"].get("after") is not None):
            writer.writerow({key: _cell(value) for key, value in line.items()})
    for status, names in (("missing", missing), ("not_recorded", not_recorded)):
        for name in names or []:
            writer.writerow({"username": _cell(name), "status": status})
    return out.getvalue()


def _lines(row, looked_again):
    user = row["user"] or {}
    who = {
        "username": user.get("username") or row["requested"],
        "email": user.get("email"),
        "user_id": user.get("id"),
        "status": row["status"],
    }
    if not row["kinds"]:
        return [dict(who, reason=" ".join(row["errors"]))]
    return [dict(who, **_kind(kind, row, looked_again)) for kind in row["kinds"]]


def _kind(kind, row, looked_again):
    done = [entry for entry in row["done"] if entry["kind"] == kind["kind"]]
    if not done and looked_again and kind["open_before"] and not kind["open_after"]:
        # Deactivating an account ends its sessions and may disable its bots.
        done = [{"what": "found closed", "at": row["times"]["after"]}]
    return {
        "kind": kind["kind"],
        "verdict_before": kind["before"],
        "verdict_after": kind["after"] if looked_again else None,
        "open_before": kind["open_before"],
        "open_after": kind["open_after"] if looked_again else None,
        "done": "; ".join(entry["what"] for entry in done),
        "done_at": "; ".join(entry["at"] for entry in done if entry["at"]),
        "reason": kind["reason"],
    }


def _cell(value):
    """Return a value as a cell that is only ever shown."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    # Half of a surrogate pair, which JSON can carry, cannot be written to any file.
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return "'" + text if text.startswith(_RISKY) else text


class FilterModule:
    """The filter evidence_csv."""

    def filters(self):
        """Return the filters of this file by name."""
        return {"evidence_csv": evidence_csv}
