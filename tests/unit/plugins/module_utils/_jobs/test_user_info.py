# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""user_info: which users are meant, and how much is read to find them."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import user_info
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Pages, Refusal, scripted_call

NOW = 1_700_000_000_000
HOUR = 3_600_000
STATUS = "POST /users/status/ids"
COUNT = "GET /users/stats/filtered?"
ANY = {
    "users": None,
    "missing_users": "fail",
    "state": "any",
    "auth_service": None,
    "role": None,
    "include_bots": False,
    "inactive_for": None,
    "brief": False,
    "second_accounts": False,
}


def user(number, **fields):
    """Return a user of the API."""
    return dict({"id": "%026d" % number, "username": "user%d" % number, "roles": "system_user"}, **fields)


def wanted(**asked):
    """Return the filter for these options."""
    return user_info.UserFilter(dict(ANY, **asked))


class Uncounted(dict):
    """Answers of a server that counts no users for this caller."""

    def __missing__(self, asked):
        assert asked.startswith(COUNT), asked
        return Refusal(403, "api.context.permissions.app_error")


def search(answers, **asked):
    """Search as of NOW; return the result and the script, which tells what was asked beside the counts."""
    call, script = scripted_call({}, dict(ANY, **asked), prepared=wanted(**asked), now=NOW)
    script.answers = Uncounted(script.answers, **answers)
    found = user_info.search(call)
    script.counts = [sent[len(COUNT) :] for sent in script.sent if sent.startswith(COUNT)]
    others = [number for number, sent in enumerate(script.sent) if not sent.startswith(COUNT)]
    script.sent, script.bodies = [[given[number] for number in others] for given in (script.sent, script.bodies)]
    return found, script


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({}, ["plain", "gone", "ldap", "boss", "odd"]),
        ({"state": "active"}, ["plain", "ldap", "boss", "odd"]),
        ({"state": "deactivated"}, ["gone"]),
        ({"auth_service": ["email"]}, ["plain", "gone", "boss", "odd"]),
        ({"auth_service": ["ldap"]}, ["ldap"]),
        ({"auth_service": ["saml", "ldap"]}, ["ldap"]),
        ({"auth_service": []}, []),
        ({"role": "system_admin"}, ["boss"]),
        ({"role": "system_user"}, ["plain", "gone", "ldap", "boss"]),
        ({"role": "system"}, []),
        ({"role": "system_user", "state": "active", "auth_service": ["email"]}, ["plain", "boss"]),
    ],
    ids=str,
)
def test_who_is_meant(asked, taken):
    people = {
        "plain": user(1, delete_at=0, auth_service=""),
        "gone": user(2, delete_at=5),
        "ldap": user(3, delete_at=0, auth_service="ldap"),
        "boss": user(4, auth_service=None, roles="system_user system_admin"),
        "odd": {"roles": None, "delete_at": None, "new_field": {}},
    }
    found = wanted(**asked)
    assert [name for name, person in people.items() if found.takes(person)] == taken


@pytest.mark.parametrize("duration", ["", "90", "d", "-1d", "1.5h", "90 days", "1y", "1d2h", "9999999999s"], ids=repr)
def test_what_is_no_duration_is_refused_before_the_server_is_asked(duration):
    with pytest.raises(InputError) as caught:
        user_info.prepare(dict(ANY, inactive_for=duration))
    assert str(caught.value) == (
        "inactive_for: %r is not a duration. Write a number and a unit: 90s, 30m, 12h, 30d or 4w." % duration
    )


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({}, "GET /users"),
        ({"state": "active"}, "GET /users?active=true"),
        ({"state": "deactivated"}, "GET /users?inactive=true"),
        ({"role": "system_admin"}, "GET /users?role=system_admin"),
        ({"role": "system_admin", "state": "active"}, "GET /users?active=true&role=system_admin"),
        # The server would answer 400 for a role that it does not filter by.
        ({"role": "custom", "state": "active"}, "GET /users?active=true"),
    ],
    ids=str,
)
def test_what_the_server_can_filter_by_it_filters_by(asked, path):
    assert search({path: []}, **asked)[1].sent == ["GET /users/me", path]


