# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An administrator who left ways in that have other people's names on, made through the public API alone."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, unique

SET_BY_LEAVER = "S3t.by.the.one.who.left"


class BackDoors:
    """`leaver` is a system admin. The others are colleagues: each has one thing that the leaver did to them."""

    def __init__(self, mattermost):
        self.mattermost = mattermost
        self.leaver = mattermost.new_person(admin=True)
        self.session = self.leaver.log_in()
        new = mattermost.new_person
        self.token_owner, self.hook_owner, self.accomplice, self.locked_out, self.sleeper = (
            new() for _each in range(5)
        )
        self.renamed, self.linked = new(), new()
        self.team = new_team(mattermost, token=self.session.token)
        channel = {"team_id": self.team["id"], "name": unique(), "display_name": "c", "type": "O"}
        self.channel = self._make("/channels", channel)
        join(mattermost, self.team, self.hook_owner)
        # A bot of somebody else's.
        self.bot = mattermost.must("POST", "/bots", {"username": unique("bot"), "display_name": "B"})
        self.token = self._make("/users/%s/tokens" % self.token_owner.id, {"description": "left behind"})
        self.bot_token = self._make("/users/%s/tokens" % self.bot["user_id"], {"description": "left behind"})
        self.hook = self._make("/hooks/incoming", {"channel_id": self.channel["id"], "user_id": self.hook_owner.id})
        outgoing = {"team_id": self.team["id"], "display_name": "Out", "trigger_words": [unique()]}
        outgoing.update(callback_urls=["http://127.0.0.1:1/out"], creator_id=self.hook_owner.id)
        self.outgoing = self._make("/hooks/outgoing", outgoing)
        self.known_hook = mattermost.must("POST", "/hooks/incoming", {"channel_id": self.channel["id"]})
        self._put("/users/%s/roles" % self.accomplice.id, {"roles": "system_user system_admin"})
        self._put("/users/%s/password" % self.locked_out.id, {"new_password": SET_BY_LEAVER})
        self.sleeper.deactivate()
        self._put("/users/%s/active" % self.sleeper.id, {"active": True})
        self._put("/users/%s/patch" % self.renamed.id, {"email": unique() + "@example.net"})
        self._put("/users/%s/auth" % self.linked.id, {"auth_service": "gitlab", "auth_data": unique()})

    def _make(self, path, body):
        return self.mattermost.must("POST", path, body, token=self.session.token)

    def _put(self, path, body):
        return self.mattermost.must("PUT", path, body, token=self.session.token)

    @property
    def secrets(self):
        """What opens a door, by itself."""
        link = self.mattermost.must("GET", "/teams/" + self.team["id"])["invite_id"]
        tokens = [self.token["token"], self.bot_token["token"], self.outgoing["token"]]
        return [*tokens, self.hook["id"], self.known_hook["id"], link, SET_BY_LEAVER]

    def post(self, hook):
        """Try the address of an incoming webhook; return whether it takes a post."""
        with self.mattermost.plain() as session:
            url = self.mattermost.url + "/hooks/" + hook["id"]
            return session.post(url, json={"text": "still here"}, timeout=30).status_code == 200

    def logs_in(self, person, password):
        """Return whether somebody can log in."""
        with self.mattermost.plain() as session:
            url = self.mattermost.url + "/api/v4/users/login"
            return session.post(url, json={"login_id": person.username, "password": password}, timeout=60).ok

    def open_doors(self):
        """Try each back door, and return those that work."""
        ask = self.mattermost.ask
        doors = {
            "token": ask("GET", "/users/me", token=self.token["token"]).ok,
            "bot_token": ask("GET", "/users/me", token=self.bot_token["token"]).ok,
            "hook": self.post(self.hook),
            "outgoing": ask("GET", "/hooks/outgoing/" + self.outgoing["id"]).ok,
            "known_hook": self.post(self.known_hook),
            "role": "system_admin" in self.accomplice.user()["roles"],
            "password": self.logs_in(self.locked_out, SET_BY_LEAVER),
            "link": sign_up(self.mattermost, self.team["invite_id"]),
        }
        return sorted(name for name, works in doors.items() if works)


def new_team(mattermost, token=None, **fields):
    """Make a team that is closed to all who have no invitation, and return it as the API answers."""
    name = unique()
    return mattermost.must("POST", "/teams", dict({"name": name, "display_name": name, "type": "I"}, **fields), token)


def join(mattermost, team, person):
    """Make somebody a member of a team."""
    body = {"team_id": team["id"], "user_id": person.id}
    return mattermost.must("POST", "/teams/%s/members" % team["id"], body)


def sign_up(mattermost, invite_id, domain="example.org"):
    """Make an account with the link of a team, as a stranger; return whether the server let them."""
    name = unique("stranger")
    body = {"username": name, "email": "%s@%s" % (name, domain), "password": PASSWORD}
    with mattermost.plain() as session:
        url = "%s/api/v4/users?iid=%s" % (mattermost.url, invite_id)
        return session.post(url, json=body, timeout=30).status_code == 201
