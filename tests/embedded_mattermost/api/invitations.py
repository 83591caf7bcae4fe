# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invitations to a team: its link, and what is sent by e-mail. Sending leaves no row in the log."""

from __future__ import annotations

from typing import Any

from .. import invitations
from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..errors import AppError, invalid_param, no_permission
from ..ids import new_id
from ..routing import Routes
from ..teams import join_team
from ..versions import INVITE_PERMISSION, MAGIC_LINKS, SINCE_11
from .sign_up import team_by_invite
from .teams import find_team, team_shown

ROUTES = Routes()


@ROUTES.post("/teams/{team_id}/regenerate_invite_id")
def regenerate_invite_id(context: Context) -> Any:
    """Give a team another link; the old one opens nothing from then on. The log keeps when that was."""
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "manage_team")
    if context.settings.since(INVITE_PERMISSION):
        context.require_in_team(team_id, "invite_user")
    team = find_team(context, team_id)
    team.update(invite_id=new_id(), update_at=millis())
    context.audit()
    return team_shown(context, team)


@ROUTES.get("/teams/invite/{invite_id}", session_required=False)
def get_invite_info(context: Context) -> Any:
    """What a link leads to; only of an open team that is told."""
    team = team_by_invite(context, context.id_part("invite_id"))
    if team["type"] != "O":
        raise AppError("api.team.get_invite_info.not_open_team", 403)
    return {name: team[name] for name in ("display_name", "description", "name", "id")}


@ROUTES.post("/teams/members/invite")
def join_by_invite(context: Context) -> Any:
    """Become a member oneself, with a link or an e-mailed token."""
    token = context.db.invitations.get(context.query("token"))
    if context.query("token"):
        if token is None or token["type"] not in (invitations.TEAM, invitations.GUEST):
            raise AppError("api.user.create_user.signup_link_invalid.app_error", 404)
        if invitations.is_over(token):
            raise AppError("api.user.create_user.signup_link_expired.app_error", 400)
        team_id = str(token["team_id"])
    elif context.query("invite_id"):
        team = team_by_invite(context, context.query("invite_id"))
        if team["group_constrained"]:
            raise AppError("app.team.invite_id.group_constrained.error", 403)
        team_id = team["id"]
    else:
        raise AppError("api.team.add_user_to_team.missing_parameter.app_error", 400)
    member = context.db.team_members.get((team_id, context.caller_id))
    if member is None or member["delete_at"]:
        member = join_team(context.db, team_id, context.caller_id)
    return Created(member)


@ROUTES.post("/teams/{team_id}/invite/email")
def invite_users(context: Context) -> Any:
    """Send invitations that make an account or a member."""
    team_id = context.id_part("team_id")
    for permission in ("invite_user", "add_user_to_team"):
        if not context.can_in_team(team_id, permission):
            raise no_permission()
    asked = context.json()
    if isinstance(asked, dict) and context.settings.since(SINCE_11):
        asked = asked.get("emails")
    return _send(context, team_id, asked, invitations.TEAM, "user_email")


@ROUTES.post("/teams/{team_id}/invite-guests/email")
def invite_guests(context: Context) -> Any:
    """Send invitations that make a guest, or with guest_magic_link those that need no password."""
    which = "invite" if context.settings.since(SINCE_11) else "invate"
    if not context.settings["licensed"]:
        raise AppError("api.team.%s_guests_to_channels.license.error" % which, 501)
    if not context.settings["guest_accounts"]:
        raise AppError("api.team.%s_guests_to_channels.disabled.error" % which, 501)
    magic = context.flag("guest_magic_link") and context.settings.since(MAGIC_LINKS)
    if magic and not context.settings["guest_magic_links"]:
        raise AppError("api.team.invite_guests_to_channels.guest_magic_link_disabled.error", 403)
    team_id = context.id_part("team_id")
    context.require_in_team(team_id, "invite_guest")
    kind = invitations.MAGIC_INVITATION if magic else invitations.GUEST
    return _send(context, team_id, context.json_object().get("emails"), kind, "emails")


def _send(context: Context, team_id: str, emails: Any, kind: str, field: str) -> Any:
    if not isinstance(emails, list) or not emails:
        raise invalid_param(field)
    if not context.settings["email_invitations"]:
        raise AppError("api.team.invite_members.disabled.app_error", 501)
    team = find_team(context, team_id)
    lowered = [str(email).lower() for email in emails]
    graceful = bool(context.query("graceful"))
    told = []
    for email in lowered:
        allowed = invitations.domain_is_allowed(email, team["allowed_domains"])
        error = AppError("api.team.invite_members.invalid_email.app_error", 400, addresses=email)
        if not allowed and not graceful:
            raise error
        told.append({"email": email, "error": None if allowed else error.body("")})
    for row in told:
        if not row["error"]:
            invitations.send(context.db, kind, str(row["email"]), context.caller_id, team_id=team_id)
    return told if graceful else STATUS_OK


@ROUTES.delete("/teams/invites/email")
def end_invitations(context: Context) -> Any:
    """End everybody's e-mailed invitations. It leaves no row in the log."""
    context.require("invalidate_email_invite")
    invitations.end_all(context.db)
    return STATUS_OK
