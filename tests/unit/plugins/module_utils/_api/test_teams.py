# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""teams and notes: who is in which team, what lets strangers in, and what a later run has to know."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types import invitation_link
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import notes, teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal, scripted_server

SETTINGS, CONFIG = "GET /config/client?format=old", "GET /config"
USER = {"id": "u" * 26, "username": "someone"}
MEMBERSHIPS = "GET /users/%s/teams/members" % USER["id"]
NOTES = "GET /users/%s/preferences/offboarding_mattermost" % ME


def server_that(answers):
    """Return a server with these answers."""
    return scripted_server(answers)[0]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(None, 0), ([], 0), ([{"team_id": "t" * 26}, {"team_id": "../x"}, {}, None, 7], 1)],
    ids=str,
)
def test_only_usable_memberships_are_taken(answer, expected):
    assert len(teams.memberships(server_that({MEMBERSHIPS: answer}), USER)) == expected


@pytest.mark.parametrize("answer", [{}, "text", 7])
def test_memberships_of_another_shape_are_an_error(answer):
    with pytest.raises(MattermostError) as caught:
        teams.memberships(server_that({MEMBERSHIPS: answer}), USER)
    assert str(caught.value).startswith("Failed to list the teams of someone: ")


def test_memberships_and_roles_are_asked_for_once():
    server, script = scripted_server({MEMBERSHIPS: []})
    for _time in range(3):
        teams.memberships(server, USER)
        assert teams.permissions_of(server, ["some_role", "some_role"]) == frozenset()
        assert teams.permissions_of(server, []) == frozenset()
    assert script.sent == [MEMBERSHIPS, "POST /roles/names"]


OPEN = {"EnableUserCreation": "true", "EnableSignUpWithEmail": "true", "RequireEmailVerification": "true"}


@pytest.mark.parametrize(
    ("settings", "team", "domains", "expected"),
    [
        ({}, {}, "", True),
        ({"EnableUserCreation": "false"}, {}, "", False),
        ({"EnableSignUpWithEmail": "false"}, {}, "", False),
        ({}, {"group_constrained": True}, "", False),
        ({}, {"group_constrained": None}, "", True),
        # Only where an address has to be proven does a domain keep strangers out.
        ({}, {"allowed_domains": "example.com"}, "", False),
        ({}, {}, "example.com", False),
        ({}, {}, "   ", True),
        ({"RequireEmailVerification": "false"}, {"allowed_domains": "example.com"}, "example.com", True),
    ],
    ids=str,
)
def test_a_link_lets_strangers_in_unless_something_stops_them(settings, team, domains, expected):
    config = {"TeamSettings": {"RestrictCreationToDomains": domains}}
    server = server_that({SETTINGS: dict(OPEN, **settings), CONFIG: config})
    assert invitation_link.lets_strangers_in(server, team) is expected


@pytest.mark.parametrize("config", [None, [], {"TeamSettings": None}, {"TeamSettings": {}}])
def test_settings_of_another_shape_restrict_nothing(config):
    assert invitation_link.lets_strangers_in(server_that({SETTINGS: OPEN, CONFIG: config}), {})


def test_settings_that_may_not_be_read_are_an_error():
    server = server_that({SETTINGS: OPEN, CONFIG: Refusal(403, "api.context.permissions.app_error")})
    with pytest.raises(MattermostError):
        invitation_link.lets_strangers_in(server, {})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Refusal(404, "api.preference.preferences_category.get.app_error"), 0),
        ([], 0),
        ([{"name": "x", "value": "1700000000000"}], 1700000000000),
        ([{"name": "other", "value": "5"}, {"name": "x", "value": "text"}, {"name": "x", "value": 7}, {}], 0),
        ([{"name": "x", "value": "9" * 40}], 0),
    ],
    ids=["none", "empty", "a time", "others", "too long"],
)
def test_only_a_time_is_taken_from_a_note(answer, expected):
    assert notes.noted_at(server_that({NOTES: answer}), "x") == expected


def test_a_note_that_cannot_be_read_is_an_error():
    with pytest.raises(MattermostError):
        notes.noted_at(server_that({NOTES: Refusal(500, "app.preference.get.app_error")}), "x")
