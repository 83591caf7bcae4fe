# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever ends a run, at whichever step: its evidence is finished by the next one, and nobody is missing from it."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Iterator, NamedTuple

import pytest
from helpers.playbooks import Ansible, Caller, Run, Started

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.servers import ROOT, start_embedded

pytestmark = pytest.mark.embedded_only("it stages faults and looks past the API")

# Six people in three batches of two. Whatever happens, happens at the second of the second batch.
LETTERS = "abcdef"
BATCH_SIZE = 2
HIT = "d"

# The request by which a step is under way: its method, the end of its path, and how many of the kind come before.
STEPS: dict[str, tuple[str, str, int]] = {
    "the first look": ("GET", "/sessions$", 0),
    "the blocking": ("PUT", "/active$", 0),
    "the closing": ("GET", "/sessions$", 1),
    "the look afterwards": ("GET", "/sessions$", 2),
    "the second closing": ("GET", "/sessions$", 3),
    "the second look": ("GET", "/sessions$", 4),
}
SIGNALS = {"killed": signal.SIGKILL, "interrupted": signal.SIGINT, "terminated": signal.SIGTERM}
# What everybody runs; the whole matrix takes minutes.
QUICK = {("killed", "the blocking"), ("interrupted", "the look afterwards")}
# How long the request takes at which a run is ended, in seconds.
DELAY = 1.5
MATRIX = [
    pytest.param(how, step, id="%s at %s" % (how, step), marks=[] if (how, step) in QUICK else [pytest.mark.slow])
    for how in SIGNALS
    for step in STEPS
]


class People(NamedTuple):
    """Six people of the server, by the letter that their names end with."""

    ids: dict[str, str]
    names: dict[str, str]

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(LETTERS)


@pytest.fixture(name="people")
def fixture_people(control: Control) -> People:
    """Make six people who have a session and a token each."""
    beginning = unique("broken")
    made = {x: control.new_user(username="%s-%s" % (beginning, x), sessions=[{}], tokens=1) for x in LETTERS}
    return People({x: user["id"] for x, user in made.items()}, {x: user["username"] for x, user in made.items()})


def wanted(people: People, place: Path, **more: Any) -> dict[str, Any]:
    """Return the variables of a run over these people."""
    return {
        "offboard_users": list(people.names.values()),
        "offboard_batch_size": BATCH_SIZE,
        "offboard_concurrency": 1,
        "offboard_report_dir": str(place),
        **more,
    }


def stop_at(control: Control, people: People, step: str, kind: str = "delay", **rule: Any) -> None:
    """Let the request by which a step is under way take its time, or fail."""
    method, path, skip = STEPS[step]
    control.faults(
        {"kind": kind, "method": method, "path": "/users/%s%s" % (people.ids[HIT], path), "skip": skip, "times": 1,
         "delay": DELAY, **rule}
    )  # fmt: skip


def end(started: Started, how: str) -> None:
    """End a run as a terminal or a system does. What is killed is killed with all that it had started.

    What is interrupted or terminated leaves the module that is under way behind, which finishes its work.
    """
    below = descendants(started.process.pid) if how == "killed" else {}
    os.killpg(started.process.pid, SIGNALS[how])
    for process in below:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    started.process.wait(60)


def descendants(process: int) -> dict[int, str]:
    """Return the processes that a process started, and those that they started, with their command lines."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    below = {process}
    for _generation in range(8):
        below |= {int(pid) for pid, parent, _args in rows if int(parent) in below}
    return {int(pid): args for pid, _parent, args in rows if int(pid) in below - {process}}


def journals(place: Path) -> list[Path]:
    """Return the journals in a folder."""
    return sorted(place.glob(".*.journal"))


def reports(place: Path) -> list[Path]:
    """Return the JSON files in a folder, the first run's first."""
    return sorted(place.glob("*.json"), key=lambda path: json.loads(path.read_text(encoding="utf-8"))["started_at"])


