# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typed exceptions, and the one place where the sentences that a user reads are made.

Every sentence stands in `MESSAGES` or `HINTS`; a test holds both against the troubleshooting
guide, so that no message exists that the documentation does not explain.
"""

from __future__ import annotations

from typing import Any

# What went wrong before or instead of an answer of Mattermost's own. The key is the name
# under which the troubleshooting guide explains it.
MESSAGES = {
    "url_missing": "No Mattermost address was given. Set url, or the environment variable MATTERMOST_URL.",
    "url_scheme": "The address {url} is not usable: it must begin with https:// or http://.",
    "url_host": "The address {url} is not usable: it names no host.",
    "url_port": "The address {url} is not usable: there is no port beyond 65535.",
    "url_secret": "The address holds a user name or password. Put them into username and password (or token) instead.",
    "url_extra": "The address {url} is not usable: it must not have a query or a fragment.",
    "credentials_missing": "No credentials were given. Set token, or username and password.",
    "credentials_form": "The {option} holds characters that no HTTP header can carry. Was a line break copied with it?",
    "option_range": "{option} must be {range}, not {value}.",
    "duration": "{option}: {value!r} is not a duration. Write a number and a unit: 90s, 30m, 12h, 30d or 4w.",
    "session_id": "session_ids and exclude_session_ids: entry {position} is not a session id (26 characters of a-z and"
    " 0-9). Its value is not shown, since it could be a token.",
    "user_malformed": "Not a user name, e-mail address or id: {names}. Nothing was changed.",
    "user_unknown": "Unknown on {url}: {names}. Nothing was changed. Correct the list, or set missing_users: ignore.",
    "user_ambiguous": "{name} is the id of one user and the user name of another. Give the user's e-mail address or"
    " the other's id instead. Nothing was changed.",
    "self": "{name} is the account that runs this module. Nothing was changed. Take it out of users, or set"
    " include_self: true.",
    "no_users": "No users were given: nothing was done.",
    "nobody": "Nobody is named. Nothing was changed. Set users, or everyone: true for the whole server.",
    "everyone_users": "everyone: true and users exclude each other. Nothing was changed. Say which is meant.",
    "everyone_self": "everyone: true ends the sessions of the calling account too. Nothing was changed. Say it together"
    " with include_self: true.",
    "everyone_permission": "Failed to revoke the sessions of everyone: {name} lacks the permission manage_system."
    " Nothing was changed. Use the token of a system admin.",
    "ldap_managed": "Failed to {action}: the account is managed by LDAP, and Mattermost would refuse."
    " Change its state in the LDAP directory, then let Mattermost synchronise.",
    "last_admin": "{name} is the last active system admin. Nothing was changed. Make somebody else a system admin"
    " first.",
    "bot_assignee": "bot_assignee {name} is {problem}. Nothing was changed. Name an active account that stays.",
    "unreachable": "Failed to {action}: cannot reach {url}: {reason}. Check the address, the network and that the"
    " server runs.",
    "timeout": "Failed to {action}: no answer from {url} within {seconds} seconds. Check the server, or raise timeout.",
    "broken": "Failed to {action}: the connection to {url} broke: {reason}. Run it again.",
    "tls": "Failed to {action}: the TLS certificate of {url} does not verify: {reason}. Set ca_path to the certificate"
    " of its authority, or correct the address.",
    "tls_setup": "Failed to {action}: TLS cannot be set up for {url}: {reason}. Check ca_path, client_cert and"
    " client_key.",
    "proxy": "Failed to {action}: the proxy for {url} does not serve: {reason}. Check the proxy variables of the"
    " environment, or name the host in no_proxy.",
    "redirect": "Failed to {action}: {url} answered HTTP {status} with a redirect, which is not followed."
    " Set url to {target}.",
    "not_json": "Failed to {action}: {url} answered HTTP {status} with {media_type} where JSON is due. Is there a"
    " proxy, a log-in page or another site at this address?",
    "bad_shape": "Failed to {action}: {url} answered JSON that is not {expected}. Is this a Mattermost server?",
    "no_id": "Failed to {action}: {url} lists something without a usable id, which can be neither told from others nor"
    " closed. Look at it in Mattermost.",
    "not_found": "Failed to {action}: HTTP 404 {id}: {url} has no such endpoint. Check the address (does the server"
    " live under a sub-path?) and the version of the server.",
    "rate_limited": "Failed to {action}: HTTP 429: {url} still refuses after {tries} tries, its rate limit is used up."
    " Raise retries, or lower concurrency.",
    "api": "Failed to {action}: HTTP {status} {id}: {message}{hint}",
    "login_token": "Failed to log in as {name}: {url} answered without a session token. Is there a proxy that drops"
    " the Token header?",
    "still_there": "Failed to {action}: {url} answered OK, but {count} still there. Another request or a replica that"
    " lags behind may be the reason: run it again.",
    "stopped": "Not done: the run was stopped before. {reason}",
    "interrupted": "Interrupted by signal {signal}: {done} of {total} users were done. Run it again to finish the"
    " rest.",
    "unexpected": "Failed to {action}: the answer of {url} could not be understood ({reason}). This is a defect:"
    " please report it with the version of the server.",
}

# What to do about an error of Mattermost's, by its id. {needs} is the permission that the request needs.
HINTS = {
    "api.context.permissions.app_error": "The token needs {needs}.",
    "api.user.update_active.permissions.app_error": "The token needs {needs}.",
    "api.context.session_expired.app_error": "The token is wrong, expired or revoked, or its account is deactivated:"
    " make a new one.",
    "api.user.login.invalid_credentials_email_username": "Check username and password.",
    "api.user.login.invalid_credentials_email": "Check username and password.",
    "api.user.login.invalid_credentials_username": "Check username and password.",
    "api.user.login.invalid_credentials_sso": "Check username and password.",
    "api.user.check_user_password.invalid.app_error": "Check username and password.",
    "api.user.login.inactive.app_error": "The account that runs this module is deactivated.",
    "api.user.login.bot_login_forbidden.app_error": "A bot cannot log in: give its token instead.",
    "mfa.validate_token.authenticate.app_error": "Set mfa_code to a fresh code of the second factor.",
    "api.user.check_user_mfa.bad_code.app_error": "Set mfa_code to a fresh code of the second factor.",
    "api.context.mfa_required.app_error": "The account must set up its second factor first.",
    "api.user.check_user_login_attempts.too_many.app_error": "The account is locked after too many log-ins: reset its"
    " password.",
    "app.session.remove.app_error": "One session could not be removed; the rest was tried one by one.",
    "api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error": "Change the state of"
    " the account in the LDAP directory, then let Mattermost synchronise.",
    "api.user.update_active.not_enable.app_error": "An account cannot deactivate itself: use another admin's token.",
    "store.sql_bot.get.missing.app_error": "The bot is gone, or the token lacks {needs}.",
    "api.incoming_webhook.disabled.app_error": "Incoming webhooks are switched off: they come back when switched on.",
    "api.outgoing_webhook.disabled.app_error": "Outgoing webhooks are switched off: they come back when switched on.",
    "api.command.disabled.app_error": "Slash commands are switched off: they come back when switched on.",
    "api.oauth.allow_oauth.turn_off.app_error": "The OAuth provider is switched off: its apps come back when it is"
    " switched on.",
    "app.user.missing_account.const": "The user is gone from the server.",
}

# Both mean: the token does not belong to a person or bot, but to an app that somebody authorised.
OAUTH_HINT = "The token belongs to an OAuth app, which may not do this: use a personal access token or a log-in."


class MattermostError(Exception):
    """Anything that ends an item or a run with one sentence, named by its key in `MESSAGES`.

    Attributes: `status` (HTTP status or None), `error_id` (Mattermost's or None), `hint` (what to
    do next, may be empty), `fatal` (no other item can succeed either), `transient` (a later try
    may succeed), `unknown` (a changing request was sent and its outcome is not known).
    """

    def __init__(self, sentence: str, **values: Any) -> None:
        self.name = sentence
        self.status = values.pop("status_code", None)
        self.error_id = values.pop("error_id", None)
        self.hint = values.pop("hint_text", "")
        self.fatal = values.pop("fatal", False)
        self.transient = values.pop("transient", False)
        self.unknown = values.pop("unknown", False)
        super().__init__(MESSAGES[sentence].format(**values))

    def as_dict(self) -> dict[str, Any]:
        """Return the error as it stands in a result: status, id, message and hint."""
        return {"status": self.status, "id": self.error_id, "message": str(self), "hint": self.hint or None}


class InputError(MattermostError):
    """What was asked for cannot be meant; found before anything was changed."""


class TransportError(MattermostError):
    """No usable answer came back: unreachable, TLS, time-out, redirect, not JSON."""


class ApiError(MattermostError):
    """Mattermost answered with an error of its own."""


def api_error(action: str, status: int, body: Any, needs: str | None = None, **flags: bool) -> ApiError:
    """Make an ApiError from the parsed body of an error answer.

    `action` completes "Failed to ..."; `needs` names the permission that the request needs.
    Only `id` and `message` of the body are shown: `detailed_error` may quote what was sent.
    """
    body = body if isinstance(body, dict) else {}
    error_id = one_line(body.get("id"), 120)
    text = one_line(body.get("message"), 300) or "no message"
    detail = body.get("detailed_error")
    if status == 403 and isinstance(detail, str) and "oauth" in detail.lower():
        hint = OAUTH_HINT
    else:
        hint = HINTS.get(error_id, "").format(needs=needs or "a system admin's permissions")
    if not text.endswith((".", "!", "?")):
        text += "."
    return ApiError(
        "api",
        action=action,
        status=status,
        id=error_id or "(no error id)",
        message=text,
        hint=" " + hint if hint else "",
        status_code=status,
        error_id=error_id or None,
        hint_text=hint,
        **flags,
    )


def worse(first: MattermostError | None, second: MattermostError | None) -> MattermostError | None:
    """Return the error that says more: a fatal one, else one whose outcome is not known, else the first."""
    if first is None or second is None:
        return first or second
    return second if (second.fatal, second.unknown) > (first.fatal, first.unknown) else first


def one_line(value: Any, limit: int) -> str:
    """Return a string as one printable line of at most `limit` characters; anything else as ''."""
    if not isinstance(value, str):
        return ""
    if not value.isprintable():
        value = "".join(c if c.isprintable() else " " for c in value)
    text = " ".join(value.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def first_few(names: list[str], limit: int = 5) -> str:
    """Return "a, b, c and 7 more"."""
    shown = ", ".join(names[:limit])
    rest = len(names) - limit
    return "%s and %d more" % (shown, rest) if rest > 0 else shown
