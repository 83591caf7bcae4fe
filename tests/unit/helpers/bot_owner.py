# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody whose bot has every way in that a bot can have."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique


class Bot:
    """A bot on the server under test, with an access token that it has used, so that it has a session."""

    def __init__(self, mattermost, owner_token, username=None):
        self.mattermost = mattermost
        made = mattermost.ask("POST", "/bots", {"username": username or unique("bot")}, token=owner_token)
        assert made.status_code == 201, made.text
        self.id, self.username = made.json()["user_id"], made.json()["username"]
        self.token = mattermost.new_access_token(self.id)["token"]
        assert self.works

    @property
    def works(self):
        """Whether its token opens the door."""
        return self.mattermost.ask("GET", "/users/me", token=self.token).status_code == 200

    def row(self):
        """Return the bot as the server lists it to the admin."""
        return self.mattermost.must("GET", "/bots/%s?include_deleted=true" % self.id)

    @property
    def disabled(self):
        """Whether the bot is disabled."""
        return bool(self.row()["delete_at"])

    def roles(self):
        """Return the system roles of the bot."""
        return self.mattermost.must("GET", "/users/" + self.id)["roles"].split()

    def sessions(self):
        """Return the rows of the bot's sessions."""
        return self.mattermost.must("GET", "/users/%s/sessions" % self.id)


class BotOwner:
    """A person who owns a bot, and what that bot has made: webhooks, a command and an OAuth app.

    The bot is a system admin, which is what lets it make all this.
    """

    def __init__(self, mattermost):
        self.mattermost = mattermost
        self.person = mattermost.new_person(admin=True)
        self.id, self.username = self.person.id, self.person.username
        self.session = self.person.log_in()
        self.bot = Bot(mattermost, self.session.token)
        mattermost.must("PUT", "/users/%s/roles" % self.bot.id, {"roles": "system_user system_admin"})
        name = unique()
        team = self._make("/teams", {"name": name, "display_name": name, "type": "O"})
        channel = self._make("/channels", {"team_id": team["id"], "name": name, "display_name": name, "type": "O"})
        self.incoming = self._make("/hooks/incoming", {"channel_id": channel["id"], "display_name": "In"})
        outgoing = {"team_id": team["id"], "display_name": "Out", "trigger_words": [name]}
        self.outgoing = self._make("/hooks/outgoing", dict(outgoing, callback_urls=["http://127.0.0.1:1/out"]))
        command = {"team_id": team["id"], "method": "P", "trigger": name, "url": "http://127.0.0.1:1/command"}
        self.command = self._make("/commands", command)
        app = {"name": name, "description": "App", "homepage": "http://127.0.0.1:1"}
        self.app = self._make("/oauth/apps", dict(app, callback_urls=["http://127.0.0.1:1/"]))

    def _make(self, path, body):
        answer = self.mattermost.ask("POST", path, body, token=self.bot.token)
        if answer.status_code == 501:
            pytest.skip("switched off on this server: " + path)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def posts_by_webhook(self):
        """Try the incoming webhook; return whether it still takes a post."""
        url = self.mattermost.url + "/hooks/" + self.incoming["id"]
        with self.mattermost.plain() as session:
            return session.post(url, json={"text": "still here"}, timeout=30).status_code == 200

    def open_doors(self):
        """Try everything that the bot has, and return what works."""
        ask = self.mattermost.ask
        doors = {
            "bot_token": self.bot.works,
            "session": bool(self.bot.sessions()),
            "system_role": "system_admin" in self.bot.roles(),
            "incoming_webhook": self.posts_by_webhook(),
            "outgoing_webhook": ask("GET", "/hooks/outgoing/" + self.outgoing["id"]).status_code == 200,
            "slash_command": ask("GET", "/commands/" + self.command["id"]).status_code == 200,
        }
        return sorted(name for name, works in doors.items() if works)
