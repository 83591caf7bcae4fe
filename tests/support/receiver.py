# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A program on loopback that webhooks and slash commands call."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """Takes every request and notes its path."""

    def __init__(self) -> None:
        self._paths: list[str] = []
        self.bodies: dict[str, str] = {}  # what came last, by path
        self._news = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            """Answers what a slash command may answer."""

            def do_POST(self) -> None:  # pylint: disable=invalid-name
                """Note the path."""
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.bodies[self.path] = body.decode("utf-8", "replace")
                receiver.note(self.path)
                answer = b'{"text": "done"}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # pylint: disable=redefined-builtin # noqa: A002
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def note(self, path: str) -> None:
        """Note a request, and wake up who waits for one."""
        with self._news:
            self._paths.append(path)
            self._news.notify_all()

    def wait_for(self, path: str, seconds: float) -> bool:
        """Whether a request for the path has come, or comes within so many seconds."""
        with self._news:
            return self._news.wait_for(lambda: path in self._paths, seconds)

    def forget(self) -> None:
        """Forget what came."""
        with self._news:
            self._paths.clear()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