@pytest.mark.parametrize("brief", [True, False])
def test_rows_that_are_no_users_are_passed_over_and_bots_left_out(brief):
    rows = [{}, user(1), {"id": 7, "username": "x"}, user(2, is_bot=True), user(3, id="../x"), user(4, is_bot=None)]
    found, _script = search({"GET /users": rows}, brief=brief)
    assert found["usernames"] == ["user1", "user4"]
    assert found["ids"] == [user(1)["id"], user(4)["id"]]
    assert [row["username"] for row in found["users"]] == ([] if brief else ["user1", "user4"])
    assert search({"GET /users": rows}, brief=brief, include_bots=True)[0]["usernames"] == ["user1", "user2", "user4"]


def test_what_is_shown_is_clean_and_holds_nothing_else():
    strange = user(1, roles="a\x07 b", is_bot="yes", create_at="x", delete_at=-1, last_activity_at=True, password="p")
    [row] = search({"GET /users": [strange]}, include_bots=True)[0]["users"]
    assert row == {
        "id": strange["id"], "username": "user1", "email": "", "active": False, "auth_service": "",
        "system_admin": False, "roles": ["a", "b"], "bot": False, "created_at": None, "deactivated_at": None,
        "last_activity_at": None,
    }  # fmt: skip


# -- last activity ------------------------------------------------------------------------------------------


def test_of_whom_nothing_is_known_is_counted_and_not_listed():
    people = [user(number) for number in range(1, 8)]
    people[6]["last_activity_at"] = NOW - 3 * HOUR  # some servers tell it here
    status = [
        {"user_id": people[0]["id"], "last_activity_at": NOW - HOUR - 1},
        {"user_id": people[1]["id"], "last_activity_at": NOW - HOUR},
        {"user_id": people[2]["id"], "last_activity_at": 0},
        {"user_id": people[3]["id"], "last_activity_at": "1"},
        {"user_id": people[4]["id"]},
        None,
        {"user_id": people[6]["id"], "last_activity_at": 0},
    ]
    found, script = search({"GET /users": people, STATUS: status}, inactive_for="1h")
    assert found["usernames"] == ["user1", "user7"]
    assert found["summary"]["activity_unknown"] == 4
    assert [row["last_activity_at"] for row in found["users"]] == ["2023-11-14T21:13:19Z", "2023-11-14T19:13:20Z"]
    assert script.bodies[-1] == [person["id"] for person in people]


@pytest.mark.parametrize("answer", [[], {}, None, "x"], ids=repr)
def test_an_answer_without_any_activity_makes_nobody_inactive(answer):
    found, _script = search({"GET /users": [user(1), user(2)], STATUS: answer}, inactive_for="0s")
    assert (found["usernames"], found["summary"]["activity_unknown"]) == ([], 2)


@pytest.mark.parametrize("row", [{"user_id": {}, "last_activity_at": 1}, {"last_activity_at": 1}, 7], ids=repr)
def test_activity_of_nobody_is_passed_over(row):
    found, _script = search({"GET /users": [user(1)], STATUS: [row]}, inactive_for="0s")
    assert (found["usernames"], found["summary"]["activity_unknown"]) == ([], 1)


def test_a_time_before_all_times_is_not_known():
    status = [{"user_id": user(1)["id"], "last_activity_at": -1}]
    found, _script = search({"GET /users": [user(1)], STATUS: status}, inactive_for="90d")
    assert (found["usernames"], found["summary"]["activity_unknown"]) == ([], 1)


def test_activity_that_may_not_be_read_ends_it():
    with pytest.raises(ApiError) as caught:
        search({"GET /users": [user(1)], STATUS: Refusal(403)}, inactive_for="1h")
    assert str(caught.value).startswith("Failed to read when 1 users were last active: HTTP 403 ")


