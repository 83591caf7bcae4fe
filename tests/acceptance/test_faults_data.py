# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data as no test user has it, and answers of any bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.faults import REVOKE, Crowd, Modules

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique

pytestmark = [pytest.mark.embedded_only("makes data that no server would take"), pytest.mark.slow]

INFO = "mattermost_session_info"
DESKTOP = {"props": {"browser": "Desktop App/5.12.0", "os": "Linux", "platform": "Linux", "csrf": "c" * 26}}
FIELDS = ["id", "user_id", "create_at", "expires_at", "last_activity_at", "device_id", "roles", "is_oauth", "props"]


@pytest.fixture(name="modules")
def fixture_modules(admin: Mattermost, control: Control) -> Modules:
    """The modules as processes of their own."""
    return Modules(admin, control)


@pytest.mark.fault("odd data")
def test_five_hundred_sessions_a_user(modules: Modules, control: Control) -> None:
    """At once, and with a filter, which names each of them: the other half is left alone."""
    crowd = Crowd(control, 4, sessions=500)
    crowd.hold_all_done(modules.run(crowd.names))
    user = control.new_user(username=unique("many"))
    for sessions in ({}, DESKTOP):
        control.ask("POST", "/users/%s/sessions" % user["id"], {"count": 250, **sessions})
    report = modules.run([user["id"]], kinds=["desktop"])
    [entry] = report.results
    assert len({session["id"] for session in entry["revoked"]}) == len(entry["revoked"]) == 250
    left = {row["id"] for row in control.state(user["id"])["sessions"]}
    assert left == {session["id"] for session in entry["kept"]}
    assert len(left) == 250


@pytest.mark.fault("odd data")
def test_every_character_of_a_user_name(modules: Modules, control: Control) -> None:
    """Letters, digits, dots, dashes, underscores, a colon for remote users, any length, names that look like ids."""
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789.-_"
    names = [
        unique("a") + alphabet,
        unique("b").ljust(64, "_"),
        unique("c") + ":remote",
        unique("d") + "..-__",
        "9" * 13,
    ]
    names.append(unique("e").replace("-", "").ljust(26, "0"))
    asked = [names[0].upper(), "@" + names[1], " %s " % names[2], names[3], names[4], names[5]]
    users = [control.new_user(username=name, sessions=[{}]) for name in names]
    report = modules.run(asked)
    assert [entry["user"]["username"] for entry in report.results] == names
    assert [len(entry["revoked"]) for entry in report.results] == [1] * len(names)
    assert not any(control.state(user["id"])["sessions"] for user in users)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.fault("odd data")
def test_sessions_without_a_field(modules: Modules, control: Control, field: str) -> None:
    user = control.new_user(username=unique("less"), sessions=[{"_missing": [field]}, {}])
    looked = modules.run([user["id"]], INFO)
    assert len(looked.results[0]["sessions"]) == 2
    report = modules.run([user["id"]])
    assert report.summary["sessions_revoked"] == 2
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.fault("odd data")
def test_sessions_with_fields_that_nobody_knows(modules: Modules, control: Control) -> None:
    secret = "s" * 26
    strange: dict[str, Any] = {"secret_of_tomorrow": secret, "voip_device_id": secret, "nested": {"token": [secret]}}
    user = control.new_user(username=unique("more"), sessions=[strange, {"props": {"csrf": secret, "new": secret}}])
    for module in (INFO, REVOKE):
        assert secret not in modules.run([user["id"]], module).output
    assert control.state(user["id"])["sessions"] == []


STRANGE_TIMES = [2**63 - 1, -(2**63), 10**300, 1e308, -1, 0.5, "1700000000000", None, True, [], {"a": 1}]


