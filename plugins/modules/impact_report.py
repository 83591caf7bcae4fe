# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/impact_report.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: impact_report
short_description: Write what will stop working as a page and a table for a manager
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Writes what M(offboarding.mattermost.mattermost_integration_info) found as C(what_will_stop_working.html) and
    C(what_will_stop_working.csv), with mode 0600.
  - Runs on the controller and does not talk to Mattermost. It also writes in check mode, since the files are what
    somebody reads before anything is changed.
options:
  impact:
    description: What M(offboarding.mattermost.mattermost_integration_info) returned.
    type: dict
    required: true
  report_dir:
    description:
      - Path of a folder on the controller. It is made if it is missing. A relative path starts at the directory in
        which the command was run.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the page and the table
  offboarding.mattermost.impact_report:
    impact: "{{ impact }}"
    report_dir: impact
"""

RETURN = r"""
page:
  description: Path of the page.
  returned: success
  type: str
  sample: /home/user1/impact/what_will_stop_working.html
table:
  description: Path of the table.
  returned: success
  type: str
  sample: /home/user1/impact/what_will_stop_working.csv
counts:
  description: How many integrations stop working, keep working once somebody has done something, and stay.
  returned: success
  type: dict
  sample: {people: 1, all: 7, stops: 3, changes: 4, stays: 0, "off": 0, unknown: 0}
"""
