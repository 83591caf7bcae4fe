# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of one item or the whole run that are not answers of the server."""

from __future__ import annotations

import traceback

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError


class StillThere(MattermostError):
    """The server answered OK, but verification shows otherwise."""

    sentence = (
        "Failed to {action}: {url} answered OK, but {count} still there. A concurrent request or a lagging replica may"
        " be the cause: run it again."
    )


class PermissionLacking(MattermostError):
    """The calling account lacks a permission, which was known without a request."""

    sentence = "Failed to {action}: the calling account lacks {permission}."


class BotStays(MattermostError):
    """A bot is not assigned to another owner, since the former owner would keep some access to it."""

    sentence = (
        "Failed to {action}: {reason}. The bot keeps its owner. Close what is still open and run it again, or set"
        " bots: disable."
    )


class OwnsItself(MattermostError):
    """A bot that owns itself cannot be disabled before it has another owner."""

    sentence = (
        "Failed to {action}: it is a bot that owns itself, and Mattermost would never finish disabling it. A bot"
        " cannot be its new owner: use the token of a person, or assign the bot to another account first."
    )


class ManagedByLdap(MattermostError):
    """Only LDAP decides whether the account is active."""

    sentence = (
        "Failed to {action}: the account is managed by LDAP, and Mattermost would refuse the change. Change its state"
        " in the LDAP directory, then synchronize Mattermost."
    )


class Stopped(MattermostError):
    """The run ended before this item was begun."""

    sentence = "Not done: the run stopped before it reached this user. {reason}"


class Interrupted(MattermostError):
    """A signal ended the run."""

    sentence = "Interrupted by signal {signal}: {done} of {total} users were done. Run it again to finish the rest."


class Unexpected(MattermostError):
    """A defect of the collection."""

    sentence = (
        "Failed to {action}: {reason} at {place}. This is a bug in the collection: please report it together with the"
        " version of the server."
    )
    # The stack of the defect, for -vvv, without values and messages, which may be secret.
    trace = ""

    @classmethod
    def at(cls, action: str, defect: BaseException) -> Unexpected:
        """Create one from the type and location of an exception, without its text, which may contain a secret."""
        steps = [
            "%s:%d in %s" % (step.filename.rpartition("/plugins/")[2], step.lineno or 0, step.name)
            for step in traceback.extract_tb(defect.__traceback__)
        ]
        error = cls(action=action, reason=type(defect).__name__, place=steps[-1] if steps else "an unknown place")
        error.trace = "\n".join(
            ["%s (its text is omitted because it may contain a secret)" % type(defect).__name__, *steps]
        )
        return error
