# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""More than one server in a play, and more than one run on a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Iterator

import ansible_runner
import pytest
from helpers.playbooks import Ansible
from helpers.secrets import assert_no_secret

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.servers import Server, start_embedded


@pytest.fixture(name="servers")
def fixture_servers() -> Iterator[dict[str, Server]]:
    """Three embedded servers by the names that an inventory gives them."""
    servers = {name: start_embedded() for name in ("berlin", "lagos", "osaka")}
    yield servers
    for server in servers.values():
        server.stop()


def token_of(server: Server) -> str:
    """Return a token of a server's admin."""
    return Mattermost(server.url).log_in(server.admin_username, server.admin_password)


# Molecule's many_servers does the same on every run, without a look into the pages.
@pytest.mark.slow
@pytest.mark.embedded_only("three servers")
def test_one_play_for_three_servers(ansible: Ansible, servers: dict[str, Server], tmp_path: Path) -> None:
    """One host is one server, with an address, a token and a leaver of its own; each gets a report of its own."""
    hosts: dict[str, Any] = {}
    for name, server in servers.items():
        Control(server.url).new_user(username="left." + name, sessions=[{"props": {}}] * 2, tokens=1)
        token = token_of(server)
        hosts[name] = {"offboard_url": server.url, "offboard_token": token, "offboard_users": ["left." + name]}
    inventory = tmp_path / "servers.json"
    everywhere = {"ansible_python_interpreter": sys.executable, "offboard_report_dir": str(tmp_path / "evidence")}
    inventory.write_text(json.dumps({"all": {"hosts": hosts, "vars": everywhere}}), encoding="utf-8")

    options = ["-i", str(inventory), "--forks", "3", "-e", "offboard_hosts=all"]
    command = ("ansible-playbook", "offboarding.mattermost.offboard", *options)
    run = ansible.start("", "", *command, evidence=tmp_path / "evidence").wait()

    assert run.returncode == 0, run.output
    for name, server in servers.items():
        assert run.counts(name)["failures"] == 0
        assert any("left.%s: closed" % name in line for line in run.said(name))
        left = Control(server.url).state("left." + name)
        assert left["user"]["delete_at"] > 0
        assert left["sessions"] == left["tokens"] == []
        [page] = (tmp_path / "evidence").glob("*%s*.html" % name)
        text = page.read_text(encoding="utf-8")
        assert "left." + name in text
        assert not any("left." + other in text for other in servers if other != name)


@pytest.mark.slow
@pytest.mark.embedded_only("counts what the server was asked")
def test_slices_of_a_job_do_every_user_once(
    ansible: Ansible, admin: Mattermost, control: Control, tmp_path: Path
) -> None:
    """Two runs as AWX starts the slices of a job, each on its share, in batches that say how far they are."""
    made = control.ask("POST", "/bulk", {"users": 7, "sessions": 2, "prefix": unique("slice")})
    control.ask("POST", "/requests/reset")
    shared = {"offboard_users": made["usernames"], "offboard_shard_count": 2, "offboard_batch_size": 2}
    runs = []
    for index in range(2):
        place = tmp_path / ("slice-%d" % index)
        environment = ansible.new_environment(place / "record.jsonl", admin.url, admin.token)
        place.mkdir()
        thread, runner = ansible_runner.run_async(
            private_data_dir=str(place),
            playbook="offboarding.mattermost.offboard",
            envvars=environment,
            extravars={**shared, "offboard_shard_index": index},
            quiet=True,
        )
        runs.append((thread, runner))
    for thread, _runner in runs:
        thread.join(300)

    shares = []
    for _thread, runner in runs:
        printed = runner.stdout.read()
        assert runner.rc == 0, printed
        assert_no_secret(printed)
        told = [event["event_data"] for event in runner.events if event["event"] == "runner_on_ok"]
        batches = [data["res"]["msg"] for data in told if data["task"] == "Show the progress"]
        share = [data["res"]["users"] for data in told if data["task"] == "Plan the batches"]
        shares.append(share[0])
        assert len(batches) == 2
        assert batches[0].startswith("2 of %d users, 4 sessions revoked, about " % shares[-1])
        assert batches[1] == "%d of %d users, %d sessions revoked, done" % (shares[-1], shares[-1], 2 * shares[-1])
    assert sorted(shares) == [3, 4]

    # Every user exactly once: the server counted, and it has nobody left.
    assert control.requests()["by_route"]["PUT /api/v4/users/{user_id}/active"] == 7
    for name in made["usernames"]:
        state = control.state(name)
        assert state["user"]["delete_at"] > 0
        assert state["sessions"] == []
