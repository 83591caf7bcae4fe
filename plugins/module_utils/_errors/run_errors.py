# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What went wrong with one item or the whole run, though the server could be asked."""

from __future__ import annotations

import traceback

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError


class StillThere(MattermostError):
    """The server answered OK, and a look afterwards shows otherwise."""

    sentence = (
        "Failed to {action}: {url} answered OK, but {count} still there. Another request or a replica that "
        "lags behind may be the reason: run it again."
    )


class PermissionLacking(MattermostError):
    """The calling account may not do it, which was known without asking."""

    sentence = "Failed to {action}: the calling account lacks {permission}."


class BotStays(MattermostError):
    """A bot is not given to another owner, since something of its former owner would go over with it."""

    sentence = (
        "Failed to {action}: {reason}. The bot stays with its owner. Close what is left of it and run this again, or"
        " set bots: disable."
    )


class OwnsItself(MattermostError):
    """A bot that owns itself cannot be disabled before it has another owner."""

    sentence = (
        "Failed to {action}: it is a bot that owns itself, and Mattermost would never end disabling it. A bot cannot be"
        " its new owner: run this with the token of a person, or assign the bot to somebody first."
    )


class ManagedByLdap(MattermostError):
    """LDAP alone decides whether the account is active."""

    sentence = (
        "Failed to {action}: the account is managed by LDAP, and Mattermost would refuse. Change its state in"
        " the LDAP directory, then let Mattermost synchronise."
    )


class Stopped(MattermostError):
    """The run ended before this item was begun."""

    sentence = "Not done: the run was stopped before. {reason}"


class Interrupted(MattermostError):
    """A signal ended the run."""

    sentence = "Interrupted by signal {signal}: {done} of {total} users were done. Run it again to finish the rest."


class Unexpected(MattermostError):
    """A defect of the collection."""

    sentence = (
        "Failed to {action}: {reason} at {place}. This is a defect of the collection: please report it with the"
        " version of the server."
    )
    # The lines of code on the way to the defect, for -vvv. Neither values nor messages are in it: they may be secret.
    trace = ""

    @classmethod
    def at(cls, action: str, defect: BaseException) -> Unexpected:
        """Make one from an exception: its type and its place find the defect, its text may hold a secret."""
        steps = [
            "%s:%d in %s" % (step.filename.rpartition("/plugins/")[2], step.lineno or 0, step.name)
            for step in traceback.extract_tb(defect.__traceback__)
        ]
        error = cls(action=action, reason=type(defect).__name__, place=steps[-1] if steps else "an unknown place")
        error.trace = "\n".join(["%s (its text is left out, it may hold a secret)" % type(defect).__name__, *steps])
        return error
