# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a session has expired is for the server to say, and an expired one is ended like any other."""

from __future__ import annotations

import time
import types

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import server_clock

DAY = 24 * 60 * 60
INFO, REVOKE = "mattermost_session_info", "mattermost_session_revoke"
ACCESS_INFO, ACCESS_REVOKE = "mattermost_access_info", "mattermost_access_revoke"


@pytest.fixture(name="wrong_clock", params=[200, -200], ids=["ahead", "behind"])
def fixture_wrong_clock(request, monkeypatch):
    """Let the clock of the controller be 200 days wrong."""
    there = time.time
    wrong = types.SimpleNamespace(time=lambda: there() + request.param * DAY)
    monkeypatch.setattr(server_clock, "time", wrong)
    return request.param


def test_a_clock_that_is_wrong_calls_no_living_session_expired(run, person, wrong_clock):
    session = person.log_in()
    done = run(INFO, users=[person.id])
    assert [(one["id"], one["expired"]) for one in done.results[0]["sessions"]] == [(session.id, False)]
    looked = run(ACCESS_INFO, users=[person.id], access_types=["session"])
    assert looked.results[0]["still_open"] == ["session"]
    assert abs(looked.result["server"]["clock_ahead"] + wrong_clock * DAY) < 60


def test_age_and_idle_time_are_those_of_the_server(run, person, wrong_clock):
    session = person.log_in()
    for option in ("older_than", "idle_longer_than"):
        done = run(REVOKE, users=[person.id], **{option: "1d"})
        assert (done.changed, session.works) == (False, True)
    assert run("mattermost_user_info", users=[person.id], inactive_for="1d").summary["users"] == 0


def test_with_a_clock_that_is_wrong_all_sessions_are_ended(run, person, wrong_clock):
    session = person.log_in()
    done = run(REVOKE, users=[person.id])
    assert (len(done.results[0]["revoked"]), session.works, person.sessions()) == (1, False, [])


@pytest.mark.embedded_only("sets the clock of the server")
@pytest.mark.parametrize("shift", [-200 * DAY, 200 * DAY], ids=["behind", "ahead"])
def test_a_server_whose_clock_is_wrong_judges_by_it(run, person, control, shift):
    control.settings(clock_shift=shift)
    session = person.log_in()
    done = run(ACCESS_INFO, users=[person.id], access_types=["session"])
    assert done.results[0]["still_open"] == ["session"]
    assert abs(done.result["server"]["clock_ahead"] - shift) < 60
    assert not run(REVOKE, users=[person.id], older_than="1d").changed
    assert session.works


# -- expired sessions ---------------------------------------------------------------------------------------

inserts = pytest.mark.embedded_only("inserts an expired session")


@pytest.fixture(name="expired")
def fixture_expired(control):
    """Somebody with an expired OAuth session, whose account was deactivated before."""
    user = control.new_user(roles="system_user")
    control.insert_sessions(user["id"], {"expires_at": 1, "is_oauth": True, "props": {"oauth_app_id": "a" * 26}})
    control.ask("PATCH", "/users/" + user["id"], {"delete_at": 1})
    return user["id"]


@inserts
@pytest.mark.parametrize("module", [REVOKE, ACCESS_REVOKE])
def test_an_expired_session_of_somebody_deactivated_is_revoked_like_any_other(run, control, expired, module):
    said, done = run(module, check=True, users=[expired]), run(module, users=[expired])
    assert (said.changed, done.changed, done.failed) == (True, True, False)
    assert control.state(expired)["sessions"] == []
    again = run(module, users=[expired])
    assert not again.changed


@inserts
def test_what_is_ended_is_told_and_opened_no_door(run, expired):
    [entry] = run(ACCESS_REVOKE, users=[expired], access_types=["session"]).results
    seen = entry["access"]["session"]
    assert (seen["before"], seen["verdict"], entry["closed"], entry["ways_in"]) == ("closed", "closed", 1, 0)
    assert [(one["kind"], one["expired"]) for one in seen["closed"]] == [("oauth", True)]


@inserts
def test_a_filter_leaves_expired_sessions_alone(run, control, expired):
    assert not run(REVOKE, users=[expired], kinds=["oauth"]).changed
    assert len(control.state(expired)["sessions"]) == 1
    assert run(REVOKE, users=[expired], kinds=["oauth"], include_expired=True).changed
    assert control.state(expired)["sessions"] == []
