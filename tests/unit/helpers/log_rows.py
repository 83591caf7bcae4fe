# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that is a script and keeps a log of what each account did, in pages of any length."""

from __future__ import annotations

import hashlib
import re

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Script, _Answer, as_caller

_LOG = re.compile(r"^/api/v4/users/([a-z0-9]{26})/audits\?page=([0-9]+)&per_page=([0-9]+)$")


def an_id(name):
    """Return the id that stands for a name."""
    return "".join("abcdefghijklmnopqrstuvwxyz"[byte % 26] for byte in hashlib.sha256(name.encode()).digest())[:26]


def row(action, at, told="", number=0):
    """Return an entry of a log as the API shows it."""
    return {
        "id": an_id("%s %s %s %s" % (action, at, told, number)),
        "create_at": at,
        "action": action,
        "extra_info": told,
        "ip_address": "192.0.2.1",
        "session_id": an_id("session"),
    }


class LoggedServer(Script):
    """`logs` holds the rows of each account by its id. What is no list is answered as it is."""

    def __init__(self, logs, answers=None, **options):
        super().__init__(dict(as_caller(("edit_other_users",)), **(answers or {})), **options)
        self.logs = logs
        self.pages_sent = []

    def send(self, method, path, headers, data, action):
        """Answer one request."""
        asked = _LOG.match(path)
        if not asked:
            return super().send(method, path, headers, data, action)
        user_id, page, length = asked.group(1), int(asked.group(2)), min(int(asked.group(3)), 200)
        self.pages_sent.append((user_id, page, length))
        rows = self.logs.get(user_id)
        if not isinstance(rows, list):
            return _Answer(rows, self._version)
        newest_first = sorted(rows, key=lambda one: -one["create_at"])
        return _Answer(newest_first[page * length : (page + 1) * length], self._version)

    def server(self):
        """Return the Server that types of access are given."""
        return Server(Client(self, token="secret-token-of-the-caller", retries=0))
