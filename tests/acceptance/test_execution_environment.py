# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment: ansible-builder takes its definition. The image itself needs a container engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tomllib
import yaml
from helpers.playbooks import Ansible

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "extensions" / "execution_environment" / "execution-environment.yml"


BUILDER = str(Path(sys.executable).parent / "ansible-builder")


def ansible_builder(*arguments: str) -> str:
    """Run ansible-builder and return what it printed."""
    made = subprocess.run([BUILDER, *arguments], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def test_ansible_builder_takes_the_definition(tmp_path: Path) -> None:
    ansible_builder("create", "-f", str(DEFINITION), "-c", str(tmp_path), "--output-filename", "Containerfile")
    steps = (tmp_path / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in steps
    wanted = yaml.safe_load((tmp_path / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert [collection["name"] for collection in wanted["collections"]] == ["offboarding.mattermost"]


def test_the_collection_tells_what_python_it_needs(tmp_path: Path) -> None:
    collection = tmp_path / "ansible_collections" / "offboarding" / "mattermost"
    collection.parent.mkdir(parents=True)
    collection.symlink_to(ROOT)
    told = yaml.safe_load(ansible_builder("introspect", str(tmp_path)))
    needed = [
        line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line[:1].isalpha()
    ]
    assert [requirement.split("#")[0].strip() for requirement in told["python"]] == needed


def test_what_is_checked_in_ci_is_what_users_build() -> None:
    definition = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    del definition["version"], definition["dependencies"]["galaxy"]
    text = (ROOT / "antsibull-nox.toml").read_text(encoding="utf-8")
    [checked] = tomllib.loads(text)["sessions"]["ee_check"]["execution_environments"]
    assert checked["config"] == definition


def test_the_check_of_the_image_passes_where_the_collection_is(ansible: Ansible) -> None:
    """And fails where it is not, or lacks what it imports: the image itself is made and checked in CI."""
    playbook = str(DEFINITION.with_name("check.yml"))
    run = ansible.start("http://127.0.0.1:1", "none", "ansible-playbook", playbook).wait()
    assert run.returncode == 0, run.output
    assert "cannot reach http://127.0.0.1:1" in run.result("Call a module with an unreachable server")["msg"]
