# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""logged: what the log tells of, what it does not reach back to, and what a person confirmed."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import logged, verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal

WHO, OTHER, BOT = an_id("who"), an_id("other"), an_id("bot")
MADE = 1_700_000_000_000
LEFT = MADE + 10 * audit_log.DAY
PERMISSIONS = ("edit_other_users", "manage_system", "read_others_bots", "manage_others_bots")


class Told(logged.LoggedAccessType):
    """A type of access that is open once for each entry about settings."""

    name = "told"
    title = "Told"

    def found(self, server, person, account, log):
        """Return an item for each entry."""
        return [
            Item("%d" % one.at, True, {"name": str(one.at), "advice": "Look at %d." % one.at})
            for one in log.of("/config")
        ]


def user(**fields):
    """Return somebody who left."""
    return dict(
        {"id": WHO, "username": "someone", "roles": "system_user", "create_at": MADE, "delete_at": LEFT}, **fields
    )


def server_with(logs, answers=None, bots=()):
    """Return a server that keeps these logs."""
    given = {"GET /bots?include_deleted=true": list(bots), "POST /users/ids": []}
    script = LoggedServer(logs, dict(given, **(answers or {})))
    script.answers["POST /roles/names"] = [{"name": "some_role", "permissions": list(PERMISSIONS)}]
    return script.server(), script


def look(logs, person=None, **options):
    """Return what is said of somebody."""
    server, _script = server_with(logs, **options)
    return verdict.look(server, Person(person or user()), Told())


class Mixed(Told):
    """One item that can be closed, and one that a person decides about."""

    def found(self, server, person, account, log):
        """Return both."""
        return [Item("certain", True, {"name": "certain"}), *super().found(server, person, account, log)]


@pytest.mark.parametrize("gap", [0, LEFT - MADE], ids=["whole_log", "late_log"])
@pytest.mark.parametrize("asks", [True, False])
def test_what_can_be_closed_and_is_open_weighs_more_than_what_is_left_to_a_person(gap, asks):
    """Else whoever does the manual steps believes that they were all."""
    rows = [row("/api/v4/users/login", MADE + 1000 + gap)] + [row("/api/v4/config", LEFT - 1)] * asks
    admins = {"GET /users?role=system_admin": Refusal(403, "api.context.permissions.app_error")}
    server, _script = server_with({WHO: rows, ME: []}, answers=admins)
    seen = verdict.look(server, Person(user()), Mixed())
    assert (seen.verdict, seen.still_open) == ("open", True)
    assert len(seen.tasks) == asks


EARLY = row("/api/v4/users/login", MADE + 1000)


def test_where_the_log_tells_of_nothing_and_goes_back_to_the_first_day_it_is_closed():
    seen = look({WHO: [EARLY], ME: []})
    assert (seen.verdict, seen.reason, seen.still_open, seen.items) == ("closed", None, False, [])


@pytest.mark.parametrize("answer", [None, {}, "text"])
def test_a_log_that_cannot_be_read_is_never_called_closed(answer):
    seen = look({WHO: answer if answer is not None else {"a": 1}, ME: []})
    assert (seen.verdict, seen.still_open) == ("failed", None)
    assert seen.reason.startswith("Not checked: Failed to read the log of someone: ")


def test_a_log_that_begins_late_is_never_called_closed():
    admins = {"GET /users?role=system_admin": Refusal(403, "api.context.permissions.app_error")}
    seen = look({WHO: [row("/api/v4/users/login", LEFT)], ME: []}, answers=admins)
    assert (seen.verdict, seen.still_open) == ("unknown", None)
    assert seen.reason == (
        "Earlier actions cannot be known: the log of someone begins on 2023-11-24T22:13:20Z, but the account was"
        " created on 2023-11-14T22:13:20Z: entries in between may have been deleted."
    )
    assert verdict.overall({"told": seen})["not_checked"] == ["told"]
    assert verdict.overall({"told": seen})["to_do"] == ["Told: " + seen.reason]


def test_a_log_that_is_read_back_to_a_day_only_is_never_called_closed():
    server, _script = server_with({WHO: [EARLY], ME: []})
    server.log_since = LEFT - audit_log.DAY
    seen = verdict.look(server, Person(user(create_at=MADE)), Told())
    assert (seen.verdict, seen.still_open) == ("unknown", None)


def test_each_thing_to_look_at_is_a_task_and_the_reason_names_the_first_three():
    entries = [row("/api/v4/config", MADE + 1000 + number, "updateConfig", number) for number in range(5)]
    seen = look({WHO: [EARLY, *entries], ME: []})
    assert (seen.verdict, seen.still_open) == ("needs_human", True)
    newest = [entry["create_at"] for entry in reversed(entries)]
    assert seen.reason == "Look at %d. Look at %d. Look at %d. And 2 more." % tuple(newest[:3])
    assert verdict.overall({"told": seen})["to_do"] == [
        "Told: Look at %d. (reference %s)" % (at, item.shown["reference"]) for at, item in zip(newest, seen.items)
    ]


