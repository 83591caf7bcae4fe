# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The program: options, the first line of output, and a clean end."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import ssl

from aiohttp import web

from .accounts import user_row
from .api.bots import new_bot
from .application import build
from .clock import DAY, millis
from .server import ADMIN_USERNAME, PASSWORD, Server
from .settings import DEFAULTS
from .versions import SINCE_11

# In the order of names it comes right after the admin.
LEAVER_OF_OLD = "agnes.former"
# Lets a test run meet another version without any of its tests knowing.
VERSION = "EMBEDDED_MATTERMOST_VERSION"


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="embedded_mattermost", description="A Mattermost server for tests.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--company", action="store_true", help="start with a small company of people")
    parser.add_argument("--back-doors", action="store_true", help="the company, where an admin made ways in for others")
    parser.add_argument("--path-prefix", default="", help="serve under a sub-path, such as /chat")
    parser.add_argument("--die-with-parent", action="store_true", help="end when the parent process is gone")
    parser.add_argument("--tls-cert", help="certificate in PEM, for https")
    parser.add_argument("--tls-key", help="its key in PEM")
    parser.add_argument("--version", default=os.environ.get(VERSION) or DEFAULTS["version"], help="of Mattermost")
    parser.add_argument("--bench", action="store_true", help="let requests cost what they cost on a real server")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run the server until it is told to end."""
    options = _arguments(argv)
    parent = os.getppid()
    asyncio.run(_run(options, parent))
    return 0


def seed(server: Server) -> None:
    """What every server has: the admin, on newer ones the system bot that belongs to them, one leaver of long ago.

    The leaver has nothing left that works, and a disabled bot. The recorded server had such a first row
    in its lists too.
    """
    then = millis() - 900 * DAY
    row = user_row(ADMIN_USERNAME, "admin@example.com", roles="system_admin system_user", create_at=then)
    admin = server.db.add_user(row, password=PASSWORD)
    row = user_row(LEAVER_OF_OLD, LEAVER_OF_OLD + "@example.com", roles="system_user system_user_access_token")
    row.update(first_name="Agnes", last_name="Example", create_at=then, update_at=then + DAY, delete_at=then + DAY)
    leaver = server.db.add_user(row, password=PASSWORD)
    for user in (admin, leaver):
        server.db.audits.write_past_log_in(user["id"], then + 1)
    bot = new_bot(server.db, "old-reminders", leaver["id"], "Reminders")
    bot.update(create_at=then, update_at=then + DAY, delete_at=then + DAY)
    server.db.users[bot["user_id"]].update(delete_at=then + DAY)
    if server.settings.since(SINCE_11):
        # Older ones make it when they need it: until then the name is anybody's.
        new_bot(server.db, "system-bot", admin["id"], "System")


class Listener:
    """The place where the server listens; it can be gone for a while and come back."""

    def __init__(self, options: argparse.Namespace, server: Server) -> None:
        self._options = options
        self._tls = None
        if options.tls_cert:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(options.tls_cert, options.tls_key)
        self._runner = web.AppRunner(build(server), access_log=None, shutdown_timeout=0.1)
        self._port = options.port
        self._site: web.TCPSite | None = None
        server.outage = self.outage

    async def start(self) -> str:
        """Begin to listen and return the address."""
        if self._runner.server is None:
            await self._runner.setup()
        self._site = web.TCPSite(
            self._runner, self._options.host, self._port, ssl_context=self._tls, backlog=1024, reuse_address=True
        )
        await self._site.start()
        self._port = self._runner.addresses[0][1]
        host = "[%s]" % self._options.host if ":" in self._options.host else self._options.host
        return "%s://%s:%d" % ("https" if self._tls else "http", host, self._port)

    async def outage(self, after: float, seconds: float) -> None:
        """Break all connections and refuse new ones for some time, as a restart does. What is known is kept."""
        await asyncio.sleep(after)
        if self._site is None or self._runner.server is None:
            return
        await self._site.stop()
        for connection in list(self._runner.server.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(seconds)
        await self.start()

    async def stop(self) -> None:
        """Stop for good."""
        await self._runner.cleanup()


async def _run(options: argparse.Namespace, parent: int) -> None:
    server = Server(options.path_prefix, options.bench, version=options.version)
    seed(server)
    if options.back_doors:
        from .company_back_doors import seed_back_doors  # pylint: disable=import-outside-toplevel

        seed_back_doors(server)
    elif options.company:
        # A plain start does not pay for it.
        from .company import seed_company  # pylint: disable=import-outside-toplevel

        seed_company(server)
    listener = Listener(options, server)
    hello = {
        "url": await listener.start() + server.path_prefix,
        "admin_username": ADMIN_USERNAME,
        "admin_password": PASSWORD,
        "pid": os.getpid(),
    }
    print(json.dumps(hello), flush=True)
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end.set)
    watch = asyncio.ensure_future(_watch_parent(parent, end)) if options.die_with_parent else None
    await end.wait()
    if watch:
        watch.cancel()
    for task in server.background:
        task.cancel()
    await listener.stop()


async def _watch_parent(parent: int, end: asyncio.Event) -> None:
    """End the server once the process that started it is gone.

    It asks, since the kernel's own word of it comes when a thread ends that the parent may well outlive.
    """
    while os.getppid() == parent:
        await asyncio.sleep(0.2)
    end.set()
