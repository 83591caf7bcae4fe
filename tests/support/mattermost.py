# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other path: plain requests to the server under test, to make people and to see what became of them."""

from __future__ import annotations

import uuid
from typing import Any

import requests

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
DESKTOP_APP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/128.0 Electron/32.0 Mattermost/5.12.0 Safari/537.36"
)
MMCTL = "mmctl/5.37.0 (linux)"
PASSWORD = "Passw0rd!2026"
USER = "system_user"
ADMIN = "system_user system_admin"


def unique(beginning: str = "t") -> str:
    """Return a name that nothing else on the server has."""
    return "%s-%s" % (beginning, uuid.uuid4().hex[:16])


class Mattermost:
    """The public API as one account sees it: `token` is that account's, unless a call names another."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token
        self.made: list[str] = []  # the ids of the users made by way of it

    def send(self, method: str, path: str, token: str = "", **more: Any) -> requests.Response:
        """Send one request to a path of the server and return the answer, whatever its status.

        Nothing of the environment is heeded, and no cookie kept.
        """
        headers = more.pop("headers", {})
        if token or self.token:
            headers = dict(headers, Authorization="Bearer " + (token or self.token))
        with self.plain() as session:
            return session.request(method, self.url + path, headers=headers, timeout=60, allow_redirects=False, **more)

    @staticmethod
    def plain() -> requests.Session:
        """Return a session of requests that heeds nothing of the environment."""
        session = requests.Session()
        session.trust_env = False
        return session

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> requests.Response:
        """Send one request to the API and return the answer, whatever its status."""
        return self.send(method, "/api/v4" + path, token, json=body)

    def must(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """Send one request to the API that has to succeed and return what was answered."""
        answer = self.ask(method, path, body, token)
        assert answer.status_code < 300, "%s %s: %d %s" % (method, path, answer.status_code, answer.text)
        return answer.json()

    def pages(self, path: str) -> list[Any]:
        """Return all rows of a list that comes by page."""
        rows: list[Any] = []
        while True:
            joint = "&" if "?" in path else "?"
            page = self.must("GET", "%s%spage=%d&per_page=200" % (path, joint, len(rows) // 200))
            rows += page
            if len(page) < 200:
                return rows

    def works(self, token: str) -> bool:
        """Whether a token opens the door."""
        return self.ask("GET", "/users/me", token=token).status_code == 200

    def try_to_log_in(
        self, login_id: str, password: str = PASSWORD, user_agent: str = FIREFOX, device_id: str = ""
    ) -> str:
        """Log in and return the token of the session, "" where that is refused."""
        body = {"login_id": login_id, "password": password, "device_id": device_id}
        # Not as anybody: a log-in carries no token.
        headers = {"User-Agent": user_agent}
        answer = Mattermost(self.url).send("POST", "/api/v4/users/login", json=body, headers=headers)
        return answer.headers["Token"] if answer.status_code == 200 else ""

    def log_in(self, login_id: str, password: str = PASSWORD, user_agent: str = FIREFOX, device_id: str = "") -> str:
        """Log in, which has to succeed, and return the token of the session."""
        token = self.try_to_log_in(login_id, password, user_agent, device_id)
        assert token, "%s cannot log in" % login_id
        return token

    def log_out(self, token: str) -> None:
        """End a session of one's own."""
        self.ask("POST", "/users/logout", token=token)

    def become(self, username: str, password: str) -> Any:
        """Be somebody from now on, by an access token, since tests end sessions; return it: `id` and `token`."""
        self.token = self.log_in(username, password)
        made = self.new_access_token(self.must("GET", "/users/me")["id"])
        self.log_out(self.token)
        self.token = made["token"]
        return made

    def new_user(self, beginning: str = "t", roles: str = USER, username: str = "") -> Any:
        """Make somebody, with a name that nobody else has; return the user as the API answers it."""
        username = username or unique(beginning)
        body = {"username": username, "email": username + "@example.com", "password": PASSWORD}
        user = self.must("POST", "/users", body)
        self.made.append(user["id"])
        if roles != USER:
            self.must("PUT", "/users/%s/roles" % user["id"], {"roles": roles})
        return user

    def dismiss(self) -> None:
        """Deactivate the users made so far. Without a licence, newer servers allow for 250 active users only."""
        for user_id in self.made:
            self.ask("PUT", "/users/%s/active" % user_id, {"active": False})
        self.made.clear()

    def new_person(self, username: str = "", admin: bool = False) -> Person:
        """Make somebody who can log in."""
        return Person(self, self.new_user(roles=ADMIN if admin else USER, username=username))

    def new_access_token(self, user_id: str, token: str = "") -> Any:
        """Return a new user access token as the API answers it: `id` and `token`."""
        return self.must("POST", "/users/%s/tokens" % user_id, {"description": "test"}, token)

    def revoke_access_token(self, token_id: str) -> None:
        """Leave no access token behind."""
        self.ask("POST", "/users/tokens/revoke", {"token_id": token_id})

    def set_active(self, user_id: str, active: bool) -> None:
        """Activate or deactivate an account."""
        self.must("PUT", "/users/%s/active" % user_id, {"active": active})

    def sessions(self, user_id: str) -> Any:
        """Return the rows of a user's sessions."""
        return self.must("GET", "/users/%s/sessions" % user_id)

    def session_ids(self, user_id: str) -> list[str]:
        """Return the ids of a user's sessions, newest activity first."""
        return [row["id"] for row in self.sessions(user_id)]


class Person:
    """Somebody on the server under test, as its admin knows them."""

    def __init__(self, mattermost: Mattermost, user: Any) -> None:
        self.mattermost = mattermost
        self.id: str = user["id"]
        self.username: str = user["username"]
        self.email: str = user["email"]
        self.password = PASSWORD

    def log_in(self, user_agent: str = FIREFOX, device_id: str = "") -> Session:
        """Begin a session."""
        before = set(self.session_ids())
        token = self.mattermost.log_in(self.username, self.password, user_agent, device_id)
        [session_id] = set(self.session_ids()) - before
        return Session(self, session_id, token)

    def sessions(self) -> Any:
        """Return the rows of this person's sessions as the server lists them to the admin."""
        return self.mattermost.sessions(self.id)

    def session_ids(self) -> list[str]:
        """Return the ids of this person's sessions, newest activity first."""
        return self.mattermost.session_ids(self.id)

    def user(self) -> Any:
        """Return the user as the API describes it to the admin."""
        return self.mattermost.must("GET", "/users/" + self.id)

    def deactivate(self) -> None:
        """Deactivate this person, as an admin would."""
        self.mattermost.set_active(self.id, False)

    def use_access_token(self) -> Any:
        """Make a user access token and use it once, so that it has a session; return it."""
        made = self.mattermost.new_access_token(self.id)
        assert self.mattermost.works(made["token"])
        return made


class Session:
    """A session that a test has begun."""

    def __init__(self, person: Person, session_id: str, token: str) -> None:
        self.person = person
        self.id = session_id
        self.token = token

    @property
    def works(self) -> bool:
        """Whether the session still opens the door."""
        return self.person.mattermost.works(self.token)
