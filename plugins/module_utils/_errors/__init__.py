# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error of the modules: one class for each, with the sentence that a user reads.

input_errors       what a user asked for cannot be done; nothing was sent that changes anything
server_errors      what the server, or the way to it, answered
run_errors         what was seen after a change
handover_errors    who cannot take over, and why
mattermost_error_ids   the error ids of Mattermost and what to do about each; no other file contains any

The errors of the action plugins stand beside what raises them: plugin_utils/_evidence/errors.py for the evidence,
plugin_utils/_leavers for the list of leavers.
"""
