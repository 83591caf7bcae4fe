# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words used in journals and rows. Types of access are not included: their titles come with the results."""

from __future__ import annotations

# What a run does.
OFFBOARDING, AUDIT, STALE = "offboarding", "audit", "stale_sessions"

# The steps that are recorded, in the order in which a batch goes through them.
FOUND, BEFORE, BLOCKED, CLOSED, AFTER, LOOKED_LATER = "found", "before", "blocked", "closed", "after", "looked_later"
EVERYBODY, EXCLUDED, ADMINS, REVOKED = "everybody", "excluded", "admins", "revoked"
SECOND_ACCOUNTS = "second_accounts"

# The status of a user. "closed" is also a verdict on a type of access.
OPEN, NEEDS_HUMAN, NOT_CHECKED, FAILED, MISSING = "open", "needs_human", "not_checked", "failed", "missing"
# A verdict on a type of access that cannot be determined.
UNKNOWN = "unknown"
FINISHED = (CLOSED, MISSING)

# The clauses and the progress refer to the account and its sessions by name.
ACCOUNT, SESSION = "account", "session"
# What a user did to other accounts and knew of them. It works on when the account is deleted.
OUTLIVE_THE_ACCOUNT = (
    "token_for_others", "integration_for_others", "secure_connection", "invitation_link",
    "email_invitation", "changed_account", "changed_server", "known_secret",
)  # fmt: skip

BROKEN_OFF = "The run was aborted before the result was verified."
NOT_REACHED = "The run was aborted before it reached this user. Nothing was changed."
