# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs in with a user name and a password, and a second factor if required, and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import NoSessionToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client


class Login:
    """A log-in with a password. The client logs in once, before any other request, and out at the end."""

    def __init__(self, username: str, password: str, mfa_code: str | None) -> None:
        self._username = username
        self._password = password
        self._mfa_code = mfa_code
        self._open = False

    @property
    def secrets(self) -> list[str]:
        """The values that must never be shown."""
        return [secret for secret in (self._password, self._mfa_code) if secret]

    def log_in(self, client: Client) -> str:
        """Log in with name and password and return the session token. Raises MattermostError.

        Safe to repeat: nobody knows the token of a session whose answer was lost.
        """
        name = one_line(self._username, 100)
        body: dict[str, Any] = {"login_id": self._username, "password": self._password, "token": self._mfa_code or ""}
        try:
            answer = client.answer("POST", "/users/login", body, "log in as " + name)
        except MattermostError as error:
            error.fatal = True
            raise
        # The cookie in the answer is ignored: the server would prefer it over the token and then require a CSRF header.
        token = (answer.headers.get("Token") or "").strip()
        if not token:
            raise NoSessionToken(name=name, url=client.url)
        self._open = True
        return token

    def log_out(self, client: Client) -> None:
        """End the session of the log-in. Safe to repeat: an ended session stays ended."""
        if not self._open:
            return
        self._open = False
        try:
            client.answer("POST", "/users/logout", {}, "log out")
        except MattermostError:
            # Not an error: the session expires by itself, and the result of the run matters more.
            client.note("log out: no answer, the session of the log-in may live on until it expires")
