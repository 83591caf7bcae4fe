# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""verdict: one verdict for each type of access. "Not checked" is never "clean"."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT as HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import api_error
from ansible_collections.offboarding.mattermost.tests.unit.helpers.door import Door, item
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Refusal, scripted_server
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
OFF = api_error("look", 501, {"id": "api.incoming_webhook.disabled.app_error", "message": "Off."})
OFF_WITHOUT_HINT = api_error("look", 501, {"id": "new.error", "message": "Off"})
FORBIDDEN = api_error("look", 403, {"id": "api.context.permissions.app_error", "message": "No."}, needs="more")
GONE = api_error("look", 404, {})
OFF_ELSEWHERE = api_error("look", 501, {"message": "Not implemented"})
DOWN = api_error("look", 500, {"id": "x", "message": "Oh"})


def look(access_type, *permissions):
    """Look at a type of access as a caller with these permissions."""
    server, _script = scripted_server({}, permissions)
    return verdict.look(server, Person(USER), access_type)


def told(seen):
    """Return what was made of it."""
    return seen.verdict, seen.reason, seen.still_open


@pytest.mark.parametrize(
    ("found", "expected", "is_open"),
    [
        ([], "closed", False),
        ([item("a", False)], "closed", False),
        ([item("a")], "open", True),
        ([item("a", False), item("b")], "open", True),
    ],
    ids=["nothing", "shut", "open", "one_of_two"],
)
def test_one_open_item_is_enough(found, expected, is_open):
    assert told(look(Door(found))) == (expected, None, is_open)


@pytest.mark.parametrize(
    ("error", "expected", "reason", "is_open"),
    [
        (OFF, "feature_off", "Incoming webhooks are disabled: they work again when the feature is enabled.", False),
        (OFF_WITHOUT_HINT, "feature_off", "Failed to look: HTTP 501 new.error: Off.", False),
        (OFF_ELSEWHERE, "failed", "Not checked: Failed to look: HTTP 501 (no error id): Not implemented.", None),
        (FORBIDDEN, "not_allowed", "Not checked: " + str(FORBIDDEN), None),
        (GONE, "failed", "Not checked: Failed to look: HTTP 404 (no error id): no message.", None),
        (DOWN, "failed", "Not checked: Failed to look: HTTP 500 x: Oh. " + HINT, None),
        (Trouble("It broke."), "failed", "Not checked: It broke.", None),
        (Trouble("It broke.", status=501), "failed", "Not checked: It broke.", None),
        (Trouble("It broke.", status=403, transient=True), "failed", "Not checked: It broke.", None),
    ],
    ids=[
        "off",
        "off_without_hint",
        "a_gateways_json",
        "403",
        "404",
        "500",
        "connection",
        "a_gateways_501",
        "a_gateways_403",
    ],
)
def test_what_could_not_be_listed_is_said_and_not_called_closed(error, expected, reason, is_open):
    seen = look(Door(error))
    assert told(seen) == (expected, reason, is_open)
    assert (seen.items, seen.error) == ([], error)


@pytest.mark.parametrize(
    "error",
    [
        api_error("look", 401, {}).marked(fatal=True),
        api_error("look", 403, {}).marked(fatal=True),
        api_error("look", 501, {}).marked(fatal=True),
        Trouble(fatal=True),
    ],
    ids=["401", "403", "501", "connection"],
)
def test_what_ends_the_run_is_raised(error):
    with pytest.raises(MattermostError) as caught:
        look(Door(error))
    assert caught.value is error


@pytest.mark.parametrize(
    ("permissions", "reason"),
    [
        ((), "Not checked: the calling account lacks a and (b or c)."),
        (("a",), "Not checked: the calling account lacks (b or c)."),
        (("c",), "Not checked: the calling account lacks a."),
    ],
)
def test_without_permission_it_does_not_even_look(permissions, reason):
    """The list would answer 200 with the caller's own objects."""
    door = Door(AssertionError("it looked"), lacking=("a", "b or c"), advice=Advice("Do it.", True))
    assert told(look(door, *permissions)) == ("not_allowed", reason, None)


