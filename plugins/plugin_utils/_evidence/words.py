# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that stand in journals and rows. Types of access are not among them: their titles come with the results."""

from __future__ import annotations

# What a run is.
OFFBOARDING, AUDIT, STALE = "offboarding", "audit", "stale_sessions"

# The steps that are recorded, in the order in which a batch goes through them.
FOUND, BEFORE, BLOCKED, CLOSED, AFTER, LOOKED_LATER = "found", "before", "blocked", "closed", "after", "looked_later"
EVERYBODY, EXCLUDED, ADMINS, REVOKED = "everybody", "excluded", "admins", "revoked"

# What a user ends with. "closed" is the verdict on a type of access as well.
OPEN, NEEDS_HUMAN, NOT_CHECKED, FAILED, MISSING = "open", "needs_human", "not_checked", "failed", "missing"
# A verdict on a type of access: nobody can know.
UNKNOWN = "unknown"
FINISHED = (CLOSED, MISSING)

# The account and its sessions are what the collection exists for: the clauses and the progress speak of them.
ACCOUNT, SESSION = "account", "session"

BROKEN_OFF = "The run was aborted before anybody looked again."
NOT_REACHED = "The run was aborted before it came to this user. Nothing was changed."
