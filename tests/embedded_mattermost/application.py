# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way of a request: faults, rate limit, session, handler, answer."""

from __future__ import annotations

import asyncio
import gzip
import inspect
import json
import re
import socket
import struct
from typing import Any, Awaitable, Callable

from aiohttp import web

from . import api, clock, control
from .authentication import authenticate, limiter_keys
from .context import Context, Created
from .errors import AppError, NoAnswer
from .faults import Fault
from .ids import new_id
from .limiter import RateLimiter
from .routing import API, Endpoint, pattern
from .server import Server
from .versions import JSON_EVERYWHERE

# A real server compresses what is longer than this for those who can read it.
COMPRESS_FROM = 1400
NO_SUCH_CALL = (
    "There doesn't appear to be an api call for the url='%s'.  "
    "Typo? are you missing a team_id or user_id as part of the url?"
)
LOGIN_PATH = API + "/users/login"


def build(server: Server) -> web.Application:
    """Put the addresses of the API, the control endpoints and the page for all else together."""
    application = web.Application(client_max_size=64 * 1024 * 1024)
    way = Way(server)
    for endpoint in api.ENDPOINTS:
        application.router.add_route(endpoint.method, server.path_prefix + pattern(endpoint.path), way.to(endpoint))
    for endpoint in control.ENDPOINTS:
        for prefix in sorted({"", server.path_prefix}):
            application.router.add_route(endpoint.method, prefix + pattern(endpoint.path), way.to_control(endpoint))
    application.on_response_prepare.append(_set_date)
    application.router.add_route("*", "/{anything:.*}", way.to(Endpoint("*", "/{anything}", _no_such_page, False)))
    return application


async def _set_date(_request: web.Request, response: web.StreamResponse) -> None:
    """Let the clock that is wrong speak; the framework has asked the right one."""
    if clock.shift():
        response.headers["Date"] = clock.http_date()


def _no_such_page(context: Context) -> web.Response:
    """Answer for every address that is not one, also for the right address with the wrong method."""
    path = context.request.path
    if not path.startswith(context.server.path_prefix + "/api/"):
        return web.Response(status=404, text="404 page not found\n")
    body = {
        "id": "api.context.404.app_error",
        "message": "Sorry, we could not find the page.",
        "detailed_error": NO_SUCH_CALL % path,
        "status_code": 404,
    }
    kind = "application/json" if context.settings.since(JSON_EVERYWHERE) else "text/plain"
    return web.Response(status=404, text=json.dumps(body), content_type=kind)


