# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error of the modules: one class for each, with the sentence that a user reads.

input_errors       errors in the input; found before anything is changed
server_errors      errors in answers of the server, or in the connection
run_errors         errors of one item or the whole run that are not answers of the server
handover_errors    why something cannot be handed over to a successor
mattermost_error_ids   the error ids of Mattermost and what to do about each; no other file contains any

The errors of the action plugins are next to the code that raises them: plugin_utils/_evidence/errors.py for the
evidence, plugin_utils/_leavers for the list of leavers.
"""
