# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evidence, private to the collection: what a run records before and after each step, and the reports from it.

journal   who is about to be processed and what each step returned, written to disk before anything else happens
run_lock  the lock that shows that the run of a journal is still in progress
planning  from a list of leavers and their accounts to batches
guards    what refuses a run before anything is changed
rows      from the results of the steps to one row for each user
observations   what the steps saw of one user, put together
changes   what was changed for one user
totals    from rows to counts
deadline  from the time of leaving to the last way in closed
fold      from a journal to rows, one batch in memory at a time
report    from rows to the page, JSON and CSV, all three or none
page, json_file, csv_file, clauses   the three views
access_review   the accounts of an audit, for other tools
manifest, signature   proof that no file was changed, lost or added
recovery  the reports of aborted runs
commands, run   the states of the action plugin, and the run that they work on
words     the values in journals and rows
ending    the report is written, and everybody is told what the run came to
console_summary   what the play shows at its end
result, message   the same for other programs (offboard_result) and for people on Mattermost
headline  the verdict at the top of the page
"""
