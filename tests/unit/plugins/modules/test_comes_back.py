# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What comes back with an account that is activated again: its password, roles in teams and channels, memberships."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import join, new_team

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"
TYPES = {"passwords": "password", "team_roles": "team_role", "memberships": "membership"}
ENDED = {"passwords": "replace", "team_roles": "reset", "memberships": "remove"}


class Returner:
    """Somebody who left, and who was an admin of a team and of a channel."""

    def __init__(self, mattermost, person):
        self.mattermost = mattermost
        self.person = person
        self.team = new_team(mattermost)
        join(mattermost, self.team, person)
        roles = {"scheme_user": True, "scheme_admin": True}
        mattermost.must("PUT", "/teams/%s/members/%s/schemeRoles" % (self.team["id"], person.id), roles)
        channel = {"team_id": self.team["id"], "name": unique(), "display_name": "c", "type": "P"}
        self.channel = mattermost.must("POST", "/channels", channel, token=person.log_in().token)
        person.deactivate()

    def activate(self):
        """Activate the account again, for a look at what came back."""
        self.mattermost.must("PUT", "/users/%s/active" % self.person.id, {"active": True})

    def came_back(self):
        """Return what came back, by the options that would have ended it."""
        self.activate()
        ask, user_id = self.mattermost.ask, self.person.id
        team = ask("GET", "/teams/%s/members/%s" % (self.team["id"], user_id)).json()
        channel = ask("GET", "/channels/%s/members/%s" % (self.channel["id"], user_id)).json()
        inside = not team["delete_at"]
        with self.mattermost.plain() as session:
            body = {"login_id": self.person.username, "password": self.person.password}
            logged_in = session.post(self.mattermost.url + "/api/v4/users/login", json=body, timeout=60).ok
        self.person.deactivate()
        found = {
            "passwords": logged_in,
            "team_roles": bool(inside and team["scheme_admin"] or channel.get("scheme_admin")),
            "memberships": inside and "user_id" in channel,
        }
        return {option for option, back in found.items() if back}


@pytest.fixture(name="returner")
def fixture_returner(mattermost, person):
    """Somebody who left, and who was an admin of a team and of a channel."""
    return Returner(mattermost, person)


def test_without_being_asked_to_it_ends_none_of_these(run, returner):
    done = run(REVOKE, users=[returner.person.username])
    assert not set(done.results[0]["access"]) & set(TYPES.values())
    assert returner.came_back() == set(TYPES)


@pytest.mark.parametrize("option", TYPES)
def test_each_is_ended_by_an_option_of_its_own(run, returner, option):
    options = {"users": [returner.person.username], option: ENDED[option], "access_types": ["session"]}
    said = run(REVOKE, check=True, **options)
    assert (said.changed, returner.came_back()) == (True, set(TYPES))
    for changed in (True, False):
        done = run(REVOKE, **options)
        access = done.results[0]["access"][TYPES[option]]
        assert (done.failed, done.changed, bool(access["closed"])) == (False, changed, changed)
        assert (access["verdict"], access["still_open"]) == ("closed", False)
    assert access["before"] == "closed"
    assert run(REVOKE, check=True, **options).changed is False
    left = set(TYPES) - {option}
    if option == "memberships":
        left.discard("team_roles")  # who is out of a team is no admin of it
    assert returner.came_back() == left


def test_all_of_them_at_once(run, returner):
    done = run(REVOKE, diff=True, users=[returner.person.username], **ENDED)
    assert not done.failed
    access = done.results[0]["access"]
    assert {item["sort"]: item["name"] for item in access["team_role"]["closed"]} == {
        "team": returner.team["name"],
        "channel": returner.channel["name"],
    }
    assert [item["name"] for item in access["membership"]["closed"]] == [returner.team["name"]]
    assert "  membership: " in done.result["diff"]["before"]
    assert not run(REVOKE, users=[returner.person.username], **ENDED).changed
    assert returner.came_back() == set()


def test_memberships_that_ended_do_not_hide_the_link_that_they_showed(run, returner):
    run(REVOKE, users=[returner.person.username], memberships="remove")
    [entry] = run(INFO, users=[returner.person.username], access_types=["invitation_link"]).results
    assert [item["name"] for item in entry["access"]["invitation_link"]["found"]] == [returner.team["name"]]
    assert entry["access"]["invitation_link"]["verdict"] == "needs_human"


def test_they_can_be_looked_at(run, returner):
    [entry] = run(INFO, users=[returner.person.username], access_types=list(TYPES.values())).results
    assert {name: access["verdict"] for name, access in entry["access"].items()} == dict.fromkeys(
        TYPES.values(), "open"
    )


def test_an_account_of_a_log_in_service_has_no_password_to_replace(run, mattermost, person):
    body = {"auth_service": "gitlab", "auth_data": unique()}
    mattermost.must("PUT", "/users/%s/auth" % person.id, body)
    person.deactivate()
    done = run(REVOKE, users=[person.username], access_types=["session"], passwords="replace")
    assert done.results[0]["access"]["password"]["found"] == []
    assert not done.changed
    assert person.user()["auth_service"] == "gitlab"


def test_the_new_password_stands_nowhere(run, returner, through):
    done = run(REVOKE, users=[returner.person.username], passwords="replace", url=through.url)
    [request] = [one for one in through.requests if one.path.endswith("/password")]
    sent = request.json()["new_password"]
    assert len(sent) > 40
    assert sent not in done.output
