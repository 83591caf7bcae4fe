# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OAuth app of the server under test, and what it does: get a code, buy a token, renew it."""

from __future__ import annotations

from typing import Any, Callable
from urllib.parse import parse_qs, urlsplit

import requests

from .mattermost import Mattermost, unique

CALLBACK = "https://app.example.com/callback"

Exchange = Callable[[], requests.Response]


class OAuthApp:
    """An app. `app` is what the server answered."""

    def __init__(self, api: Mattermost, app: Any) -> None:
        self._api = api
        self.app = app
        self.id: str = app["id"]
        self.secret: str = app["client_secret"]

    def authorise(self, token: str) -> Exchange:
        """Let somebody authorise the app, and return a function that exchanges the code as the app would.

        Where there is no such app, it returns the refusal.
        """
        asked = {"client_id": self.id, "response_type": "code", "redirect_uri": CALLBACK, "state": "x", "scope": ""}
        answer = self._api.send("POST", "/oauth/authorize", token, json=asked)
        if answer.status_code != 200:
            return lambda: answer
        [code] = parse_qs(urlsplit(answer.json()["redirect"]).query)["code"]
        return lambda: self._exchange(grant_type="authorization_code", code=code, redirect_uri=CALLBACK)

    def renew(self, refresh_token: str) -> requests.Response:
        """Ask for a new access token."""
        return self._exchange(grant_type="refresh_token", refresh_token=refresh_token)

    def _exchange(self, **form: str) -> requests.Response:
        form.update(client_id=self.id, client_secret=self.secret)
        return Mattermost(self._api.url).send("POST", "/oauth/access_token", data=form)


def description() -> dict[str, Any]:
    """Return what an app is made from."""
    return {"name": unique("app"), "description": "-", "callback_urls": [CALLBACK], "homepage": CALLBACK}
