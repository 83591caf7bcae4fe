# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What will stop working when users leave, as a page and as CSV.

decisions   from the result of mattermost_integration_info to users and their integrations, the most urgent first
report      writes both files, the page with Jinja
csv_file    one line for each integration
"""
