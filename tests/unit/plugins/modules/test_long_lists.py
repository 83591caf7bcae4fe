# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists whose pages have no stable order are found whole: nothing on them is missed, or it is said."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support import servers
from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.modules import run_module

COUNT = 230


@pytest.fixture(name="crowded", scope="module")
def fixture_crowded():
    """A server of its own with many teams of one display name, in each a command of the same person."""
    if servers.real_server() is not None:
        pytest.skip("needs the embedded server: the teams would stay, and slow everything else down")
    own = servers.start_embedded()
    api = Mattermost(own.url)
    api.token = api.log_in(own.admin_username, own.admin_password)
    person = api.new_person(admin=True)
    token = person.log_in().token
    for _number in range(COUNT):
        name = unique()
        team = api.must("POST", "/teams", {"name": name, "display_name": "Projects", "type": "O"}, token=token)
        command = {"team_id": team["id"], "method": "P", "trigger": name, "url": "http://127.0.0.1:1/"}
        api.must("POST", "/commands", command, token=token)
    yield own, api, person
    own.stop()


@pytest.fixture(name="control")
def fixture_control(crowded):
    """The control endpoints of that server."""
    control = Control(crowded[0].url)
    yield control
    control.reset()


def find(crowded, access_type):
    """Return how many the person has of a type of access, the verdict and the reason."""
    own, api, person = crowded
    params = {"url": own.url, "token": api.token, "users": [person.id], "access_types": [access_type]}
    seen = run_module("mattermost_access_info", params).results[0]["access"][access_type]
    return len(seen["found"]), seen["verdict"], seen["reason"]


def test_one_reading_of_the_teams_would_miss_some(crowded):
    """That is the trap."""
    api = crowded[1]
    rows = [row for page in (0, 1) for row in api.must("GET", "/teams?page=%d&per_page=200" % page)]
    assert len({row["id"] for row in rows}) < len(rows) == COUNT


def test_a_command_in_a_team_that_is_on_no_page_is_found(crowded):
    assert find(crowded, "slash_command") == (COUNT, "open", None)


def test_without_a_search_they_are_found_another_way_or_it_is_said(crowded, control):
    control.faults({"kind": "body", "method": "POST", "path": "/teams/search$", "status": 404, "body": "{}"})
    found, verdict, reason = find(crowded, "slash_command")
    if verdict == "open":  # another way to cut the pages helped after all
        assert found == COUNT
        return
    assert (found, verdict) == (0, "failed")
    assert "of %d, and different ones each time" % COUNT in reason


def test_many_webhooks_are_read_twice_and_cut_elsewhere(crowded, control):
    _own, api, person = crowded
    name = unique()
    team = api.must("POST", "/teams", {"name": name, "display_name": name, "type": "O"})
    channel = api.must("POST", "/channels", {"team_id": team["id"], "name": name, "display_name": name, "type": "O"})
    token = person.log_in().token
    for _number in range(210):
        api.must("POST", "/hooks/incoming", {"channel_id": channel["id"], "display_name": "In"}, token=token)
    control.count_anew()
    assert find(crowded, "incoming_webhook")[:2] == (210, "open")
    assert control.requests()["by_route"]["GET /api/v4/hooks/incoming"] == 6
