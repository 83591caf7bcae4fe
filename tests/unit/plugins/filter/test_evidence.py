# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known about each user, put together from what the modules returned."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.offboarding.mattermost.plugins.filter import evidence as plugin
from ansible_collections.offboarding.mattermost.plugins.filter.evidence import evidence

TIMES = {name: "2026-11-22T02:08:1%dZ" % n for n, name in enumerate(("before", "account", "closed", "after"))}
TITLES = {"account": "Account", "token": "User access tokens", "bot": "Bots", "session": "Sessions"}


def user_of(name, **fields):
    return dict({"id": (name * 26)[:26], "username": name, "email": name + "@example.com", "active": True}, **fields)


def seen(kind, verdict="open", items=1, reason=None, still_open=None):
    """Return one kind of access as the module tells it, with so many items open."""
    known = {"open": True, "needs_human": True, "closed": False, "feature_off": False}
    found = [{"id": "%s-%d" % (kind, number), "open": True} for number in range(items if verdict == "open" else 0)]
    still_open = known.get(verdict) if still_open is None else still_open
    return {"title": TITLES[kind], "verdict": verdict, "reason": reason, "still_open": still_open, "found": found}


def look(name, *kinds, error=None, **access):
    """Return one entry of the results of mattermost_access_info."""
    access = {kind: seen(kind) for kind in kinds} | access
    return {
        "requested": name,
        "user": user_of(name),
        "error": {"message": error} if error else None,
        "access": access,
        "still_open": [kind for kind, value in access.items() if value["still_open"]],
        "not_checked": [kind for kind, value in access.items() if value["still_open"] is None],
        "to_do": ["%s: %s" % (v["title"], v["reason"]) for v in access.values() if v["verdict"] == "needs_human"],
        "ways_in": sum(len(value["found"]) for value in access.values()),
    }


def closed(*kinds):
    return {kind: seen(kind, "closed") for kind in kinds}


def test_it_is_found_by_its_name():
    assert plugin.FilterModule().filters() == {"evidence": evidence}


@pytest.mark.parametrize("nothing", [[], None])
def test_nobody(nothing):
    assert not evidence(nothing)


def test_closed():
    done = [{"id": "token-0", "description": "ci", "open": True}]
    [row] = evidence(
        [look("anna", "account", "token")],
        account=[{"user": user_of("anna"), "changed": True, "state": "deactivated", "previous_state": "active"}],
        closed=[{"user": user_of("anna"), "access": {"token": dict(seen("token", "closed"), closed=done)}}],
        after=[dict(look("anna", **closed("account", "token")), user=user_of("anna", active=False))],
        times=TIMES,
    )
    assert row["status"] == "closed"
    assert row["user"]["active"] is False
    assert (row["ways_in_before"], row["ways_in_after"]) == (2, 0)
    assert [(k["kind"], k["before"], k["after"], k["open_before"], k["open_after"]) for k in row["kinds"]] == [
        ("account", "open", "closed", 1, 0),
        ("token", "open", "closed", 1, 0),
    ]
    assert [(entry["kind"], entry["what"], entry["at"], entry["details"]) for entry in row["done"]] == [
        ("account", "deactivated, was active", TIMES["account"], []),
        ("token", "1 closed", TIMES["closed"], ["token-0, ci"]),
    ]
    assert row["times"] == TIMES


def test_a_warning_of_the_account_is_kept():
    changed = {"user": user_of("anna"), "changed": True, "state": "deactivated", "previous_state": "active"}
    [row] = evidence([look("anna")], account=[dict(changed, warning="GitLab would activate it again.")])
    assert row["done"][0]["details"] == ["GitLab would activate it again."]


@pytest.mark.parametrize(
    ("access", "error", "status"),
    [
        (closed("account", "token"), None, "closed"),
        ({"token": seen("token")}, None, "open"),
        ({"token": seen("token"), "bot": seen("bot", "not_allowed")}, None, "open"),
        ({"bot": seen("bot", "not_allowed")}, None, "not_checked"),
        ({"bot": seen("bot", "failed")}, "HTTP 500", "failed"),
        ({"bot": seen("bot", "feature_off")}, None, "closed"),
        ({"account": seen("account", "needs_human", reason="Ask.")}, None, "needs_human"),
        ({"account": seen("account", "needs_human", reason="Ask."), "token": seen("token")}, None, "open"),
        ({"account": seen("account", "needs_human"), "bot": seen("bot", "not_allowed")}, None, "not_checked"),
        ({"account": seen("account", "needs_human", still_open=False)}, None, "closed"),
        ({}, "HTTP 500", "failed"),
        ({}, None, "not_checked"),
    ],
)
def test_status(access, error, status):
    """Not checked is never clean."""
    [row] = evidence([look("anna", "token")], after=[look("anna", error=error, **access)])
    assert row["status"] == status
    assert row["errors"] == ([error] if error else [])


def test_without_a_look_afterwards_what_was_open_stays_open():
    [row] = evidence([look("anna", "token")], closed=[{"user": user_of("anna"), "access": {}}])
    assert row["status"] == "open"


def test_what_is_left_alone_does_not_count():
    before = look("anna", "token", bot=seen("bot", "not_allowed"))
    [row] = evidence([before], leave=["token", "bot"])
    assert (row["status"], row["still_open"], row["not_checked"], row["left_alone"]) == ("closed", [], [], ["token"])


def test_the_unknown_and_the_doubled():
    nobody = {"requested": "nobody", "user": None, "error": None}
    twice = dict(look("anna", "token"), requested="anna@example.com")
    rows = evidence([nobody, look("anna", "token"), twice, nobody])
    assert [(row["requested"], row["status"]) for row in rows] == [("nobody", "missing"), ("anna", "open")]
    assert rows[0]["user"] is None and rows[0]["kinds"] == []


def test_a_second_look_keeps_what_was_before_the_first():
    first = evidence(
        [look("anna", "token", "session")],
        closed=[{"user": user_of("anna"), "access": {"token": dict(seen("token"), closed=[{"id": "x"}])}}],
        after=[look("anna", "session", **closed("token"))],
        times=TIMES,
    )
    first = json.loads(json.dumps(first))  # the role keeps it in a file
    later = {"closed": "2026-11-22T02:11:31Z", "after": "2026-11-22T02:11:32Z"}
    found = [look("anna", **closed("token", "session"))]
    ended = [{"user": user_of("anna"), "access": {"session": dict(seen("session"), closed=[{"id": "y"}, {"id": "z"}])}}]
    [row] = evidence(found, closed=ended, after=found, times=later, earlier=first)
    assert row["status"] == "closed"
    assert (row["ways_in_before"], row["ways_in_after"]) == (2, 0)
    assert [(k["before"], k["after"], k["open_before"], k["open_after"]) for k in row["kinds"]] == [
        ("open", "closed", 1, 0),
        ("open", "closed", 1, 0),
    ]
    assert [(entry["kind"], entry["at"]) for entry in row["done"]] == [
        ("token", TIMES["closed"]),
        ("session", later["closed"]),
    ]
    assert row["times"] == dict(TIMES, second_look=later["after"])


def test_what_it_is_given_stays_as_it_is():
    before, after = [look("anna", "token")], [look("anna", **closed("token"))]
    kept = copy.deepcopy((before, after, TIMES))
    evidence(before, after=after, times=TIMES)
    assert (before, after, TIMES) == kept
