# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One authenticated conversation with a Mattermost server: log in and out, paging, JSON, errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import (
    InputError,
    MattermostError,
    TransportError,
    api_error,
    one_line,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.exchange import TRANSIENT, Exchange
from ansible_collections.offboarding.mattermost.plugins.module_utils.transport import Transport

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

PER_PAGE = 200  # the server cuts longer pages to this


class Client:
    """A conversation: `with Client(...) as client:` logs in where a password was given, and out at the end.

    Every method raises MattermostError. Secrets live in here and nowhere else.
    """

    def __init__(
        self,
        transport: Transport,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        mfa_code: str | None = None,
        **exchange: Any,
    ) -> None:
        self.url = transport.url
        self._transport = transport
        self._login = None if token else (username or "", password or "", mfa_code)
        self._secrets = [secret for secret in (password, mfa_code) if secret]
        self._headers = {"Accept": "application/json", "User-Agent": "offboarding.mattermost (Ansible)"}
        self._exchange = Exchange(transport, self._headers, **exchange)
        if token:
            self._set_token(token)

    def __enter__(self) -> Client:
        if self._login:
            self._log_in(*self._login)
        return self

    def __exit__(self, *exc_info: object) -> None:
        try:
            if self._login and "Authorization" in self._headers:
                self._log_out()
        finally:
            self._transport.close()

    @property
    def server_version(self) -> str | None:
        """The version of the server, such as 11.6.0, None where it does not tell."""
        return self._exchange.server_version

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self._exchange.requests

    @property
    def retried(self) -> int:
        """How many of them were repetitions."""
        return self._exchange.retried

    @property
    def notes(self) -> list[str]:
        """What was repeated and why, the first fifty times."""
        return [self.scrub(text) for text in self._exchange.notes]

    def get(self, path: str, action: str, needs: str | None = None) -> Any:
        """GET `path` (below /api/v4) and return the parsed answer.

        `action` completes "Failed to ..."; `needs` is the permission to name where it is missing.
        """
        return self._call("GET", path, None, action, needs, False)

    def read(self, path: str, body: Any, action: str, needs: str | None = None) -> Any:
        """POST to an endpoint that only reads, such as /users/ids, and return the parsed answer."""
        return self._call("POST", path, body, action, needs, False)

    def change(self, method: str, path: str, body: Any, action: str, needs: str | None = None) -> Any:
        """Send a changing request and return the parsed answer.

        It is repeated like any other after a broken connection, so it must be harmless to repeat:
        the caller says why it is.
        """
        return self._call(method, path, body, action, needs, True)

    def rows(self, path: str, action: str, needs: str | None = None) -> list[dict[str, Any]]:
        """GET a list of objects that is not paged."""
        answer = self.get(path, action, needs)
        if not isinstance(answer, list):
            raise TransportError("bad_shape", action=action, url=self.url, expected="a list")
        return [row for row in answer if isinstance(row, dict)]

    def pages(self, path: str, action: str, needs: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield the objects of a paged list, to its end."""
        joint = "&" if "?" in path else "?"
        page, before = 0, None
        while True:
            rows = self.rows("%s%spage=%d&per_page=%d" % (path, joint, page, PER_PAGE), action, needs)
            # Only an empty page is the end: a server may cut pages shorter than what was asked for.
            if not rows:
                return
            if rows == before:
                raise TransportError("bad_shape", action=action, url=self.url, expected="a list that ends")
            yield from rows
            page, before = page + 1, rows

    def scrub(self, text: str) -> str:
        """Return the text without any secret of this conversation (a server may quote what it was sent)."""
        for secret in self._secrets:
            text = text.replace(secret, "********")
        return text

    def _set_token(self, token: str) -> None:
        if not re.match(r"^[\x21-\x7e]+$", token):
            raise InputError("credentials_form", option="token")
        self._secrets.append(token)
        self._headers["Authorization"] = "Bearer " + token

    def _log_in(self, username: str, password: str, mfa_code: str | None) -> None:
        """Trade name and password for a session token.

        Repeating it is harmless: a session whose token was lost on the way opens no door.
        """
        action = "log in as " + one_line(username, 100)
        body = {"login_id": username, "password": password, "token": mfa_code or ""}
        try:
            answer = self._exchange.send("POST", "/users/login", body, action, True)
            self._understand(answer, action, None, False)
        except MattermostError as error:
            error.fatal = True
            raise
        token = (answer.headers.get("Token") or "").strip()
        if not token:
            raise TransportError("login_token", name=one_line(username, 100), url=self.url, fatal=True)
        self._set_token(token)

    def _log_out(self) -> None:
        """End the session of the log-in. Repeating it is harmless: an ended session stays ended."""
        try:
            self._exchange.send("POST", "/users/logout", {}, "log out", True)
        except MattermostError:
            # What was done stays done; the session ends by itself. The outcome of the run matters more.
            self._exchange.note("log out: no answer, the session of the log-in may live on until it expires")

    def _call(self, method: str, path: str, body: Any, action: str, needs: str | None, changing: bool) -> Any:
        answer = self._exchange.send(method, path, body, action, changing)
        return self._understand(answer, action, needs, changing)

    def _understand(self, answer: Any, action: str, needs: str | None, changing: bool) -> Any:
        """Return the JSON of an answer, or raise what its status, its body or the lack of one means."""
        status = answer.status
        if 300 <= status < 400:
            raise self._redirected(answer, action)
        doubt = {"transient": status in TRANSIENT, "unknown": changing and status in (502, 503, 504)}
        try:
            data = json.loads(answer.data)
        except (ValueError, RecursionError):
            data = self
        if data is self:
            media_type = one_line((answer.headers.get("Content-Type") or "").split(";")[0], 60)
            raise TransportError(
                "not_json", action=action, url=self.url, status=status, media_type=media_type or "no media type",
                status_code=status, **doubt
            )  # fmt: skip
        if status < 400:
            return data
        error_id = data.get("id") if isinstance(data, dict) else None
        if status == 404 and error_id == "api.context.404.app_error":
            raise TransportError(
                "not_found", action=action, id=error_id, url=self.url, status_code=404, error_id=error_id
            )
        # A dead token ends the run. Other errors with 401 concern one request.
        doubt["fatal"] = status == 401 and error_id in ("api.context.session_expired.app_error", None)
        # Where the log-in or the token is refused, the next question is: by which server?
        error = api_error("%s at %s" % (action, self.url) if status == 401 else action, status, data, needs, **doubt)
        error.args = (self.scrub(str(error)),)
        error.error_id = self.scrub(error.error_id) if error.error_id else None
        raise error

    def _redirected(self, answer: Any, action: str) -> TransportError:
        location = one_line(answer.headers.get("Location"), 300)
        target = re.split(r"/api/v4\b|[?#]", location)[0].rstrip("/") or "the address it should have"
        return TransportError(
            "redirect", action=action, url=self.url, status=answer.status, target=self.scrub(target),
            status_code=answer.status, fatal=True,
        )  # fmt: skip


def connect(params: dict[str, Any], in_flight: int = 1, stopped: threading.Event | None = None) -> Client:
    """Return the Client for the options of the connection fragment (see `specs`)."""
    token = (params["token"] or "").strip()
    if not token and not (params["username"] and params["password"]):
        raise InputError("credentials_missing" if params["url"] else "url_missing")
    options = ("timeout", "validate_certs", "ca_path", "client_cert", "client_key")
    transport = Transport(params["url"], pool_size=in_flight, **{option: params[option] for option in options})
    return Client(
        transport,
        token=token or None,
        username=params["username"],
        password=params["password"],
        mfa_code=params["mfa_code"],
        retries=params["retries"],
        in_flight=in_flight,
        stopped=stopped,
    )
