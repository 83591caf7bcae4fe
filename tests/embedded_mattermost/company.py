# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small company for the demo: people who work there, some who no longer do, and what they left behind.

Everybody logs in with the one password of server.PASSWORD. No name may sort before the leaver of old
that every server has, so that lists still begin as they did on the recorded server.
"""

from __future__ import annotations

from typing import Any

from .accounts import user_row
from .api.access_tokens import new_access_token
from .api.bots import new_bot
from .api.commands import new_command
from .api.incoming_webhooks import new_incoming_webhook
from .api.outgoing_webhooks import new_outgoing_webhook
from .clock import DAY, millis
from .company_people import DEVICES, FORMER, PEOPLE
from .database import Row
from .ids import new_id, new_secret
from .oauth import authorise, grant, new_app
from .server import ADMIN_USERNAME, PASSWORD, Server
from .sessions import ACCESS_TOKEN_DAYS, new_session
from .teams import join_team, new_post, new_team
from .versions import SINCE_11

HOUR = DAY // 24
API = "/api/v4"


class Company:
    """Seeds one company, step by step."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.db = server.db
        self.now = millis()
        admin = self.db.user_by_username(ADMIN_USERNAME)
        assert admin is not None
        self.team = new_team(self.db, "example-works", "Example Works", admin)
        self.channel = next(row for row in self.db.channels.values() if row["name"] == "town-square")

    def person(self, username: str, first: str, last: str, position: str, **fields: Any) -> Row:
        """Insert somebody and let them join the team."""
        then = self.now - 800 * DAY
        row = user_row(username, username + "@example.com", first_name=first, last_name=last, position=position)
        row.update({"create_at": then, "update_at": then, "last_password_update": then, **fields})
        self.db.add_user(row, password=PASSWORD)
        join_team(self.db, self.team["id"], row["id"])
        self.db.audits.write_past_log_in(row["id"], then + HOUR)
        return row

    def session(self, user: Row, kind: str, days: int, hours: int) -> Row:
        """Insert the session of a log-in some days ago, last used some hours ago."""
        platform, system, browser = DEVICES[kind]
        begun, used = self.now - days * DAY, self.now - min(hours * HOUR, days * DAY)
        single_sign_on = "true" if user["auth_service"] == "gitlab" else "false"
        props = {
            "browser": browser,
            "csrf": new_secret(),
            "isMobile": "false",
            "isOAuthUser": single_sign_on,
            "isSaml": "false",
            "is_guest": "false",
            "os": system,
            "platform": platform,
        }
        seen = self.db.hidden[user["id"]]
        seen["last_activity_at"] = max(seen.get("last_activity_at", 0), used)
        device = "android_rn-v2:" + new_secret() + new_id() if kind == "phone" else ""
        self.db.audits.write_past_log_in(user["id"], begun)
        times = {"create_at": begun, "last_activity_at": used, "expires_at": begun + 180 * DAY}
        return new_session(self.db, user, props=props, device_id=device, **times)

    def access_token(self, user: Row, description: str, used_hours_ago: int | None = None) -> Row:
        """Insert an access token and, where it was used, the session that it made for itself."""
        token = new_access_token(self.db, user["id"], description)
        if not user.get("is_bot"):
            said = "", "success - token_id=" + token["id"]
            self.db.audits.write_past(user["id"], self.now - 61 * DAY, "%s/users/%s/tokens" % (API, user["id"]), *said)
        if used_hours_ago is not None:
            begun = self.now - 60 * DAY
            props = {"is_guest": "false", "type": "UserAccessToken", "user_access_token_id": token["id"]}
            if user.get("is_bot"):
                props["is_bot"] = "true"
            row = new_session(self.db, user, ACCESS_TOKEN_DAYS, props, token=token["token"])
            row.update(create_at=begun, last_activity_at=self.now - used_hours_ago * HOUR)
            row["expires_at"] = begun + ACCESS_TOKEN_DAYS * DAY
        return token

    def bot(self, owner: Row, name: str, display_name: str, days: int) -> Row:
        """Insert a bot of some age with a token that is in use."""
        bot = new_bot(self.db, name, owner["id"], display_name, "Belongs to " + owner["first_name"])
        bot.update(create_at=self.now - days * DAY, update_at=self.now - days * DAY)
        self.access_token(self.db.users[bot["user_id"]], "deployment", used_hours_ago=1)
        return bot

    def post(self, hook: Row) -> None:
        """Let a webhook have posted."""
        props = {"from_webhook": "true", "webhook_display_name": hook["display_name"]}
        new_post(self.db, self.channel, hook["user_id"], "Nightly report: all green.", props=props)

    def authorised(self, user: Row, app: Row) -> None:
        """Let somebody have let an app in."""
        authorise(self.db, user["id"], app["id"], "user")
        done = "success" if self.server.settings.since(SINCE_11) else ""
        self.db.audits.write_past(user["id"], self.now - 6 * DAY, "/oauth/authorize", "attempt", done)

    def everything_of(self, leaver: Row, colleague: Row) -> None:
        """Give one leaver every way in that outlives the end of sessions."""
        db, team_id, url = self.db, self.team["id"], "https://tools.example.com/"
        self.access_token(leaver, "ci pipeline", used_hours_ago=2)
        self.access_token(leaver, "backup script")
        self.bot(leaver, "deploy-bot", "Deploy Bot", 200)
        self.post(new_incoming_webhook(db, leaver["id"], self.channel, display_name="Nightly report"))
        self.db.audits.write_past(leaver["id"], self.now, API + "/hooks/incoming", "attempt", "success")
        urls = [url + "incidents"]
        new_outgoing_webhook(db, leaver["id"], team_id, ["incident"], urls, display_name="Incident log")
        new_command(db, leaver["id"], team_id, "deploy", url + "deploy", display_name="Deploy", auto_complete=True)
        made = new_app(db, leaver["id"], "Release Board", [url + "callback"], url, description="Releases at a glance")
        grant(db, made, colleague, url + "callback", "user", self.server.settings)
        self.authorised(colleague, made)
        used = new_app(db, colleague["id"], "Calendar Sync", [url + "calendar"], url)
        data = grant(db, used, leaver, url + "calendar", "user", self.server.settings)
        self.authorised(leaver, used)
        session = db.session_tokens[data["token"]]
        session.update(create_at=self.now - 6 * DAY, last_activity_at=self.now - 10 * HOUR)
        expired = self.session(leaver, "web", 300, 6000)
        expired["expires_at"] = self.now - 120 * DAY


