# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook: ansible-rulebook itself reads it and runs it, with an HR system's webhook and a company."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests
import yaml
from helpers.secrets import assert_no_secret

ROOT = Path(__file__).resolve().parents[2]
RULEBOOK = ROOT / "extensions" / "eda" / "rulebooks" / "offboard.yml"
TOKEN = "a-token-of-the-hr-system"

ansible_rulebook = pytest.importorskip("ansible_rulebook", reason="ansible-rulebook is not installed")

# What must not start anything, though the token is right. A template would be run by Ansible.
REFUSED: list[Any] = [
    {"event": "employee.joined", "user": "emil.novak"},
    {"event": "employee.left"},
    {"event": "employee.left", "user": "{{ lookup('pipe', 'touch PWNED') }}"},
    {"event": "employee.left", "user": "emil.novak{{ 1 }}"},
    {"event": "employee.left", "user": "emil.novak\n"},
    {"event": "employee.left", "user": "emil.novak,bruno.keller"},
    {"event": "employee.left", "user": "-e@/etc/passwd"},
    {"event": "employee.left", "user": ""},
    {"event": "employee.left", "user": ["emil.novak"]},
    {"event": "employee.left", "user": {"event": "emil.novak"}},
    {"event": "employee.left", "user": "emil.novak", "ticket": "{{ lookup('pipe', 'touch PWNED') }}"},
    {"event": "employee.left", "user": "emil.novak", "ticket": ["T-1"]},
    {"event": "employee.left", "user": "emil.novak", "left_at": "yesterday"},
    {"event": "employee.left", "user": "emil.novak", "requested_by": "hr\n"},
    {"event": "employee.left", "user": "emil.novak", "approved_by": {"user": "hr"}},
    {"event": "employee.left", "user": "emil.novak", "payload": {"user": "{{ lookup('pipe', 'touch PWNED') }}"}},
    ["employee.left", "emil.novak"],
    "employee.left",
]


def test_schema() -> None:
    schema = Path(ansible_rulebook.__file__).parent / "schema" / "ruleset_schema.json"
    rulebook = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    jsonschema.validate(rulebook, json.loads(schema.read_text(encoding="utf-8")))


def java() -> str | None:
    """Return the Java that ansible-rulebook would take, None where there is none that it can take (17 or newer)."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if program is None:
        return None
    told = subprocess.run([program, "-version"], check=False, capture_output=True, text=True).stderr
    version = told.partition('"')[2].split(".")[0]
    return program if version.isdigit() and int(version) >= 17 else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Hr:
    """An HR system, and the rulebook that listens to it."""

    def __init__(self, port: int, mattermost: str) -> None:
        self.address = f"http://127.0.0.1:{port}/leavers"
        self.mattermost = mattermost

    def says(self, body: Any, token: str | None = TOKEN) -> int:
        """Send an event and return the status of the answer."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.post(self.address, json=body, headers=headers, timeout=30).status_code

    def ways_in(self, user: str) -> int:
        """Ask the server, not the rulebook, what somebody has."""
        state = requests.get(f"{self.mattermost}/_embedded/state/users/{user}", timeout=30).json()
        hooks = [hook for hook in state["incoming_webhooks"] if not hook["delete_at"]]
        return len(state["sessions"]) + len(hooks) + (not state["user"]["delete_at"])


@pytest.fixture(name="hr")
def fixture_hr(tmp_path: Path) -> Iterator[Hr]:
    """Start a company's server and the rulebook, and end them."""
    if os.environ.get("MATTERMOST_TEST_URL"):
        pytest.skip("needs the embedded server: the people of its company")
    if java() is None:
        pytest.skip("ansible-rulebook needs Java 17 or newer, which is not here")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MATTERMOST_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "embedded_mattermost", "--company", "--die-with-parent"],
        stdout=subprocess.PIPE,
        env={**clean, "PYTHONPATH": str(ROOT / "tests")},
    )
    assert server.stdout is not None
    hello = json.loads(server.stdout.readline())
    port = free_port()
    inventory = tmp_path / "inventory.ini"
    inventory.write_text(
        f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n", encoding="utf-8"
    )
    variables = tmp_path / "variables.yml"
    told = {"hr_webhook_port": port, "hr_report_dir": str(tmp_path / "evidence")}
    variables.write_text(json.dumps(told), encoding="utf-8")
    programs = Path(sys.executable).parent
    command = [
        *(str(programs / "ansible-rulebook"), "--rulebook", "offboarding.mattermost.offboard"),
        *("--inventory", str(inventory), "--vars", str(variables), "--env-vars", "HR_WEBHOOK_TOKEN"),
    ]
    environment = {
        **clean,
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "HR_WEBHOOK_TOKEN": TOKEN,
        # The rulebook is ended as soon as the user is out, which may be before the play has cleared up.
        "TMPDIR": str(tmp_path),
        "MATTERMOST_URL": hello["url"],
        "MATTERMOST_USERNAME": hello["admin_username"],
        "MATTERMOST_PASSWORD": hello["admin_password"],
    }
    log = tmp_path / "rulebook.log"
    with log.open("wb") as output:
        rulebook = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        for _attempt in range(300):
            assert rulebook.poll() is None, log.read_text(encoding="utf-8")
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield Hr(port, hello["url"])
    finally:
        printed = log.read_text(encoding="utf-8")
        assert_no_secret(printed)
        print(printed)
        for process in (rulebook, server):
            process.terminate()
            process.wait(30)
        server.stdout.close()


def test_only_who_hr_says(hr: Hr, tmp_path: Path) -> None:
    """Grace left and is offboarded. Nothing else that arrives has any effect."""
    before = {user: hr.ways_in(user) for user in ("emil.novak", "bruno.keller")}
    assert min(before.values()) > 0
    assert hr.ways_in("grace.okafor") > 0
    assert [hr.says(REFUSED[0], token) for token in (None, "", "wrong", TOKEN + "x")] == [401] * 4
    # The webhook takes what is well-formed and leaves the rest to the rule.
    assert [hr.says(body) for body in REFUSED] == [200] * len(REFUSED)
    # Events are worked on one after the other: when this one is done, so are those before.
    about = {
        "left_at": "2026-11-20T17:00:00+01:00",
        "ticket": "CHG-1041: leaver",
        "requested_by": "nora.brandt@example.com",
    }
    event = {"event": "employee.left", "user": "Grace.Okafor@example.com", "offboard_max_users": 99, **about}
    assert hr.says(event) == 200
    reports: list[Path] = []
    for _attempt in range(300):
        reports = list((tmp_path / "evidence").glob("*.json"))
        if reports:
            break
        time.sleep(0.3)
    [row] = json.loads(reports[0].read_text(encoding="utf-8"))["users"]
    assert {key: row[key] for key in about} == {**about, "left_at": "2026-11-20T16:00:00Z"}
    assert hr.ways_in("grace.okafor") == 0
    assert {user: hr.ways_in(user) for user in before} == before
    assert not list(tmp_path.rglob("PWNED"))
