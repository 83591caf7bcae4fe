# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody with every way in that there is, made through the public API, each with a way to try it.

| way in | it works when |
|---|---|
| password | a log-in with it is answered with a session |
| browser, desktop app, phone, mmctl | the session answers who it is |
| access token | it answers who it is, which makes it a session where it has none |
| bot | it is switched on and belongs to the leaver, or the leaver can switch it on |
| bot's token | it answers who it is |
| incoming webhook | a post to its address is taken |
| outgoing webhook | its trigger word, said by a colleague, reaches the leaver's receiver |
| slash command | a colleague can run it, and it reaches the leaver's receiver |
| OAuth app's secret | it buys the token of a colleague who authorises the app |
| OAuth access token | it answers who it is |
| OAuth refresh token | it buys a new access token |
| system role | the leaver, logged in, may do what only the role allows |
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import pytest

from .mattermost import ADMIN, DESKTOP_APP, FIREFOX, MMCTL, USER, Mattermost, Person, unique
from .oauth import App
from .receiver import Receiver

# What the server may be late by in calling a webhook. Where one does not call, a colleague's with the same word did.
CALL = 20.0
CALL_TOO = 0.5

# The way in that comes back when the account does.
PASSWORD = "password"


class Way(NamedTuple):
    """One way in: what people call it, its type of access, and whether it works now."""

    name: str
    access_type: str
    works: Callable[[], bool]


