# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other path: plain requests to the server under test, to make people and to see what became of them."""

from __future__ import annotations

import uuid

import requests

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
DESKTOP_APP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/128.0 Electron/32.0 Mattermost/5.12.0 Safari/537.36"
)
MMCTL = "mmctl/5.37.0 (linux)"
PASSWORD = "Passw0rd!2026"


def unique(beginning="t"):
    """Return a user name that no other test has."""
    return "%s-%s" % (beginning, uuid.uuid4().hex[:16])


class Mattermost:
    """The API as one account sees it. `token` is that of the admin unless a call names another."""

    def __init__(self, url, token=None):
        self.url = url
        self.token = token

    def ask(self, method, path, body=None, token=None, **headers):
        """Send one request and return the answer, whatever its status. Nothing of the environment is used."""
        token = token or self.token
        if token:
            headers["Authorization"] = "Bearer " + token
        with self.plain() as session:
            return session.request(
                method, self.url + "/api/v4" + path, json=body, headers=headers, timeout=60, allow_redirects=False
            )

    @staticmethod
    def plain():
        """Return a session of requests that heeds nothing of the environment."""
        session = requests.Session()
        session.trust_env = False
        return session

    def must(self, method, path, body=None, token=None, **headers):
        """Send one request that has to succeed and return what was answered."""
        answer = self.ask(method, path, body, token, **headers)
        assert answer.status_code < 300, "%s %s: %d %s" % (method, path, answer.status_code, answer.text)
        return answer.json()

    def log_in(self, login_id, password, user_agent=FIREFOX, device_id=None):
        """Log somebody in; return the token of the session."""
        body = {"login_id": login_id, "password": password, "device_id": device_id or ""}
        with self.plain() as session:
            answer = session.post(
                self.url + "/api/v4/users/login", json=body, headers={"User-Agent": user_agent}, timeout=60
            )
        assert answer.status_code == 200, answer.text
        return answer.headers["Token"]

    def new_access_token(self, user_id, description="unit test"):
        """Return a new user access token as the API answers it: `id` and `token`."""
        return self.must("POST", "/users/%s/tokens" % user_id, {"description": description})

    def new_person(self, username=None, admin=False):
        """Make somebody with a name of their own."""
        username = username or unique()
        body = {"username": username, "email": username + "@example.com", "password": PASSWORD}
        user = self.must("POST", "/users", body)
        if admin:
            self.must("PUT", "/users/%s/roles" % user["id"], {"roles": "system_user system_admin"})
        return Person(self, user)


class Person:
    """Somebody on the server under test."""

    def __init__(self, mattermost, user):
        self.mattermost = mattermost
        self.id = user["id"]
        self.username = user["username"]
        self.email = user["email"]
        self.password = PASSWORD

    def log_in(self, user_agent=FIREFOX, device_id=None):
        """Begin a session; return its id and its token."""
        before = set(self.session_ids())
        token = self.mattermost.log_in(self.username, self.password, user_agent, device_id)
        [session_id] = set(self.session_ids()) - before
        return Session(self, session_id, token)

    def sessions(self):
        """Return the rows of this person's sessions as the server lists them to the admin."""
        return self.mattermost.must("GET", "/users/%s/sessions" % self.id)

    def session_ids(self):
        """Return the ids of this person's sessions, newest activity first."""
        return [row["id"] for row in self.sessions()]

    def user(self):
        """Return the user as the API describes it to the admin."""
        return self.mattermost.must("GET", "/users/" + self.id)

    def deactivate(self):
        """Deactivate this person, as an admin would."""
        self.mattermost.must("PUT", "/users/%s/active" % self.id, {"active": False})

    def use_access_token(self):
        """Make a user access token and use it once, so that it has a session; return it."""
        made = self.mattermost.new_access_token(self.id)
        assert self.mattermost.ask("GET", "/users/me", token=made["token"]).status_code == 200
        return made


class Session:
    """A session that a test has begun."""

    def __init__(self, person, session_id, token):
        self.person = person
        self.id = session_id
        self.token = token

    @property
    def works(self):
        """Whether the session still opens the door."""
        return self.person.mattermost.ask("GET", "/users/me", token=self.token).status_code == 200


class Control:
    """What only the embedded server can do, through its endpoints outside of the API."""

    def __init__(self, url):
        self._url = url + "/_embedded"

    def ask(self, method, path, body=None):
        """Send one request to a control endpoint and return what was answered."""
        answer = requests.request(method, self._url + path, json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def faults(self, *rules):
        """Stage faults: each rule names `kind` and what it hits."""
        self.ask("PUT", "/faults", list(rules))

    def hits(self):
        """Return how often each fault hit."""
        return [rule["hits"] for rule in self.ask("GET", "/faults")]

    def settings(self, **changes):
        """Change settings of the server."""
        self.ask("PUT", "/settings", changes)

    def count_anew(self):
        """Begin to count requests at nothing."""
        self.ask("POST", "/requests/reset")

    def requests(self):
        """Return what was asked since: `total`, `changing`, `refused`, `by_route`, `by_status`."""
        return self.ask("GET", "/requests")

    def new_user(self, **fields):
        """Insert a user with any fields and sessions."""
        fields.setdefault("username", unique("c"))
        return self.ask("POST", "/users", fields)

    def insert_sessions(self, user_id, *rows):
        """Insert raw sessions."""
        return self.ask("POST", "/users/%s/sessions" % user_id, list(rows))

    def state(self, user_id):
        """Return everything that a user has, past every cache and replica."""
        return self.ask("GET", "/state/users/" + user_id)

    def reset(self):
        """Default settings, no faults, counters at nothing."""
        self.ask("POST", "/reset")
