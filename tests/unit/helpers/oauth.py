# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth apps and those who let them in, by plain requests to the server under test."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique

CALLBACK = "http://127.0.0.1:1/callback-of-secret"


class App:
    """An OAuth app on the server under test. Its maker is the admin unless a token of somebody else is given."""

    def __init__(self, mattermost, token=None, **fields):
        self.mattermost = mattermost
        body = {
            "name": unique("app"),
            "description": "App",
            "homepage": "http://127.0.0.1:1",
            "callback_urls": [CALLBACK],
            "is_trusted": False,
        }
        made = mattermost.must("POST", "/oauth/apps", dict(body, **fields), token)
        self.id, self.name, self.secret = made["id"], made["name"], made["client_secret"]

    def row(self):
        """Return the app as the server describes it to the admin."""
        return self.mattermost.must("GET", "/oauth/apps/" + self.id)

    def edit(self, **fields):
        """Change the app, as an admin does by hand. The secret stays."""
        self.mattermost.must("PUT", "/oauth/apps/" + self.id, dict(self.row(), **fields))

    def let_in(self, token, kind="code"):
        """Answer the question whether the app may come in with yes; return the address with what it gets."""
        body = {"client_id": self.id, "response_type": kind, "redirect_uri": CALLBACK, "state": "s"}
        answer = self._ask("POST", "/oauth/authorize", token, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["redirect"]

    def follow_link(self, token, kind="code"):
        """Follow the app's link; return the address that one is sent to, None where a question is asked first."""
        asked = {"client_id": self.id, "response_type": kind, "redirect_uri": CALLBACK, "state": "s"}
        answer = self._ask("GET", "/oauth/authorize", token, params=asked)
        return answer.headers["Location"] if answer.status_code == 302 else None

    def exchange(self, address, secret=None):
        """Make tokens of the code in an address; return the answer."""
        code = parse_qs(urlsplit(address).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return self._token(form, secret)

    def refresh(self, refresh_token, secret=None):
        """Make new tokens of a refresh token; return the answer."""
        return self._token({"grant_type": "refresh_token", "refresh_token": refresh_token}, secret)

    def grant(self, token):
        """Let the app in and have it fetch its tokens; return them."""
        answer = self.exchange(self.let_in(token))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def delete(self):
        """Delete the app."""
        self.mattermost.must("DELETE", "/oauth/apps/" + self.id)

    def _token(self, form, secret):
        body = dict(form, client_id=self.id, client_secret=self.secret if secret is None else secret)
        return self._ask("POST", "/oauth/access_token", None, data=body)

    def _ask(self, method, path, token, **options):
        headers = {"Authorization": "Bearer " + token} if token else {}
        with self.mattermost.plain() as session:
            return session.request(
                method, self.mattermost.url + path, headers=headers, timeout=60, allow_redirects=False, **options
            )


def deny(person, token, app):
    """Take the app out of one's own preferences, which the list of authorised apps is read from."""
    row = {"user_id": person, "category": "oauth_app", "name": app.id}
    app.mattermost.must("POST", "/users/%s/preferences/delete" % person, [row], token)


def token_in(address):
    """Return the access token in the address that an implicit grant leads to."""
    return parse_qs(urlsplit(address).fragment)["access_token"][0]