def test_with_permission_it_looks():
    assert look(Door([item("a")], lacking=("a", "b or c")), "a", "b").verdict == "open"


@pytest.mark.parametrize("found", [[], [item("a")], [item("a", False)]], ids=["nothing", "open", "shut"])
@pytest.mark.parametrize("is_open", [True, False, None])
def test_what_a_person_must_do_comes_before_what_was_found(found, is_open):
    seen = look(Door(found, advice=Advice("Do it.", is_open)))
    assert told(seen) == ("needs_human", "Do it.", is_open)
    assert len(seen.items) == len(found)


@pytest.mark.parametrize("is_open", [True, False, None])
def test_what_nobody_can_know_is_told_apart(is_open):
    seen = look(Door([item("a")], advice=Advice("Look there.", is_open, verdict.UNKNOWN)))
    assert told(seen) == ("unknown", "Look there.", is_open)


BOTS = "GET /bots?include_deleted=true"
UNSEEN = "Not checked for the bots of the account: "
LACKS_BOTS = UNSEEN + "the calling account lacks read_others_bots and manage_others_bots."


def look_with_bots(found, answers, permissions, advice=None):
    """Look at a type of access that the bots of a person may have as well."""
    door = Door(found, advice=advice)
    door.includes_bots = True
    return verdict.look(scripted_server(answers, permissions)[0], Person(USER), door)


@pytest.mark.parametrize(
    ("answers", "permissions", "reason"),
    [
        ({}, (), LACKS_BOTS),
        ({BOTS: Refusal(500, "x", "Oh")}, BOTS_NEED, UNSEEN + "Failed to list the bots: HTTP 500 x: Oh. " + HINT),
    ],
    ids=["barred", "broken"],
)  # fmt: skip
@pytest.mark.parametrize("found", [[], [item("a", False)]], ids=["nothing", "shut"])
def test_where_the_bots_are_not_known_nothing_is_called_closed(answers, permissions, reason, found):
    seen = look_with_bots(found, answers, permissions)
    assert told(seen) == ("not_allowed", reason, None)
    assert seen.items == found


def test_where_the_bots_are_known_it_is_closed():
    assert told(look_with_bots([], {BOTS: []}, BOTS_NEED)) == ("closed", None, False)


def test_what_is_open_is_open_whatever_the_bots_have():
    assert told(look_with_bots([item("a")], {}, ())) == ("open", None, True)
    assert told(look_with_bots([], {}, (), Advice("Do it.", True))) == ("needs_human", "Do it.", True)


def test_a_look_in_a_result_shows_no_key():
    seen = look(Door([item("secret"), item("other", False)]))
    assert seen.as_dict() == {
        "title": "Doors",
        "verdict": "open",
        "reason": None,
        "still_open": True,
        "found": [{"id": "SECRET", "open": True}, {"id": "OTHER", "open": False}],
    }
    assert [one.key for one in seen.open_items] == ["secret"]


def test_what_is_summed_up():
    doors = [
        Door([item("a"), item("b"), item("c", False)], name="gate"),
        Door([item("d", False)], name="shut"),
        Door(OFF, name="off"),
        Door(Trouble(), name="broken"),
        Door(name="barred", lacking=("a",)),
        Door([item("e")], name="ask", advice=Advice("Ask.", True)),
        Door([item("f")], name="riddle", advice=Advice("Guess.", None)),
        Door(name="done", advice=Advice("Look.", False)),
        Door(name="fog", advice=Advice("Nobody knows.", None, verdict.UNKNOWN)),
    ]
    assert verdict.overall({door.name: look(door) for door in doors}) == {
        "still_open": ["gate", "ask"],
        "not_checked": ["broken", "barred", "riddle", "fog"],
        "to_do": ["Asks: Ask.", "Riddles: Guess.", "Dones: Look.", "Fogs: Nobody knows."],
        "ways_in": 4,
    }


def test_nothing_looked_at_sums_up_to_nothing():
    assert verdict.overall({}) == {"still_open": [], "not_checked": [], "to_do": [], "ways_in": 0}
