# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only a process of its own shows: signals, the environment, what stands on stderr."""

from __future__ import annotations

import signal
import time

import pytest

from ansible_collections.offboarding.mattermost.tests.support.modules import finish, start_module
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import answer

INFO = "mattermost_session_info"
REVOKE = "mattermost_session_revoke"


def wait_until(process, happened):
    """Wait for something that happens while the module runs."""
    while not happened():
        assert process.poll() is None, "the module was faster"
        time.sleep(0.01)


def test_options_from_the_environment(connection, person):
    person.log_in()
    process = start_module(
        INFO, {"users": [person.username]}, MATTERMOST_URL=connection["url"], MATTERMOST_TOKEN=connection["token"]
    )
    found = finish(process)
    assert found.summary["sessions_found"] == 1
    assert connection["token"] not in found.output


def test_a_log_in_from_the_environment(connection, person):
    process = start_module(
        INFO,
        {"users": [person.username]},
        MATTERMOST_URL=connection["url"],
        MATTERMOST_USERNAME=person.username,
        MATTERMOST_PASSWORD=person.password,
    )
    assert not finish(process).failed
    assert person.session_ids() == []


def test_nothing_stands_on_stderr_where_headers_are_broken(answering):
    there = answering(b"HTTP/1.1 200 OK\r\nno header at all\r\n\r\n{}")
    found = finish(start_module(INFO, {"url": there.url, "token": "x", "users": ["someone"], "retries": 0}))
    assert found.failed


@pytest.mark.embedded_only("slows every answer down")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle_everything_done_is_told_and_a_second_run_finishes(connection, control, number):
    people = [control.new_user(sessions=[{}]) for _count in range(40)]
    names = [user["username"] for user in people]
    options = dict(connection, users=names, concurrency=2)
    control.settings(latency=0.05)
    process = start_module(REVOKE, options)
    wait_until(process, lambda: any("sessions/revoke/all" in route for route in control.requests()["by_route"]))
    process.send_signal(number)
    found = finish(process)
    control.settings(latency=0)
    done = [entry["user"]["id"] for entry in found.results if entry["outcome"] == "done"]
    assert found.message == "Interrupted by signal %s: %d of 40 users were done. Run it again to finish the rest." % (
        signal.Signals(number).name, len(done))  # fmt: skip
    assert 0 < len(done) < 40
    assert len(found.results) == 40
    # What is said of each user is true.
    for user, entry in zip(people, found.results):
        left = control.state(user["id"])["sessions"]
        assert left == [] if entry["outcome"] == "done" else entry["outcome"] in ("not_done", "unknown")
        assert bool(left) or entry["changed"] or entry["outcome"] == "unknown"
    second = finish(start_module(REVOKE, options))
    assert not second.failed
    assert second.summary["users_changed"] == 40 - len(done)
    assert not any(control.state(user["id"])["sessions"] for user in people)


@pytest.mark.embedded_only("slows every answer down")
def test_interrupted_it_still_logs_out(connection, control, mattermost):
    boss = mattermost.new_person(admin=True)
    people = [control.new_user(sessions=[{}]) for _count in range(20)]
    control.settings(latency=0.05)
    options = {"url": connection["url"], "username": boss.username, "password": boss.password, "concurrency": 1}
    process = start_module(REVOKE, dict(options, users=[user["username"] for user in people]))
    wait_until(process, lambda: any("sessions/revoke/all" in route for route in control.requests()["by_route"]))
    process.send_signal(signal.SIGTERM)
    assert finish(process).failed
    assert boss.session_ids() == []


def test_interrupted_while_nothing_was_begun(answering):
    begun = []

    def slow(request):
        begun.append(request)
        time.sleep(0.3)
        return answer({}, 503)

    process = start_module(REVOKE, {"url": answering(slow).url, "token": "x", "users": ["someone"], "retries": 20})
    wait_until(process, lambda: begun)
    process.send_signal(signal.SIGTERM)
    found = finish(process)
    assert found.message.startswith("Interrupted by signal SIGTERM: ")
    assert not found.changed