def test_what_is_confirmed_is_closed_and_says_so():
    entries = [row("/api/v4/config", MADE + 1000 + number, "updateConfig", number) for number in range(2)]
    server, _script = server_with({WHO: [EARLY, *entries], ME: []})
    person = Person(user())
    seen = verdict.look(server, person, Told())
    references = [item.shown["reference"] for item in seen.items]
    assert len(set(references)) == 2
    server.confirmed = frozenset(references[:1])
    seen = verdict.look(server, person, Told())
    assert [(item.open, item.shown["confirmed"]) for item in seen.items] == [(False, True), (True, False)]
    assert seen.verdict == "needs_human"
    server.confirmed = frozenset(references)
    seen = verdict.look(server, person, Told())
    assert (seen.verdict, seen.reason) == ("closed", "Confirmed as done: 2.")
    # Of somebody else, the same is another thing.
    assert logged.reference(Person(user(id=OTHER)), "told", "1") != logged.reference(person, "told", "1")


def test_what_a_bot_did_is_marked_with_it_and_a_gap_in_its_log_counts():
    bot = {"user_id": BOT, "username": "helper", "owner_id": WHO, "create_at": MADE, "delete_at": 0}
    logs = {WHO: [EARLY], BOT: [row("/api/v4/config", MADE + 1000)], ME: []}
    seen = look(logs, bots=[bot])
    assert [item.shown["bot"] for item in seen.items] == ["helper"]
    admins = {"GET /users?role=system_admin": Refusal(403, "api.context.permissions.app_error")}
    logs[BOT] = [row("/api/v4/users/login", LEFT)]
    assert look(logs, bots=[bot], answers=admins).verdict == "unknown"


# -- who is or was an administrator --------------------------------------------------------------------------

DEMOTED = row("/api/v4/users/%s/roles" % WHO, LEFT - 1000, "user=%s roles=system_user" % WHO)
NOTES = "GET /users/%s/preferences/offboarding_mattermost" % ME
TOKEN = row("/api/v4/users/%s/tokens" % OTHER, MADE + 2000, "success - token_id=%s" % an_id("token"))


def granted(roles):
    """Return the entry of whoever granted the person these roles."""
    return row("/api/v4/users/%s/roles" % WHO, LEFT - 2000, "user=%s roles=%s" % (WHO, roles))


@pytest.mark.parametrize(
    ("roles", "own", "callers", "others", "expected"),
    [
        ("system_user", [], [], [], False),
        ("system_user system_admin", [], [], [], True),
        ("system_user system_manager", [], [], [], True),
        # Roles that give nothing over others.
        ("system_user system_user_access_token system_post_all", [], [], [], False),
        ("system_user", [row("/api/v4/config", MADE + 2000)], [], [], True),
        # Which role was taken the log does not tell. Who granted it may be known.
        ("system_user", [], [DEMOTED], [], False),
        ("system_user", [], [DEMOTED, granted("system_user system_user_access_token")], [], False),
        ("system_user", [], [DEMOTED, granted("system_user system_admin")], [], True),
        ("system_user", [], [DEMOTED, granted("system_user system_user_manager")], [], True),
        ("system_user", [TOKEN], [], [{"id": OTHER, "is_bot": True}], False),
        ("system_user", [TOKEN], [], [{"id": OTHER}], True),
    ],
)
def test_an_administrator_is_known_by_the_role_the_deeds_or_the_log_of_the_caller(
    roles, own, callers, others, expected
):
    logs = {WHO: [EARLY, *own], ME: callers}
    nothing_noted = Refusal(404, "api.preference.preferences_category.get.app_error")
    server, _script = server_with(logs, {"POST /users/ids": others, NOTES: nothing_noted})
    assert logged.administered(server, Person(user(roles=roles))) is expected


@pytest.mark.parametrize(("name", "expected"), [("admin_" + WHO, True), ("admin_" + OTHER, False)])
def test_an_administrator_is_known_by_the_note_of_an_earlier_run(name, expected):
    noted = [{"category": "offboarding_mattermost", "name": name, "value": str(LEFT - 1000)}]
    server, script = server_with({WHO: [EARLY], ME: [DEMOTED]}, {NOTES: noted})
    assert logged.administered(server, Person(user())) is expected
    assert logged.administered(server, Person(user())) is expected
    assert script.sent.count(NOTES) == 1


def test_the_notes_are_read_only_where_the_caller_changed_the_roles():
    server, script = server_with({WHO: [EARLY], ME: []})
    assert not logged.administered(server, Person(user()))
    assert NOTES not in script.sent


def test_who_owns_a_bot_with_the_role_of_an_administrator_is_one():
    bot = {"user_id": BOT, "username": "helper", "owner_id": WHO, "create_at": MADE, "delete_at": 0}
    server, _script = server_with(
        {WHO: [EARLY], BOT: [], ME: []},
        {"POST /users/ids": [{"id": BOT, "username": "helper", "roles": "system_user system_admin"}]},
        [bot],
    )
    assert logged.administered(server, Person(user()))


def test_an_administrator_stays_known_when_the_role_is_taken_away_within_the_run():
    server, _script = server_with({WHO: [EARLY], ME: []})
    assert logged.administered(server, Person(user(roles="system_user system_admin")))
    server.forget()
    assert logged.administered(server, Person(user()))


def test_an_ordinary_leaver_costs_one_request_and_the_run_one_more():
    people = [user(id=an_id("p%d" % number), username="p%d" % number) for number in range(50)]
    logs = {one["id"]: [row("/api/v4/users/login", MADE + 1000)] for one in people}
    server, script = server_with(dict(logs, **{ME: []}))
    for one in people:
        assert verdict.look(server, Person(one), Told()).verdict == "closed"
        assert not logged.administered(server, Person(one))
    assert len(script.pages_sent) == 51
    assert [asked for asked in script.sent if "bots" not in asked] == ["GET /users/me", "POST /roles/names"]
