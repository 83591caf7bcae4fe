# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The handover to a successor, and the delivery of new secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.handover_errors import SecretNotWritten

if TYPE_CHECKING:
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
    from ansible_collections.offboarding.mattermost.plugins.module_utils._access.secret_files import SecretFiles


class Handover:
    """The handover of one leaver. `successor` is a user of the API."""

    def __init__(self, successor: dict[str, Any], files: SecretFiles) -> None:
        self.successor = successor
        self._files = files

    @property
    def name(self) -> str:
        """The name of the successor."""
        return user_lookup.name(self.successor)

    def deliver(self, access_type: str, person: Person, item: Item, secret: dict[str, Any]) -> None:
        """Write a new secret for the successor, with a description of its integration. Raises SecretNotWritten."""
        told = {key: item.shown[key] for key in ("name", "trigger", "team", "bot") if item.shown.get(key)}
        entry = {"type": access_type, **told, "from": person.name, **secret}
        try:
            self._files.add(self.name, entry)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SecretNotWritten(what=item.label, name=self.name, reason=reason) from None
