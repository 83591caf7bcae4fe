# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action leavers as a play calls it: arguments, files, and what its result may do to a play."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from unittest import mock

import ansible
import pytest
import yaml
from ansible.parsing import dataloader
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.offboarding.mattermost.plugins.action import leavers as plugin
from ansible_collections.offboarding.mattermost.plugins.modules import leavers as documentation_of
from ansible_collections.offboarding.mattermost.tests.support.servers import TREE

NAME = "offboarding.mattermost.leavers"


@pytest.fixture(name="act")
def fixture_act(tmp_path, monkeypatch):
    """Return a function that runs the action in the folder in which the command is taken to be given."""
    monkeypatch.setenv("PWD", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def act(check_mode=False, task_vars=None, **arguments):
        task = mock.Mock(args=arguments, check_mode=check_mode, diff=False, async_val=0, environment=None)
        action = plugin.ActionModule(task, mock.Mock(), mock.Mock(check_mode=check_mode), act.loader, mock.Mock(), None)
        return action.run(task_vars=task_vars or {})

    act.loader = dataloader.DataLoader()
    return act


def test_what_is_documented_is_what_is_taken_and_returned(act, tmp_path):
    documentation = yaml.safe_load(documentation_of.DOCUMENTATION)
    assert documentation["module"] == NAME.rpartition(".")[2]
    assert sorted(plugin.ARGUMENTS) == sorted(documentation["options"])
    (tmp_path / "l.csv").write_text("user,leaves_at\nanna,\nANNA,\nben,2999-01-01\n", encoding="utf-8")
    documented = yaml.safe_load(documentation_of.RETURN)
    result = act(file="l.csv", remember="seen.json")
    assert set(documented) == set(result) - {"changed", "warnings", "failed"}
    assert result["changed"] is False and result["rows"] == 3
    assert result["due"] == ["anna"]
    for name, option in documented.items():
        for sample, real in zip(option["sample"], result[name]) if option["type"] == "list" else ():
            assert isinstance(real, str) or set(sample) == set(real), name
    tasks = yaml.safe_load(documentation_of.EXAMPLES)
    assert {option for task in tasks for option in task.get(NAME, {})} <= set(plugin.ARGUMENTS)


def test_users(act):
    assert act(users=" anna,, Ben ")["due"] == ["anna", "Ben"]
    assert act(users=["anna", 4711])["due"] == ["anna", "4711"]
    assert act(users=[])["due"] == act(users="")["due"] == act()["due"] == []
    assert act(users=["anna", ""])["msg"].startswith("1 row of users cannot be used: entry 2: ")


@pytest.mark.parametrize(
    "arguments, why",
    [
        ({"fle": "x"}, "leavers: unsupported options: fle. Supported parameters include: "),
        ({"format": "xlsx"}, "leavers: value of format must be one of: auto, text, csv, json, yaml, got: xlsx"),
        ({"columns": "x"}, "leavers: argument 'columns' is of type"),
        ({"file": "none.csv"}, "none.csv cannot be read: there is no such file. Nothing was changed."),
        ({"file": "."}, "cannot be read: there is no such file. Nothing was changed."),
        ({"timezone": "Mars"}, "The time zone 'Mars' is unknown"),
        ({"now": "noon"}, "now 'noon' is not an unambiguous date"),
        ({"forget": ["x"]}, "forget requires remember"),
        ({"file": "l.csv", "column": "a", "columns": {"user": "b"}}, "column and columns name different columns"),
        ({"file": "l.csv", "columns": {"usr": "b"}}, "There is no column 'usr'."),
    ],
)
def test_one_sentence_and_no_traceback(act, arguments, why):
    result = act(**arguments)
    assert result["failed"] is True
    assert why in result["msg"] and "\n" not in result["msg"]
    assert "exception" not in result


def test_every_option_reaches_the_list(act, tmp_path):
    data = "Vertragsende|Kennung\n2026-11-30|anna\n|müller\n".encode("windows-1252")
    (tmp_path / "list.dat").write_bytes(data)
    result = act(
        file="list.dat",
        format="csv",
        column="kennung",
        columns={"leaves_at": "vertragsende"},
        delimiter="pipe",
        encoding="windows-1252",
        timezone="Europe/Berlin",
        now="2026-11-30T22:59Z",
        left_at="2026-11-01",
        ticket="CHG-1",
        requested_by="nora",
        approved_by="omar",
        successor="paula",
    )
    anna, second = result["leavers"]
    assert (anna["due"], anna["leaves_at"], second["user"]) == (False, "2026-11-30T23:00:00Z", "müller")
    assert second["left_at"] == "2026-11-01T23:00:00Z"
    assert [second[key] for key in ("ticket", "requested_by", "approved_by", "successor")] == [
        "CHG-1",
        "nora",
        "omar",
        "paula",
    ]
    assert result["not_due"] == [
        {"user": "anna", "leaves_at": "2026-11-30T23:00:00Z", "dated": "2026-11-30", "source": "list.dat:2"}
    ]
    assert act(users="anna", leaves_at="2999-01-01")["due"] == []


def test_paths_are_meant_from_where_the_command_was_given(act, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "l.txt").write_text("anna\n", encoding="utf-8")
    assert act(file="home/l.txt")["leavers"][0]["source"] == "home/l.txt:1"
    assert act(file="~/l.txt")["due"] == act(file=str(tmp_path / "home" / "l.txt"))["due"] == ["anna"]
    monkeypatch.delenv("PWD")
    assert act(file="l.txt", task_vars={"playbook_dir": str(tmp_path / "home")})["due"] == ["anna"]


def test_many_are_handed_over_in_a_file(act, tmp_path):
    (tmp_path / "l.txt").write_text("anna\nben\n", encoding="utf-8")
    whole = act(file="l.txt")["leavers"]
    result = act(file="l.txt", into="work/leavers.jsonl", check_mode=True)
    assert "leavers" not in result and result["due"] == ["anna", "ben"]
    path = tmp_path / "work" / "leavers.jsonl"
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == whole
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_encrypted_list(act, tmp_path):
    secret = VaultSecret(b"secret")
    (tmp_path / "l.csv").write_bytes(VaultLib([("default", secret)]).encrypt(b"user\nanna\n", secret=secret))
    assert "A vault password or secret must be specified" in act(file="l.csv")["msg"]
    act.loader.set_vault_secrets([("default", VaultSecret(b"wrong"))])
    assert "cannot be read: Decryption failed" in act(file="l.csv")["msg"]
    act.loader.set_vault_secrets([("default", secret)])
    assert act(file="l.csv")["due"] == ["anna"]


def test_a_list_that_may_not_be_read(act, tmp_path, monkeypatch):
    (tmp_path / "l.csv").write_text("user\nanna\n", encoding="utf-8")

    def denied(path, *_rest, **_options):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(dataloader, "open", denied, raising=False)
    assert act(file="l.csv")["msg"].endswith("l.csv cannot be read: Permission denied. Nothing was changed.")
    monkeypatch.undo()
    monkeypatch.setenv("PWD", str(tmp_path))
    monkeypatch.setattr(plugin.pathlib.Path, "read_bytes", denied)
    assert act(file="l.csv")["msg"].endswith("l.csv cannot be read: Permission denied. Nothing was changed.")


EVIL = "{{ lookup('ansible.builtin.pipe', 'touch %s') }}"
PLAY = """
- hosts: localhost
  gather_facts: false
  vars:
    day: 2026-11-20
  tasks:
    - offboarding.mattermost.leavers: {file: evil.csv, remember: seen.json, left_at: "{{ day }}"}
      register: list
    - ansible.builtin.set_fact:
        kept: "{{ list.leavers }}"
    - offboarding.mattermost.leavers:
        users: "{{ list.due }}"
        ticket: "{{ kept[1].ticket }}"
        file: gone.csv
        remember: seen.json
      register: again
      loop: "{{ kept }}"
    - ansible.builtin.copy:
        content: "{{ [list, again.results] | to_json }}"
        dest: "{{ lookup('env', 'PWD') }}/result.json"
        mode: "0600"
    - ansible.builtin.debug:
        msg: "{{ item.ticket }} {{ item.user }}"
      loop: "{{ kept }}"
"""


def test_texts_of_a_list_are_never_run_by_a_play(tmp_path):
    evil = EVIL % (tmp_path / "run")
    (tmp_path / "evil.csv").write_text('user,ticket\n{{7*7}},\nanna,"%s"\n' % evil, encoding="utf-8")
    (tmp_path / "gone.csv").write_text("user\n", encoding="utf-8")
    (tmp_path / "play.yml").write_text(PLAY, encoding="utf-8")
    code = "import sys; from ansible.cli.playbook import main; main(sys.argv)"
    result = subprocess.run(
        [sys.executable, "-c", code, "play.yml"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PWD": str(tmp_path),
            "HOME": str(tmp_path),
            "ANSIBLE_COLLECTIONS_PATH": str(TREE),
            "PYTHONPATH": os.path.dirname(os.path.dirname(ansible.__file__)),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert not (tmp_path / "run").exists()
    assert evil.replace("'", "\\'") in result.stdout or evil in result.stdout
    first, again = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert [(one["user"], one["ticket"]) for one in first["leavers"]] == [("{{7*7}}", None), ("anna", evil)]
    assert first["leavers"][0]["left_at"] == "2026-11-21T00:00:00Z"
    assert again[0]["due"] == ["{{7*7}}", "anna"] and again[0]["leavers"][0]["ticket"] == evil
