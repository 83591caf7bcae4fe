# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A bare socket server, for what no framework would send."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import socket
import struct
import threading

import requests

_TLS_HELLO = b"\x16"
_FORWARDED = ("authorization", "cookie", "content-type", "user-agent", "accept")

# What only reads, though it is a POST. The search is how the teams of a server with many are listed.
READS = frozenset({"/users/usernames", "/users/ids", "/roles/names", "/teams/search"})

CLOSE = b""  # an answer of no bytes: the connection ends
RESET = None  # the connection breaks


def changing(server):
    """Return the requests that a server got and that may have changed something."""
    return [request for request in server.requests if request.method != "GET" and request.path not in READS]


class Complete(bytes):
    """An answer after which the connection stays open for the next request. All others end it."""


def answer(body, status=200, media_type="application/json", **headers):
    """Return an HTTP answer. A body that is neither text nor bytes is sent as JSON. `_` in a header's name is `-`.

    A list of values sends a header several times.
    """
    if not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    body = body.encode() if isinstance(body, str) else body
    lines = ["HTTP/1.1 %d Whatever" % status, "Content-Type: " + media_type, "Content-Length: %d" % len(body)]
    for name, values in headers.items():
        for value in values if isinstance(values, list) else [values]:
            lines.append("%s: %s" % (name.replace("_", "-"), value))
    return Complete(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)


def forwarding(url, below=""):
    """Return what lets a RawServer be a proxy, with the server at `url` below a sub-path of its own."""
    pool = requests.Session()
    pool.trust_env = False
    pool.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))

    def forward(request):
        if not request.target.startswith(below + "/"):
            return answer("<html>Not found</html>", 404, "text/html")
        headers = {key: request.headers[key] for key in _FORWARDED if key in request.headers}
        got = pool.request(
            request.method,
            url + request.target[len(below) :],
            data=request.body,
            headers=headers,
            allow_redirects=False,
            timeout=60,
        )
        back = {key: got.headers[key] for key in ("Token", "Retry-After", "X-Request-Id") if key in got.headers}
        back["Set-Cookie"] = got.raw.headers.getlist("Set-Cookie")
        return answer(got.content, got.status_code, got.headers.get("Content-Type", ""), **back)

    return forward


class Request:
    """What was received: `method`, `target`, `headers` (names in lower case), `body`."""

    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target = lines[0].split(" ")[:2]
        pairs = [line.split(":", 1) for line in lines[1:] if ":" in line]
        self.headers = {name.strip().lower(): value.strip() for name, value in pairs}
        self.body = body

    @property
    def path(self):
        """Where it went, below the API."""
        return self.target.split("/api/v4", 1)[-1]

    def json(self):
        """Return the body, parsed."""
        return json.loads(self.body)


class RawServer:
    """Answers each request with the next of `answers`, and then for ever with the last.

    An answer is bytes, `CLOSE`, `RESET`, or a function of the Request that returns one of these.
    `requests` holds what came.
    """

    def __init__(self, answers, tls=None):
        self.answers = list(answers)
        self.requests = []
        self.lock = threading.Lock()
        self._tls = tls
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(64)
        self.port = self._socket.getsockname()[1]
        self.url = "%s://127.0.0.1:%d" % ("https" if tls else "http", self.port)
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        """Accept nothing more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def paths(self):
        """Return method and path of each request that came."""
        return ["%s %s" % (request.method, request.path) for request in self.requests]

    def _accept(self):
        while True:
            try:
                connection = self._socket.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            elif connection.recv(1, socket.MSG_PEEK) == _TLS_HELLO:
                connection.sendall(answer("Client sent an HTTPS request to an HTTP server.", 400, "text/plain"))
                connection.close()
                return
            with connection, connection.makefile("rb") as stream:
                while self._answer(connection, stream):
                    pass
        except OSError:
            pass

    def _answer(self, connection, stream):
        request = _read(stream)
        if request is None:
            return False
        with self.lock:
            self.requests.append(request)
            chosen = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(chosen):
            chosen = chosen(request)
        if chosen is RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        connection.sendall(chosen)
        return isinstance(chosen, Complete)


def _read(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    request = Request(head, b"")
    request.body = stream.read(int(request.headers.get("content-length") or 0))
    return request
