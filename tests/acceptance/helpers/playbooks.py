# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run Ansible as a user does, and read what it came to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ansible_collections.offboarding.mattermost.tests.support.servers import ROOT
from helpers.secrets import assert_no_secret

CALLBACKS = Path(__file__).with_name("callbacks")
TIMEOUT = 300
# Files in the directory of a run.
RECORD = "record.jsonl"
PRINTED = "printed.txt"


class Run:
    """What a run came to: its exit status, what it printed, and its tasks' results."""

    def __init__(self, returncode: int, output: str, record: Path) -> None:
        self.returncode = returncode
        self.output = output
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        self.events = [json.loads(line) for line in lines]

    def counts(self, host: str = "localhost") -> Any:
        """Return the line of the play recap: `ok`, `changed`, `failures` and so on."""
        return self.events[-1]["hosts"][host]

    @property
    def text(self) -> str:
        """What it printed as one line, however it was broken and quoted."""
        return " ".join(self.output.replace("\\n", " ").replace('\\"', '"').replace("\n", " ").split())

    def results(self, task: str, host: str = "localhost") -> list[Any]:
        """Return the results of a task, each time that it ran on a host."""
        ran = [event for event in self.events if event.get("task") == task and event["host"] == host]
        return [event["result"] for event in ran if event["status"] != "skipped"]

    def result(self, task: str, host: str = "localhost") -> Any:
        """Return the last result of a task, which has to have run."""
        results = self.results(task, host)
        assert results, "%r did not run:\n%s" % (task, self.output)
        return results[-1]

    def said(self, host: str = "localhost") -> list[str]:
        """Return the summary at the end, line by line."""
        lines = self.result("Show the summary", host)["msg"]
        return [line.strip() for line in lines]

    def failure(self, host: str = "localhost") -> str:
        """Return the message that the play ended with."""
        failed = [event for event in self.events if event["status"] == "failed" and event["host"] == host]
        assert failed, "nothing failed:\n" + self.output
        return str(failed[-1]["result"]["msg"])

    def seen(self, username: str, host: str = "localhost") -> dict[str, Any]:
        """Return what was last seen of a user: `access` by type, and the types `still_open` and `not_checked`.

        What the last look does not look for, the module that closes looked at when it was done.
        """
        access: dict[str, Any] = {}
        not_checked: set[str] = set()
        for task in ("Close all other ways in", "List all ways in again"):
            for result in self.results(task, host):
                for entry in result["results"]:
                    if entry["user"] and entry["user"]["username"] == username:
                        access.update(entry["access"])
                        not_checked = not_checked - set(entry["access"]) | set(entry["not_checked"])
        assert access, "%s is not in the results" % username
        still_open = {kind for kind, one in access.items() if one["still_open"]}
        return {"access": access, "still_open": still_open, "not_checked": not_checked}

    def verdicts(self, username: str, host: str = "localhost") -> dict[str, str]:
        """Return the last verdict on each type of access of a user."""
        return {kind: one["verdict"] for kind, one in self.seen(username, host)["access"].items()}


class Started:
    """A run that is under way."""

    def __init__(self, process: subprocess.Popen[bytes], place: Path, evidence: Path | None = None) -> None:
        self.process = process
        self.place = place
        self.record = place / RECORD
        self.evidence = evidence

    def wait_for(self, task: str, seconds: float = 120) -> None:
        """Return once the run has got through a task."""
        end = time.monotonic() + seconds
        while not (self.record.exists() and '"task": "%s"' % task in self.record.read_text(encoding="utf-8")):
            assert self.process.poll() is None and time.monotonic() < end, "the run did not get to: " + task
            time.sleep(0.02)

    def wait(self) -> Run:
        """Return what the run came to. No secret may stand in what it printed at -vvv, or in its evidence."""
        try:
            self.process.wait(TIMEOUT)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
        output = (self.place / PRINTED).read_text(encoding="utf-8", errors="replace")
        assert_no_secret(output, self.evidence)
        return Run(self.process.returncode, output, self.record)


class Ansible:
    """Ansible with the checkout as its only collection, and nothing of the developer's own environment."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._runs = 0
        tree = place / "tree"
        link = tree / "ansible_collections" / "offboarding" / "mattermost"
        link.parent.mkdir(parents=True)
        link.symlink_to(ROOT, target_is_directory=True)
        programs = Path(sys.executable).parent
        self.environment = {
            "PATH": os.pathsep.join([str(programs), os.defpath]),
            "HOME": str(place),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(tree),
            "ANSIBLE_NOCOLOR": "true",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
            # What is printed is searched for secrets, so all of it is printed.
            "ANSIBLE_VERBOSITY": "3",
            "ANSIBLE_INJECT_INVOCATION": "true",
        }

    def new_environment(self, record: Path, url: str, token: str) -> dict[str, str]:
        """Return the environment for one run."""
        return {
            **self.environment,
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_CALLBACKS_ENABLED": "acceptance_record",
            "ACCEPTANCE_RECORD": str(record),
            "MATTERMOST_URL": url,
            "MATTERMOST_TOKEN": token,
        }

    def new_place(self) -> Path:
        """Return a new directory for one run."""
        self._runs += 1
        place = self.place / ("run-%d" % self._runs)
        place.mkdir()
        return place

    def start(self, url: str, token: str, *command: str, evidence: Path | None = None, group: bool = False) -> Started:
        """Start one of Ansible's commands against a server; `evidence` is where it writes some.

        With `group` it leads a group of processes, which a test can end as a terminal or a system does.
        """
        place = self.new_place()
        # Into a file: nobody may be reading while it runs, and a pipe would be full.
        with (place / PRINTED).open("wb") as printed:
            process = subprocess.Popen(  # pylint: disable=consider-using-with
                command,
                cwd=place,
                env=self.new_environment(place / RECORD, url, token),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=group,
            )
        return Started(process, place, evidence)


class Caller:
    """An account of a server that runs playbooks of the collection."""

    def __init__(self, ansible: Ansible, url: str, token: str) -> None:
        self.ansible = ansible
        self.url = url
        self.token = token

    def start(self, playbook: str, *options: str, group: bool = False, **variables: Any) -> Started:
        """Start a playbook of the collection with these extra variables."""
        command = ["ansible-playbook", "offboarding.mattermost." + playbook, "-e", json.dumps(variables), *options]
        place = variables.get("offboard_report_dir")
        return self.ansible.start(self.url, self.token, *command, evidence=Path(place) if place else None, group=group)

    def run(self, playbook: str, *options: str, **variables: Any) -> Run:
        """Run a playbook of the collection with these extra variables."""
        return self.start(playbook, *options, **variables).wait()

    def check(self, playbook: str, **variables: Any) -> Run:
        """Run a playbook of the collection in check mode."""
        return self.run(playbook, "--check", **variables)
