# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""team_list: all of them, also where so many share a display name that the pages of the list leave some out."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.team_list import all_teams
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, UnstableList
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Pages, Refusal, scripted_client

COUNT, LIST, SEARCH = "GET /teams?include_total_count=true", "GET /teams", "POST /teams/search"
TEAMS = [{"id": "%026d" % number, "name": "team%d" % number} for number in range(450)]
# 21 are on two pages and 21 on none, in each reading the same.
OVERLAPPING = Pages(TEAMS[:200], TEAMS[200:400], [*TEAMS[379:400], *TEAMS[400:429]])


def found(answers, total=450):
    """Return how many teams are found and what was asked."""
    client, script = scripted_client(dict({COUNT: {"teams": [], "total_count": total}}, **answers))
    return len({team["id"] for team in all_teams(client)}), script


def test_teams_that_are_on_no_page_are_found_by_a_search():
    count, script = found({SEARCH: TEAMS, LIST: OVERLAPPING})
    assert (count, script.sent, script.bodies[1]) == (450, [COUNT, SEARCH], {"term": ""})


@pytest.mark.parametrize("answer", [Refusal(404, "api.context.404.app_error"), Refusal(501), Refusal(400), [], {}, 7])
def test_without_a_search_what_the_pages_leave_out_is_not_passed_over(answer):
    with pytest.raises(MattermostError) as caught:
        found({SEARCH: answer, LIST: OVERLAPPING})
    assert isinstance(caught.value, UnstableList)
    assert "lists 429 of 450" in str(caught.value)
    assert found({SEARCH: answer, LIST: Pages(TEAMS[:200], TEAMS[200:400], TEAMS[400:])})[0] == 450


def test_a_search_that_cuts_its_answer_is_not_believed():
    count, script = found({SEARCH: TEAMS[:100], LIST: Pages(TEAMS[:200], TEAMS[200:400], TEAMS[400:])})
    assert (count, script.sent) == (450, [COUNT, SEARCH, LIST])


def test_a_search_that_fails_ends_it():
    with pytest.raises(ApiError) as caught:
        found({SEARCH: Refusal(500, "some.error", "Oh.")})
    assert str(caught.value) == "Failed to search all teams: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT


def test_few_teams_stand_on_one_page():
    count, script = found({LIST: TEAMS[:200]}, total=200)
    assert (count, script.sent) == (200, [COUNT, LIST])


@pytest.mark.parametrize("answer", [[], {}, {"total_count": "many"}, {"total_count": None}, None], ids=repr)
def test_a_server_that_does_not_count_its_teams_is_read_until_it_says_the_same_twice(answer):
    client, script = scripted_client({COUNT: answer, LIST: Pages(TEAMS[:200], TEAMS[200:])})
    assert len(all_teams(client)) == 450
    assert script.sent == [COUNT, LIST, LIST]
