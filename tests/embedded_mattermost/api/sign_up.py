# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""New accounts: made by an administrator, on an open server, with a team's link, or with an e-mailed invitation."""

from __future__ import annotations

from typing import Any

from .. import invitations
from ..accounts import check_new, check_user_limit, shown, user_row
from ..context import Context, Created
from ..database import Row
from ..errors import AppError, invalid_param
from ..ids import new_id
from ..routing import Routes
from ..teams import join_team
from .passwords import check_password

ROUTES = Routes()
INPUT_FIELDS = ("nickname", "first_name", "last_name", "position", "locale", "timezone", "notify_props", "props")


@ROUTES.post("/users", session_required=False)
def create_user(context: Context) -> Any:
    """Make a user. It leaves no row in the log, whoever makes them."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("user")
    if context.query("t"):
        row = _with_token(context, asked, context.query("t"))
    elif context.query("iid"):
        row = _with_link(context, asked, context.query("iid"))
    else:
        if not context.is_admin:
            _require_sign_up(context)
            if not context.settings["open_server"]:
                raise AppError("api.user.create_user.no_open_server", 403)
        row = _make(context, asked)
    return Created(shown(context, row, own=True))


def _require_sign_up(context: Context) -> None:
    """Refuse where nobody may sign up. A closed server is another thing: invitations go on working there."""
    if not context.settings["sign_up_with_email"] or not context.settings["user_creation"]:
        raise AppError("api.user.create_user.signup_email_disabled.app_error", 501)


def _email(asked: dict[str, Any]) -> str:
    return str(asked.get("email", "")).strip().lower()


def _with_link(context: Context, asked: dict[str, Any], invite_id: str) -> Row:
    """With a team's link, also an archived team's, whatever the address: only the team's own domains count."""
    _require_sign_up(context)
    team = team_by_invite(context, invite_id)
    if team["group_constrained"]:
        raise AppError("app.team.invite_id.group_constrained.error", 403)
    invalid = "api.team.invite_members.invalid_email.app_error"
    invitations.check_domain(_email(asked), team["allowed_domains"], invalid, 403)
    row = _make(context, asked)
    join_team(context.db, team["id"], row["id"])
    return row


def _with_token(context: Context, asked: dict[str, Any], token: str) -> Row:
    invitation = context.db.invitations.get(token)
    if invitation is None:
        raise AppError("api.user.create_user.signup_link_invalid.app_error", 404)
    guest = invitation["type"] == invitations.GUEST
    if guest and not context.settings["licensed"]:
        raise AppError("api.user.create_user.guest_accounts.license.app_error", 400)
    if guest and not context.settings["guest_accounts"]:
        raise AppError("api.user.create_user.guest_accounts.disabled.app_error", 400)
    _require_sign_up(context)
    if not guest and invitation["type"] != invitations.TEAM:
        raise AppError("api.user.create_user.signup_link_invalid.app_error", 400)
    if invitations.is_over(invitation):
        del context.db.invitations[token]
        raise AppError("api.user.create_user.signup_link_expired.app_error", 400)
    if invitation["email"] != _email(asked):
        raise AppError("api.user.create_user.bad_token_email_data.app_error", 400)
    row = _make(context, asked, "system_guest" if guest else "system_user")
    join_team(context.db, str(invitation["team_id"]), row["id"], guest=guest)
    del context.db.invitations[token]
    return row


def team_by_invite(context: Context, invite_id: str) -> Row:
    """The team that a link belongs to."""
    for team in context.db.teams.values():
        if team["invite_id"] == invite_id:
            return team
    raise AppError("app.team.get_by_invite_id.finding.app_error", 404)


def _make(context: Context, asked: dict[str, Any], roles: str = "system_user") -> Row:
    check_user_limit(context.server, "api.user.create_user.user_limits.exceeded")
    username, email = str(asked.get("username") or new_id()).strip().lower(), _email(asked)
    domains = context.settings["restrict_creation_to_domains"]
    invitations.check_domain(email, domains, "api.user.create_user.accepted_domain.app_error", 400)
    fields = {name: asked[name] for name in INPUT_FIELDS if name in asked}
    password = asked.get("password") or ""
    if context.is_admin and asked.get("auth_service"):
        fields.update(auth_service=asked["auth_service"], auth_data=asked.get("auth_data") or "")
    else:
        check_password(context, password)
    check_new(context.server, username, email)
    return context.db.add_user(user_row(username, email, roles=roles, **fields), password=password)
