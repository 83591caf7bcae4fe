# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account that may have authorized OAuth apps, and whether its refresh tokens may still work.

Refresh tokens cannot be listed. The list of authorized apps is built from preferences that the user can delete, and
expired sessions are cleaned up while their refresh tokens remain. So the question is reversed: could the account have
authorized any app at all, and is there still an app that could use a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_rules import CODE_LIFE, rules
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# The shortest possible lifetime of an app's session, in milliseconds.
SHORTEST_SESSION = 24 * 3600 * 1000


class Holder:
    """The account of a person or one of their bots, as a user of the API: `user`.

    `left` is when the account was deactivated, `since` when all accounts of the person were, both in milliseconds
    since the epoch, 0 if still active. `assumed`: they will have been, and no session will have outlived that.
    """

    def __init__(self, user: dict[str, Any], left: int, since: int, bot: bool, assumed: bool = False) -> None:
        self.user = user
        self.left = left
        self.since = since
        self.bot = bot
        self.assumed = assumed

    @property
    def name(self) -> str:
        """The name of the account for a message."""
        return ("the bot %s" if self.bot else "%s") % user_lookup.name(self.user)


def holders(server: Server, person: Person) -> list[Holder]:
    """Return the accounts of a person. A bot that now has another owner counts as active."""
    left, assumed = milliseconds(person.user.get("delete_at")), bool(person.bots_end)
    found = [Holder(person.user, left, left, False, assumed)]
    accounts = person.bot_accounts(server)
    rows = {row["user_id"]: row for row in person.bots(server)} if accounts else {}
    for account in accounts:
        row = rows.get(account.id, {})
        disabled = milliseconds(row.get("delete_at")) or person.bots_end
        user = {"id": account.id, "username": account.name, "create_at": person.made_at(account)}
        since = max(left, disabled) if left and disabled else 0
        found.append(Holder(user, disabled, since, True, assumed and disabled == person.bots_end))
    return found


def let_none_in(server: Server, holder: Holder) -> bool:
    """Say whether it is known without asking for the list that an account let no app in. Raises MattermostError.

    There may be no app, and then nothing is asked about anybody. Or the log proves it, which is read anyway.
    """
    if server.caller.lacks(oauth_client.NEEDS):
        return False
    try:
        apps = oauth_client.every_app(server)
    except MattermostError as error:
        if error.fatal:
            raise
        return False
    if not apps:
        return True
    if not rules(server).logs_links:
        return False
    log = audit_log.of(server, holder.user)
    return not log.of("/oauth/authorize") and log.gap is None


class Doubt:
    """Why an account may have a refresh token that works, or would work again with a new secret.

    `apps` are the raw apps that could use it, None if the caller cannot see apps. If there are none, `renewed` are
    those whose new secret made the token useless.
    """

    def __init__(
        self, holder: Holder, reason: str, apps: list[dict[str, Any]] | None, renewed: list[dict[str, Any]]
    ) -> None:
        self.holder = holder
        self.reason = reason
        self.apps = apps
        self.renewed = renewed


def doubt(server: Server, holder: Holder, listed: list[str]) -> Doubt | None:
    """Return the doubts about an account. `listed` are the names of the apps in its preferences.

    Raises MattermostError.
    """
    if holder.left and rules(server).refuses_deactivated:
        return None
    apps = _apps(server, holder)
    if apps is not None and not apps:
        return None
    reason = _reason(server, holder, listed, apps)
    if reason is None or (holder.since and oauth_client.everybody_logged_out(server, _last_grant(server, holder))):
        return None
    if apps is None:
        return Doubt(holder, reason, None, [])
    usable = [app for app in apps if oauth_client.renewed(server, app, holder.since) is not True]
    return Doubt(holder, reason, usable, [app for app in apps if app not in usable])


def _apps(server: Server, holder: Holder) -> list[dict[str, Any]] | None:
    """Return the apps with which a refresh token of the account could work, None if the caller cannot see apps."""
    if server.caller.lacks(oauth_client.NEEDS):
        return None
    # If a token works with the secret of any app, apps registered later count as well.
    later = not rules(server).new_secrets_suffice
    return [
        app
        for app in oauth_client.every_app(server)
        if not oauth_client.is_public(server, app)
        and (later or not holder.left or milliseconds(app.get("create_at")) <= holder.left)
    ]


def _reason(server: Server, holder: Holder, listed: list[str], apps: list[dict[str, Any]] | None) -> str | None:
    """Return why the account may have authorized an app, None if it provably did not."""
    name, known = holder.name, rules(server)
    if listed:
        more = " and %d more" % (len(listed) - 3) if len(listed) > 3 else ""
        return "%s authorized %s%s" % (name, ", ".join(listed[:3]), more)
    log = audit_log.of(server, holder.user)
    asked = log.of("/oauth/authorize")
    if asked:
        return "%s was asked to authorize an app on %s, and the log does not show which one" % (name, iso(asked[0].at))
    now = server.client.clock.now()
    if not holder.left:
        # For an active account, only known facts are reported: the account itself is the way in.
        return None
    if log.gap is not None:
        return "%s may have authorized an app: %s" % (name, log.gap)
    if known.logs_links:
        return None
    if now - milliseconds(holder.user.get("create_at")) > SHORTEST_SESSION:
        return "%s may have authorized an app by following a link, which %s does not log" % (name, known.server)
    # The session of an app authorized within a day is still listed, but an authorization code may be pending.
    trusted = apps is None or any(app.get("is_trusted") is True for app in apps)
    if trusted and now - holder.left < CODE_LIFE and not known.ends_codes:
        return "%s may have authorized a trusted app, which %s does not log" % (name, known.server)
    return None


def _last_grant(server: Server, holder: Holder) -> int:
    """Return the time after which no app can get a token for the account any more."""
    return holder.since + (0 if rules(server).ends_codes else CODE_LIFE)


def waiting_code(server: Server, holder: Holder) -> str | None:
    """Return until when an authorization code of the account can be exchanged, None if that has passed."""
    if rules(server).ends_codes or not holder.left:
        return None
    end = holder.left + CODE_LIFE
    return iso(end) if end > server.client.clock.now() else None
