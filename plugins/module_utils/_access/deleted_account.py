# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What remains of an account that was permanently deleted.

Mattermost deletes the sessions, tokens, webhooks and commands of the account. It keeps its OAuth apps, its bots, and
everything that the bots created: a webhook of such a bot keeps posting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import chosen
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
    from ansible_collections.offboarding.mattermost.plugins.module_utils._api.user_lookup import Target


def take_in(server: Server, targets: Iterable[Target]) -> None:
    """Add a user to those targets that are ids of deleted accounts of which something remains."""
    for target in targets:
        if target.user is None and ID.match(target.requested):
            user = deleted({"id": target.requested})
            if _leaves_something(server, Person(user)):
                target.user = user


def deleted(user: dict[str, Any]) -> dict[str, Any]:
    """Return a user of the API that stands for a deleted account."""
    return dict(user, roles="", delete_at=1, deleted=True)


def _leaves_something(server: Server, person: Person) -> bool:
    if not server.caller.lacks(BOTS_NEED) and _found(lambda: person.bots(server)):
        return True
    for access_type in chosen(None):
        if isinstance(access_type, ListedAccessType):
            needs = access_type.needs(server, person.user)
            if not server.caller.lacks(needs) and _found(lambda one=access_type: one.find(server, person)):
                return True
    return False


def _found(find: Any) -> bool:
    # A list that is not visible does not show that there was such an account.
    try:
        return bool(find())
    except MattermostError as error:
        if error.fatal:
            raise
    return False
