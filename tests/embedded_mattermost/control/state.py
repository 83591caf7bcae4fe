# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth about a user, past every cache and lag: for tests that ask by another path."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..database import Row
from ..oauth import authorised_apps
from ..routing import Routes
from .steering import BASE

ROUTES = Routes()


def _without(row: Row, *names: str) -> Row:
    return {name: "" if name in names else value for name, value in row.items()}


@ROUTES.get("/state", base=BASE)
def get_counts(context: Context) -> Any:
    """How many rows each table has."""
    db = context.db
    return {
        "users": len(db.users),
        "users_deactivated": sum(1 for row in db.users.values() if row["delete_at"]),
        "sessions": len(db.sessions),
        "tokens": len(db.access_tokens),
        "bots": len(db.bots),
        "incoming_webhooks": len(db.incoming_webhooks),
        "outgoing_webhooks": len(db.outgoing_webhooks),
        "commands": len(db.commands),
        "oauth_apps": len(db.oauth_apps),
        "posts": len(db.posts),
        "audits": len(db.audits),
    }


@ROUTES.get("/state/users/{user}", base=BASE)
def get_user_state(context: Context) -> Any:
    """Everything that a user has; secrets are blanked."""
    db = context.db
    asked = context.part("user")
    user = db.users.get(asked) or db.user_by_username(asked)
    user_id = user["id"] if user else asked
    bots = [row for row in db.bots.values() if row["owner_id"] == user_id]
    bot_ids = {row["user_id"] for row in bots}
    return {
        "user": user,
        "sessions": [_without(row, "token") for row in db.sessions_of(user_id)],
        "cached_sessions": sum(1 for _until, row in db.session_cache.values() if row["user_id"] == user_id),
        "tokens": [_without(row, "token") for row in db.access_tokens.values() if row["user_id"] == user_id],
        "bots": bots,
        "bot_tokens": [_without(row, "token") for row in db.access_tokens.values() if row["user_id"] in bot_ids],
        "incoming_webhooks": [row for row in db.incoming_webhooks.values() if row["user_id"] == user_id],
        "outgoing_webhooks": [
            _without(row, "token") for row in db.outgoing_webhooks.values() if row["creator_id"] == user_id
        ],
        "commands": [_without(row, "token") for row in db.commands.values() if row["creator_id"] == user_id],
        "oauth_apps": [
            _without(row, "client_secret") for row in db.oauth_apps.values() if row["creator_id"] == user_id
        ],
        "authorised_apps": authorised_apps(db, user_id),
        "oauth_access": [
            _without(row, "token", "refresh_token") for row in db.access_data.values() if row["user_id"] == user_id
        ],
        "authorisation_codes": sum(1 for row in db.authorisation_codes.values() if row["user_id"] == user_id),
        "remote_clusters": [
            _without(row, "token", "remote_token")
            for row in db.remote_clusters.values()
            if row["creator_id"] == user_id
        ],
        "teams": db.teams_of(user_id),
        "posts": sum(1 for row in db.posts.values() if row["user_id"] == user_id),
    }
