# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One authenticated conversation with a Mattermost server: log in and out, retries, paging, JSON."""

from __future__ import annotations

import itertools
import json
import random
import re
import threading

from ansible_collections.offboarding.mattermost.plugins.module_utils.errors import (
    ApiError,
    InputError,
    MattermostError,
    TransportError,
    api_error,
    one_line,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils.throttle import Throttle, numbers
from ansible_collections.offboarding.mattermost.plugins.module_utils.transport import API, Transport

PER_PAGE = 200  # the server cuts longer pages to this
_TRANSIENT = (429, 502, 503, 504)
_LISTED_RETRIES = 50  # of the notes kept for the result; all are counted


class Client:
    """A conversation: `with Client(...) as client:` logs in where a password was given, and out at the end.

    `retries` bounds the repetitions of one request after 429, 502, 503, 504 and broken connections.
    `in_flight` is how many threads use the client at once. Every method raises MattermostError.
    """

    def __init__(self, transport, token=None, username=None, password=None, mfa_code=None, retries=6, in_flight=1,
                 stopped=None):  # fmt: skip
        self.url = transport.url
        self._sent = itertools.count()
        self.requests = 0
        self.retried = 0
        self.retry_notes = []
        self._transport = transport
        self._retries = retries
        # Set when the run is to end: waits are cut short and nothing is tried again.
        self._stopped = stopped or threading.Event()
        self._throttle = Throttle(in_flight, sleep=self._stopped.wait)
        self._lock = threading.Lock()
        self._login = None if token else (username, password, mfa_code)
        self._secrets = [s for s in (token, password) if s]
        self._headers = {"Accept": "application/json", "User-Agent": "offboarding.mattermost (Ansible)"}
        if token:
            self._set_token(token)

    def __enter__(self):
        if self._login:
            self._log_in(*self._login)
        return self

    def __exit__(self, *exc_info):
        try:
            if self._login and "Authorization" in self._headers:
                self._log_out()
        finally:
            self._transport.close()

    # -- what the rest of the collection calls -------------------------------------------------

    def get(self, path, action, needs=None):
        """GET `path` (below /api/v4) and return the parsed answer. `action` completes "Failed to ..."."""
        return self._call("GET", path, None, action, needs, False)

    def read(self, path, body, action, needs=None):
        """POST to an endpoint that only reads, such as /users/ids, and return the parsed answer."""
        return self._call("POST", path, body, action, needs, False)

    def change(self, method, path, body, action, needs=None):
        """Send a changing request and return the parsed answer.

        It is repeated like any other after a broken connection, so it must be harmless to repeat:
        the caller says why it is.
        """
        return self._call(method, path, body, action, needs, True)

    def rows(self, path, action, needs=None):
        """GET a list of objects that is not paged."""
        answer = self.get(path, action, needs)
        if not isinstance(answer, list):
            raise TransportError("bad_shape", action=action, url=self.url, expected="a list")
        return [row for row in answer if isinstance(row, dict)]

    def pages(self, path, action, needs=None):
        """Yield the objects of a paged list, to its end."""
        page = 0
        before = None
        joint = "&" if "?" in path else "?"
        while True:
            rows = self.rows("%s%spage=%d&per_page=%d" % (path, joint, page, PER_PAGE), action, needs)
            # Only an empty page is the end: a server may cut pages shorter than what was asked for.
            if not rows:
                return
            if rows == before:
                raise TransportError("bad_shape", action=action, url=self.url, expected="a list that ends")
            for row in rows:
                yield row
            before = rows
            page += 1

    def scrub(self, text):
        """Return the text without any secret of this conversation (a server may quote what it was sent)."""
        for secret in self._secrets:
            text = text.replace(secret, "********")
        return text

    # -- log in and out ------------------------------------------------------------------------

    def _set_token(self, token):
        if not re.match(r"^[\x21-\x7e]+$", token):
            raise InputError("credentials_form", option="token")
        if token not in self._secrets:
            self._secrets.append(token)
        self._headers["Authorization"] = "Bearer " + token

    def _log_in(self, username, password, mfa_code):
        """Trade name and password for a session token.

        Repeating it is harmless: a session whose token was lost on the way opens no door.
        """
        action = "log in as " + one_line(username, 100)
        body = {"login_id": username, "password": password, "token": mfa_code or ""}
        if mfa_code:
            self._secrets.append(mfa_code)
        try:
            answer = self._exchange("POST", "/users/login", body, action, True)
        except MattermostError as error:
            error.fatal = True
            raise
        status, data = answer.status, self._parse(answer, action)
        if status >= 400:
            raise api_error(action, status, data, fatal=True)
        token = (answer.headers.get("Token") or "").strip()
        if not token:
            raise TransportError("login_token", name=one_line(username, 100), url=self.url, fatal=True)
        self._set_token(token)

    def _log_out(self):
        """End the session of the log-in. Repeating it is harmless: an ended session stays ended."""
        try:
            self._exchange("POST", "/users/logout", {}, "log out", True)
        except MattermostError:
            # What was done stays done; the session ends by itself. The outcome of the run matters more.
            with self._lock:
                self._note("log out: no answer, the session of the log-in may live on until it expires")

    # -- one request ---------------------------------------------------------------------------

    def _call(self, method, path, body, action, needs, changing):
        answer = self._exchange(method, path, body, action, changing)
        status = answer.status
        if 300 <= status < 400:
            raise self._redirected(answer, action)
        data = self._parse(answer, action)
        if status < 400:
            return data
        error_id = data.get("id") if isinstance(data, dict) else None
        if status == 404 and error_id == "api.context.404.app_error":
            raise TransportError(
                "not_found", action=action, id=error_id, url=self.url, status_code=404, error_id=error_id
            )
        raise self._scrubbed(
            api_error(
                action,
                status,
                data,
                needs,
                fatal=status == 401 and error_id in ("api.context.session_expired.app_error", None),
                transient=status in _TRANSIENT,
                unknown=changing and status in (502, 503, 504),
            )
        )

    def _exchange(self, method, path, body, action, changing):
        """Send until there is an answer that no retry can better; return it."""
        headers = self._headers
        data = None
        if body is not None:
            data = json.dumps(body).encode("utf-8")
            headers = dict(headers)
            headers["Content-Type"] = "application/json"
        tries = 0
        unknown = False
        while True:
            self._throttle.wait()
            self.requests = next(self._sent) + 1
            tries += 1
            try:
                answer = self._transport.send(method, API + path, headers, data, action)
            except TransportError as error:
                unknown = unknown or error.unknown
                error.unknown = unknown and changing
                if not error.transient or self._give_up(tries):
                    # Where nobody can be reached after all retries, the next item has no better chance.
                    error.fatal = error.fatal or error.name in ("unreachable", "proxy")
                    raise error from None
                self._pause(tries, action, error.name)
                continue
            status = answer.status
            if status == 429:
                pause = self._throttle.refused((numbers(answer.headers.get("Retry-After")) or [1.0])[0])
                if self._give_up(tries):
                    raise TransportError(
                        "rate_limited", action=action, url=self.url, tries=tries, status_code=429, transient=True
                    )
                with self._lock:
                    self._note("%s: HTTP 429, all requests wait %.1f s" % (action, pause))
                continue
            self._throttle.observe(answer.headers)
            if status in _TRANSIENT and not self._give_up(tries):
                unknown = True  # a gateway may have handed the request on before it gave up
                self._pause(tries, action, "HTTP %d" % status)
                continue
            return answer

    def _give_up(self, tries):
        return tries > self._retries or self._stopped.is_set()

    def _pause(self, tries, action, reason):
        # Jitter, so that thirty-two workers whose server restarts do not come back in one blow.
        seconds = min(0.25 * 2**tries, 8.0) * random.uniform(0.6, 1.4)
        with self._lock:
            self._note("%s: %s, try %d follows after %.1f s" % (action, reason, tries + 1, seconds))
        self._stopped.wait(seconds)

    def _note(self, text):
        self.retried += 1
        if len(self.retry_notes) < _LISTED_RETRIES:
            self.retry_notes.append(self.scrub(text))

    def _parse(self, answer, action):
        try:
            return json.loads(answer.data)
        except (ValueError, RecursionError):
            pass
        media_type = one_line((answer.headers.get("Content-Type") or "").split(";")[0], 60) or "no media type"
        raise TransportError(
            "not_json",
            action=action,
            url=self.url,
            status=answer.status,
            media_type=media_type,
            status_code=answer.status,
            transient=answer.status in _TRANSIENT,
            unknown=answer.status in (502, 503, 504),
        )

    def _redirected(self, answer, action):
        location = one_line(answer.headers.get("Location"), 300)
        target = re.split(r"/api/v4\b|[?#]", location)[0].rstrip("/") or "the address it should have"
        return TransportError(
            "redirect", action=action, url=self.url, status=answer.status, target=self.scrub(target),
            status_code=answer.status, fatal=True,
        )  # fmt: skip

    def _scrubbed(self, error):
        error.args = (self.scrub(str(error)),)
        if error.error_id:
            error.error_id = self.scrub(error.error_id)
        return error


def gone(error, *ids):
    """Say whether an error is an ApiError with one of these ids: the object is gone already."""
    return isinstance(error, ApiError) and error.error_id in ids


def connect(params, in_flight=1, stopped=None):
    """Return the Client for the options of the connection fragment (see `specs`)."""
    token = (params["token"] or "").strip()
    username, password = params["username"], params["password"]
    if not token and not (username and password):
        base = params["url"]
        if not base:
            raise InputError("url_missing")
        raise InputError("credentials_missing")
    transport = Transport(
        params["url"],
        timeout=params["timeout"],
        validate_certs=params["validate_certs"],
        ca_path=params["ca_path"],
        client_cert=params["client_cert"],
        client_key=params["client_key"],
        pool_size=in_flight,
    )
    return Client(
        transport,
        token=token or None,
        username=username,
        password=password,
        mfa_code=params["mfa_code"],
        retries=params["retries"],
        in_flight=in_flight,
        stopped=stopped,
    )
