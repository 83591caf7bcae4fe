# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Slash commands: what is typed goes to an address that whoever made the command has chosen."""

from __future__ import annotations

from typing import Any

from ..clock import millis
from ..context import STATUS_OK, Context, Created
from ..database import Database, Row
from ..errors import AppError, invalid_param, no_permission
from ..ids import is_http_url, is_valid_id, new_id, new_secret
from ..outbound import call_command
from ..routing import Routes
from ..versions import SINCE_11
from .channels import find_channel

ROUTES = Routes()
OWN, OTHERS = "manage_slash_commands", "manage_others_slash_commands"
TEXT_FIELDS = ("username", "icon_url", "auto_complete_desc", "auto_complete_hint", "display_name", "description")
DISABLED = "api.command.disabled.app_error"


def new_command(db: Database, creator_id: str, team_id: str, trigger: str, url: str, **fields: Any) -> Row:
    """Insert a command."""
    now = millis()
    row: Row = {"id": new_id(), "token": new_secret(), "create_at": now, "update_at": now, "delete_at": 0}
    row.update(creator_id=creator_id, team_id=team_id, trigger=trigger, method="P", auto_complete=False, url=url)
    row.update(plugin_id="", **{**dict.fromkeys(TEXT_FIELDS, ""), **fields})
    db.commands[row["id"]] = row
    return row


def _not_found() -> AppError:
    """Also the answer for a command that the caller may not know of, and while commands are off."""
    return AppError("store.sql_command.save.get.app_error", 404)


def _find(context: Context) -> Row:
    command = context.db.commands.get(context.id_part("command_id"))
    if command is None or command["delete_at"] or not context.settings.feature("commands"):
        raise _not_found()
    return command


def _managed(context: Context) -> Row:
    """The command of the address, for a caller who may manage it; the log keeps who asked for it."""
    context.id_part("command_id")
    context.audit("attempt")
    command = _find(context)
    own = context.can_in_team(command["team_id"], OWN)
    if own and (command["creator_id"] == context.caller_id or context.can_in_team(command["team_id"], OTHERS)):
        return command
    context.audit("fail - inappropriate permissions")
    raise no_permission() if own else _not_found()


@ROUTES.post("/commands")
def create_command(context: Context) -> Any:
    """Make a command of a team."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("command")
    team_id = str(asked.get("team_id", ""))
    context.audit("attempt")
    context.require_in_team(team_id, OWN)
    creator_id = _creator(context, asked, team_id)
    context.require_feature("commands", DISABLED)
    trigger = str(asked.get("trigger", "")).lower()
    if any(row["team_id"] == team_id and row["trigger"] == trigger for row in _living(context)):
        raise AppError("api.command.duplicate_trigger.app_error", 400)
    if not is_valid_id(team_id):
        raise AppError("model.command.is_valid.team_id.app_error", 400)
    if not 0 < len(trigger) <= 128 or trigger.startswith("/") or " " in trigger:
        raise AppError("model.command.is_valid.trigger.app_error", 400)
    if not asked.get("url"):
        raise AppError("model.command.is_valid.url.app_error", 400)
    if not is_http_url(asked["url"]):
        raise AppError("model.command.is_valid.url_http.app_error", 400)
    if asked.get("method") not in ("P", "G"):
        raise AppError("model.command.is_valid.method.app_error", 400)
    fields = {name: asked[name] for name in TEXT_FIELDS + ("method", "auto_complete") if name in asked}
    row = new_command(context.db, creator_id, team_id, trigger, asked["url"], **fields)
    context.audit("success")
    return Created(row)


def _creator(context: Context, asked: dict[str, Any], team_id: str) -> str:
    """In whose name a command is made: the caller's, and on newer servers with the permission anybody's."""
    creator_id = str(asked.get("creator_id") or "")
    if not creator_id or creator_id == context.caller_id or not context.settings.since(SINCE_11):
        return context.caller_id
    if not context.can_in_team(team_id, OTHERS):
        context.audit("fail - inappropriate permissions")
        raise no_permission()
    context.user(creator_id)
    return creator_id


def _living(context: Context) -> list[Row]:
    return [row for row in context.db.commands.values() if not row["delete_at"]]


@ROUTES.get("/commands")
def get_commands(context: Context) -> Any:
    """The commands of one team, not by page."""
    team_id = context.query("team_id")
    if not team_id:
        raise invalid_param("team_id")
    context.require_in_team(team_id, "view_team")
    if context.flag("custom_only"):
        context.require_in_team(team_id, OWN)
        context.require_feature("commands", DISABLED)
    elif not context.can_in_team(team_id, OWN) or not context.settings.feature("commands"):
        return []
    # Newer ones cut the list to the caller's own where the permission for others' is missing.
    cut = context.settings.since(SINCE_11) and not context.can_in_team(team_id, OTHERS)
    rows = [row for row in _living(context) if row["team_id"] == team_id]
    return [row for row in rows if not cut or row["creator_id"] == context.caller_id]


@ROUTES.get("/commands/{command_id}")
def get_command(context: Context) -> Any:
    """One command."""
    command = _find(context)
    if not context.can_in_team(command["team_id"], OWN):
        raise _not_found()
    return command


@ROUTES.put("/commands/{command_id}")
def update_command(context: Context) -> Any:
    """Change what a command is called and where it sends; its token and whose it is stay."""
    asked = context.json()
    if not isinstance(asked, dict) or asked.get("id") != context.id_part("command_id"):
        raise invalid_param("command")
    command = _managed(context)
    if asked.get("team_id") != command["team_id"]:
        raise AppError("api.command.team_mismatch.app_error", 400)
    kept = {name: command[name] for name in ("id", "token", "create_at", "delete_at", "creator_id", "plugin_id")}
    fields = {name: asked.get(name, "") for name in (*TEXT_FIELDS, "method", "auto_complete", "url")}
    command.update(fields, trigger=str(asked.get("trigger", "")).lower(), update_at=millis(), **kept)
    context.audit("success")
    return command


@ROUTES.delete("/commands/{command_id}")
def delete_command(context: Context) -> Any:
    """End a command."""
    now = millis()
    _managed(context).update(delete_at=now, update_at=now)
    context.audit("success")
    return STATUS_OK


@ROUTES.put("/commands/{command_id}/regen_token")
def regenerate_token(context: Context) -> Any:
    """Give a command another token."""
    command = _managed(context)
    command.update(token=new_secret(), update_at=millis())
    context.audit("success")
    return {"token": command["token"]}


@ROUTES.post("/commands/execute")
async def execute_command(context: Context) -> Any:
    """Run a command in a channel: whatever was typed after it is sent to its address."""
    asked = context.json()
    if not isinstance(asked, dict):
        raise invalid_param("command_args")
    typed, channel_id = str(asked.get("command", "")), str(asked.get("channel_id", ""))
    if len(typed) <= 1 or not typed.startswith("/") or not is_valid_id(channel_id):
        raise AppError("api.command.execute_command.start.app_error", 400)
    if not context.can_in_channel(channel_id, "use_slash_commands"):
        raise no_permission()
    channel = find_channel(context, channel_id)
    context.require_feature("commands", DISABLED)
    trigger, _space, text = typed[1:].partition(" ")
    for command in _living(context):
        if command["team_id"] == channel["team_id"] and command["trigger"] == trigger.lower():
            return await call_command(context, command, channel, text)
    raise AppError("api.command.execute_command.not_found.app_error", 404, trigger=trigger)
