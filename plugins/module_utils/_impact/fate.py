# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run would do with an integration: a word for programs and a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item

STAYS, STAYS_OFF = "stays", "stays_off"
STOP = ("revoked", "disabled", "deleted")
# By the type of access and the value of its option: the word and the sentence. {who} is the successor.
_FATES = {
    ("user_access_token", None): ("revoked", "Stops working: the token is revoked."),
    ("bot_token", None): ("revoked", "Stops working: the token is revoked."),
    ("bot", "disable"): ("disabled", "Stops working: the bot is disabled."),
    ("bot", "assign"): ("assigned", "Is assigned to {who}. It needs new tokens because its old ones are revoked."),
    ("incoming_webhook", "delete"): ("deleted", "Stops working: the webhook is deleted."),
    ("incoming_webhook", "recreate"): (
        "new_address",
        "Is recreated for {who} with a new address. Software that posts through it stops working until it is"
        " configured with the new address.",
    ),
    ("outgoing_webhook", "delete"): ("deleted", "Stops working: the webhook is deleted."),
    ("outgoing_webhook", "regenerate_token"): (
        "new_token",
        "Keeps working with a new token, which {who} gets. Software that checks the token must be configured with the"
        " new one.",
    ),
    ("slash_command", "delete"): ("deleted", "Stops working: the command is deleted."),
    ("slash_command", "regenerate_token"): (
        "new_token",
        "Keeps working with a new token, which {who} gets. Software that checks the token must be configured with the"
        " new one.",
    ),
    ("oauth_app", "delete"): ("deleted", "Stops working for all of its users: the app is deleted."),
    ("oauth_app", "regenerate_secret"): (
        "new_secret",
        "Keeps working for now. It must be configured with the new secret.",
    ),
}


def of(access_type: AccessType, item: Item, planned: bool, choices: dict[str, Any]) -> tuple[str, str]:
    """Return what would happen to an item: a word and a sentence. `planned` states whether the run would close it."""
    if planned:
        option = choices["bots"] if access_type.name == "bot" else choices.get(str(access_type.option))
        word, sentence = _FATES[access_type.name, option]
        successor = choices.get("successor")
        return word, sentence.format(who=user_lookup.name(successor) if successor else "nobody")
    if item.shown.get("active") is False:
        return STAYS_OFF, "Is already disabled, and stays disabled."
    if item.shown.get("credential") == "new":
        return STAYS, "Keeps working: an earlier run gave it a new secret."
    if item.shown.get("system"):
        return STAYS, "Keeps working: Mattermost itself posts as this bot."
    return STAYS, "Is not changed, and keeps working for anybody who knows its address or secret."
