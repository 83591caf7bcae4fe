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
from .database import Row
from .ids import new_id, new_secret
from .oauth import authorise, grant, new_app
from .server import ADMIN_USERNAME, PASSWORD, Server
from .sessions import ACCESS_TOKEN_DAYS, new_session
from .teams import join_team, new_post, new_team

HOUR = DAY // 24
# kind: (platform, os, browser)
DEVICES = {
    "web": ("Windows", "Windows 10", "Firefox/128.0"),
    "laptop": ("Macintosh", "Mac OS", "Safari/17.5"),
    "desktop": ("Windows", "Windows 10", "Desktop App/5.8.1"),
    "linux": ("Linux", "Linux", "Desktop App/5.8.1"),
    "phone": ("Linux", "Android", "Chrome/126.0"),
    "mmctl": ("Linux", "Linux", "mmctl/5.37.0"),
}
# user name, first name, last name, what they do, fields, sessions as (kind, days since log-in, hours since use)
PEOPLE: tuple[tuple[str, str, str, str, dict[str, Any], tuple[tuple[str, int, int], ...]], ...] = (
    ("bruno.keller", "Bruno", "Keller", "Sales", {}, (("web", 3, 2), ("phone", 90, 1))),
    ("chloe.martin", "Chloe", "Martin", "Design", {}, (("laptop", 12, 5), ("desktop", 60, 1400), ("phone", 20, 1))),
    (
        "dana.leaver",
        "Dana",
        "Leaver",
        "Platform Engineering",
        {"roles": "system_user system_user_access_token"},
        (("web", 8, 3), ("linux", 40, 20), ("phone", 120, 1), ("mmctl", 30, 700)),
    ),
    ("emil.novak", "Emil", "Novak", "Engineering", {}, (("linux", 5, 1), ("mmctl", 1, 4), ("web", 70, 1500))),
    ("fatima.haddad", "Fatima", "Haddad", "Support", {}, (("web", 2, 1), ("desktop", 30, 9))),
    ("grace.okafor", "Grace", "Okafor", "Finance", {}, (("desktop", 14, 6),)),
    ("hugo.lindqvist", "Hugo", "Lindqvist", "Engineering", {}, (("linux", 9, 2), ("phone", 45, 3))),
    ("iris.tanaka", "Iris", "Tanaka", "Marketing", {}, (("laptop", 21, 30), ("phone", 100, 900))),
    (
        "jonas.weber",
        "Jonas",
        "Weber",
        "Legal",
        {"auth_service": "ldap", "auth_data": "uid=jonas.weber"},
        (("desktop", 6, 2), ("web", 6, 50)),
    ),
    (
        "katya.petrova",
        "Katya",
        "Petrova",
        "Engineering",
        {"auth_service": "gitlab", "auth_data": "4711"},
        (("linux", 4, 1), ("phone", 80, 2)),
    ),
    ("nora.brandt", "Nora", "Brandt", "IT", {"roles": "system_admin system_user"}, (("web", 1, 1), ("mmctl", 2, 8))),
    ("svc.build", "Build", "Service", "Service account", {"roles": "system_user system_user_access_token"}, ()),
)
# Those who left: user name, first name, last name, what they did, days since
FORMER: tuple[tuple[str, str, str, str, int], ...] = (
    ("leo.vogt", "Leo", "Vogt", "Engineering", 210),
    ("mia.santos", "Mia", "Santos", "Marketing", 95),
    ("omar.diallo", "Omar", "Diallo", "Operations", 400),
    ("paula.ricci", "Paula", "Ricci", "Finance", 33),
)


class _Company:
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
        times = {"create_at": begun, "last_activity_at": used, "expires_at": begun + 180 * DAY}
        return new_session(self.db, user, props=props, device_id=device, **times)

    def access_token(self, user: Row, description: str, used_hours_ago: int | None = None) -> Row:
        """Insert an access token and, where it was used, the session that it made for itself."""
        token = new_access_token(self.db, user["id"], description)
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

    def everything_of(self, leaver: Row, colleague: Row) -> None:
        """Give one leaver every way in that outlives the end of sessions."""
        db, team_id, url = self.db, self.team["id"], "https://tools.example.com/"
        self.db.team_members[team_id, leaver["id"]].update(roles="team_user team_admin", scheme_admin=True)
        self.access_token(leaver, "ci pipeline", used_hours_ago=2)
        self.access_token(leaver, "backup script")
        self.bot(leaver, "deploy-bot", "Deploy Bot", 200)
        self.post(new_incoming_webhook(db, leaver["id"], self.channel, display_name="Nightly report"))
        urls = [url + "incidents"]
        new_outgoing_webhook(db, leaver["id"], team_id, ["incident"], urls, display_name="Incident log")
        new_command(db, leaver["id"], team_id, "deploy", url + "deploy", display_name="Deploy", auto_complete=True)
        made = new_app(db, leaver["id"], "Release Board", [url + "callback"], url, description="Releases at a glance")
        grant(db, made, colleague, url + "callback", "user", self.server.settings)
        authorise(db, colleague["id"], made["id"], "user")
        used = new_app(db, colleague["id"], "Calendar Sync", [url + "calendar"], url)
        data = grant(db, used, leaver, url + "calendar", "user", self.server.settings)
        authorise(db, leaver["id"], used["id"], "user")
        session = db.session_tokens[data["token"]]
        session.update(create_at=self.now - 6 * DAY, last_activity_at=self.now - 10 * HOUR)
        expired = self.session(leaver, "web", 300, 6000)
        expired["expires_at"] = self.now - 120 * DAY


def seed_company(server: Server) -> None:
    """Fill the server with the company."""
    company = _Company(server)
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
    company.post(
        new_incoming_webhook(server.db, rows["mia.santos"]["id"], company.channel, display_name="Campaign numbers")
    )
    company.bot(rows["omar.diallo"], "backup-bot", "Backup Bot", 500)
    new_command(
        server.db, rows["omar.diallo"]["id"], company.team["id"], "restart", "https://tools.example.com/restart"
    )
    company.access_token(rows["svc.build"], "build server", used_hours_ago=0)
    company.bot(rows["hugo.lindqvist"], "standup-bot", "Standup Bot", 150)
    new_incoming_webhook(server.db, rows["emil.novak"]["id"], company.channel, display_name="Build results")
    company.everything_of(rows["dana.leaver"], rows["hugo.lindqvist"])
