# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something cannot be handed over to whoever takes over."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError


class NoSuccessor(InputError):
    """Somebody's things are to be handed over, and nobody is named who gets them."""

    sentence = (
        "Nobody is named who takes over from {names}. Nothing was changed. Name them in successors, or name somebody"
        " for all in bot_assignee, or set without_successor: close."
    )


class UnusableSuccessor(InputError):
    """The account that is to take over cannot."""

    sentence = "The successor {name} is {problem}. Nothing was changed. Name an active account that stays."


class UnusableSecretsFolder(InputError):
    """New secrets could not be written, so none are made."""

    sentence = (
        "secrets_dir {path} cannot be used: {reason}. Nothing was changed. Name a folder that the user who runs the"
        " module can write to, and nobody else."
    )


class SecretNotWritten(MattermostError):
    """A secret is new, and its file could not be written."""

    sentence = (
        "Failed to write the new secret of {what} for {name}: {reason}. It is new all the same. A system admin finds it"
        " under Integrations."
    )


class SuccessorNotInChannel(MattermostError):
    """Mattermost takes no post by the webhook of somebody who is not in a private channel."""

    sentence = (
        "Failed to {action}: {name} is not in its channel, which is private, and Mattermost would refuse every post."
        " Add {name} to the channel and run this again, or set incoming_webhooks: delete."
    )
