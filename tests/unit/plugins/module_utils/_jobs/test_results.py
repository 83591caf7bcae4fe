# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""results: one shape for one user or ten thousand, whatever went wrong."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.user_lookup import Target
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Stopped
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import api_error
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import results
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble


class Counts:
    """What a client counts."""

    requests = 7
    retried = 2


def user(name):
    """Return a user of the API."""
    return {"id": name * 26, "username": name}


def records(**errors):
    """Return the records of users a, b, c, ... with their errors."""
    made = {}
    for name, error in errors.items():
        record = results.Record(user(name), {"sessions": [name]})
        record.error = error
        made[record.user["id"]] = record
    return made


def test_entries_are_in_the_order_asked_and_each_is_answered():
    targets = [Target("B", user("b")), Target("nobody", None), Target("a", user("a")), Target("b@x", user("b"))]
    found = results.entries(targets, records(a=None, b=Trouble()), {"sessions": []})
    assert [entry["requested"] for entry in found] == ["B", "nobody", "a", "b@x"]
    assert [entry["outcome"] for entry in found] == ["not_done", "missing", "done", "not_done"]
    assert [entry["sessions"] for entry in found] == [["b"], [], ["a"], ["b"]]
    assert len({tuple(entry) for entry in found}) == 1  # the same keys in the same order


def test_an_error_is_told_with_status_id_message_and_hint():
    body = {"id": "api.context.permissions.app_error", "message": "No."}
    error = api_error("do it", 403, body, needs="that")
    [entry] = results.entries([Target("a", user("a"))], records(a=error), {})
    assert entry["error"] == {
        "status": 403,
        "id": "api.context.permissions.app_error",
        "message": "Failed to do it: HTTP 403 api.context.permissions.app_error: No. The token needs that.",
        "hint": "The token needs that.",
    }


def test_what_is_not_known_is_told_apart():
    [entry] = results.entries([Target("a", user("a"))], records(a=Trouble(unknown=True)), {})
    assert entry["outcome"] == "unknown"


def test_the_data_of_missing_users_is_not_shared():
    first, second = results.entries([Target("x", None), Target("y", None)], {}, {"sessions": []})
    first["sessions"].append(1)
    assert second["sessions"] == []


def test_a_summary_counts_users_once():
    made = records(a=None, b=Trouble())
    made["a" * 26].changed = True
    targets = [Target("a", user("a")), Target("A", user("a")), Target("b", user("b")), Target("nobody", None)]
    assert results.summary(targets, made, Counts, sessions_found=3) == {
        "users": 2,
        "users_missing": 1,
        "users_changed": 1,
        "failed": 1,
        "sessions_found": 3,
        "requests": 7,
        "retries": 2,
    }


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        ({}, None),
        ({"a": None, "b": None}, None),
        ({"a": Trouble()}, "It broke."),
        ({"a": None, "b": Trouble()}, "1 of 2 users failed. b: It broke."),
        (
            {"a": Trouble("One."), "b": Trouble("Two."), "c": Trouble("Three."), "d": Trouble("Four.")},
            "4 of 4 users failed. a: One; b: Two; c: Three; and 1 more.",
        ),
        (
            {"a": None, "b": Trouble(unknown=True), "c": Trouble()},
            "2 of 3 users failed (for 1 of them it is not known whether the change took effect). b: It broke; c: It"
            " broke.",
        ),
        # What stopped the run is told before those that were not begun because of it.
        (
            {"a": Stopped(reason="It died."), "b": Trouble("It died.", fatal=True)},
            "2 of 2 users failed. b: It died; a: Not done: the run stopped before it reached this user. It died.",
        ),
    ],
)
def test_the_sentence_of_a_failure(errors, sentence):
    assert results.failure(records(**errors)) == sentence
