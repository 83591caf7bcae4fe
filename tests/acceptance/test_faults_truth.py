# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What breaks a run off, and what makes it see an old state: the results still tell the truth about every user."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from helpers.faults import HANGING, Crowd, Modules
from helpers.playbooks import Ansible

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost

pytestmark = [pytest.mark.embedded_only("stages faults"), pytest.mark.slow]


@pytest.fixture(name="modules")
def fixture_modules(admin: Mattermost, control: Control) -> Modules:
    """The modules as processes of their own."""
    return Modules(admin, control)


@pytest.mark.fault("replica lag")
def test_verification_waits_for_the_replica(modules: Modules, control: Control) -> None:
    """Lists are two seconds old. Those who logged in during these seconds are found by the look afterwards."""
    crowd = Crowd(control, 30)
    control.settings(replica_lag=2)
    late = {}
    for name in crowd.names[:3]:
        [late[name]] = control.ask("POST", "/users/%s/sessions" % name, [{}])
        crowd.rows[name] = control.state(name)["sessions"]
    report = modules.run(crowd.names, verify=True, verify_delay=3)
    crowd.hold_all_done(report)
    for entry in report.results[:3]:
        assert late[entry["requested"]]["id"] in {session["id"] for session in entry["revoked"]}


@pytest.mark.fault("replica lag")
def test_verification_finds_who_seemed_to_have_no_session(modules: Modules, control: Control) -> None:
    crowd = Crowd(control, 3, sessions=0)
    control.settings(replica_lag=2)
    for name in crowd.names:
        control.ask("POST", "/users/%s/sessions" % name, [{}])
        crowd.rows[name] = control.state(name)["sessions"]
    crowd.hold_all_done(modules.run(crowd.names, verify=True, verify_delay=3))


@pytest.mark.fault("replica lag")
def test_without_a_delay_it_says_what_it_cannot_know(modules: Modules, control: Control) -> None:
    """What is still listed is not called done."""
    crowd = Crowd(control, 3)
    control.settings(replica_lag=30)
    report = modules.run(crowd.names, verify=True)
    assert "done" not in report.outcomes
    assert "a lagging replica may be the cause" in report.message


@pytest.mark.parametrize("concurrency", [1, 16])
@pytest.mark.fault("dead token")
def test_the_token_is_revoked_in_the_middle(modules: Modules, control: Control, concurrency: int) -> None:
    crowd = Crowd(control, 100)
    control.ask("POST", "/sessions/kill", {"token": modules.token, "after_requests": 80})
    report = modules.run(crowd.names, concurrency=concurrency)
    crowd.hold_to_the_truth(report)
    counted = control.requests()
    # Quickly: nothing after it but what was under way.
    assert counted["by_status"]["401"] <= concurrency
    assert counted["total"] <= 80 + concurrency
    assert set(report.outcomes) == {"done", "not_done"}
    assert "HTTP 401 api.context.session_expired.app_error" in report.message
    assert report.results[-1]["error"]["message"].startswith("Not done: the run stopped before it reached this user. ")


@pytest.mark.fault("dead token")
def test_what_was_under_way_is_not_called_done(modules: Modules, control: Control) -> None:
    """Answers to revocations that took effect are lost, and then the token dies: nobody can know any more."""
    crowd = Crowd(control, 40)
    control.ask("POST", "/sessions/kill", {"token": modules.token, "after_requests": 40})
    control.faults({"kind": "reset_after", "path": "/sessions/revoke", "skip": 12})
    report = modules.run(crowd.names, concurrency=4, retries=2)
    left = crowd.hold_to_the_truth(report)
    assert "unknown" in report.outcomes
    unknown = [entry["requested"] for entry in report.results if entry["outcome"] == "unknown"]
    # Of some the request took effect, of others it met a dead token: from here they look the same.
    assert not all(left[name] for name in unknown)
    assert "(for %d of them it is not known whether the change took effect)" % len(unknown) in report.message


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.fault("interruption")
def test_a_module_is_interrupted_and_run_again(modules: Modules, control: Control, number: signal.Signals) -> None:
    crowd = Crowd(control, 100)
    control.settings(latency=0.05)
    process = modules.start(crowd.names, concurrency=4)
    modules.wait_for_changes(20)
    process.send_signal(number)
    first = modules.finish(process)
    crowd.hold_to_the_truth(first)
    assert set(first.outcomes) == {"done", "not_done"}
    done = first.outcomes.count("done")
    assert first.message.startswith("Interrupted by signal %s: %d of 100 users were done." % (number.name, done))
    control.settings(latency=0)
    second = modules.run(crowd.names)
    assert not any(crowd.hold_to_the_truth(second, first).values())
    assert second.summary["users_changed"] == 100 - done


@pytest.mark.fault("interruption")
def test_interrupted_before_it_could_look_again(modules: Modules, control: Control) -> None:
    """Everything was revoked and nothing verified: that is neither done nor not done."""
    crowd = Crowd(control, 10)
    process = modules.start(crowd.names, verify=True, verify_delay=600)
    modules.wait_for_changes(10)
    settle(control)
    process.send_signal(signal.SIGTERM)
    report = modules.finish(process)
    assert not any(crowd.hold_to_the_truth(report).values())
    assert set(report.outcomes) == {"unknown"}
    assert report.summary["sessions_revoked"] == 30


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.fault("interruption")
def test_a_play_is_interrupted_and_run_again(
    modules: Modules, control: Control, ansible: Ansible, tmp_path: Path, number: signal.Signals
) -> None:
    """As Ctrl-C and as a service manager do it: to every process of the play."""
    crowd = Crowd(control, 100)
    play = tmp_path / "play.json"
    task = {"offboarding.mattermost.mattermost_session_revoke": {"users": crowd.names, "concurrency": 4}}
    play.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")
    environment = dict(ansible.environment, MATTERMOST_URL=modules.url, MATTERMOST_TOKEN=modules.token)
    control.settings(latency=0.05)
    with subprocess.Popen(
        ["ansible-playbook", "-v", str(play)],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        modules.wait_for_changes(20)
        os.killpg(process.pid, number)
        output = process.communicate(timeout=HANGING)[0]
    assert process.returncode
    settle(control)
    undone = [name for name, sessions in crowd.left().items() if sessions]
    assert 0 < len(undone) < 100
    # A user is done or is not: nobody is left with a part of the sessions.
    assert all(len(sessions) in (0, 3) for sessions in crowd.left().values())
    control.settings(latency=0)
    second = subprocess.run(
        ["ansible-playbook", "-v", str(play)],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HANGING,
        check=False,
    )
    assert second.returncode == 0, second.stdout
    assert '"users_changed": %d' % len(undone) in second.stdout
    assert not any(crowd.left().values())
    for text in (output, second.stdout, second.stderr):
        assert modules.token not in text
        crowd.hold_no_secret(text)


def settle(control: Control) -> None:
    """Return once no more requests come."""
    before = -1
    while before != (before := control.requests()["total"]):
        time.sleep(0.3)
