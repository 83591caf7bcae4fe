# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Argument specs, divided like the documentation fragments with the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import OptionOutOfRange

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTH_SERVICES = ("email", "ldap", "saml", "gitlab", "google", "office365", "openid")
SESSION_KINDS = ("web", "desktop", "mobile", "cli", "oauth", "token")
# The types of access that can be stale, in the order in which they are closed.
STALE_ACCESS_TYPES = (
    "user_access_token",
    "bot_token",
    "bot",
    "incoming_webhook",
    "outgoing_webhook",
    "slash_command",
    "oauth_app",
)

# The option that an environment variable sets. Read by _module.py rather than by env_fallback, since
# a log-in given to the task must take precedence over a token in the environment.
ENVIRONMENT = {
    "url": "MATTERMOST_URL",
    "token": "MATTERMOST_TOKEN",
    "username": "MATTERMOST_USERNAME",
    "password": "MATTERMOST_PASSWORD",
    "mfa_code": "MATTERMOST_MFA_CODE",
}

RANGES = {
    "timeout": (1, 600),
    "retries": (0, 20),
    "concurrency": (1, 64),
    "verify_delay": (0, 600),
    "people_shown": (0, 50),
}


class Spec:
    """An argument spec with its conditions; `+` combines two."""

    def __init__(self, arguments: dict[str, Any], **conditions: Any) -> None:
        self.arguments = arguments
        self.conditions = conditions

    def __add__(self, other: Spec) -> Spec:
        joined = {key: list(value) for key, value in self.conditions.items()}
        for key, value in other.conditions.items():
            joined.setdefault(key, []).extend(value)
        return Spec(dict(self.arguments, **other.arguments), **joined)

    def requiring(self, name: str) -> Spec:
        """Return the spec with one of its options required."""
        return self + Spec({name: dict(self.arguments[name], required=True)})


CONNECTION = Spec(
    {
        "url": {"type": "str"},
        "token": {"type": "str", "no_log": True},
        "username": {"type": "str"},
        "password": {"type": "str", "no_log": True},
        "mfa_code": {"type": "str", "no_log": True},
        "validate_certs": {"type": "bool", "default": True},
        "ca_path": {"type": "path"},
        "client_cert": {"type": "path"},
        "client_key": {"type": "path", "no_log": False},
        "timeout": {"type": "int", "default": 30},
        "retries": {"type": "int", "default": 6},
    },
    mutually_exclusive=[("token", "username"), ("token", "password")],
)

BULK = Spec({"concurrency": {"type": "int", "default": 8}})

# The accounts that a module works on. Each module adds `users` itself, since not all require it.
USERS = BULK + Spec(
    {
        "users": {"type": "list", "elements": "str"},
        "missing_users": {"type": "str", "choices": ["fail", "ignore"], "default": "fail"},
    }
)

INCLUDE_SELF = Spec({"include_self": {"type": "bool", "default": False}})

# The options of the access modules about audit logs.
LOG = Spec({"log_since": {"type": "str"}, "confirmed": {"type": "list", "elements": "str", "default": []}})

SESSION_FILTERS = Spec(
    {
        "session_ids": {"type": "list", "elements": "str"},
        "exclude_session_ids": {"type": "list", "elements": "str", "default": []},
        "kinds": {"type": "list", "elements": "str", "choices": list(SESSION_KINDS)},
        "older_than": {"type": "str"},
        "idle_longer_than": {"type": "str"},
        "include_expired": {"type": "bool", "default": False},
    }
)

# The options that define which access is stale.
STALE_ACCESS = BULK + Spec(
    {
        "unused_for": {"type": "str"},
        "older_than": {"type": "str"},
        "access_types": {"type": "list", "elements": "str", "choices": list(STALE_ACCESS_TYPES)},
        "users": {"type": "list", "elements": "str"},
        "exclude_users": {"type": "list", "elements": "str", "default": []},
    }
)


def check_ranges(params: dict[str, Any]) -> None:
    """Raise InputError for a number outside of the range of its option."""
    for option, (low, high) in RANGES.items():
        value = params.get(option)
        if value is not None and not low <= value <= high:
            raise OptionOutOfRange(option=option, range="from %d to %d" % (low, high), value=value)


def fill_from_environment(params: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the params with the connection options from the environment: the address, and the credentials if
    the task has none. Credentials are never combined from both sources."""
    filled = dict(params)
    filled["url"] = params["url"] or environ.get(ENVIRONMENT["url"])
    if not any(params[name] for name in ("token", "username", "password")):
        if environ.get(ENVIRONMENT["token"]):
            filled["token"] = environ[ENVIRONMENT["token"]]
        else:
            for name in ("username", "password"):
                filled[name] = environ.get(ENVIRONMENT[name])
    elif params["username"] and not params["password"] and not params["token"]:
        filled["password"] = environ.get(ENVIRONMENT["password"])
    filled["mfa_code"] = params["mfa_code"] or environ.get(ENVIRONMENT["mfa_code"])
    return filled
