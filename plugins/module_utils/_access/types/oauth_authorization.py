# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth 2.0 apps that the user or their bots authorized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice, Item, unless_gone
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_holder import (
    Doubt,
    Holder,
    doubt,
    holders,
    let_none_in,
    waiting_code,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_rules import rules
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import sessions, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.caller import over_user
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import OAUTH_APP_GONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import Closed
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

REGENERATE = "regenerate_secrets"


class OAuthAuthorization(AccessType):
    """The OAuth apps that the user and their bots authorized, and those that they may have authorized.

    The tokens of an app end with the listed sessions. A refresh token whose session was cleaned up is not listed, and
    only the user could revoke it: only a new secret makes it useless.
    """

    name = "oauth_authorization"
    title = "OAuth apps authorized"
    includes_bots = True
    option = "oauth_authorizations"
    optional = True

    def needs(self, server: Server, user: dict[str, Any]) -> tuple[str, ...]:
        """Return the permissions for sessions and logs of others."""
        return over_user(user, "edit_other_users")

    def find(self, server: Server, person: Person) -> list[Item]:
        """Return the apps that are listed and, if more may have been authorized, those that could be.

        A listed one is open as long as the account has an OAuth session.
        """
        found: list[Item] = []
        renewable: dict[str, tuple[dict[str, Any], int]] = {}
        for holder in holders(server, person):
            listed = _listed(server, holder)
            found += listed
            unsure = doubt(server, holder, [item.label for item in listed])
            for app in (unsure.apps or []) if unsure and holder.since else []:
                renewable.setdefault(app["id"], (app, holder.since))
        for item in found:
            item.row.update(_renewal(renewable.pop(item.row["id"], None)))
        return found + [_possible(app, since) for app, since in renewable.values()]

    def to_close(self, items: list[Item], choices: dict[str, Any]) -> list[Item]:
        """Return the apps that need a new secret, if requested."""
        wanted = choices.get(self.option) == REGENERATE
        return [item for item in items if wanted and item.row.get("app")]

    def removes(self, choices: dict[str, Any]) -> bool:
        """Return that the apps stay, with new secrets."""
        return False

    def close(self, server: Server, person: Person, items: list[Item], choices: dict[str, Any]) -> Closed:
        """Give the apps new secrets, after all sessions that could read them have ended."""
        try:
            oauth_client.end_sessions(server, [holder.user for holder in holders(server, person)])
        except MattermostError as error:
            return [], error
        return super().close(server, person, items, choices)

    def close_item(self, server: Server, person: Person, item: Item, choices: dict[str, Any]) -> None:
        """Give an app a new secret. Safe to repeat: a second new one is not known either."""
        action = "regenerate the secret of the OAuth app %s, which %s may have authorized" % (item.label, person.name)
        app, since = item.row["app"], item.row["since"]
        unless_gone(lambda: oauth_client.renew(server, app, since, action), OAUTH_APP_GONE)

    def advice(self, server: Server, person: Person, items: list[Item]) -> Advice | None:
        """Return the advice on refresh tokens, which no endpoint lists and which outlive all sessions."""
        if any(item.open for item in items):
            return None
        found = []
        for holder in holders(server, person):
            listed = [item.label for item in items if item.row.get("holder") == holder.user["id"]]
            found.append(doubt(server, holder, listed))
        doubts = [one for one in found if one is not None]
        if not doubts:
            return None
        reasons = "; ".join(one.reason for one in doubts)
        if doubts[0].holder.bot:
            reasons = reasons[:1].upper() + reasons[1:]
        if all(one.apps is not None and not one.apps for one in doubts) and rules(server).new_secrets_suffice:
            names = _names({app["id"]: app for one in doubts for app in one.renewed})
            return Advice(
                "%s. The secret of %s was regenerated since then, and no refresh token works with an old secret. But"
                " an app that is given its new secret can use the refresh tokens that it still has: remove those of %s"
                " from the app first, or delete the app." % (reasons, names, person.name),
                False,
            )
        return Advice("%s. %s" % (reasons, _what_to_do(server, doubts)), None, "unknown")


def _listed(server: Server, holder: Holder) -> list[Item]:
    if let_none_in(server, holder):
        return []
    user = holder.user
    path = "/users/%s/oauth/apps/authorized" % user["id"]
    action = "list the OAuth apps that %s authorized" % holder.name
    # An app may be named in several preferences.
    listed = server.client.pages(path, action, "edit_other_users", repeats=True)
    rows = [row for row in listed if isinstance(row.get("id"), str)]
    if not rows:
        return []
    in_use = not holder.assumed and any(row.get("is_oauth") is True for row in sessions.rows(server.client, user))
    bot = {"bot": user_lookup.name(user)} if holder.bot else {}
    found = []
    for row in rows:
        shown = dict({"id": one_line(row["id"], 26), "name": one_line(row.get("name")), "listed": True}, **bot)
        # A bot may have authorized the same app.
        key = "%s of %s" % (row["id"], user["id"]) if holder.bot else row["id"]
        found.append(Item(key, in_use, shown, {"id": row["id"], "holder": user["id"]}))
    return found


def _possible(app: dict[str, Any], since: int) -> Item:
    shown = {"id": one_line(app["id"], 26), "name": one_line(app.get("name")), "listed": False}
    return Item(app["id"], False, shown, _renewal((app, since)))


def _renewal(found: tuple[dict[str, Any], int] | None) -> dict[str, Any]:
    return {"app": found[0], "since": found[1]} if found else {}


def _names(apps: dict[str, dict[str, Any]]) -> str:
    names = [one_line(app.get("name")) or app["id"] for app in apps.values()]
    return ", ".join(names[:5]) + (" and %d more" % (len(names) - 5) if len(names) > 5 else "")


def _what_to_do(server: Server, doubts: list[Doubt]) -> str:
    known = rules(server)
    parts = []
    waits = sorted(filter(None, (waiting_code(server, one.holder) for one in doubts)))
    if waits:
        parts.append("An authorization code may still be exchanged for a token: run this again after %s." % waits[-1])
    if not all(one.holder.since for one in doubts):
        parts.append(
            "As long as an account is active, its refresh tokens work, and they cannot be listed: deactivate the"
            " account, then run this again."
        )
        return " ".join(parts)
    accepts = "accepts" if known.takes_deactivated else "may accept"
    parts.append(
        "Refresh tokens cannot be listed, outlive all sessions, and %s %s those of a deactivated account."
        % (known.server, accepts)
    )
    apps = {app["id"]: app for one in doubts for app in one.apps or []}
    if apps and known.new_secrets_suffice:
        parts.append(
            "Regenerate the secrets of %s (oauth_authorizations=regenerate_secrets), delete these apps, or update"
            " Mattermost"
            " to 11.9 or later." % _names(apps)
        )
    else:
        parts.append("Update Mattermost to 11.9 or later, or delete the apps that are no longer needed.")
    return " ".join(parts)
