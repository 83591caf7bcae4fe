# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations by e-mail: what was sent, to whom, and for how long it opens a door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clock import millis
from .errors import AppError
from .ids import new_id, new_secret

if TYPE_CHECKING:
    from .database import Database, Row

HOUR = 60 * 60 * 1000
TEAM, GUEST = "team_invitation", "guest_invitation"
# A guest's first log-in by a link, and each later one.
MAGIC_INVITATION, MAGIC = "guest_magic_link_invitation", "guest_magic_link"
PASSWORD = "password_recovery"
LIVES = {TEAM: 48 * HOUR, GUEST: 48 * HOUR, MAGIC_INVITATION: 48 * HOUR, MAGIC: HOUR // 12, PASSWORD: 24 * HOUR}


def send(db: Database, kind: str, email: str, sender_id: str = "", **fields: object) -> Row:
    """Send an e-mail with a token that opens something. What was sent is to be seen at a control endpoint."""
    row: Row = {
        "token": new_secret() + new_id() + new_id()[:12],  # 64 characters
        "type": kind,
        "email": email,
        "sender_id": sender_id,
        "create_at": millis(),
        **fields,
    }
    db.invitations[row["token"]] = row
    return row


def is_over(row: Row) -> bool:
    """Whether an invitation has come of age."""
    return millis() > row["create_at"] + LIVES[row["type"]]


def end_all(db: Database) -> None:
    """End everybody's invitations to teams. Links that guests log in with stay, as they do on a real server."""
    for token in [token for token, row in db.invitations.items() if row["type"] in (TEAM, GUEST)]:
        del db.invitations[token]


def domain_is_allowed(email: str, domains: str) -> bool:
    """Whether an address is of one of the domains; with none named each one is."""
    allowed = [name.lstrip("@") for name in domains.replace(",", " ").lower().split()]
    return not allowed or any(email.endswith("@" + name) for name in allowed)


def check_domain(email: str, domains: str, error_id: str, status: int) -> None:
    """Refuse an address of another domain."""
    if not domain_is_allowed(email, domains):
        raise AppError(error_id, status, addresses=domains)