@pytest.mark.parametrize("options", [{}, {"older_than": "1d"}, {"idle_longer_than": "4w"}, {"include_expired": True}])
@pytest.mark.fault("odd data")
def test_numbers_as_large_as_they_get(modules: Modules, control: Control, options: dict[str, Any]) -> None:
    fields = ("create_at", "expires_at", "last_activity_at")
    sessions = [{field: value} for field in fields for value in STRANGE_TIMES]
    user = control.new_user(username=unique("large"), sessions=sessions)
    looked = modules.run([user["id"]], INFO, **options)
    report = modules.run([user["id"]], **options)
    [entry] = report.results
    assert report.code == 0
    asked = {session["id"] for session in looked.results[0]["sessions"]}
    assert {session["id"] for session in entry["revoked"]} == asked
    left = {row["id"] for row in control.state(user["id"])["sessions"]}
    if options:
        assert not left & asked
    else:
        assert left == set()


@pytest.mark.fault("odd data")
def test_numbers_that_are_none(modules: Modules, control: Control) -> None:
    """JSON of others: not a number, infinite, or larger than any number of this machine's."""
    user = control.new_user(username=unique("nan"))
    row = '{"id": "%s", "create_at": %s, "expires_at": %s, "last_activity_at": %s, "props": {}}'
    values = ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "-" + "9" * 400]
    rows = [row % (str(n) * 26, value, value, value) for n, value in enumerate(values)]
    control.faults(
        {
            "kind": "body",
            "path": user["id"] + "/sessions$",
            "body": "[%s]" % ",".join(rows),
            "content_type": "application/json",
        }
    )
    report = modules.run([user["id"]], INFO, include_expired=True)
    assert [session["id"][0] for session in report.results[0]["sessions"]] == ["0", "1", "2", "3", "4", "5"]
    # Strict JSON: Ansible and whoever reads it after that take no NaN.
    json.loads(report.output, parse_constant=pytest.fail)


ANSWERS = [
    "",
    "null",
    "true",
    "[null, 1, [], {}]",
    '{"a": 1}',
    '[{"id": {"token": "x"}, "props": [], "roles": 3}]',
    "[" * 100_000,
    "<html>It works!</html>",
    "\x00\x01\x02",
    '"\ud800"',
    '[{"id": "\\ud800", "username": "\\u0000\\u202e", "props": {"os": "\\ud800\\u001b[31m"}}]',
]


@pytest.mark.parametrize("path", ["/sessions$", "/sessions/revoke/all$"])
@pytest.mark.fault("any bytes")
def test_whatever_a_server_answers_for_one_user(modules: Modules, control: Control, path: str) -> None:
    """The fuzz itself is a unit test (test_fuzz.py); this is a process from its start to its end."""
    crowd = Crowd(control, 20)
    json_type = {"kind": "body", "content_type": "application/json"}
    control.faults(*({**json_type, "path": crowd.ids[n] + path, "body": body} for n, body in enumerate(ANSWERS)))
    report = modules.run(crowd.names, retries=0)
    assert len(report.results) == 20
    assert report.outcomes[len(ANSWERS) :] == ["done"] * (20 - len(ANSWERS))
    for entry in report.results:
        assert entry["error"] is None or entry["error"]["message"].isprintable()
    assert not report.code or report.message


@pytest.mark.parametrize("path", ["/users/usernames$", "/users/me$"])
@pytest.mark.parametrize("body", ["null", '[{"id": {"token": "x"}, "username": 3}]', "[" * 100_000, '"\ud800"'])
@pytest.mark.fault("any bytes")
def test_whatever_a_server_answers_at_the_beginning(modules: Modules, control: Control, path: str, body: str) -> None:
    user = control.new_user(username=unique("fuzz"), sessions=[{}])
    control.faults({"kind": "body", "path": path, "body": body, "content_type": "application/json"})
    report = modules.run([user["username"]], retries=0)
    assert report.message.endswith(".") or report.message.endswith("?")
    assert report.result["changed"] is False
    assert len(control.state(user["id"])["sessions"]) == 1
