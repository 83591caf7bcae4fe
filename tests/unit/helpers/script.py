# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of the collection on a server that is a script: no socket, each answer stands in the test."""

from __future__ import annotations

import json
import re

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import BrokenConnection
from ansible_collections.offboarding.mattermost.plugins.module_utils._module import Call

ME = "m" * 26
URL = "http://mattermost.test"
OK = {"status": "OK"}
ROLES = "POST /roles/names"

_PAGING = re.compile(r"[?&]page=([0-9]+)&per_page=[0-9]+$")


class Refusal:
    """An error answer of Mattermost's."""

    def __init__(self, status, error_id=None, message="No."):
        self.status = status
        self.body = {"id": error_id, "message": message, "status_code": status}


EXPIRED = Refusal(401, "api.context.session_expired.app_error")  # no other request can succeed either


def lost(body):
    """Break the connection: whether the request took effect, nobody knows."""
    raise BrokenConnection(action="ask", url=URL, reason="It broke")


class InTurn:
    """Answers of which each request gets the next, and then for ever the last."""

    def __init__(self, *answers):
        self._answers = list(answers)

    def __call__(self, body):
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Pages:
    """A list in these pages."""

    def __init__(self, *pages):
        self.pages = pages


class Script:
    """Stands in for the transport. `answers` holds what is answered to each "METHOD path", without its paging.

    An answer is what is sent as JSON, a Refusal, Pages, or a function of the request's body that returns one of these.
    A request for which there is none is a mistake. `sent` tells what was asked, each list once; `bodies` what with.
    """

    url = URL

    def __init__(self, answers, version="11.6.0"):
        self.answers = answers
        self.sent = []
        self.bodies = []
        self._version = version

    def send(self, method, path, headers, data, action):
        """Answer one request."""
        paging = _PAGING.search(path)
        number = int(paging.group(1)) if paging else None
        asked = "%s %s" % (method, _PAGING.sub("", path)[len("/api/v4") :])
        body = json.loads(data) if data else None
        given = self.answers[asked]
        if not number:
            self.sent.append(asked)
            self.bodies.append(body)
            while callable(given):
                given = given(body)
        if number is not None and not isinstance(given, Refusal):
            pages = given.pages if isinstance(given, Pages) else [given]
            given = pages[number] if number < len(pages) else []
        return _Answer(given, self._version)

    def close(self):
        """There is nothing to close."""


class _Answer:
    def __init__(self, given, version):
        self.status = given.status if isinstance(given, Refusal) else 200
        self.headers = {"X-Version-Id": version + ".1.2.true"} if version else {}
        self.data = json.dumps(given.body if isinstance(given, Refusal) else given).encode()


def scripted_client(answers, now=None, **options):
    """Return a client and the script that answers it. `now` is the server's time, in milliseconds since the epoch."""
    script = Script(answers, **options)
    client = Client(script, token="secret-token-of-the-caller", retries=0)
    if now is not None:
        client.clock.now = lambda: now
    return client, script


def as_caller(permissions):
    """Return what is answered about a caller who has these permissions."""
    return {
        "GET /users/me": {"id": ME, "username": "caller", "roles": "some_role"},
        ROLES: [{"name": "some_role", "permissions": list(permissions)}],
    }


def scripted_call(answers, params, check_mode=False, permissions=(), prepared=None, **options):
    """Return what the edge hands to a job, and the script that answers it."""
    client, script = scripted_client(dict(as_caller(permissions), **answers), **options)
    return Call(params, prepared, check_mode, False, client, WorkerPool()), script


def scripted_server(answers, permissions=(), **options):
    """Return a Server whose caller has these permissions, and the script that answers it."""
    client, script = scripted_client(dict(as_caller(permissions), **answers), **options)
    server = Server(client)
    del script.sent[:], script.bodies[:]
    return server, script