def test_activity_is_asked_for_in_batches_of_those_who_are_meant():
    people = [user(number) for number in range(1, 402)] + [user(999, delete_at=5)]
    status = [{"user_id": person["id"], "last_activity_at": 1} for person in people]
    answers = {"GET /users?active=true": Pages(people[:200], people[200:]), STATUS: status}
    found, script = search(answers, state="active", inactive_for="1h", brief=True)
    assert [len(body) for asked, body in zip(script.sent, script.bodies) if asked == STATUS] == [200, 200, 1]
    assert (found["summary"]["users"], found["users"]) == (401, [])


# -- how many the server counts -----------------------------------------------------------------------------


def counted(deactivated, bots=False, role=None):
    """Return the question how many there are."""
    query = "include_deleted=%s&include_bots=%s&include_remote_users=true" % (
        str(deactivated).lower(),
        str(bots).lower(),
    )
    return COUNT + query + ("&roles=" + role if role else "")


@pytest.mark.parametrize(
    ("asked", "answers", "total"),
    [
        ({}, {counted(True): 9}, 9),
        ({"include_bots": True}, {counted(True, bots=True): 11}, 11),
        ({"state": "active"}, {counted(False): 7}, 7),
        ({"state": "deactivated"}, {counted(True): 9, counted(False): 7}, 2),
        ({"role": "system_admin", "state": "active"}, {counted(False, role="system_admin"): 3}, 3),
        ({"role": "system_guest"}, {counted(True, role="system_guest"): 4}, 4),
        # What the server cannot count as it is asked for here.
        ({"role": "custom"}, {}, None),
        ({"role": "system_user"}, {}, None),
        ({"auth_service": ["ldap"]}, {}, None),
        ({"inactive_for": "1h"}, {}, None),
    ],
    ids=str,
)
def test_what_the_server_counts_stands_beside_what_was_found(asked, answers, total):
    lists = {"GET /users" + end: [] for end in ("", "?active=true", "?inactive=true", "?role=system_guest")}
    lists["GET /users?active=true&role=system_admin"] = []
    answers = {question: {"total_users_count": count} for question, count in answers.items()}
    found, _script = search(dict(lists, **answers), **asked)
    assert (found["summary"]["users"], found["summary"]["server_total"]) == (0, total)


def test_of_users_who_are_named_nobody_is_counted():
    answers = {"POST /users/usernames": [user(1)]}
    found, script = search(answers, users=["user1"])
    assert (found["summary"]["server_total"], script.counts) == (None, [])


UNKNOWN = Refusal(404, "api.context.404.app_error")


@pytest.mark.parametrize(
    "answer", [Refusal(400, "x"), Refusal(403), UNKNOWN, [], {}, 7], ids=["400", "403", "404", "[]", "{}", "7"]
)
def test_a_server_that_does_not_count_is_none(answer):
    found, _script = search({"GET /users": [user(1)], counted(True): answer})
    assert (found["summary"]["users"], found["summary"]["server_total"]) == (1, None)


def test_a_server_that_fails_to_count_ends_it():
    with pytest.raises(ApiError) as caught:
        search({"GET /users": [user(1)], counted(True): Refusal(500, "some.error", "Oh.")})
    assert str(caught.value) == "Failed to count the users: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT


@pytest.mark.parametrize(("total", "readings"), [(300, 1), (None, 2), (301, 2)], ids=["all", "unknown", "one_short"])
def test_many_users_are_read_once_where_the_server_counts_as_many(total, readings):
    """Else again, with other pages, and what the server counts is told and not insisted on: versions differ."""
    people = [user(number) for number in range(300)]
    answers = {"GET /users": Pages(people[:200], people[200:])}
    if total:
        answers[counted(True, bots=True)] = {"total_users_count": total}
    found, script = search(answers, brief=True)
    assert (found["summary"]["users"], script.sent.count("GET /users")) == (300, readings)
