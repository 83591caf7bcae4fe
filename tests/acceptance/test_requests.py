# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests a run takes for each leaver: it shares the server with the people who work there."""

from __future__ import annotations

from typing import Any, Iterator

import pytest
from helpers.playbooks import Caller

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique

pytestmark = pytest.mark.embedded_only("counts requests")

AUDITS = "GET /api/v4/users/{user_id}/audits"
AUTHORIZED = "GET /api/v4/users/{user_id}/oauth/apps/authorized"
APP = {"description": "", "callback_urls": ["https://app.example.com/cb"], "homepage": "https://app.example.com"}


@pytest.fixture(name="team_id")
def fixture_team_id(admin: Mattermost) -> Iterator[str]:
    """A team that everybody is in."""
    team_id = admin.must("POST", "/teams", {"name": unique("team"), "display_name": "Team", "type": "O"})["id"]
    yield team_id
    admin.must("DELETE", "/teams/" + team_id)


def asked(as_admin: Caller, control: Control, admin: Mattermost, team_id: str, count: int) -> dict[str, int]:
    """Offboard members of a team, who have a session each, with default options. Return the requests by address."""
    people = [admin.new_person() for _number in range(count)]
    for one in people:
        admin.must("POST", "/teams/%s/members" % team_id, {"team_id": team_id, "user_id": one.id})
        admin.log_in(one.username)
    control.count_anew()
    run = as_admin.run("offboard", offboard_users=[one.username for one in people])
    # With open sign-up, the invitation link is left to a person.
    assert run.returncode in (0, 2), run.output
    assert run.result("Deactivate the accounts")["changed"]
    by_route: dict[str, int] = control.requests()["by_route"]
    return by_route


def of_each(as_admin: Caller, control: Control, admin: Mattermost, team_id: str) -> dict[str, int]:
    """Return what each further leaver takes, by address, without what is asked once for all of them."""
    two, six = (asked(as_admin, control, admin, team_id, count) for count in (2, 6))
    assert set(two) == set(six)
    # What is asked once for a run may take one request more, such as where a page of a log ends within a millisecond.
    more = {route: round((six[route] - two[route]) / 4) for route in six}
    return {route: count for route, count in more.items() if count}


@pytest.mark.parametrize(
    ("settings", "most"), [({"version": "5.37.0"}, 7), ({"version": "11.6.0"}, 7), ({"user_creation": False}, 7)]
)
def test_what_a_leaver_takes(
    as_admin: Caller, control: Control, admin: Mattermost, team_id: str, settings: dict[str, Any], most: int
) -> None:
    control.settings(**settings)
    took = of_each(as_admin, control, admin, team_id)
    assert took[AUDITS] == 1
    assert sum(took.values()) == most, took


@pytest.mark.parametrize(("version", "most"), [("5.37.0", 9), ("11.6.0", 8)])
def test_where_there_are_apps_only_an_old_log_does_not_tell_who_let_none_in(
    as_admin: Caller, control: Control, admin: Mattermost, team_id: str, version: str, most: int
) -> None:
    control.settings(version=version)
    app = admin.must("POST", "/oauth/apps", {"name": unique("app"), **APP})
    took = of_each(as_admin, control, admin, team_id)
    admin.must("DELETE", "/oauth/apps/" + app["id"])
    assert (AUTHORIZED in took) is (version == "5.37.0")
    assert sum(took.values()) == most, took