def seed_company(server: Server) -> tuple[Company, dict[str, Row]]:
    """Fill the server with the company; return it, and its people by name."""
    company = Company(server)
    rows = {}
    for username, first, last, position, fields, sessions in PEOPLE:
        row = rows[username] = company.person(username, first, last, position, **fields)
        for kind, days, hours in sessions:
            company.session(row, kind, days, hours)
    for username, first, last, position, days in FORMER:
        left = company.now - days * DAY
        rows[username] = company.person(username, first, last, position, delete_at=left, update_at=left)
    rows["leo.vogt"]["roles"] = "system_user system_user_access_token"
    company.access_token(rows["leo.vogt"], "laptop script")
    numbers = new_incoming_webhook(
        server.db, rows["mia.santos"]["id"], company.channel, display_name="Campaign numbers"
    )
    company.post(numbers)
    company.bot(rows["omar.diallo"], "backup-bot", "Backup Bot", 500)
    new_command(
        server.db, rows["omar.diallo"]["id"], company.team["id"], "restart", "https://tools.example.com/restart"
    )
    company.access_token(rows["svc.build"], "build server", used_hours_ago=0)
    company.bot(rows["hugo.lindqvist"], "standup-bot", "Standup Bot", 150)
    builds = new_incoming_webhook(server.db, rows["emil.novak"]["id"], company.channel, display_name="Build results")
    # Long before anybody else made one, who could be taken for its maker.
    for hook in (numbers, builds):
        hook.update(create_at=company.now - 120 * DAY, update_at=company.now - 120 * DAY)
    company.everything_of(rows["dana.leaver"], rows["hugo.lindqvist"])
    return company, rows
