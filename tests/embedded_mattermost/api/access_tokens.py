# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""User access tokens: made, listed, switched off and on, revoked."""

from __future__ import annotations

from typing import Any

from ..context import STATUS_OK, Context
from ..database import Database, Row
from ..errors import AppError, invalid_param, missing_account, no_permission
from ..ids import new_id, new_secret
from ..routing import Routes
from ..versions import SINCE_11, TOKENS_EXPIRE
from .bots import may_manage_bot

ROUTES = Routes()


def _require_user_or_bot(context: Context, user_id: str) -> None:
    if not context.may_edit(user_id) and not may_manage_bot(context, user_id):
        raise no_permission()


def _shown(context: Context, row: Row) -> Row:
    """A token as lists show it: without the secret; newer servers say more."""
    seen = {name: value for name, value in row.items() if name != "token"}
    if context.settings.since(TOKENS_EXPIRE):
        seen["expires_at"] = 0
    return seen


def new_access_token(db: Database, user_id: str, description: str, is_active: bool = True) -> Row:
    """Insert a token."""
    row: Row = {"id": new_id(), "token": new_secret(), "user_id": user_id}
    row.update(description=description, is_active=is_active)
    db.access_tokens[row["id"]] = row
    db.tokens[row["token"]] = row
    return row


@ROUTES.post("/users/{user_id}/tokens")
def create_access_token(context: Context) -> Any:
    """Make a token; the secret is shown this once."""
    user_id = context.id_part("user_id")
    user = context.db.users.get(user_id)
    if user is None and context.settings.since(SINCE_11):
        raise missing_account()
    if context.session and context.session.get("is_oauth"):
        raise no_permission()
    description = context.json_object().get("description")
    if not description:
        raise invalid_param("description")
    context.audit()
    context.require("create_user_access_token")
    _require_user_or_bot(context, user_id)
    if user is None:
        raise missing_account()
    if not context.settings.feature("user_access_tokens") and not user.get("is_bot"):
        raise AppError("app.user_access_token.disabled", 501)
    row = new_access_token(context.db, user_id, str(description))
    context.audit("success - token_id=" + row["id"])
    return dict(row)


@ROUTES.get("/users/{user_id}/tokens")
def get_access_tokens_of_user(context: Context) -> Any:
    """The tokens of a user, by page and in no order."""
    user_id = context.id_part("user_id")
    context.require("read_user_access_token")
    _require_user_or_bot(context, user_id)
    rows = [row for row in context.db.access_tokens.values() if row["user_id"] == user_id]
    return [_shown(context, row) for row in context.page(rows)]


@ROUTES.get("/users/tokens")
def get_access_tokens(context: Context) -> Any:
    """The tokens of everybody."""
    context.require("manage_system")
    return [_shown(context, row) for row in context.page(list(context.db.access_tokens.values()))]


@ROUTES.get("/users/tokens/{token_id}")
def get_access_token(context: Context) -> Any:
    """One token."""
    token_id = context.id_part("token_id")
    context.require("read_user_access_token")
    row = _find(context, token_id)
    _require_user_or_bot(context, row["user_id"])
    return _shown(context, row)


@ROUTES.post("/users/tokens/search", changing=False)
def search_access_tokens(context: Context) -> Any:
    """Tokens by the beginning of their id, or of their user's id or name."""
    context.require("manage_system")
    term = context.json_object().get("term")
    if not term:
        raise invalid_param("term")
    found = []
    for row in context.db.access_tokens.values():
        user = context.db.users.get(row["user_id"])
        if user and any(value.startswith(str(term)) for value in (row["id"], row["user_id"], user["username"])):
            found.append(_shown(context, row))
    return found


@ROUTES.post("/users/tokens/revoke")
def revoke_access_token(context: Context) -> Any:
    """Delete a token and end its session."""
    row = _named(context, "revoke_user_access_token")
    del context.db.access_tokens[row["id"]]
    del context.db.tokens[row["token"]]
    _end_session(context, row)
    context.audit("success - token_id=" + row["id"])
    return STATUS_OK


@ROUTES.post("/users/tokens/disable")
def disable_access_token(context: Context) -> Any:
    """Switch a token off and end its session; the row stays."""
    row = _named(context, "revoke_user_access_token")
    _switch(context, row, False)
    _end_session(context, row)
    context.audit("success - token_id=" + row["id"])
    return STATUS_OK


@ROUTES.post("/users/tokens/enable")
def enable_access_token(context: Context) -> Any:
    """Switch a token on again."""
    row = _named(context, "create_user_access_token")
    _switch(context, row, True)
    context.audit("success - token_id=" + row["id"])
    return STATUS_OK


def _switch(context: Context, row: Row, is_active: bool) -> None:
    """Switch a token. Its row moves to the end of the table, as it may on a real server: lists have no order."""
    row["is_active"] = is_active
    context.db.access_tokens[row["id"]] = context.db.access_tokens.pop(row["id"])


def _named(context: Context, permission: str) -> Row:
    """The token that the body names, for a caller who may change it."""
    token_id = context.json_strings().get("token_id", "")
    context.audit()
    context.require(permission)
    row = _find(context, token_id)
    _require_user_or_bot(context, row["user_id"])
    return row


def _find(context: Context, token_id: str) -> Row:
    row = context.db.access_tokens.get(token_id)
    if row is None:
        raise AppError("app.user_access_token.get_by_user.app_error", 404)
    return row


def _end_session(context: Context, row: Row) -> None:
    session = context.db.session_tokens.get(row["token"])
    if session is not None:
        context.db.drop_session(session)
        context.db.forget_cached_sessions(row["user_id"])
