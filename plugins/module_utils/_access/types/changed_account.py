# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of others that the user, an administrator, changed in a way that may give the user access.

Only people know whether a change was legitimate. Each is reported until the server shows that it is resolved: the
account is deactivated, the role is gone, or somebody else changed it again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import borrowed
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.logged import (
    LoggedAccessType,
    administered,
    borrowed_logs,
    left_at,
    others_since,
    users,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.system_role import beyond_base
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log, sessions, teams, user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import DONE
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account, Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_log import Log
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server

# What was changed, by API path.
_ROLE, _PASSWORD, _LOGIN, _FACTOR, _ACTIVATION, _DETAILS = (
    "role",
    "password",
    "login_method",
    "second_factor",
    "activation",
    "details",
)
_SESSIONS, _APPS = "sessions", "app_sessions"
_ACTIONS = {
    "/users/{id}/roles": _ROLE,
    "/users/{id}/password": _PASSWORD,
    "/users/{id}/auth": _LOGIN,
    "/users/{id}/mfa": _FACTOR,
    "/users/{id}/active": _ACTIVATION,
    "/users/{id}": _DETAILS,
    "/users/{id}/patch": _DETAILS,
    "/users/{id}/email/verify/member": _DETAILS,
}
# Roles that give no access to other accounts.
_HARMLESS = ("system_user_access_token", "system_post_all", "system_post_all_public")
# What is looked for in the log of somebody whose account they could use: what lets in by itself.
_WITH_ANOTHERS = (_ROLE, _PASSWORD, _LOGIN)
# What is resolved once another admin repeats the change, and what once the owner of the account does.
_OVER_BY_ADMINS = (_ROLE, _PASSWORD, _LOGIN, _ACTIVATION)
_OVER_BY_OWNER = (_PASSWORD, _FACTOR)

_ADVICE = {
    _ROLE: "Decide whether {user} should keep {roles}, which {person} granted on {at}, and remove it if not.",
    _PASSWORD: "Have {user} change the password, which {person} set on {at}.",
    _SESSIONS: "Revoke the sessions of {user}: some began with the password that {person} set on {at}, and the new"
    " password did not end them.",
    _APPS: "Revoke the sessions that OAuth apps have for {user}: some began after {person} created an access token for"
    " this account on {at}, and they outlive that token.",
    _LOGIN: "Make sure that the log-in of {user} through {service} belongs to them: {person} changed it on {at}.",
    _FACTOR: "Have {user} set up multi-factor authentication again: {person} removed or changed it on {at}.",
    _ACTIVATION: "Decide whether {user} should stay active: {person} activated the account on {at}.",
    _DETAILS: "Make sure that {email} is the address of {user}, have them change the password, and revoke the"
    " sessions of the account: {person} changed it on {at}, and whoever could read the mail of its address could set"
    " a password.",
}
_MADE = (
    "Review the accounts that were created until {at} and deactivate those that belong to nobody: {person} was an"
    " administrator, and Mattermost does not log who creates an account."
)


class ChangedAccount(LoggedAccessType):
    """The accounts of others that the user and their bots changed."""

    name = "changed_account"
    title = "Accounts of others"
    reported = True

    def found(self, server: Server, person: Person, account: Account, log: Log) -> list[Item]:
        """Return the last change of each type to each account, open until the server shows that it is resolved."""
        mine = {one.id for one in person.accounts(server)}
        last: dict[tuple[str, str], Row] = {}
        for row in log.rows:
            what = _ACTIONS.get(row.action)
            if account.borrowed and (what not in _WITH_ANOTHERS or row.subject == account.id):
                continue
            if what and row.stage == DONE and row.subject and row.subject not in mine and _opens(what, row):
                last.setdefault((what, row.subject), row)
        known = users(server, {subject for _what, subject in last})
        found = []
        order = list(_ADVICE)
        for (what, subject), row in sorted(last.items(), key=lambda one: (order.index(one[0][0]), -one[1].at)):
            user = known.get(subject)
            if user is not None:
                if what == _LOGIN and not user.get("delete_at"):
                    user = _fresh(server, user)
                is_open = not _over(server, person, what, user, row)
                if not is_open and what == _PASSWORD and _sessions_left(server, user, row):
                    is_open, what = True, _SESSIONS
                found.append(_item(account.actor(person.name), what, user, row, is_open))
        found += _let_in_by_token(server, account, person, mine, log)
        if account.id == person.id and administered(server, person):
            found.append(_accounts_made(server, person))
        return found


def _fresh(server: Server, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user by name. By id, older servers report an outdated log-in service for a while."""
    action = "read %s" % user_lookup.name(user)
    rows = server.client.read("/users/usernames", [user.get("username")], action, user_lookup.NEEDS)
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return next((row for row in rows if row.get("id") == user["id"]), user)


def _opens(what: str, row: Row) -> bool:
    """Return whether an entry grants access rather than removing it."""
    if what == _ROLE:
        return bool(_given(row))
    return row.active is True if what == _ACTIVATION else True


def _given(row: Row) -> list[str]:
    return [role for role in beyond_base({"roles": " ".join(row.roles)}) if role not in _HARMLESS]


def _over(server: Server, person: Person, what: str, user: dict[str, Any], row: Row) -> bool:
    """Return whether the server shows that a change no longer grants access."""
    service = user.get("auth_service") or ""
    if user.get("delete_at"):
        return True
    if what == _ROLE and not set(_given(row)) & set(beyond_base(user)):
        return True
    # An account with a log-in service has no password, and its address comes from that service.
    if what in (_PASSWORD, _DETAILS) and service:
        return True
    if what == _LOGIN and row.service is not None and row.service not in (service, "email" if not service else ""):
        return True
    if what == _FACTOR and not teams.setting(server, "EnableMultifactorAuthentication"):
        return True
    if what in _OVER_BY_ADMINS and _admins_did(server, person, what, user, row):
        return True
    return what in _OVER_BY_OWNER and _owner_did(server, what, user, row)


def _sessions_left(server: Server, user: dict[str, Any], row: Row) -> bool:
    """Say whether the account has sessions from when the password was the one that was set.

    A new password ends no session, and nobody sees who began one.
    """
    if user.get("delete_at") or user.get("auth_service"):
        return False
    end = borrowed.until(user, row)
    return any(
        row.at <= milliseconds(session.get("create_at")) <= (end or sys.maxsize)
        for session in sessions.rows(server.client, user)
        if sessions.kind(session, session.get("props") or {}) != "token"
    )


def _let_in_by_token(server: Server, account: Account, person: Person, mine: set[str], log: Log) -> list[Item]:
    """Return the accounts of others for which OAuth apps were authorized since somebody had a token for them.

    With a token, an app can be authorized for the account. Revoking the token does not end the sessions of the app.
    """
    first: dict[str, Row] = {}
    for row in log.of("/users/{id}/tokens"):  # newest first
        if "token_id" in row.named and row.subject and row.subject not in mine and row.subject != account.id:
            first[row.subject] = row
    found = []
    for subject, user in users(server, first).items():
        row = first[subject]
        if user.get("delete_at"):
            continue
        apps = [one for one in sessions.rows(server.client, user) if one.get("is_oauth") is True]
        newest = max((milliseconds(one.get("create_at")) for one in apps), default=0)
        if newest >= row.at:
            item = _item(account.actor(person.name), _APPS, user, row, True)
            # A later session needs a new confirmation.
            item.row["until"] = newest
            found.append(item)
    return found


def _admins_did(server: Server, person: Person, what: str, user: dict[str, Any], row: Row) -> bool:
    """Say whether another administrator made the same change later.

    Nobody vouches for their own account, which may be a second one of the person, nor with an account that the person
    could use at that moment.
    """
    others = [log for admin_id, log in others_since(server, person, row.at) if admin_id != user["id"]]
    later = {one.key for log in others for one in _again(log, what, user, row)}
    return bool(later) and not later <= {
        one.key for _account, log in borrowed_logs(server, person) for one in log.about(user["id"], *_paths(what))
    }


def _owner_did(server: Server, what: str, user: dict[str, Any], row: Row) -> bool:
    if what == _FACTOR and user.get("mfa_active") is not True:
        return False
    try:
        return bool(_again(audit_log.of(server, user, row.at), what, user, row))
    except MattermostError as error:
        if error.fatal:
            raise
        return False


def _again(log: Log, what: str, user: dict[str, Any], row: Row) -> list[Row]:
    """Return the entries of a log which show that the same change was made to an account later."""
    made = log.about(user["id"], *_paths(what))
    return [later for later in made if later.at > row.at and later.stage == DONE]


def _paths(what: str) -> list[str]:
    return [action for action, sort in _ACTIONS.items() if sort == what]


def _item(actor: str, what: str, user: dict[str, Any], row: Row, is_open: bool) -> Item:
    shown: dict[str, Any] = {
        "what": what,
        "id": user["id"],
        "username": user_lookup.name(user),
        "email": one_line(user.get("email"), 320),
        "at": iso(row.at),
    }
    if row.roles:
        shown["roles"] = list(row.roles)
    shown["advice"] = _ADVICE[what].format(
        user=shown["username"],
        email=shown["email"] or "the address on the account",
        roles=" ".join(_given(row)),
        service=row.service or "Mattermost itself",
        person=actor,
        at=shown["at"],
    )
    return Item("%s %s %d" % (what, user["id"], row.at), is_open, shown)


def _accounts_made(server: Server, person: Person) -> Item:
    left = left_at(server, person)
    until = iso(left or server.client.clock.now())
    shown = {"what": "accounts_made", "until": until, "advice": _MADE.format(person=person.name, at=until)}
    return Item("accounts_made", True, shown, {"until": left})
