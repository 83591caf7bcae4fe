# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of accounts: made, shown, deactivated, activated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .clock import millis
from .errors import AppError, NoAnswer
from .ids import VALID_EMAIL, is_valid_username, new_id
from .oauth import drop_codes
from .sessions import revoke_all
from .versions import CODES_END, SINCE_11

if TYPE_CHECKING:
    from .context import Context
    from .database import Row
    from .server import Server

NOTIFY_PROPS = {
    "channel": "true",
    "comments": "never",
    "desktop": "mention",
    "desktop_sound": "true",
    "email": "true",
    "first_name": "false",
    "mention_keys": "",
    "push": "mention",
    "push_status": "away",
}
NEWER_NOTIFY_PROPS = {
    **NOTIFY_PROPS,
    "desktop_threads": "all",
    "email_threads": "all",
    "push_status": "online",
    "push_threads": "all",
}
TIMEZONE = {"automaticTimezone": "", "manualTimezone": "", "useAutomaticTimezone": "true"}
OWN_FIELDS = ("notify_props", "last_password_update", "failed_attempts", "email_verified", "allow_marketing")
# What newer versions keep from a system admin too.
HIDDEN_FROM_ADMINS = ("last_password_update", "email_verified", "allow_marketing")
SINGLE_SIGN_ON = ("gitlab", "google", "office365", "openid", "saml")


def user_row(username: str, email: str, **fields: Any) -> Row:
    """A user's row with the fields that a new user has."""
    now = millis()
    return {
        "id": new_id(),
        "create_at": now,
        "update_at": now,
        "delete_at": 0,
        "username": username,
        "auth_data": "",
        "auth_service": "",
        "email": email,
        "nickname": "",
        "first_name": "",
        "last_name": "",
        "position": "",
        "roles": "system_user",
        "notify_props": NOTIFY_PROPS,  # shared: rows are changed by putting new values in, never within one
        "last_password_update": now,
        "locale": "en",
        "timezone": TIMEZONE,
        "disable_welcome_email": False,
        **fields,
    }


def check_new(server: Server, username: str, email: str) -> None:
    """Refuse a name or an address that cannot be, or that somebody has."""
    if not is_valid_username(username):
        raise AppError("model.user.is_valid.username.app_error", 400)
    if not VALID_EMAIL.match(email) or email != email.lower():
        raise AppError("model.user.is_valid.email.app_error", 400)
    if server.db.user_by_username(username):
        raise AppError("app.user.save.username_exists.app_error", 400)
    if server.db.user_by_email(email):
        raise AppError("app.user.save.email_exists.app_error", 400)


def check_user_limit(server: Server, error_id: str) -> None:
    """Refuse one user more where the server has as many active ones as it takes."""
    limit = server.settings["user_limit"]
    if limit is not None:
        users = server.db.users.values()
        if sum(1 for row in users if not row["delete_at"] and not row.get("is_bot")) >= limit:
            raise AppError(error_id, 400)


def shown(context: Context, row: Row, own: bool = False) -> Row:
    """A user as the API shows them to themselves, to a system admin, or to anybody else."""
    newer = context.settings.since(SINCE_11)
    hidden: tuple[str, ...] = () if own else OWN_FIELDS
    if newer and not own and context.is_admin:
        hidden = HIDDEN_FROM_ADMINS
    seen = {name: value for name, value in row.items() if name not in hidden}
    if not own and not context.is_admin:
        seen["auth_service"] = ""
    if not newer:
        seen["auth_data"] = ""
        return seen
    if not row.get("is_bot"):
        seen["remote_id"] = ""
    if seen.get("notify_props") is NOTIFY_PROPS:
        seen["notify_props"] = NEWER_NOTIFY_PROPS
    if not own and not context.is_admin:
        seen["auth_data"] = ""
    elif not seen["auth_data"]:
        del seen["auth_data"]
    return seen


def set_active(server: Server, user: Row, active: bool) -> None:
    """Activate or deactivate: write delete_at, then end sessions, then disable bots.

    Where the middle step fails the error goes out and what was written stays: the user looks deactivated
    while bots, and maybe sessions, live on. Raises NoAnswer at a bot that owns itself.
    """
    now = millis()
    server.db.change_user(user, delete_at=0 if active else now, update_at=now)
    if active:
        return
    hidden = server.db.hidden[user["id"]]
    if hidden.get("deactivation_fails", 0) > 0:
        hidden["deactivation_fails"] -= 1
        raise AppError("app.session.remove.app_error", 500)
    revoke_all(server.db, user["id"])
    if server.settings.since(CODES_END):
        drop_codes(server.db, user["id"])
    if server.settings["disable_bots_on_owner_deactivation"]:
        for bot in list(server.db.bots.values()):
            if bot["owner_id"] == user["id"] and not bot["delete_at"]:
                if bot["user_id"] == user["id"]:
                    # A user who became a bot owns themselves: a real server disables it, for that its bots, and so on.
                    raise NoAnswer
                set_bot_active(server, bot, False)


def set_bot_active(server: Server, bot: Row, active: bool) -> None:
    """Enable or disable a bot and the user behind it; asked twice, the bot's row does not move."""
    user = server.db.users.get(bot["user_id"])
    if user is not None:
        set_active(server, user, active)
    if active == bool(bot["delete_at"]):
        now = millis()
        bot.update(delete_at=0 if active else now, update_at=now)
