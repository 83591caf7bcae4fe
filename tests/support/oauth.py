# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth apps and those who let them in, by plain requests to the server under test."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from .mattermost import Mattermost, unique

HOMEPAGE = "http://127.0.0.1:1"
CALLBACK = HOMEPAGE + "/callback-of-secret"


class App:
    """An OAuth app on the server under test. Its maker is the admin unless a token of somebody else is given."""

    def __init__(self, mattermost: Mattermost, token: str = "", **fields: Any) -> None:
        self.mattermost = mattermost
        body = {"name": unique("app"), "description": "App", "homepage": HOMEPAGE, "callback_urls": [CALLBACK]}
        made = mattermost.must("POST", "/oauth/apps", dict(body, **fields), token)
        self.id: str = made["id"]
        self.name: str = made["name"]
        self.secret: str = made.get("client_secret", "")

    def row(self) -> Any:
        """Return the app as the server describes it to the admin."""
        return self.mattermost.must("GET", "/oauth/apps/" + self.id)

    def edit(self, **fields: Any) -> Any:
        """Change the app, as an admin does by hand, and return it. The secret stays."""
        return self.mattermost.must("PUT", "/oauth/apps/" + self.id, dict(self.row(), **fields))

    def delete(self) -> None:
        """Delete the app."""
        self.mattermost.must("DELETE", "/oauth/apps/" + self.id)

    def let_in(self, token: str, kind: str = "code") -> str:
        """Answer the question whether the app may come in with yes; return the address with what it gets."""
        asked = {"client_id": self.id, "response_type": kind, "redirect_uri": CALLBACK, "state": "s", "scope": "user"}
        answer = self.mattermost.send("POST", "/oauth/authorize", token, json=asked)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["redirect"])

    def follow_link(self, token: str, kind: str = "code") -> str:
        """Follow the app's link; return the address that one is sent to, "" where a question is asked first."""
        asked = {"client_id": self.id, "response_type": kind, "redirect_uri": CALLBACK, "state": "s"}
        answer = self.mattermost.send("GET", "/oauth/authorize", token, params=asked)
        return answer.headers["Location"] if answer.status_code == 302 else ""

    def exchange(self, address: str, secret: str | None = None) -> requests.Response:
        """Make tokens of the code in an address; return the answer."""
        return self._token(secret, grant_type="authorization_code", code=code_in(address), redirect_uri=CALLBACK)

    def refresh(self, refresh_token: str, secret: str | None = None) -> requests.Response:
        """Make new tokens of a refresh token; return the answer."""
        return self._token(secret, grant_type="refresh_token", refresh_token=refresh_token)

    def grant(self, token: str) -> Any:
        """Let the app in and have it fetch its tokens; return them."""
        answer = self.exchange(self.let_in(token))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _token(self, secret: str | None, **form: str) -> requests.Response:
        form.update(client_id=self.id, client_secret=self.secret if secret is None else secret)
        return Mattermost(self.mattermost.url).send("POST", "/oauth/access_token", data=form)


def deny(user_id: str, token: str, app: App) -> None:
    """Take the app out of one's own preferences, which the list of authorised apps is read from."""
    row = {"user_id": user_id, "category": "oauth_app", "name": app.id}
    app.mattermost.must("POST", "/users/%s/preferences/delete" % user_id, [row], token)


def code_in(address: str) -> str:
    """Return the code in the address that an app is sent to."""
    return parse_qs(urlsplit(address).query)["code"][0]


def token_in(address: str) -> str:
    """Return the access token in the address that an implicit grant leads to."""
    return parse_qs(urlsplit(address).fragment)["access_token"][0]
