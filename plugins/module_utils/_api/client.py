# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One authenticated conversation with a Mattermost server: paging, JSON, errors."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.login import Login
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.pages import NotWhole, whole_list
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.retries import TRANSIENT, Sender
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.transport import Transport
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    AddressMissing,
    CredentialsMalformed,
    CredentialsMissing,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    NO_SUCH_ENDPOINT,
    SESSION_EXPIRED,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    NoSuchEndpoint,
    NotJson,
    Redirected,
    UnexpectedShape,
    UnstableList,
    api_error,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server_clock import ServerClock


class Client:
    """A conversation: `with Client(...) as client:` logs in if a password was given, and out at the end.

    Every method raises MattermostError. Secrets are kept here and nowhere else.
    """

    def __init__(
        self, transport: Transport, token: str | None = None, login: Login | None = None, **sending: Any
    ) -> None:
        self.url = transport.url
        self._transport = transport
        self._login = login
        self._secrets = list(login.secrets) if login else []
        self._headers = {"Accept": "application/json", "User-Agent": "offboarding.mattermost (Ansible)"}
        self._sender = Sender(transport, self._headers, **sending)
        self._changes = threading.local()
        if token:
            self._set_token(token)

    def __enter__(self) -> Client:
        if self._login:
            self._set_token(self._login.log_in(self))
        return self

    def __exit__(self, *exc_info: object) -> None:
        try:
            if self._login:
                self._login.log_out(self)
        finally:
            self._transport.close()

    @property
    def server_version(self) -> str | None:
        """The version of the server, such as 11.6.0, None if unknown."""
        return self._sender.server_version

    def is_since(self, version: tuple[int, ...]) -> bool:
        """Return whether the server is known to have that version or a newer one."""
        return tuple(int(part) for part in (self.server_version or "0").split(".")) >= version

    @property
    def clock(self) -> ServerClock:
        """The server's clock."""
        return self._sender.clock

    @property
    def requests(self) -> int:
        """The number of requests sent so far."""
        return self._sender.requests

    @property
    def retried(self) -> int:
        """The number of retries among them."""
        return self._sender.retried

    @property
    def notes(self) -> list[str]:
        """What was retried and why, the first fifty times."""
        return [self.scrub(text) for text in self._sender.notes]

    def note(self, text: str) -> None:
        """Record something that a person should see at -v."""
        self._sender.note(text)

    @contextlib.contextmanager
    def noting_changes(self) -> Iterator[list[str]]:
        """Collect the request ids of the changing requests of this thread within the block.

        The server writes the same ids to its log, where each change can be found.
        """
        found: list[str] = []
        self._changes.ids = found
        try:
            yield found
        finally:
            self._changes.ids = None

    def get(self, path: str, action: str, needs: str | None = None) -> Any:
        """GET `path` (below /api/v4) and return the parsed answer.

        `action` completes "Failed to ..."; `needs` is the permission to name if it is missing.
        """
        return self._call("GET", path, None, action, needs, False)

    def read(self, path: str, body: Any, action: str, needs: str | None = None) -> Any:
        """POST to an endpoint that only reads, such as /users/ids, and return the parsed answer."""
        return self._call("POST", path, body, action, needs, False)

    def change(self, method: str, path: str, body: Any, action: str, needs: str | None = None) -> Any:
        """Send a changing request and return the parsed answer.

        It is retried like any other after a lost connection, so it must be safe to repeat: the
        docstring of the caller states why it is.
        """
        return self._call(method, path, body, action, needs, True)

    def change_as(self, token: str, path: str, body: Any, action: str) -> Any:
        """POST outside of /api/v4 with the token of another account, which is masked like the client's own."""
        self._secrets.append(token)
        headers = dict(self._headers, Authorization="Bearer " + token)
        answer = self._sender.send("POST", path, body, action, True, base="", headers=headers)
        return self._understand(answer, action, None, True)

    def rows(self, path: str, action: str, needs: str | None = None) -> list[dict[str, Any]]:
        """GET a list of objects that is not paged."""
        answer = self.get(path, action, needs)
        if not isinstance(answer, list):
            raise UnexpectedShape(action=action, url=self.url, expected="a list")
        return [row for row in answer if isinstance(row, dict)]

    def pages(self, path: str, action: str, needs: str | None = None, **known: Any) -> Iterator[dict[str, Any]]:
        """Yield the objects of a paged list, each once. For `known`, see `pages.whole_list`.

        Raises UnstableList, after the last object, if the list may be incomplete.
        """
        joint = "&" if "?" in path else "?"

        def page(number: int, length: int) -> list[dict[str, Any]]:
            return self.rows("%s%spage=%d&per_page=%d" % (path, joint, number, length), action, needs)

        try:
            yield from whole_list(page, self.clock.now(), **known)
        except NotWhole as error:
            if not error.total:
                raise UnexpectedShape(action=action, url=self.url, expected="a list that ends") from None
            raise UnstableList(action=action, url=self.url, found=error.found, total=error.total) from None

    def scrub(self, text: str) -> str:
        """Return the text without secrets of this conversation (a server may quote what it was sent)."""
        for secret in self._secrets:
            text = text.replace(secret, "********")
        return text

    def _set_token(self, token: str) -> None:
        if not re.match(r"^[\x21-\x7e]+$", token):
            raise CredentialsMalformed(option="token")
        self._secrets.append(token)
        self._headers["Authorization"] = "Bearer " + token

    def answer(self, method: str, path: str, body: Any, action: str) -> Any:
        """Send a request of the conversation itself (such as the log-in) and return the answer with its headers."""
        answer = self._sender.send(method, path, body, action, True)
        self._understand(answer, action, None, False)
        return answer

    def _call(self, method: str, path: str, body: Any, action: str, needs: str | None, changing: bool) -> Any:
        answer = self._sender.send(method, path, body, action, changing)
        if changing and getattr(self._changes, "ids", None) is not None:
            request_id = one_line(answer.headers.get("X-Request-Id"), 64)
            if request_id:
                self._changes.ids.append(request_id)
        return self._understand(answer, action, needs, changing)

    def _understand(self, answer: Any, action: str, needs: str | None, changing: bool) -> Any:
        """Return the JSON of an answer, or raise the error for its status or body."""
        status = answer.status
        if 300 <= status < 400:
            raise self._redirected(answer, action)
        doubt: dict[str, bool] = {"transient": status in TRANSIENT, "unknown": changing and status in (502, 503, 504)}
        try:
            data = json.loads(answer.data)
        except (ValueError, RecursionError):
            data = self
        if data is self:
            media_type = one_line((answer.headers.get("Content-Type") or "").split(";")[0], 60)
            raise NotJson(action=action, url=self.url, status=status, media_type=media_type or "no media type").marked(
                status=status, **doubt
            )
        if status < 400:
            return data
        error_id = data.get("id") if isinstance(data, dict) else None
        if status == 404 and error_id == NO_SUCH_ENDPOINT:
            raise NoSuchEndpoint(action=action, id=error_id, url=self.url).marked(status=404, error_id=error_id)
        # An invalid token ends the run. Other errors with 401 concern a single request.
        doubt["fatal"] = status == 401 and error_id in (SESSION_EXPIRED, None)
        # If the log-in or the token is refused, the message names the server.
        error = api_error("%s at %s" % (action, self.url) if status == 401 else action, status, data, needs)
        error.marked(**doubt)
        error.args = (self.scrub(str(error)),)
        error.error_id = self.scrub(error.error_id) if error.error_id else None
        raise error

    def _redirected(self, answer: Any, action: str) -> MattermostError:
        location = one_line(answer.headers.get("Location"), 300)
        target = re.split(r"/api/v4\b|[?#]", location)[0].rstrip("/") or "the address it should have"
        return Redirected(action=action, url=self.url, status=answer.status, target=self.scrub(target)).marked(
            status=answer.status, fatal=True
        )


def connect(params: dict[str, Any], in_flight: int = 1, stopped: threading.Event | None = None) -> Client:
    """Return the Client for the options of the connection fragment (see `_argument_specs`)."""
    token = (params["token"] or "").strip()
    if not token and not (params["username"] and params["password"]):
        raise CredentialsMissing() if params["url"] else AddressMissing()
    options = ("timeout", "validate_certs", "ca_path", "client_cert", "client_key")
    transport = Transport(params["url"], pool_size=in_flight, **{option: params[option] for option in options})
    login = None if token else Login(params["username"], params["password"], params["mfa_code"])
    return Client(
        transport,
        token=token or None,
        login=login,
        retries=params["retries"],
        in_flight=in_flight,
        stopped=stopped,
    )
