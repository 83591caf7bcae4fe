# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of the network and of the server: all users are done all the same, and the results are true."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.faults import Crowd, Modules

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost

pytestmark = [pytest.mark.embedded_only("stages faults"), pytest.mark.slow]


@pytest.fixture(name="modules")
def fixture_modules(admin: Mattermost, control: Control) -> Modules:
    """The modules as processes of their own."""
    return Modules(admin, control)


@pytest.mark.parametrize("concurrency", [8, 32])
@pytest.mark.fault("rate limit")
def test_rate_limit(modules: Modules, control: Control, concurrency: int) -> None:
    """A real server's limit ten times as fast: doubled headers, a burst, then a trickle for all workers together."""
    crowd = Crowd(control, 200)
    control.settings(rate_limit={"per_second": 100, "burst": 100})
    crowd.hold_all_done(modules.run(crowd.names, concurrency=concurrency))
    counted = control.requests()
    assert counted["refused"] < 0.05 * counted["total"]


@pytest.mark.fault("rate limit")
def test_rate_limit_of_a_proxy_that_announces_nothing(modules: Modules, control: Control) -> None:
    crowd = Crowd(control, 40)
    control.faults(
        {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}, "body": "", "skip": 20, "times": 4}
    )
    crowd.hold_all_done(modules.run(crowd.names))


PROXY_ANSWERS: list[dict[str, Any]] = [
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 503, "body": '{"id": "", "message": "No."}', "content_type": "application/json"},
    {"kind": "status", "status": 504, "body": "upstream request timeout", "content_type": "text/plain"},
]  # fmt: skip


@pytest.mark.parametrize(("percent", "users"), [(1, 300), (20, 120)])
@pytest.mark.fault("connection")
def test_answers_of_a_proxy_in_trouble(modules: Modules, control: Control, percent: int, users: int) -> None:
    """Answers are 502, 503 and 504, with HTML, JSON and text."""
    crowd = Crowd(control, users)
    share = percent / 100 / len(PROXY_ANSWERS)
    control.faults(*({**rule, "probability": share, "seed": seed} for seed, rule in enumerate(PROXY_ANSWERS)))
    report = modules.run(crowd.names, concurrency=32)
    # A request that used up its tries is no retry any more: its user is tried once more after all others.
    assert 0 < report.summary["retries"] <= sum(rule["hits"] for rule in control.ask("GET", "/faults"))
    crowd.hold_all_done(report)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "truncate"])
@pytest.mark.fault("connection")
def test_connections_that_break(modules: Modules, control: Control, kind: str) -> None:
    """One in a hundred breaks: before the request was processed, after it, or in the middle of the answer."""
    crowd = Crowd(control, 300)
    control.faults({"kind": kind, "probability": 0.01, "seed": 4})
    report = modules.run(crowd.names, concurrency=16)
    assert control.ask("GET", "/faults")[0]["hits"] > 0
    assert report.summary["retries"] > 0
    crowd.hold_all_done(report)


@pytest.mark.fault("connection")
def test_answers_that_come_too_late(modules: Modules, control: Control) -> None:
    """The answer comes, and the request takes effect, long after the client has given it up and tried again."""
    crowd = Crowd(control, 60)
    control.faults({"kind": "delay", "delay": 4, "path": "/sessions", "skip": 5, "times": 10})
    report = modules.run(crowd.names, timeout=1)
    assert report.summary["retries"] == 10
    crowd.hold_all_done(report)


@pytest.mark.fault("connection")
def test_a_restart_of_the_server_in_the_middle(modules: Modules, control: Control) -> None:
    crowd = Crowd(control, 200)
    control.settings(latency=0.02)
    process = modules.start(crowd.names)
    modules.wait_for_changes(40)
    control.ask("POST", "/outage", {"seconds": 4})
    report = modules.finish(process)
    assert report.summary["retries"] > 0
    crowd.hold_all_done(report)


@pytest.mark.parametrize("path", ["/sessions/revoke", "/sessions$"], ids=["revoke", "list"])
@pytest.mark.fault("error of one user")
def test_an_error_of_one_user_that_does_not_go_away(modules: Modules, control: Control, path: str) -> None:
    crowd = Crowd(control, 60)
    body = '{"id": "app.session.get_sessions.app_error", "message": "We found an error.", "status_code": 500}'
    rule = {"kind": "status", "status": 500, "body": body, "content_type": "application/json"}
    control.faults({**rule, "path": crowd.ids[17] + path})
    report = modules.run(crowd.names)
    left = crowd.hold_to_the_truth(report)
    assert [name for name in crowd.names if left[name]] == [crowd.names[17]]
    assert report.outcomes == ["done"] * 17 + ["not_done"] + ["done"] * 42
    assert report.results[17]["error"]["status"] == 500
    assert report.message.startswith("1 of 60 users failed. %s: Failed to " % crowd.names[17])
