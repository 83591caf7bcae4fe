# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asks: from the token of a request to a session, as a real server finds it."""

from __future__ import annotations

from .clock import millis
from .context import Context
from .database import Database, Row
from .errors import AppError, session_expired
from .routing import Endpoint
from .sessions import CACHE_MILLIS, start_access_token_session

COOKIE = "MMAUTHTOKEN"


def authenticate(context: Context, endpoint: Endpoint) -> None:
    """Find the caller's session, or refuse the request where it needs one."""
    token, place = _token(context)
    if token:
        _count_down(context, token)
        session = find_session(context, token)
        if session is None:
            if endpoint.session_required:
                remove_cookie(context)
                raise session_expired()
        elif place == "query" and not session.get("is_oauth"):
            raise AppError("api.context.token_provided.app_error", 401)
        else:
            _check_csrf(context, endpoint, session, place)
            context.session = session
    if endpoint.session_required and context.session is None:
        raise session_expired()


def _token(context: Context) -> tuple[str, str]:
    """The token and where it stood. A cookie wins over the header: clients that keep cookies stumble here."""
    cookie = context.request.cookies.get(COOKIE)
    if cookie is not None:
        return cookie, "cookie"
    header = context.request.headers.get("Authorization", "")
    if len(header) > 6 and header[:6].upper() == "BEARER":
        return header[7:], "header"
    if len(header) > 5 and header[:5].lower() == "token":
        return header[6:], "header"
    return context.query("access_token"), "query"


def limiter_keys(context: Context) -> list[str]:
    """Under what a request counts for the rate limit: its token and that token's user, or else its address."""
    token, _place = _token(context)
    if not token:
        return [str(context.request.remote)]
    row = context.db.session_tokens.get(token) or context.db.tokens.get(token) or {}
    return [token, "user " + row.get("user_id", "")]


def _check_csrf(context: Context, endpoint: Endpoint, session: Row, place: str) -> None:
    if place != "cookie" or endpoint.trusted or context.request.method == "GET":
        return
    headers = context.request.headers
    if headers.get("X-CSRF-Token", "") == session.get("props", {}).get("csrf", ""):
        return
    if headers.get("X-Requested-With") != "XMLHttpRequest":
        raise session_expired()


def _count_down(context: Context, token: str) -> None:
    """End a session that a test has doomed to live through so many more requests."""
    doomed = context.server.doomed_tokens
    if not doomed:
        return
    key = token if token in doomed else "*"
    if key not in doomed:
        return
    if doomed[key] <= 0:
        del doomed[key]
        kill_token(context.db, token)
    else:
        doomed[key] -= 1


def kill_token(db: Database, token: str, cached: bool = False) -> bool:
    """End what a token opens, whatever it is: its session and, of an access token, the row too."""
    found = False
    row = db.session_tokens.get(token)
    if row is not None:
        db.drop_session(row)
        found = True
    access_token = db.tokens.pop(token, None)
    if access_token is not None:
        db.access_tokens.pop(access_token["id"], None)
        found = True
    if not cached:
        db.session_cache.pop(token, None)
    return found


def find_session(context: Context, token: str) -> Row | None:
    """The session behind a token. The cache is asked first, so an ended session can live on in it."""
    now = millis()
    until, cached = context.db.session_cache.get(token, (0, None))
    session = cached if cached is not None and until > now else context.db.session_tokens.get(token)
    if session is None:
        session = start_access_token_session(context, token)
    if session is None:
        return None
    expires_at = session.get("expires_at") or 0
    if isinstance(expires_at, (int, float)) and 0 < expires_at < now:
        return None
    context.db.session_cache[token] = (now + CACHE_MILLIS, session)
    return session


def remove_cookie(context: Context) -> None:
    """Tell the client to forget its cookie."""
    path = context.server.path_prefix or "/"
    context.headers.append(("Set-Cookie", "%s=; Path=%s; Max-Age=0; HttpOnly" % (COOKIE, path)))


def attach_cookies(context: Context, session: Row) -> None:
    """Send the three cookies of a log-in."""
    path = context.server.path_prefix or "/"
    age = "; Path=%s; Max-Age=%d" % (path, 180 * 24 * 60 * 60)
    context.headers.append(("Set-Cookie", COOKIE + "=" + session["token"] + age + "; HttpOnly"))
    context.headers.append(("Set-Cookie", "MMUSERID=" + session["user_id"] + age))
    context.headers.append(("Set-Cookie", "MMCSRF=" + session["props"]["csrf"] + age))
