# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator of the company made for others: ways in that have nobody's name on them who leaves."""

from __future__ import annotations

from . import invitations
from .api.access_tokens import new_access_token
from .api.incoming_webhooks import new_incoming_webhook
from .clock import DAY
from .company import API, seed_company
from .database import Row
from .server import Server

ADMIN = "nora.brandt"


def seed_back_doors(server: Server) -> None:
    """Fill the server with the company, and let its second administrator have made these."""
    company, people = seed_company(server)
    db, admin = server.db, people[ADMIN]
    bot = next(row for row in db.bots.values() if row["username"] == "standup-bot")

    def did(days: int, path: str, *said: str) -> None:
        db.audits.write_past(admin["id"], company.now - days * DAY, path, *said)

    def token_for(user: Row, days: int, description: str) -> None:
        token = new_access_token(db, user["id"], description)
        did(days, "%s/users/%s/tokens" % (API, user["id"]), "", "success - token_id=" + token["id"])

    token_for(people["svc.build"], 40, "nightly restore")
    token_for(db.users[bot["user_id"]], 38, "migration")

    def path_of(name: str, what: str) -> str:
        return "%s/users/%s/%s" % (API, people[name]["id"], what)

    promoted, roles = people["iris.tanaka"], "system_user system_admin"
    promoted["roles"] = roles
    did(20, path_of("iris.tanaka", "roles"), "user=%s roles=%s" % (promoted["id"], roles))
    people["bruno.keller"]["last_password_update"] = company.now - 10 * DAY
    did(10, path_of("bruno.keller", "password"), "attempted", "completed")
    did(9, path_of("chloe.martin", "mfa"), "attempt", "success - mfa updated")
    hook = new_incoming_webhook(db, people["fatima.haddad"]["id"], company.channel, display_name="Ticket feed")
    hook.update(create_at=company.now - 15 * DAY, update_at=company.now - 15 * DAY)
    did(15, API + "/hooks/incoming", "attempt", "success")
    did(14, API + "/hooks/incoming/" + hook["id"], "attempt", "success")
    invitations.send(db, invitations.TEAM, "friend@elsewhere.example", admin["id"], team_id=company.team["id"])