def hold_against_the_server(path: Path, people: People, control: Control) -> dict[str, Any]:
    """Hold a report of a broken run against the truth: nobody is missing, and nothing is closed that is not."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert not data["complete"] and data["broken"]
    rows = {(row["user"] or {}).get("username") or row["requested"]: row for row in data["users"]}
    assert sorted(rows) == sorted(people.names.values())
    for letter in people:
        row, now = rows[people.names[letter]], control.state(people.ids[letter])
        out = bool(now["user"]["delete_at"]) and not now["sessions"] and not now["tokens"]
        if row["status"] == "closed":
            assert row["looked_again"] and out, letter
        else:
            assert row["status"] in ("not_checked", "open"), letter
        if row["deactivated_at"]:
            assert now["user"]["delete_at"], letter
            assert [deed for deed in row["done"] if deed["access_type"] == "account"], letter
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        told = {line["username"]: line["status"] for line in csv.DictReader(stream)}
    assert told == {name: row["status"] for name, row in rows.items()}
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "The run was aborted" in page and "✓ Shown" not in page
    assert [name for name in rows if name not in page] == []
    return {letter: rows[people.names[letter]] for letter in people}


def verified(caller: Caller, place: Path) -> Run:
    """Let the collection verify a folder."""
    arguments = json.dumps({"state": "verified", "dir": str(place)})
    command = ("ansible", "localhost", "-m", "offboarding.mattermost.evidence", "-a", arguments)
    return caller.ansible.start(caller.url, caller.token, *command).wait()


@pytest.mark.parametrize("how, step", MATRIX)
def test_a_run_that_is_ended_from_outside(
    how: str, step: str, as_admin: Caller, control: Control, people: People, tmp_path: Path
) -> None:
    stop_at(control, people, step)
    second = {"offboard_second_look_delay": 1} if "second" in step else {}
    started = as_admin.start("offboard", group=True, **wanted(people, tmp_path, **second))
    control.wait_for_fault()
    end(started, how)
    assert len(journals(tmp_path)) == 1 and not reports(tmp_path)
    control.reset()
    # The server may have taken the request that nobody waits for any more.
    time.sleep(DELAY + 0.5)

    other = control.new_user(username=unique("other"), sessions=[{}])
    run = as_admin.run("offboard", offboard_users=[other["username"]], offboard_report_dir=str(tmp_path))
    assert run.returncode == 0, run.output
    assert not journals(tmp_path)
    broken, own = reports(tmp_path)
    assert json.loads(own.read_text(encoding="utf-8"))["complete"]
    rows = hold_against_the_server(broken, people, control)
    if second:
        # Each was looked at once already. Whom the second look had come to was looked at by the run that finished it.
        assert {row["status"] for row in rows.values()} == {"closed"}
        return
    assert [rows[x]["status"] for x in "ab"] == ["closed"] * 2
    assert [rows[x]["errors"] for x in "ef"] == [[rows["e"]["errors"][0]]] * 2
    assert rows["e"]["errors"][0].endswith("Nothing was changed.")
    assert not control.state(people.ids["e"])["user"]["delete_at"]
    # Of the batch under way: what was done, as far as the server knows, and what a look at it now shows.
    if step != "the first look":
        assert rows["c"]["deactivated_at"] and rows["c"]["looked_again"]
    elif how == "killed":
        assert [rows[x]["status"] for x in "cd"] == ["not_checked"] * 2
        assert rows["c"]["errors"][0].endswith("Nothing was changed.")
    told = verified(as_admin, tmp_path)
    assert told.returncode == 0, told.output


def test_one_call_finishes_it_without_another_run(
    as_admin: Caller, control: Control, people: People, tmp_path: Path
) -> None:
    """It looks at whom the run had begun to work on."""
    stop_at(control, people, "the blocking")
    started = as_admin.start("offboard", group=True, **wanted(people, tmp_path))
    control.wait_for_fault()
    end(started, "killed")
    control.reset()
    time.sleep(DELAY + 0.5)
    run = as_admin.run("finish_evidence", offboard_report_dir=str(tmp_path))
    assert run.returncode == 0, run.output
    rows = hold_against_the_server(reports(tmp_path)[0], people, control)
    assert rows["c"]["looked_again"]
    assert not journals(tmp_path)


@pytest.mark.slow
def test_one_call_finishes_it_without_the_server(
    as_admin: Caller, control: Control, people: People, tmp_path: Path
) -> None:
    stop_at(control, people, "the blocking")
    started = as_admin.start("offboard", group=True, **wanted(people, tmp_path))
    control.wait_for_fault()
    end(started, "killed")
    arguments = json.dumps({"state": "recovered", "dir": str(tmp_path)})
    command = ("ansible", "localhost", "-m", "offboarding.mattermost.evidence", "-a", arguments)
    run = as_admin.ansible.start("", "", *command, evidence=tmp_path).wait()
    assert run.returncode == 0, run.output
    rows = hold_against_the_server(reports(tmp_path)[0], people, control)
    assert rows["c"]["status"] == "not_checked" and not rows["c"]["looked_again"]
    assert not journals(tmp_path)


def test_a_module_that_dies(as_admin: Caller, control: Control, people: People, tmp_path: Path) -> None:
    """The run itself sees that and says so; nobody after that is touched."""
    stop_at(control, people, "the closing")
    started = as_admin.start("offboard", **wanted(people, tmp_path))
    control.wait_for_fault()
    for process, command in descendants(started.process.pid).items():
        if "AnsiballZ_mattermost_access_revoke" in command:
            os.kill(process, signal.SIGKILL)
    run = started.wait()
    assert run.returncode == 2 and run.failure().startswith("The run was aborted: ")
    rows = hold_against_the_server(reports(tmp_path)[0], people, control)
    assert not journals(tmp_path)
    # What the module had done when it died, the look that the run took at its end shows.
    assert [rows[x]["status"] for x in LETTERS] == ["closed"] * 3 + ["open"] + ["not_checked"] * 2
    assert rows["c"]["done"][0]["access_type"] == "account" and rows["c"]["times"]["looked_later"]


@pytest.mark.slow
@pytest.mark.parametrize("step", list(STEPS)[:4])
def test_a_server_that_goes_away_for_good(step: str, ansible: Ansible, tmp_path: Path) -> None:
    server = start_embedded()
    try:
        admin, control = Mattermost(server.url), Control(server.url)
        admin.token = admin.log_in(server.admin_username, server.admin_password)
        beginning = unique("gone")
        made = {x: control.new_user(username="%s-%s" % (beginning, x), sessions=[{}], tokens=1) for x in LETTERS}
        people = People({x: u["id"] for x, u in made.items()}, {x: u["username"] for x, u in made.items()})
        stop_at(control, people, step)
        caller = Caller(ansible, server.url, admin.token)
        started = caller.start("offboard", **wanted(people, tmp_path, offboard_retries=0))
        control.wait_for_fault()
    finally:
        server.stop()
    run = started.wait()
    assert run.returncode == 2 and run.failure().startswith("The run was aborted: "), run.output
    data = json.loads(reports(tmp_path)[0].read_text(encoding="utf-8"))
    assert not data["complete"] and not journals(tmp_path)
    statuses = {row["user"]["username"][-1]: row["status"] for row in data["users"]}
    assert sorted(statuses) == list(LETTERS)
    assert statuses["a"] == statuses["b"] == "closed"
    assert set(statuses.values()) <= {"closed", "not_checked", "failed"} and statuses["e"] == "not_checked"
    assert statuses["d"] != "closed"


def test_a_disk_that_is_full(as_admin: Caller, control: Control, tmp_path: Path) -> None:
    """The run stops as soon as a record does not fit. What fitted, and the server, tell the rest."""
    made = control.ask("POST", "/bulk", {"users": 120, "sessions": 3, "prefix": unique("full")})
    variables = {
        "offboard_users": made["usernames"],
        "offboard_max_users": 120,
        "offboard_batch_size": 40,
        "offboard_report_dir": str(tmp_path),
    }
    # A file may not become larger than this, which is true of the journal somewhere in the second batch.
    # What it prints and what the test notes about it are not meant.
    command = "ansible-playbook offboarding.mattermost.offboard -e '%s'" % json.dumps(variables)
    limited = "(ulimit -f 600; exec env -u ANSIBLE_CALLBACKS_ENABLED %s) | cat; exit ${PIPESTATUS[0]}" % command
    run = as_admin.ansible.start(as_admin.url, as_admin.token, "bash", "-c", limited, evidence=tmp_path).wait()
    assert run.returncode == 2, run.output
    assert "every change must be recorded" in run.text
    gone = [bool(control.state(user)["user"]["delete_at"]) for user in made["ids"]]
    assert 40 <= sum(gone) <= 80, "the run went on without its record"
    [journal] = journals(tmp_path)

    done = as_admin.run("finish_evidence", offboard_report_dir=str(tmp_path))
    assert done.returncode == 0, done.output
    assert not journal.exists()
    data = json.loads(reports(tmp_path)[0].read_text(encoding="utf-8"))
    rows = {row["user"]["id"]: row for row in data["users"]}
    assert sorted(rows) == sorted(made["ids"]) and not data["complete"]
    for user, is_gone in zip(made["ids"], gone):
        assert bool(rows[user]["deactivated_at"]) == is_gone
        assert (rows[user]["status"] == "closed") == is_gone


@pytest.mark.slow
def test_a_folder_that_is_taken_away(as_admin: Caller, control: Control, people: People, tmp_path: Path) -> None:
    """The step under way is the last one, and the report can be written where the folder went."""
    place, elsewhere = tmp_path / "evidence", tmp_path / "elsewhere"
    stop_at(control, people, "the blocking")
    started = as_admin.start("offboard", **wanted(people, place))
    control.wait_for_fault()
    place.rename(elsewhere)
    run = started.wait()
    assert run.returncode == 2
    assert "every change must be recorded" in run.text
    assert not control.state(people.ids["e"])["user"]["delete_at"]
    done = as_admin.run("finish_evidence", offboard_report_dir=str(elsewhere))
    assert done.returncode == 0, done.output
    rows = hold_against_the_server(reports(elsewhere)[0], people, control)
    assert rows["d"]["deactivated_at"] and rows["d"]["looked_again"]


def test_a_page_that_cannot_be_rendered(ansible: Ansible, admin: Mattermost, control: Control, tmp_path: Path) -> None:
    """Then none of the three files is there, and all of them are once the defect is mended: nothing had broken off."""
    person = control.new_user(username=unique("unrendered"), sessions=[{}])
    tree = tmp_path / "tree" / "ansible_collections" / "offboarding" / "mattermost"
    for part in ("meta", "playbooks", "plugins", "roles"):
        shutil.copytree(ROOT / part, tree / part)
    shutil.copy(ROOT / "galaxy.yml", tree)
    page = tree / "plugins" / "plugin_utils" / "_evidence" / "templates" / "page.html.j2"
    page.write_text(page.read_text(encoding="utf-8") + "{{ nothing.at.all }}", encoding="utf-8")
    place = tmp_path / "evidence"

    whole = ansible.environment["ANSIBLE_COLLECTIONS_PATH"]
    caller = Caller(ansible, admin.url, admin.token)
    ansible.environment["ANSIBLE_COLLECTIONS_PATH"] = str(tmp_path / "tree")
    try:
        run = caller.run("offboard", offboard_users=[person["username"]], offboard_report_dir=str(place))
    finally:
        ansible.environment["ANSIBLE_COLLECTIONS_PATH"] = whole
    assert run.returncode == 2 and "The report could not be written" in run.failure()
    assert "Nothing is lost" in run.failure() and "Traceback" not in run.output
    assert [path.suffix for path in place.iterdir()] == [".journal"]

    done = caller.run("finish_evidence", offboard_report_dir=str(place))
    assert done.returncode == 0, done.output
    data = json.loads(reports(place)[0].read_text(encoding="utf-8"))
    assert data["complete"] and data["finished_by"]
    assert [row["status"] for row in data["users"]] == ["closed"]


def test_a_run_that_goes_on_is_left_alone(as_admin: Caller, control: Control, people: People, tmp_path: Path) -> None:
    """Two runs at once in one folder: each has its own report, and neither finishes the other's."""
    stop_at(control, people, "the closing")
    slow = as_admin.start("offboard", **wanted(people, tmp_path))
    control.wait_for_fault()
    other = control.new_user(username=unique("quick"), sessions=[{}])
    quick = as_admin.run("offboard", offboard_users=[other["username"]], offboard_report_dir=str(tmp_path))
    assert quick.returncode == 0, quick.output
    run = slow.wait()
    assert run.returncode == 0, run.output
    told = [json.loads(path.read_text(encoding="utf-8")) for path in reports(tmp_path)]
    assert [data["complete"] for data in told] == [True, True]
    assert sorted(len(data["users"]) for data in told) == [1, len(LETTERS)]
    assert not journals(tmp_path)
    assert verified(as_admin, tmp_path).returncode == 0


@pytest.mark.slow
def test_a_run_of_another_server_is_finished_last(
    as_admin: Caller, control: Control, people: People, ansible: Ansible, tmp_path: Path
) -> None:
    """Nobody can ask its server, so whom it had begun to work on is not checked."""
    stop_at(control, people, "the closing")
    started = as_admin.start("offboard", group=True, **wanted(people, tmp_path))
    control.wait_for_fault()
    end(started, "killed")
    control.reset()
    server = start_embedded()
    try:
        admin = Mattermost(server.url)
        admin.token = admin.log_in(server.admin_username, server.admin_password)
        elsewhere = Control(server.url).new_user(username=unique("elsewhere"), sessions=[{}])
        caller = Caller(ansible, server.url, admin.token)
        run = caller.run("offboard", offboard_users=[elsewhere["username"]], offboard_report_dir=str(tmp_path))
    finally:
        server.stop()
    assert run.returncode == 0, run.output
    assert not journals(tmp_path)
    rows = hold_against_the_server(reports(tmp_path)[0], people, control)
    assert [rows[x]["status"] for x in "cd"] == ["not_checked"] * 2
    assert rows["c"]["done"], "what was recorded as done is told"
