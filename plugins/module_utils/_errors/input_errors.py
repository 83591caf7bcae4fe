# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors in the input. All are found before anything is changed."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError


class InputError(MattermostError):
    """An option or its value cannot be used."""


class AddressMissing(InputError):
    """No address was given."""

    sentence = "No Mattermost address was given. Set url, or the environment variable MATTERMOST_URL."


class AddressWithoutScheme(InputError):
    """The address begins with neither https:// nor http://."""

    sentence = "The address {url} is not usable: it must begin with https:// or http://."


class AddressWithoutHost(InputError):
    """The address names no host."""

    sentence = "The address {url} is not usable: it names no host."


class AddressPortOutOfRange(InputError):
    """The port of the address does not exist."""

    sentence = "The address {url} is not usable: the port must not be greater than 65535."


class AddressWithCredentials(InputError):
    """The address contains a user name or a password."""

    sentence = "The address contains a user name or password. Use the options username and password (or token) instead."


class AddressWithQuery(InputError):
    """The address has a query or a fragment."""

    sentence = "The address {url} is not usable: it must not have a query or a fragment."


class CredentialsMissing(InputError):
    """No credentials were given."""

    sentence = "No credentials were given. Set token, or username and password."


class CredentialsMalformed(InputError):
    """A credential cannot be sent in a header."""

    sentence = (
        "The {option} contains characters that are not allowed in an HTTP header. Was a line break copied along with"
        " it?"
    )


class OptionOutOfRange(InputError):
    """A number is outside of the range of its option."""

    sentence = "{option} must be {range}, not {value}."


class MalformedDuration(InputError):
    """A duration is not a number with a unit."""

    sentence = "{option}: {value!r} is not a duration. Write a number and a unit: 90s, 30m, 12h, 30d or 4w."


class MalformedSessionId(InputError):
    """A session id is not valid."""

    sentence = (
        "session_ids and exclude_session_ids: entry {position} is not a session id (26 characters of a-z and "
        "0-9). Its value is not shown because it could be a token."
    )


class MalformedUser(InputError):
    """An entry is neither a user name nor an e-mail address nor an id."""

    sentence = "Not a user name, e-mail address or id: {names}. Nothing was changed."


class UnknownUser(InputError):
    """A user does not exist on the server."""

    sentence = "Unknown on {url}: {names}. Nothing was changed. Correct the list, or set missing_users: ignore."


class AmbiguousUser(InputError):
    """An entry matches two users."""

    sentence = (
        "{name} is the id of one user and the user name of another. Give the user's e-mail address or the "
        "other's id instead. Nothing was changed."
    )


class CallingAccount(InputError):
    """The account that runs the module is among the users."""

    sentence = (
        "{name} is the account that runs this module. Nothing was changed. Remove it from users, or set include_self:"
        " true."
    )


class NoUsers(InputError):
    """The list of users is empty."""

    sentence = "No users were given: nothing was done."


class NobodyNamed(InputError):
    """Neither users nor everyone was given."""

    sentence = (
        "Neither users nor everyone was specified. Nothing was changed. Set users, or set everyone: true for all users"
        " of the server."
    )


class EveryoneAndUsers(InputError):
    """Both users and everyone were given."""

    sentence = "everyone: true and users are mutually exclusive. Nothing was changed. Set only one of them."


class EveryoneWithoutSelf(InputError):
    """Everyone includes the calling account, which was not allowed."""

    sentence = (
        "everyone: true also revokes the sessions of the calling account. Nothing was changed. Set include_self: true"
        " as well."
    )


class EveryoneNotAllowed(InputError):
    """The calling account is not permitted to revoke the sessions of everyone."""

    sentence = (
        "Failed to revoke the sessions of everyone: {name} lacks the permission manage_system. Nothing was "
        "changed. Use the token of a system admin."
    )


class LastSystemAdmin(InputError):
    """No active system admin would be left."""

    sentence = "{name} is the last active system admin. Nothing was changed. Make another user a system admin first."


class UnusableBotAssignee(InputError):
    """The account that the bots are to be assigned to cannot own them."""

    sentence = (
        "bot_assignee {name} is {problem}. Nothing was changed. Specify an active account that is not one of the users."
    )


class RolesOfTheActive(InputError):
    """Roles are to be reset for accounts that are to be active."""

    sentence = (
        "system_roles: reset requires state: deactivated. Nothing was changed. To reset the roles of an active user,"
        " use mattermost_access_revoke."
    )


class EmptyMessage(InputError):
    """The message is empty, which Mattermost does not refuse."""

    sentence = "text is empty. Nothing was posted."


class TeamMissing(InputError):
    """A channel is named without its team."""

    sentence = "The channel {name} is not an id. Nothing was posted. Set team as well, or name the channel by its id."


class UnusableName(InputError):
    """A value is not a valid name of a channel or team."""

    sentence = (
        "{option}: {value!r} is neither a name nor an id. Nothing was posted. Use the name in the URL of the "
        "{option}, or its id."
    )
