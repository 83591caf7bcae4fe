# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/impact_report.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: impact_report
short_description: Write a report of what will stop working
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Writes the result of M(offboarding.mattermost.mattermost_integration_info) to C(what_will_stop_working.html) and
    C(what_will_stop_working.csv), with mode 0600.
  - Runs on the controller and does not contact Mattermost. The files are also written in check mode, because they are
    read before anything is changed.
options:
  impact:
    description: The registered result of M(offboarding.mattermost.mattermost_integration_info).
    type: dict
    required: true
  report_dir:
    description:
      - Path to a directory on the controller. It is created if it does not exist. A relative path is relative to the
        working directory of the command.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the HTML page and the CSV table
  offboarding.mattermost.impact_report:
    impact: "{{ impact }}"
    report_dir: impact
"""

RETURN = r"""
page:
  description: Path to the HTML page.
  returned: success
  type: str
  sample: /home/user1/impact/what_will_stop_working.html
table:
  description: Path to the CSV table.
  returned: success
  type: str
  sample: /home/user1/impact/what_will_stop_working.csv
counts:
  description: The numbers of integrations that stop working, that keep working after a manual step, and that stay.
  returned: success
  type: dict
  sample: {people: 1, all: 7, stops: 3, changes: 4, stays: 0, "off": 0, unknown: 0}
"""
