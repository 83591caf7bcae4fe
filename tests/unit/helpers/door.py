# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A type of access of which a test chooses what is found and how closing goes."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import AccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import scripted_server

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user", "delete_at": 5}
READ_AGAIN = "GET /users/" + USER["id"]
CHOICES = {"oauth_apps": "regenerate_secret", "system_roles": "reset", "bot_assignee": None}
CHOICES.update(dict.fromkeys(("passwords", "team_roles", "memberships"), "leave"))
CHOICES.update(dict.fromkeys(("invitation_links", "email_invitations"), "report"))


def item(key, is_open=True):
    """Return an item; its key is no part of what is shown."""
    return Item(key, is_open, {"id": key.upper()})


class Door(AccessType):
    """A type of access. `found` are the answers of `find`, one for each time, then the last for ever. Errors raise.

    `closing` are the answers of `close` in the same way: an error to return beside nothing closed, None for success, or
    both, the keys that were closed and the error. `asked` tells what `close` was asked for, by keys; `log` what was
    called, in order.
    """

    def __init__(self, *found, name="door", lacking=(), advice=None, closing=(None,), log=None, option=None):
        self.name = name
        self.title = name.capitalize() + "s"
        self.option = option
        self.asked = []
        self.log = [] if log is None else log
        self._found = list(found or [[]])
        self._closing = list(closing)
        self._lacking = lacking
        self._advice = advice

    def needs(self, server, user):
        """Return what the test says."""
        return self._lacking

    def find(self, server, person):
        """Return what the test says."""
        self.log.append("find " + self.name)
        return _found(_next(self._found))

    def close(self, server, person, items, choices):
        """Close as the test says."""
        self.log.append("close " + self.name)
        self.asked.append([one.key for one in items])
        said = _next(self._closing)
        keys, error = said if isinstance(said, tuple) else ([] if said else self.asked[-1], said)
        return [one for one in items if one.key in keys], error

    def advice(self, server, person, items):
        """Return what the test says."""
        return self._advice


def _found(answer):
    """Return what is found, or raise what goes wrong."""
    if isinstance(answer, MattermostError):
        raise answer
    return list(answer)


def _next(answers):
    return answers.pop(0) if len(answers) > 1 else answers[0]


def close_all(record, check_mode=False, tries=1, again=None, **choices):
    """Close what a record holds and look again, as the job does. Return the error of the last try and of the look."""
    server, _script = scripted_server({READ_AGAIN: USER if again is None else again})
    for _try in range(tries):
        error = _error_of(record.work, server, dict(CHOICES, **choices), check_mode)
    if not record.touched:
        return error, None
    return error, _error_of(record.look_again, server, dict(CHOICES, **choices))


def _error_of(function, *args):
    try:
        function(*args)
    except MattermostError as error:
        return error
    return None
