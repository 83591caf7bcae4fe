# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""integration_for_others: what only the person can have made is closed, what may be somebody's own never is."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.integration_for_others import (
    IntegrationForOthers,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal

WHO, OWNER, THIRD = an_id("who"), an_id("owner"), an_id("third")
MADE = 1_700_000_000_000
AT = MADE + 5_000_000
USER = {"id": WHO, "username": "someone", "roles": "system_user", "create_at": MADE, "delete_at": AT + 9_000_000}
OTHERS = [{"id": name, "username": called, "create_at": MADE} for name, called in ((OWNER, "owner"), (THIRD, "third"))]
EARLY = row("/api/v4/users/login", MADE + 1000)
INCOMING, OUTGOING, COMMANDS = "/api/v4/hooks/incoming", "/api/v4/hooks/outgoing", "/api/v4/commands"
PERMISSIONS = (
    "edit_other_users",
    "read_others_bots",
    "manage_others_bots",
    "list_public_teams",
    "list_private_teams",
    *(
        "manage_%s_%s" % (whose, what)
        for whose in ("own", "others")
        for what in ("incoming_webhooks", "outgoing_webhooks")
    ),
    *("manage_%s_slash_commands" % whose for whose in ("own", "others")),
)


def made(at=AT, took=20, path=INCOMING, number=0):
    """Return the two entries that making something leaves."""
    return [row(path, at, "attempt", number), row(path, at + took, "success", number)]


def hook(name, at, owner=OWNER, **fields):
    """Return an incoming webhook."""
    return dict({"id": an_id(name), "user_id": owner, "create_at": at, "display_name": name, "delete_at": 0}, **fields)


def look(hooks=(), own=(), owners=(), outgoing=(), commands=(), answers=None):
    """Return what is said, and the names of what is to be closed."""
    logs = {WHO: [EARLY, *own], OWNER: [EARLY, *owners], THIRD: [EARLY], ME: []}
    team = {"id": an_id("team"), "name": "team"}
    given = {
        "GET /bots?include_deleted=true": [],
        "GET /hooks/incoming": list(hooks),
        "GET /hooks/incoming?include_total_count=true": {"incoming_webhooks": list(hooks), "total_count": len(hooks)},
        "GET /hooks/outgoing": list(outgoing),
        "GET /teams": [team],
        "GET /teams?include_total_count=true": {"teams": [team], "total_count": 1},
        "GET /commands?team_id=%s&custom_only=true" % team["id"]: list(commands),
        "POST /users/ids": lambda ids: [one for one in OTHERS if one["id"] in ids],
    }
    script = LoggedServer(logs, dict(given, **(answers or {})))
    script.answers["POST /roles/names"] = [{"name": "some_role", "permissions": list(PERMISSIONS)}]
    server = script.server()
    one = IntegrationForOthers()
    seen = verdict.look(server, Person(dict(USER)), one)
    return seen, [item.shown["name"] for item in one.to_close(seen.items, {})]


def test_what_came_into_being_while_the_request_was_under_way_is_theirs():
    hooks = [hook("theirs", AT + 10), hook("before", AT - 1), hook("after", AT + 21), hook("own", AT + 500_000, WHO)]
    seen, closing = look(hooks, made())
    assert closing == ["theirs"]
    assert (seen.verdict, seen.still_open) == ("open", True)
    [item] = seen.items
    assert (item.shown["username"], item.shown["what"], item.shown["made_at"]) == (
        "owner", "incoming webhook", "2023-11-14T23:36:40Z"
    )  # fmt: skip
    assert item.shown["id"] != item.key


@pytest.mark.parametrize(
    ("hooks", "owners"),
    [
        # Two at that moment: one of them is somebody's own.
        ([hook("one", AT + 5), hook("two", AT + 10, THIRD)], []),
        # The person made one for themselves, and somebody else was as fast.
        ([hook("one", AT + 5), hook("own", AT + 10, WHO)], []),
        # The owner's own log says that the owner made one.
        ([hook("one", AT + 5)], made(AT + 1, 10, number=1)),
    ],
    ids=["two owners", "one of their own", "the owner made one"],
)
def test_what_may_be_somebodys_own_is_asked_about_and_never_closed(hooks, owners):
    seen, closing = look(hooks, made(), owners)
    assert closing == []
    assert seen.verdict == "needs_human"
    assert seen.items[0].shown["advice"] == (
        "Ask owner whether they created the incoming webhook one on 2023-11-14T23:36:40Z, and delete it if not: someone"
        " created one at that moment."
    )


def test_what_the_log_of_the_owner_cannot_tell_is_asked_about():
    seen, closing = look([hook("one", AT + 5)], made(), answers={"POST /users/ids": []})
    assert (closing, seen.verdict) == ([], "needs_human")
    assert OWNER in seen.reason


