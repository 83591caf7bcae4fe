# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of access: each way in is one file here, all with the same face.

`NAME`, `TITLE`   how results and people call it.
`needs(server, user)`   the permissions without which it cannot be seen whole and closed.
`find(server, user)`   the user's items (`Item`), raising MattermostError.
`close(server, user, items, choices)`   close them; returns (those closed, first error or None).
                  None in its place: no API closes this kind, or a module of its own does.
`human(server, user, items)`   None, or what a person must do, and whether the way in works until then
                  (True, False, or None where nobody knows).

`module_utils/kinds.py` lists the files; `inventory.py` and `access_jobs.py` are written once over the face.
"""
