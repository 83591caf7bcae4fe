# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something cannot be handed over to a successor."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError


class NoSuccessor(InputError):
    """Integrations are to be handed over, but there is no successor."""

    sentence = (
        "No successor is specified for {names}. Nothing was changed. Add them to successors, specify one account for"
        " all of them in bot_assignee, or set without_successor: close."
    )


class UnusableSuccessor(InputError):
    """The successor cannot take over."""

    sentence = (
        "The successor {name} is {problem}. Nothing was changed. Specify an active account that is not one of the"
        " users."
    )


class UnusableSecretsFolder(InputError):
    """New secrets could not be written, so none are generated."""

    sentence = (
        "secrets_dir {path} cannot be used: {reason}. Nothing was changed. Specify a directory to which only the user"
        " who runs the module can write."
    )


class SecretNotWritten(MattermostError):
    """A secret was regenerated, but its file could not be written."""

    sentence = (
        "Failed to write the new secret of {what} for {name}: {reason}. The secret was regenerated nevertheless. A"
        " system admin can find it under Integrations."
    )


class SuccessorNotInChannel(MattermostError):
    """Mattermost refuses posts by webhooks of users who are not members of their private channel."""

    sentence = (
        "Failed to {action}: {name} is not a member of its private channel, and Mattermost would refuse every post."
        " Add {name} to the channel and run this again, or set incoming_webhooks: delete."
    )
