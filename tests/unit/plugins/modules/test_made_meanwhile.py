# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a leaver makes for others with what is about to end, after the log was read: it is found all the same.

A log-in that was under way while the account was deactivated still gives a session.
"""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import join, new_team

REVOKE = "mattermost_access_revoke"
TYPES = ["session", "bot_token", "bot", "token_for_others", "integration_for_others"]

pytestmark = pytest.mark.embedded_only("holds a request back, and a session of an account that is deactivated")


class Case:
    """`leaver` is an admin of a team, deactivated, with a session; `colleague` is an admin of the same team."""

    def __init__(self, mattermost, control):
        self.api, self.control = mattermost, control
        self.team = new_team(mattermost)
        self.leaver, self.colleague = (mattermost.new_person() for _each in range(2))
        for person in (self.leaver, self.colleague):
            join(mattermost, self.team, person)
            roles = {"roles": "team_user team_admin"}
            mattermost.must("PUT", "/teams/%s/members/%s/roles" % (self.team["id"], person.id), roles)
        self.channel = mattermost.must("GET", "/teams/%s/channels/name/town-square" % self.team["id"])["id"]
        self.session = self.leaver.log_in().token

    def deactivated(self):
        """Deactivate the account, and let it have a session that began meanwhile."""
        self.leaver.deactivate()
        [row] = self.control.insert_sessions(self.leaver.id, {"props": {}})
        return row["token"]

    def webhook(self, token):
        """Make an incoming webhook in the colleague's name, and return it."""
        body = {"channel_id": self.channel, "user_id": self.colleague.id}
        return self.api.must("POST", "/hooks/incoming", body, token)

    def meanwhile(self, run, path, act):
        """Close everything, and do something while a request to a path is held back. Returns the entry and what it was.

        The module has looked at everything by then.
        """
        made = []

        def work():
            self.control.wait_for_fault()
            made.append(act())

        self.control.faults({"kind": "delay", "delay": 2, "method": "POST", "path": path, "times": 1})
        thread = threading.Thread(target=work)
        thread.start()
        said = run(REVOKE, users=[self.leaver.username], access_types=TYPES)
        thread.join()
        assert not said.failed, said.message
        return said.results[0], made[0]

    def works(self, hook):
        """Return whether a webhook is there."""
        return self.api.ask("GET", "/hooks/incoming/" + hook["id"]).ok


@pytest.fixture(name="case")
def fixture_case(mattermost, control):
    """Somebody who is deactivated and may still do something."""
    return Case(mattermost, control)


def test_with_a_session_that_is_about_to_end(run, case):
    token = case.deactivated()
    entry, hook = case.meanwhile(run, "/sessions/revoke", lambda: case.webhook(token))
    seen = entry["access"]["integration_for_others"]
    assert (seen["before"], seen["verdict"]) == ("closed", "closed")
    assert [item["username"] for item in seen["closed"]] == [case.colleague.username]
    assert not case.works(hook)


def test_with_a_token_for_another_that_is_about_to_be_revoked(run, case):
    case.api.must("PUT", "/users/%s/roles" % case.leaver.id, {"roles": "system_user system_admin"})
    path = "/users/%s/tokens" % case.colleague.id
    token = case.api.must("POST", path, {"description": "borrowed"}, case.session)["token"]
    case.leaver.deactivate()
    entry, hook = case.meanwhile(run, "/users/tokens/revoke", lambda: case.webhook(token))
    assert not case.api.works(token)
    # The colleague may have made it: that is for them to say.
    assert case.works(hook)
    seen = entry["access"]["integration_for_others"]
    assert (seen["before"], seen["verdict"]) == ("closed", "needs_human")
    assert entry["to_do"]
