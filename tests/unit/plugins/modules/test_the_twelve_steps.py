# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that each changing module is tested by and that are the same for all of them.

CONTRIBUTING.md lists the twelve. What differs (the diff, errors of one of several users, permissions) is in the files
of the modules; 11, ad hoc, takes Ansible and is an integration test.
"""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.leaver import PASSWORD
from ansible_collections.offboarding.mattermost.tests.support.mattermost import FIREFOX, MMCTL, unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers import raw_server

# The POST requests that only read.


class Sessions:
    """Somebody with sessions that mattermost_session_revoke is to end."""

    module, options = "mattermost_session_revoke", {}

    def __init__(self, request):
        self.person = request.getfixturevalue("person")
        device = "apple_rn:" + unique("v2secret")
        self._sessions = [self.person.log_in(FIREFOX, device_id=device), self.person.log_in(MMCTL)]
        csrf = [row["props"]["csrf"] for row in self.person.sessions() if row["props"].get("csrf")]
        self.secrets = [device, *csrf, *[session.token for session in self._sessions]]

    @staticmethod
    def told(run):
        """Return what a run says was, or would be, changed."""
        return run.foretold

    def untouched(self):
        """Ask the server whether all is as it was."""
        return all(session.works for session in self._sessions)

    def done(self):
        """Ask the server whether all is as it is to be."""
        return not self.person.session_ids() and not any(session.works for session in self._sessions)


class Account(Sessions):
    """Somebody whom mattermost_user is to deactivate."""

    module, options = "mattermost_user", {"state": "deactivated"}

    def untouched(self):
        """Ask the server whether all is as it was."""
        return not self.person.user()["delete_at"] and super().untouched()

    def done(self):
        """Ask the server whether all is as it is to be."""
        return self.person.user()["delete_at"] and super().done()


class Access:
    """Somebody with every way in, which mattermost_access_revoke is to close."""

    # With a new secret an app stays a way in of somebody who is not deactivated.
    module, options = "mattermost_access_revoke", {"oauth_apps": "delete"}

    def __init__(self, request):
        self._leaver = request.getfixturevalue("leaver")
        self.person, self.secrets = self._leaver.person, self._leaver.secrets

    def told(self, run):
        """Return what a run says was, or would be, closed. With a token or an app its sessions end, too."""
        closed = {name: len(seen["closed"]) for name, seen in run.results[0]["access"].items() if name != "session"}
        assert all(closed[name] for name in self._leaver.types() - {"account", "oauth_authorization", "session"})
        return closed

    def untouched(self):
        """Ask the server whether all is as it was."""
        return self._leaver.working() == self._leaver.names()

    def done(self):
        """Ask the server whether all is as it is to be. Closing the account itself is for mattermost_user."""
        return self._leaver.working() == [PASSWORD]


@pytest.fixture(name="case", params=[Sessions, Account, Access], ids=lambda case: case.module)
def fixture_case(request):
    """Somebody with something to change."""
    return request.param(request)


@pytest.fixture(name="change")
def fixture_change(run, case):
    """Run the module over the one who has something to change, or over others."""

    def change(*users, **options):
        return run(case.module, users=list(users) or [case.person.username], **dict(case.options, **options))

    return change


def changing(through):
    """Return the requests that were sent and may have changed something."""
    return [(request.path, request.body) for request in raw_server.changing(through)]


@pytest.mark.step(1)
def test_check_mode_says_changed_and_changes_nothing(change, case, through):
    said = change(check=True, url=through.url)
    assert (said.failed, said.changed) == (False, True)
    assert said.results[0]["request_ids"] == []
    assert changing(through) == []
    assert case.untouched()


@pytest.mark.step(2, 3)
def test_a_real_run_does_what_check_mode_said(change, case):
    said, done = change(check=True), change()
    assert (done.failed, done.changed) == (False, True)
    assert case.told(done) == case.told(said)
    assert done.results[0]["request_ids"]
    assert case.done()


@pytest.mark.step(4, 5)
def test_a_second_run_changes_nothing(change, through):
    """For mattermost_user it would move delete_at and notify again: the state is read first."""
    change()
    for check in (False, True):
        again = change(check=check, url=through.url)
        assert (again.failed, again.changed, again.outcomes) == (False, False, ["done"])
    assert changing(through) == []


@pytest.mark.step(7)
def test_an_unknown_user_stops_it_before_anything_is_changed(change, case, server):
    nobody, no_one = unique("nobody"), unique("nobody")
    assert change(case.person.username, nobody, no_one).message == (
        "Unknown on %s: %s, %s. Nothing was changed. Correct the list, or set missing_users: ignore."
        % (server.url, nobody, no_one)
    )
    assert case.untouched()


@pytest.mark.step(7)
@pytest.mark.trap("2.8")
@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_the_calling_account_is_refused(change, case, mattermost, check):
    """The server would answer 401 api.user.update_active.not_enable.app_error where it is to be deactivated."""
    boss = mattermost.new_person(admin=True)
    found = change(case.person.username, boss.email, token=boss.log_in().token, check=check)
    assert found.message == (
        "%s is the account that runs this module. Nothing was changed. Remove it from users, or set include_self:"
        " true." % boss.username
    )
    assert not boss.user()["delete_at"]
    assert case.untouched()


def test_somebody_named_in_three_ways_is_done_once_and_each_is_answered(change, case, through):
    asked = [case.person.id, case.person.username.upper(), case.person.email]
    found = change(*asked, url=through.url)
    assert [entry["requested"] for entry in found.results] == asked
    assert [dict(entry, requested=None) for entry in found.results] == [dict(found.results[0], requested=None)] * 3
    assert found.summary["users"] == found.summary["users_changed"] == 1
    assert len(changing(through)) == len(set(changing(through)))
    assert case.done()


def test_who_does_not_exist_can_be_passed_over_and_has_the_same_shape(change, case):
    missing, there = change(unique(), case.person.username, missing_users="ignore").results
    assert set(missing) == set(there)
    assert (missing["outcome"], missing["changed"], missing["error"]) == ("missing", False, None)
    assert there["changed"]


@pytest.mark.step(12)
def test_no_secret_is_printed(change, case, connection):
    """The module's whole output is what -vvv prints, besides its arguments, which Ansible censors by no_log."""
    found = change(diff=True)
    assert [secret for secret in [*case.secrets, connection["token"]] if secret in found.output] == []
    # From ansible-core 2.21 on the arguments are only there where somebody asks for them.
    if "invocation" in found.result:
        assert found.result["invocation"]["module_args"]["token"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