class Way:
    """Leads requests to handlers."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def to(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return what the framework calls for an endpoint of Mattermost's."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, endpoint)

        return answer

    def to_control(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return what the framework calls for a control endpoint: no faults, no limits, no session."""

        async def answer(request: web.Request) -> web.StreamResponse:
            context = Context(self.server, request, await request.read())
            try:
                return web.json_response(endpoint.handler(context))
            except (ValueError, KeyError, TypeError, re.error) as error:
                return web.json_response({"error": str(error) or repr(error)}, status=400)

        return answer

    async def _serve(self, request: web.Request, endpoint: Endpoint) -> web.StreamResponse:
        server = self.server
        journal = server.journal
        journal.total += 1
        journal.by_route[endpoint.route] += 1
        fault = server.faults.pick(request.method, request.path) if server.faults.rules else None
        if fault:
            early = await self._before(request, fault)
            if early is not None:
                journal.by_status[str(early.status)] += 1
                return early
        if server.settings["latency"]:
            await asyncio.sleep(server.settings["latency"])
        body = await request.read() if request.can_read_body else b""
        response = await self._answer(Context(server, request, body), endpoint)
        journal.by_status[str(response.status)] += 1
        if server.furnace:
            server.furnace.burn(endpoint.price)
        if fault:
            return await self._after(request, fault, response)
        return response

    async def _before(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """Do what a fault does before the server has seen the request; None where the request goes on."""
        if fault.kind == "delay":
            await asyncio.sleep(float(fault.rule.get("delay", 60)))
        elif fault.kind == "reset_before":
            return _reset(request)
        elif fault.kind in ("status", "body", "redirect"):
            return web.Response(status=fault.status, body=fault.body, headers=fault.headers(request.path_qs))
        return None

    async def _after(self, request: web.Request, fault: Fault, response: web.Response) -> web.StreamResponse:
        """Do what a fault does to an answer that is ready."""
        if fault.kind == "reset_after":
            return _reset(request)
        if fault.kind == "truncate":
            body = response.body if isinstance(response.body, bytes) else b""
            cut = web.StreamResponse(status=response.status, headers=response.headers)
            cut.content_length = len(body)
            await cut.prepare(request)
            await cut.write(body[: len(body) // 2])
            if request.transport:
                request.transport.close()
            return cut
        return response

    def _limited(self, limiter: RateLimiter, keys: list[str], headers: list[tuple[str, str]]) -> bool:
        """Count a request under each key; the headers of each are sent, so they stand twice in an answer."""
        for key in keys:
            passes, told = limiter.take(key)
            headers.extend(told)
            if not passes:
                self.server.journal.refused += 1
                return True
        return False

    async def _answer(self, context: Context, endpoint: Endpoint) -> web.Response:
        server, request = self.server, context.request
        if endpoint.since and not server.settings.since(endpoint.since):
            return _no_such_page(context)
        try:
            if server.login_limiter and endpoint.path == LOGIN_PATH:
                if self._limited(server.login_limiter, ["login"], context.headers):
                    return _too_many(context)
            if server.limiter:
                # Once for the token or address and once for the user, as with VaryByUser on a real server.
                if self._limited(server.limiter, limiter_keys(context), context.headers):
                    return _too_many(context)
            authenticate(context, endpoint)
            if endpoint.changing:
                server.journal.changing += 1
                if server.settings["writes_forbidden"]:
                    server.journal.forbidden_writes.append({"method": request.method, "path": request.path})
                    raise AppError("embedded.writes_forbidden", 500)
            result = endpoint.handler(context)
            if inspect.isawaitable(result):
                result = await result
        except AppError as error:
            return self._error(context, error)
        except NoAnswer:
            while request.transport is not None and not request.transport.is_closing():
                await asyncio.sleep(0.05)
            return web.Response(status=499)
        if isinstance(result, web.Response):
            for name, value in context.headers:
                result.headers.add(name, value)
            return result
        if isinstance(result, Created):
            return self._json(context, 201, result.body)
        return self._json(context, 200, result)

    def _error(self, context: Context, error: AppError) -> web.Response:
        body = error.body(new_id())
        if error.status >= 500 and self.server.settings["blank_5xx"]:
            body.update(id="", message="Internal Server Error", status_code=500)
            return self._json(context, 500, body)
        return self._json(context, error.status, body)

    def _json(self, context: Context, status: int, body: Any) -> web.Response:
        data = json.dumps(body, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Request-Id": new_id(),
            "X-Version-Id": "%s.%s.c189ac594a343269c23d54cabf1d42e4.%s"
            % (self.server.settings["version"], "", str(self.server.settings["licensed"]).lower()),
            "Vary": "Accept-Encoding",
        }
        if context.request.method == "GET":
            headers["Expires"] = "0"
        if len(data) >= COMPRESS_FROM and "gzip" in context.request.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, 1)
            headers["Content-Encoding"] = "gzip"
        response = web.Response(status=status, body=data, headers=headers)
        for name, value in context.headers:
            response.headers.add(name, value)
        return response


def _too_many(context: Context) -> web.Response:
    response = web.Response(status=429, text="limit exceeded\n", headers={"X-Content-Type-Options": "nosniff"})
    for name, value in context.headers:
        response.headers.add(name, value)
    return response


def _reset(request: web.Request) -> web.Response:
    """Break the connection the hard way: the other side sees a reset and not an end."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=499)
