# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: a complete offboarding on a temporary Mattermost server.

It starts the embedded server with a small company and runs the playbooks of story.yml, with the commands that a user
would type. It exits with status 1 if a step has an unexpected result, and leaves only the evidence.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import Any

import requests
import yaml

ROOT = Path(__file__).resolve().parents[2]
STORY = Path(__file__).with_name("story.yml")
CALLBACKS = Path(__file__).with_name("callbacks")
PASSWORD = "Passw0rd!1"  # of all users
# In seconds. Longer than any command takes, so that a hanging one does not block the demo.
TIMEOUT = 120

# The current process, and whether the demo was interrupted.
now: dict[str, Any] = {"process": None, "stopped": False}


def say(text: str) -> None:
    """Print a paragraph without buffering."""
    print(textwrap.fill(" ".join(text.split()), 88, break_on_hyphens=False) + "\n", flush=True)


def stop(*_signal: object) -> None:
    """Interrupt the current command, which then cleans up."""
    now["stopped"] = True
    if now["process"]:
        os.killpg(now["process"].pid, signal.SIGINT)


class Company:
    """The server of a company, and the credentials that Dana keeps."""

    def __init__(self, hello: dict[str, str]) -> None:
        self.url = hello["url"]
        self.admin = self.log_in(hello["admin_username"], hello["admin_password"])
        browser = self.log_in("dana.leaver", PASSWORD)
        script = self.ask("POST", "/api/v4/users/me/tokens", browser, {"description": "my scripts"}).json()["token"]
        self.ask("GET", "/api/v4/users/me", script)
        self.variables = {
            "MATTERMOST_URL": self.url,
            "MATTERMOST_TOKEN": self.admin,
            "DANA_BROWSER": browser,
            "DANA_SCRIPT": script,
            "DANA_PASSWORD": PASSWORD,
            "DANA_WEBHOOK": self.webhook_of("dana.leaver"),
            "MIA_WEBHOOK": self.webhook_of("mia.santos"),
        }

    def ask(self, method: str, path: str, token: str = "", body: Any = None) -> requests.Response:
        """Send one request to the server."""
        headers = {"Authorization": "Bearer " + token} if token else {}
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, self.url + path, headers=headers, json=body, timeout=30)

    def log_in(self, username: str, password: str) -> str:
        """Return the token of a new session."""
        body = {"login_id": username, "password": password}
        return self.ask("POST", "/api/v4/users/login", body=body).headers["Token"]

    def webhook_of(self, username: str) -> str:
        """Return the path of a user's incoming webhook."""
        owner = self.ask("GET", "/api/v4/users/username/" + username, self.admin).json()["id"]
        rows = self.ask("GET", "/api/v4/hooks/incoming?per_page=200", self.admin).json()
        return next("/hooks/" + row["id"] for row in rows if row["user_id"] == owner)


class Demo:
    """The story, told with the commands that a user would type."""

    def __init__(self, company: Company, place: str) -> None:
        self.company = company
        tree = Path(place) / "ansible_collections" / "offboarding"
        tree.mkdir(parents=True)
        (tree / "mattermost").symlink_to(ROOT)
        # Without settings of the user's own environment.
        foreign = ("ANSIBLE_", "MATTERMOST_", "PYTHON")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
            **company.variables,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
            "HOME": place,
            "LC_ALL": "C.UTF-8",
            "no_proxy": "*",
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_COLLECTIONS_PATH": place,
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "ANSIBLE_STDOUT_CALLBACK": "story",
        }

    def changing_requests(self) -> int:
        """Return the number of changing requests to the server."""
        return int(self.company.ask("GET", "/_embedded/requests").json()["changing"])

    def play(self, arguments: str, changes: bool, fails: bool) -> None:
        """Run a playbook, and check its exit status and whether it changed the server."""
        before = self.changing_requests()
        print("$ ansible-playbook %s\n" % arguments, flush=True)
        now["process"] = process = subprocess.Popen(  # pylint: disable=consider-using-with
            ["ansible-playbook", *shlex.split(arguments)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        if now["stopped"]:
            stop()
        try:
            status = process.wait(TIMEOUT)
        finally:
            now["process"] = None
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        print(flush=True)
        if now["stopped"]:
            raise KeyboardInterrupt
        # ansible-playbook exits with 2 if a task failed.
        if status != (2 if fails else 0):
            raise ValueError("the last command exited with status %d" % status)
        if not changes and self.changing_requests() != before:
            raise ValueError("it changed something")

    def tell(self, evidence: Path) -> None:
        """Tell the story."""
        chapters = 0
        for step in yaml.safe_load(STORY.read_text(encoding="utf-8")):
            if "chapter" in step:
                chapters += 1
                say("%d. %s" % (chapters, step["chapter"]))
            elif "say" in step:
                say(step["say"])
            else:
                arguments = step["play"].replace("EVIDENCE", str(evidence)).replace("NOTES", self.environment["HOME"])
                self.play(arguments, step.get("changes", False), step.get("fails", False))


def main() -> int:
    """Run the demo on a temporary server; 0 if all results are as expected."""
    parser = argparse.ArgumentParser(prog="demo", description="Show a complete offboarding.")
    parser.add_argument(
        "--evidence", type=Path, default=ROOT / ".cache" / "demo-evidence", help="the directory for the evidence"
    )
    evidence = parser.parse_args().evidence.resolve()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    began = time.monotonic()
    command = [sys.executable, "-m", "embedded_mattermost", "--back-doors", "--die-with-parent"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    with tempfile.TemporaryDirectory(prefix="offboarding-demo-") as place:
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, start_new_session=True) as server:
            assert server.stdout is not None
            try:
                Demo(Company(json.loads(server.stdout.readline())), place).tell(evidence)
            except ValueError as broken:
                say("Unexpected result: %s." % broken)
                return 1
            except KeyboardInterrupt:
                say("Stopped. All processes have ended.")
                return 130
            finally:
                server.terminate()
    say("The server was stopped. The demo took %d seconds." % (time.monotonic() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())
