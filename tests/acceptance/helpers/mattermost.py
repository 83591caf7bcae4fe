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


def unique(beginning: str) -> str:
    """Return a name that nothing else on the server has."""
    return "%s-%s" % (beginning, uuid.uuid4().hex[:12])


class Mattermost:
    """The public API as one account sees it: `token` is that account's, unless a call names another."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token

    def send(self, method: str, path: str, token: str = "", **more: Any) -> requests.Response:
        """Send one request to a path of the server and return the answer, whatever its status."""
        headers = more.pop("headers", {})
        if token or self.token:
            headers = dict(headers, Authorization="Bearer " + (token or self.token))
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, self.url + path, headers=headers, timeout=60, allow_redirects=False, **more)

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
        self, login_id: str, password: str = PASSWORD, user_agent: str = FIREFOX, device: str = ""
    ) -> str:
        """Log in and return the token of the session, "" where that is refused."""
        body = {"login_id": login_id, "password": password, "device_id": device}
        # Not as anybody: a log-in carries no token.
        headers = {"User-Agent": user_agent}
        answer = Mattermost(self.url).send("POST", "/api/v4/users/login", json=body, headers=headers)
        return answer.headers["Token"] if answer.status_code == 200 else ""

    def log_in(self, login_id: str, password: str = PASSWORD, user_agent: str = FIREFOX, device: str = "") -> str:
        """Log in, which has to succeed, and return the token of the session."""
        token = self.try_to_log_in(login_id, password, user_agent, device)
        assert token, "%s cannot log in" % login_id
        return token

    def log_out(self, token: str) -> None:
        """End a session of one's own."""
        self.ask("POST", "/users/logout", token=token)

    def new_user(self, beginning: str, roles: str = USER) -> Any:
        """Make somebody with a name that nobody else has."""
        name = unique(beginning)
        user = self.must("POST", "/users", {"username": name, "email": name + "@example.com", "password": PASSWORD})
        if roles != USER:
            self.must("PUT", "/users/%s/roles" % user["id"], {"roles": roles})
        return user

    def new_access_token(self, user_id: str, token: str = "") -> Any:
        """Return a new user access token as the API answers it: `id` and `token`."""
        return self.must("POST", "/users/%s/tokens" % user_id, {"description": "acceptance test"}, token)

    def set_active(self, user_id: str, active: bool) -> None:
        """Activate or deactivate an account."""
        self.must("PUT", "/users/%s/active" % user_id, {"active": active})

    def session_ids(self, user_id: str) -> set[str]:
        """Return the ids of a user's sessions."""
        return {row["id"] for row in self.must("GET", "/users/%s/sessions" % user_id)}
