# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_access_info, run for real against the server under test."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import USUAL
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers import raw_server

INFO = "mattermost_access_info"


def verdicts(found):
    """Return the verdict of each kind in the only entry."""
    [entry] = found.results
    return {kind: access["verdict"] for kind, access in entry["access"].items()}


def test_a_leaver_with_every_way_in(run, leaver):
    found = run(INFO, users=[leaver.username], access_types=sorted(leaver.types()))
    [entry] = found.results
    assert verdicts(found) == dict.fromkeys(leaver.types(), "open")
    assert set(entry["still_open"]) == leaver.types()
    assert entry["not_checked"] == []
    assert {kind for kind, access in entry["access"].items() if access["found"]} == set(entry["still_open"])
    assert not found.changed


def test_somebody_with_nothing_but_an_account(run, person):
    seen = verdicts(run(INFO, users=[person.username]))
    # From 9.11 on there are secure connections, and without a licence they are switched off.
    assert seen.pop("secure_connection") in ("closed", "feature_off")
    assert seen == dict(dict.fromkeys(set(USUAL) - {"secure_connection"}, "closed"), account="open")


def test_somebody_who_is_deactivated(run, person):
    person.deactivate()
    [entry] = run(INFO, users=[person.username]).results
    assert (entry["still_open"], entry["not_checked"], entry["to_do"], entry["ways_in"]) == ([], [], [], 0)


def test_only_the_kinds_that_are_asked_for(run, leaver):
    [entry] = run(INFO, users=[leaver.username], access_types=["user_access_token", "session"]).results
    assert set(entry["access"]) == {"user_access_token", "session"}


def test_no_secret_comes_through(run, leaver):
    output = run(INFO, users=[leaver.username]).output
    for secret in leaver.secrets:
        assert secret not in output


def test_a_list_cut_down_to_the_callers_own_is_not_taken_for_none(run, person, leaver):
    """Without permission the lists answer 200 with the caller's own objects: "not checked" is never "clean"."""
    found = run(INFO, users=[leaver.username], token=person.log_in().token)
    kinds = verdicts(found)
    assert kinds.pop("account") == "open"
    assert set(kinds.values()) == {"not_allowed"}
    [entry] = found.results
    assert set(entry["not_checked"]) == set(kinds)
    assert all(
        access["reason"].startswith("Not checked: ") for kind, access in entry["access"].items() if kind in kinds
    )
    assert set(found.result["lacks"]) >= {"bot", "incoming_webhook", "user_access_token"}


def test_it_changes_nothing(run, leaver, through):
    doors = leaver.types_working()
    run(INFO, users=[leaver.username], url=through.url)
    assert leaver.types_working() == doors
    assert raw_server.changing(through) == []


def test_what_belongs_to_the_whole_server_is_asked_once(run, mattermost, through):
    people = [mattermost.new_person() for number in range(3)]
    run(INFO, users=[person.username for person in people], url=through.url)
    for path in ("/bots", "/hooks/incoming", "/hooks/outgoing", "/oauth/apps"):
        asked = [one for one in through.paths if one.split("?")[0] == "GET " + path]
        # A list of more than a page is read again with pages of another length.
        assert asked and len(set(asked)) == len(asked)


def test_a_missing_user_can_be_passed_over(run, person):
    missing, there = run(INFO, users=[unique(), person.username], missing_users="ignore").results
    assert (missing["outcome"], missing["access"]) == ("missing", {})
    assert set(missing) == set(there)


@pytest.mark.embedded_only("switches features off")
@pytest.mark.parametrize(
    ("feature", "kind"),
    [
        ("incoming_webhooks", "incoming_webhook"),
        ("outgoing_webhooks", "outgoing_webhook"),
        ("commands", "slash_command"),
        ("oauth_provider", "oauth_app"),
    ],
)
def test_a_feature_that_is_off_is_not_gone(run, control, mattermost, person, feature, kind):
    name = unique()
    # Slash commands are asked for team by team: a server without a team answers nothing about them.
    mattermost.must("POST", "/teams", {"name": name, "display_name": name, "type": "O"})
    control.settings(features={feature: False})
    [entry] = run(INFO, users=[person.username]).results
    assert entry["access"][kind]["verdict"] == "feature_off"
    assert "again when" in entry["access"][kind]["reason"]
