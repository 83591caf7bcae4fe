# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user gets: the tarball, and nothing beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique

ROOT = Path(__file__).resolve().parents[2]

# What may lie at the tarball's root. A new name is added here, or to build_ignore in galaxy.yml.
ALLOWED = {
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "COPYING",
    "FILES.json",
    "LICENSES",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}


def run(command: str, *arguments: str | Path, **environment: str | Path) -> str:
    """Run one of Ansible's commands with nothing in its environment but what is given; return what it prints."""
    program = Path(sys.executable).with_name(command)
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **{name: str(value) for name, value in environment.items()}}
    # Like a shell, which is in the directory that this variable names.
    env.setdefault("PWD", str(ROOT))
    here = env["PWD"]
    result = subprocess.run([program, *arguments], check=False, capture_output=True, text=True, env=env, cwd=here)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module", name="tarball")
def fixture_tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the collection as it lies here."""
    place = tmp_path_factory.mktemp("dist")
    run("ansible-galaxy", "collection", "build", "--output-path", place, ROOT, HOME=place)
    [tarball] = place.glob("*.tar.gz")
    return tarball


def test_nothing_in_it_that_a_user_does_not_need(tarball: Path) -> None:
    with tarfile.open(tarball) as archive:
        names = archive.getnames()
    assert {name.split("/")[0] for name in names} <= ALLOWED
    hidden = [name for name in names if any(part.startswith(".") for part in name.split("/"))]
    caches = [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".retry", ".log"))]
    for_tests = [
        name for name in names if name.startswith(("extensions/molecule", "changelogs/fragments", "docs/site"))
    ]
    assert hidden + caches + for_tests == []


def install(tarball: Path, place: Path) -> dict[str, str | Path]:
    """Install a tarball into an empty directory; return an environment that knows nothing else."""
    run("ansible-galaxy", "collection", "install", "--offline", "-p", place, tarball, HOME=place)
    return {"HOME": place, "ANSIBLE_COLLECTIONS_PATH": place}


def test_it_installs_where_nothing_else_is(tarball: Path, tmp_path: Path) -> None:
    """Install it offline, and let ansible-core find every module and read its documentation."""
    place = install(tarball, tmp_path)
    listing = run("ansible-doc", "--list", "--json", "offboarding.mattermost", **place)
    found = {name.rpartition(".")[2] for name in json.loads(listing)}
    assert found == {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}


@pytest.mark.embedded_only("it makes a user and looks past the API")
def test_a_playbook_runs_from_there(tarball: Path, tmp_path: Path, admin: Mattermost, control: Control) -> None:
    """By its full name, in a working directory that is empty; the evidence knows which version wrote it."""
    name = unique("left")
    control.new_user(username=name, sessions=[{"props": {}}] * 2, tokens=1)
    (tmp_path / "installed").mkdir()
    (tmp_path / "empty").mkdir()
    environment = install(tarball, tmp_path / "installed")
    variables = json.dumps({"offboard_users": [name], "offboard_report_dir": "evidence"})
    printed = run(
        "ansible-playbook",
        *("offboarding.mattermost.offboard", "-e", variables),
        **environment,
        PWD=tmp_path / "empty",
        MATTERMOST_URL=admin.url,
        MATTERMOST_TOKEN=admin.token or "",
    )
    assert "%s: closed (4 ways in before, 0 after)" % name in printed
    left = control.state(name)
    assert left["user"]["delete_at"] > 0
    assert left["sessions"] == left["tokens"] == []
    [report] = (tmp_path / "empty" / "evidence").glob("*.json")
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    assert json.loads(report.read_text(encoding="utf-8"))["collection_version"] == version


def test_action_group_has_every_module_that_asks_mattermost() -> None:
    """Actions on the controller take none of the options that module_defaults give to the group."""
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("mattermost_*.py"))
    assert runtime["action_groups"]["mattermost"] == modules
