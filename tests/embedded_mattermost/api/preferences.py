# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preferences: what a user has set for themselves, among it which apps they have authorised."""

from __future__ import annotations

from typing import Any

from ..context import STATUS_OK, Context
from ..database import Row
from ..errors import AppError, invalid_param, invalid_url_param
from ..routing import Routes

ROUTES = Routes()
MOST_AT_ONCE = 100


def _of(context: Context, category: str = "") -> list[Row]:
    """The preferences of the user of the address, for a caller who may see them."""
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    return [
        {"user_id": owner, "category": its_category, "name": name, "value": value}
        for (owner, its_category, name), value in context.db.preferences.items()
        if owner == user_id and category in ("", its_category)
    ]


@ROUTES.get("/users/{user_id}/preferences")
def get_preferences(context: Context) -> Any:
    """All of them."""
    return _of(context)


@ROUTES.get("/users/{user_id}/preferences/{category}")
def get_preferences_of_category(context: Context) -> Any:
    """Those of one category; that there is none is an error."""
    found = _of(context, context.part("category"))
    if not found:
        raise AppError("api.preference.preferences_category.get.app_error", 404)
    return found


@ROUTES.get("/users/{user_id}/preferences/{category}/name/{preference_name}")
def get_preference(context: Context) -> Any:
    """One of them."""
    name = context.part("preference_name")
    if not 3 <= len(name) <= 32:
        raise invalid_url_param("preference_name")
    for row in _of(context, context.part("category")):
        if row["name"] == name:
            return row
    raise AppError("app.preference.get.app_error", 400)


@ROUTES.put("/users/{user_id}/preferences")
def update_preferences(context: Context) -> Any:
    """Set some."""
    for row in _asked(context, "api.preference.update_preferences.set.app_error"):
        context.db.preferences[row["user_id"], row["category"], row["name"]] = str(row.get("value", ""))
    return STATUS_OK


@ROUTES.post("/users/{user_id}/preferences/delete")
def delete_preferences(context: Context) -> Any:
    """Remove some. With one of the category oauth_app a user hides that they have authorised an app."""
    for row in _asked(context, "api.preference.delete_preferences.delete.app_error"):
        context.db.preferences.pop((row["user_id"], row["category"], row["name"]), None)
    return STATUS_OK


def _asked(context: Context, not_theirs: str) -> list[Row]:
    user_id = context.id_part("user_id")
    context.require_edit(user_id)
    rows = context.json()
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_AT_ONCE:
        raise invalid_param("preferences")
    rows = [{"user_id": "", "category": "", "name": "", **row} for row in rows if isinstance(row, dict)]
    if any(row["user_id"] != user_id for row in rows):
        raise AppError(not_theirs, 403)
    return rows
