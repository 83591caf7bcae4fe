# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody with every way in that the public API can make."""

from __future__ import annotations

import pytest

from .mattermost import unique

# The types of access that a leaver has, and that can be closed.
DOORS = (
    "system_role",
    "user_access_token",
    "bot_token",
    "bot",
    "incoming_webhook",
    "outgoing_webhook",
    "slash_command",
    "oauth_app",
    "session",
)

# Those that have the person's name on: all but the back doors.
OWN = ("account", *DOORS, "oauth_authorization")


class Leaver:
    """A system admin with a session, an access token, a bot with a token, webhooks, a slash command and an OAuth app.

    Being a system admin is a way in by itself, and it is what lets somebody make all the others.
    """

    def __init__(self, mattermost):
        self.mattermost = mattermost
        self.person = mattermost.new_person(admin=True)
        self.id = self.person.id
        self.username = self.person.username
        self.session = self.person.log_in()
        self.token = mattermost.new_access_token(self.id)
        name = unique()
        team = self._make("/teams", {"name": name, "display_name": name, "type": "O"})
        channel = self._make("/channels", {"team_id": team["id"], "name": name, "display_name": name, "type": "O"})
        self.bot = self._make("/bots", {"username": unique("bot"), "display_name": "Bot"})
        self.bot_token = self._make("/users/%s/tokens" % self.bot["user_id"], {"description": "bot"})
        self.incoming = self._make("/hooks/incoming", {"channel_id": channel["id"], "display_name": "In"})
        outgoing = {"team_id": team["id"], "display_name": "Out", "trigger_words": [name]}
        self.outgoing = self._make("/hooks/outgoing", dict(outgoing, callback_urls=["http://127.0.0.1:1/out"]))
        command = {"team_id": team["id"], "method": "P", "trigger": name, "url": "http://127.0.0.1:1/command"}
        self.command = self._make("/commands", command)
        app = {
            "name": name,
            "description": "App",
            "homepage": "http://127.0.0.1:1",
            "callback_urls": ["http://127.0.0.1:1/"],
        }
        self.app = self._make("/oauth/apps", app)

    def _make(self, path, body):
        answer = self.mattermost.ask("POST", path, body, token=self.session.token)
        if answer.status_code == 501:
            pytest.skip("switched off on this server: " + path)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    @property
    def secrets(self):
        """What opens a door, by itself."""
        return [
            self.session.token,
            self.token["token"],
            self.bot_token["token"],
            self.incoming["id"],
            self.outgoing["token"],
            self.command["token"],
            self.app["client_secret"],
        ]

    def posts_by_webhook(self):
        """Try the incoming webhook; return whether it still takes a post."""
        url = self.mattermost.url + "/hooks/" + self.incoming["id"]
        with self.mattermost.plain() as session:
            return session.post(url, json={"text": "still here"}, timeout=30).status_code == 200

    def open_doors(self):
        """Try every way in, and return those that work."""
        ask = self.mattermost.ask
        doors = {
            "session": self.session.works,
            "user_access_token": ask("GET", "/users/me", token=self.token["token"]).status_code == 200,
            "bot_token": ask("GET", "/users/me", token=self.bot_token["token"]).status_code == 200,
            "bot": ask("GET", "/bots/" + self.bot["user_id"]).status_code == 200,
            "incoming_webhook": self.posts_by_webhook(),
            "outgoing_webhook": ask("GET", "/hooks/outgoing/" + self.outgoing["id"]).status_code == 200,
            "slash_command": ask("GET", "/commands/" + self.command["id"]).status_code == 200,
            "oauth_app": self.mattermost.must("GET", "/oauth/apps/" + self.app["id"]).get("client_secret")
            == self.app["client_secret"],
            "system_role": "system_admin" in self.person.user()["roles"],
        }
        return sorted(name for name, works in doors.items() if works)
