# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What will stop working, as a page and as CSV for somebody who has to decide.

decisions   from what mattermost_integration_info returned to people and their integrations, the most urgent first
report      writes both files, the page with Jinja
csv_file    one line for each integration
"""
