# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Teams, channels and posts as rows: how they begin, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .clock import millis
from .ids import new_id

if TYPE_CHECKING:
    from .database import Database, Row

DEFAULT_CHANNELS = (("town-square", "Town Square"), ("off-topic", "Off-Topic"))


def new_team(db: Database, name: str, display_name: str, creator: Row, **fields: Any) -> Row:
    """Insert a team with its two first channels; the creator is its admin."""
    now = millis()
    row = {
        "id": new_id(),
        "create_at": now,
        "update_at": now,
        "delete_at": 0,
        "display_name": display_name,
        "name": name,
        "description": "",
        "email": creator["email"],
        "type": "O",
        "company_name": "",
        "allowed_domains": "",
        "invite_id": new_id(),
        "allow_open_invite": False,
        "scheme_id": None,
        "group_constrained": None,
        "policy_id": None,
        **fields,
    }
    db.teams[row["id"]] = row
    for channel_name, channel_display_name in DEFAULT_CHANNELS:
        new_channel(db, row["id"], channel_name, channel_display_name, "")
    join_team(db, row["id"], creator["id"], admin=True)
    return row


def join_team(db: Database, team_id: str, user_id: str, admin: bool = False, guest: bool = False) -> Row:
    """Make somebody a member of a team and of its first channels."""
    member = {
        "team_id": team_id,
        "user_id": user_id,
        "roles": "team_guest" if guest else "team_user team_admin" if admin else "team_user",
        "delete_at": 0,
        "scheme_guest": guest,
        "scheme_user": not guest,
        "scheme_admin": admin,
        "explicit_roles": "",
    }
    db.team_members[team_id, user_id] = member
    first = {name for name, _display_name in DEFAULT_CHANNELS}
    for channel in db.channels.values():
        if channel["team_id"] == team_id and channel["name"] in first:
            join_channel(db, channel["id"], user_id, guest=guest)
    return member


def leave_team(db: Database, member: Row) -> None:
    """End a membership, and those in the team's channels."""
    member.update(delete_at=millis())
    for channel_id, user_id in list(db.channel_members):
        if user_id == member["user_id"] and db.channels[channel_id]["team_id"] == member["team_id"]:
            del db.channel_members[channel_id, user_id]


def new_channel(db: Database, team_id: str, name: str, display_name: str, creator_id: str, **fields: Any) -> Row:
    """Insert a channel; its creator is in it."""
    now = millis()
    row = {
        "id": new_id(),
        "create_at": now,
        "update_at": now,
        "delete_at": 0,
        "team_id": team_id,
        "type": "O",
        "display_name": display_name,
        "name": name,
        "header": "",
        "purpose": "",
        "last_post_at": 0,
        "total_msg_count": 0,
        "extra_update_at": 0,
        "creator_id": creator_id,
        "scheme_id": None,
        "props": None,
        "group_constrained": None,
        "shared": None,
        "total_msg_count_root": 0,
        "policy_id": None,
        **fields,
    }
    db.channels[row["id"]] = row
    if creator_id:
        join_channel(db, row["id"], creator_id, admin=True)
    return row


def direct_channel(db: Database, one: str, other: str) -> Row:
    """Return the channel of two people, a new one where they never spoke."""
    name = "__".join(sorted((one, other)))
    for row in db.channels.values():
        if row["type"] == "D" and row["name"] == name:
            return row
    row = new_channel(db, "", name, "", "", type="D", shared=False)
    row["creator_id"] = one
    for user_id in dict.fromkeys((one, other)):
        join_channel(db, row["id"], user_id)
    return row


def join_channel(db: Database, channel_id: str, user_id: str, admin: bool = False, guest: bool = False) -> Row:
    """Make somebody a member of a channel."""
    member = {
        "channel_id": channel_id,
        "user_id": user_id,
        "roles": "channel_guest" if guest else "channel_user channel_admin" if admin else "channel_user",
        "last_viewed_at": 0,
        "msg_count": 0,
        "mention_count": 0,
        "mention_count_root": 0,
        "msg_count_root": 0,
        "notify_props": {
            "desktop": "default",
            "email": "default",
            "ignore_channel_mentions": "default",
            "mark_unread": "all",
            "push": "default",
        },
        "last_update_at": millis(),
        "scheme_guest": guest,
        "scheme_user": not guest,
        "scheme_admin": admin,
        "explicit_roles": "",
    }
    db.channel_members[channel_id, user_id] = member
    return member


def new_post(db: Database, channel: Row, user_id: str, message: str, **fields: Any) -> Row:
    """Insert a post."""
    now = millis()
    row = {
        "id": new_id(),
        "create_at": now,
        "update_at": now,
        "edit_at": 0,
        "delete_at": 0,
        "is_pinned": False,
        "user_id": user_id,
        "channel_id": channel["id"],
        "root_id": "",
        "parent_id": "",
        "original_id": "",
        "message": message,
        "type": "",
        "props": {},
        "hashtags": "",
        "pending_post_id": "",
        "reply_count": 0,
        "last_reply_at": 0,
        "participants": None,
        "metadata": {},
        **fields,
    }
    db.posts[row["id"]] = row
    channel["last_post_at"] = now
    channel["total_msg_count"] += 1
    channel["total_msg_count_root"] += 1
    return row