class Leaver:
    """Somebody with every way in, and the colleague and the receiver that it takes to try them."""

    def __init__(self, admin: Mattermost, receiver: Receiver, role: str = ADMIN) -> None:
        self.api, self.receiver = admin, receiver
        # An admin, since a server may let nobody else make these things.
        self.person = Person(admin, admin.new_user("leaver", ADMIN))
        self.id, self.username = self.person.id, self.person.username
        self.colleague = admin.new_person()
        self.word = unique("word")
        team = {"name": unique("team"), "display_name": "Acceptance", "type": "O"}
        self.team_id = admin.must("POST", "/teams", team)["id"]
        for somebody in (self.person, self.colleague):
            admin.must("POST", "/teams/%s/members" % self.team_id, {"team_id": self.team_id, "user_id": somebody.id})
        self.channel_id = admin.must("GET", "/teams/%s/channels/name/town-square" % self.team_id)["id"]
        self.colleague_token = admin.log_in(self.colleague.username)
        # With the same word as the leaver's: when it was called, the leaver's was called too or will not be.
        self.control = self._outgoing_webhook("/control", admin.token)
        self.others_app = self._oauth_app(admin.token)
        self.secrets: list[str] = []  # what opens a door by itself
        self.ways = [self._password(), *self._sessions(), *self._tokens(), *self._hooks(), *self._oauth()]
        if role != ADMIN:
            admin.must("PUT", "/users/%s/roles" % self.id, {"roles": role})
        self.ways.append(Way("system role", "system_role", self._admin_works if role == ADMIN else self._tokens_work))

    def working(self) -> list[str]:
        """Try every way in and return the names of those that work."""
        return [way.name for way in self.ways if way.works()]

    def names(self) -> list[str]:
        """Return the names of all ways in."""
        return [way.name for way in self.ways]

    def types_working(self) -> set[str]:
        """Try every way in and return the types of access of those that work."""
        return {way.access_type for way in self.ways if way.works()}

    def types(self) -> set[str]:
        """Return the types of access of all ways in."""
        return {way.access_type for way in self.ways}

    def belongings(self) -> Any:
        """Return what the server has of the leaver's, as the API lists it: to see whether anything changed."""
        get, api = self.api.must, self.api
        user = get("GET", "/users/" + self.id)
        return {
            "account": [user["delete_at"], user["roles"]],
            "sessions": sorted(api.session_ids(self.id)),
            "tokens": sorted((row["id"], row["is_active"]) for row in api.pages("/users/%s/tokens" % self.id)),
            "bot": get("GET", "/bots/%s?include_deleted=true" % self.bot["user_id"]),
            "bot's tokens": [row["id"] for row in api.pages("/users/%s/tokens" % self.bot["user_id"])],
            "incoming webhooks": [r["id"] for r in api.pages("/hooks/incoming") if r["user_id"] == self.id],
            "outgoing webhooks": [r["id"] for r in api.pages("/hooks/outgoing") if r["creator_id"] == self.id],
            "commands": get("GET", "/commands?custom_only=true&team_id=" + self.team_id),
            "apps": [row for row in api.pages("/oauth/apps") if row["creator_id"] == self.id],
        }

    def clear_away(self) -> None:
        """Leave as little as an API can on a server that lives on."""
        api = self.api
        api.ask("DELETE", "/hooks/outgoing/" + self.control["id"])
        for app in (self.app, self.others_app):
            api.ask("DELETE", "/oauth/apps/" + app.id)
        for somebody in (self.person, self.colleague):
            api.ask("PUT", "/users/%s/roles" % somebody.id, {"roles": USER})
            api.ask("PUT", "/users/%s/active" % somebody.id, {"active": False})
        api.ask("DELETE", "/teams/" + self.team_id)

    # --- making them ------------------------------------------------------------------------------------------------

    def _make(self, path: str, body: Any, token: str = "") -> Any:
        """Make something, as the leaver unless a token says otherwise."""
        answer = self.api.ask("POST", path, body, token or self.session_token)
        if answer.status_code == 501:
            pytest.skip("switched off on this server: " + path)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def _password(self) -> Way:
        def works() -> bool:
            token = self.api.try_to_log_in(self.username)
            if token:
                self.api.log_out(token)
            return bool(token)

        return Way(PASSWORD, "account", works)

    def _sessions(self) -> list[Way]:
        devices = {
            "browser": (FIREFOX, ""),
            "desktop app": (DESKTOP_APP, ""),
            "phone": (FIREFOX, "android_rn-v2:" + unique("device")),
            "mmctl": (MMCTL, ""),
        }
        tokens = {n: self.api.log_in(self.username, user_agent=a, device_id=d) for n, (a, d) in devices.items()}
        self.session_token = tokens["browser"]
        return [self._by_token(name, "session", token) for name, token in tokens.items()]

    def _by_token(self, name: str, access_type: str, token: str) -> Way:
        self.secrets.append(token)
        return Way(name, access_type, lambda: self.api.works(token))

    def _tokens(self) -> list[Way]:
        self.token = self.api.new_access_token(self.id, self.session_token)
        self.bot = self._make("/bots", {"username": unique("bot"), "display_name": "Deployments"})
        self.bot_token = self.api.new_access_token(self.bot["user_id"], self.session_token)
        return [
            self._by_token("access token", "user_access_token", self.token["token"]),
            # Before its token, which would work again with it.
            Way("bot", "bot", self._bot_works),
            self._by_token("bot's token", "bot_token", self.bot_token["token"]),
        ]

    def _bot_works(self) -> bool:
        path = "/bots/" + self.bot["user_id"]
        bot = self.api.must("GET", path + "?include_deleted=true")
        if bot["owner_id"] == self.id and not bot["delete_at"]:
            return True
        return self._logged_in("POST", path + "/enable") is not None

    def _outgoing_webhook(self, path: str, token: str = "") -> Any:
        hook = {"team_id": self.team_id, "display_name": path, "trigger_words": [self.word]}
        return self._make("/hooks/outgoing", {**hook, "callback_urls": [self.receiver.url + path]}, token)

    def _hooks(self) -> list[Way]:
        incoming = self._make("/hooks/incoming", {"channel_id": self.channel_id})
        outgoing = self._outgoing_webhook("/outgoing")
        command = {"team_id": self.team_id, "trigger": self.word, "method": "P", "url": self.receiver.url + "/command"}
        self.secrets += [incoming["id"], outgoing["token"], self._make("/commands", command)["token"]]

        def incoming_works() -> bool:
            path = "/hooks/" + incoming["id"]
            return Mattermost(self.api.url).send("POST", path, json={"text": "All green."}).status_code == 200

        def outgoing_works() -> bool:
            self.receiver.forget()
            post = {"channel_id": self.channel_id, "message": self.word + " happened"}
            self.api.must("POST", "/posts", post, self.colleague_token)
            assert self.receiver.wait_for("/control", CALL), "the server calls no webhook at all"
            return self.receiver.wait_for("/outgoing", CALL_TOO)

        def command_works() -> bool:
            self.receiver.forget()
            typed = {"channel_id": self.channel_id, "command": "/%s now" % self.word}
            answer = self.api.ask("POST", "/commands/execute", typed, self.colleague_token)
            return answer.status_code == 200 or self.receiver.wait_for("/command", 0)

        return [
            Way("incoming webhook", "incoming_webhook", incoming_works),
            Way("outgoing webhook", "outgoing_webhook", outgoing_works),
            Way("slash command", "slash_command", command_works),
        ]

    def _oauth_app(self, token: str) -> App:
        if self.api.ask("GET", "/oauth/apps").status_code == 501:
            pytest.skip("OAuth is switched off on this server")
        return App(self.api, token)

    def promise(self) -> Callable[[], str]:
        """Let the leaver authorise an app, and return a function that fetches the app's access token later.

        That returns "" where the server sells none any more.
        """
        address = self.others_app.let_in(self.session_token)
        return lambda: str(self.others_app.exchange(address).json().get("access_token") or "")

    def _oauth(self) -> list[Way]:
        self.app = self._oauth_app(self.session_token)
        granted = self.others_app.grant(self.session_token)
        held = {"access": granted["access_token"], "refresh": granted["refresh_token"]}
        self.secrets += [self.app.secret, *held.values()]

        def refresh_works() -> bool:
            answer = self.others_app.refresh(held["refresh"])
            if answer.status_code == 200:
                held.update(access=answer.json()["access_token"], refresh=answer.json()["refresh_token"])
            return answer.status_code == 200

        def secret_works() -> bool:
            if self.api.ask("GET", "/oauth/apps/" + self.app.id).status_code == 404:
                return False
            answer = self.app.exchange(self.app.let_in(self.colleague_token))
            return answer.status_code == 200 and self.api.works(answer.json()["access_token"])

        return [
            Way("OAuth app's secret", "oauth_app", secret_works),
            Way("OAuth refresh token", "oauth_authorization", refresh_works),
            Way("OAuth access token", "oauth_authorization", lambda: self.api.works(held["access"])),
        ]

    def _logged_in(self, method: str, path: str, body: Any = None) -> Any:
        """Return what is answered to the leaver, logged in; None where even that is refused."""
        token = self.api.try_to_log_in(self.username)
        if not token:
            return None
        answer = self.api.ask(method, path, body, token)
        self.api.log_out(token)
        return answer.json() if answer.status_code == 200 else None

    def _admin_works(self) -> bool:
        return self._logged_in("GET", "/users/%s/sessions" % self.colleague.id) is not None

    def _tokens_work(self) -> bool:
        made = self._logged_in("POST", "/users/%s/tokens" % self.id, {"description": "role"})
        if made:
            self.api.must("POST", "/users/tokens/revoke", {"token_id": made["id"]})
        return made is not None