def test_where_the_clock_jumped_it_is_asked_about_unless_the_owner_made_it():
    seen, closing = look([hook("one", AT + 60)], made())
    assert (closing, seen.verdict) == ([], "needs_human")
    seen, closing = look([hook("one", AT + 60)], made(), made(AT + 50, number=1))
    assert (closing, seen.verdict, seen.items) == ([], "closed", [])


@pytest.mark.parametrize(
    "own",
    [
        [],
        [row(INCOMING, AT, "attempt"), row(INCOMING, AT + 20, "fail - inappropriate permissions")],
        [row(INCOMING, AT, "attempt")],
    ],
    ids=["nothing", "refused", "broken off"],
)
def test_what_they_did_not_make_is_not_theirs(own):
    seen, closing = look([hook("one", AT + 10)], own)
    assert (seen.verdict, seen.items, closing) == ("closed", [], [])


def test_a_request_whose_beginning_was_not_logged_reaches_back_two_seconds():
    _seen, closing = look([hook("one", AT - 1_500), hook("two", AT - 2_500)], [row(INCOMING, AT, "success")])
    assert closing == ["one"]


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the other way round"])
def test_what_was_made_within_a_millisecond_is_told_from_what_was_there_before(order):
    _seen, closing = look([hook("one", AT), hook("before", AT - 1_500)], made(took=0)[::order])
    assert closing == ["one"]


def test_requests_at_the_same_time_are_told_apart_or_asked_about():
    own = [*made(AT, 20, number=1), *made(AT + 5, 30, number=2)]
    seen, closing = look([hook("one", AT + 3), hook("two", AT + 30)], own)
    assert sorted(item.shown["name"] for item in seen.items) == ["one", "two"]
    assert closing == ["one", "two"]


def test_outgoing_webhooks_and_commands_are_found_too():
    outgoing = [hook("out", AT + 5, creator_id=OWNER, update_at=AT + 5)]
    commands = [hook("com", AT + 1005, creator_id=OWNER, update_at=AT + 1005, trigger="com")]
    own = [*made(path=OUTGOING), *made(AT + 1000, path=COMMANDS)]
    seen, closing = look(own=own, outgoing=outgoing, commands=commands)
    assert closing == ["out", "com"]
    assert [item.shown["what"] for item in seen.items] == ["outgoing webhook", "slash command"]


@pytest.mark.parametrize(
    ("updated", "expected"),
    [(AT + 10, "changed it"), (AT - 3_000, None), (AT + 50_000, "opened or changed it")],
    ids=["then", "before", "a new token since"],
)
def test_what_they_pointed_elsewhere_is_to_be_looked_at(updated, expected):
    commands = [hook("com", MADE + 50, creator_id=OWNER, update_at=updated, trigger="com")]
    own = [row(COMMANDS + "/" + an_id("com"), AT, "attempt"), row(COMMANDS + "/" + an_id("com"), AT + 20, "success")]
    seen, closing = look(own=own, commands=commands)
    assert (len(seen.items), closing) == (int(expected is not None), [])
    if expected:
        assert seen.reason == (
            "Check that the slash command com of owner still has the right destination: someone %s on"
            " 2023-11-14T23:36:40Z." % expected
        )


def test_what_they_point_elsewhere_again_needs_a_new_confirmation():
    path = OUTGOING + "/" + an_id("out")
    references = []
    for at in (AT, AT + 60_000):
        outgoing = [hook("out", MADE + 50, creator_id=OWNER, update_at=at)]
        entries = [row(path, AT, "success"), row(path, AT + 60_000, "success")]
        seen, _closing = look(own=[entry for entry in entries if entry["create_at"] <= at], outgoing=outgoing)
        references += [item.shown["reference"] for item in seen.items]
    assert len(set(references)) == 2


def test_what_they_made_and_changed_is_theirs_all_the_same():
    outgoing = [hook("out", AT + 5, creator_id=OWNER, update_at=AT + 60_000)]
    own = [*made(path=OUTGOING), row(OUTGOING + "/" + an_id("out"), AT + 60_000, "success")]
    assert look(own=own, outgoing=outgoing)[1] == ["out"]


def test_what_is_switched_off_is_said_and_hides_nothing_else():
    off = {"GET /hooks/outgoing": Refusal(501, "api.outgoing_webhook.disabled.app_error")}
    seen, _closing = look(own=made(path=OUTGOING), answers=off)
    assert (seen.verdict, seen.still_open) == ("feature_off", False)
    _seen, closing = look([hook("one", AT + 10)], [*made(), *made(path=OUTGOING)], answers=off)
    assert closing == ["one"]
