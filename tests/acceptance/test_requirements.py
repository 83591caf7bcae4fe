# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""requirements.txt names what the modules import; what has to repeat it, or a version, says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMMIT = re.compile(r"[0-9a-f]{40}")


def lines(path: str) -> set[str]:
    """Return the requirements in a file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return {line.replace(" ", "") for line in text.splitlines() if line and not line.startswith("#")}


@pytest.mark.parametrize("path", ["tests/unit/requirements.txt", "tests/integration/requirements.txt"])
def test_what_ansible_test_installs(path: str) -> None:
    assert lines(path) >= lines("requirements.txt") | lines("tests/embedded_mattermost/requirements.txt")


def test_execution_environment() -> None:
    text = (ROOT / "meta" / "execution-environment.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["dependencies"] == {"python": "requirements.txt"}


def test_pre_commit_has_the_versions_of_the_checks() -> None:
    """And what it takes from elsewhere is held by a commit, as it is in the workflows."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    asked = {name for hook in hooks for name in hook.get("additional_dependencies", [])}
    assert asked
    assert asked <= lines("tools/constraints.txt")
    revisions = [repository["rev"] for repository in config["repos"] if repository["repo"] != "local"]
    assert all(COMMIT.fullmatch(revision) for revision in revisions)


def test_workflows_use_actions_by_their_commit() -> None:
    """A tag can be moved by whoever takes an action's repository over."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    used = re.findall(r"^ *(?:- )?uses: [^@\s]+@(\S+)", "\n".join(texts), re.MULTILINE)
    assert used
    assert [revision for revision in used if not COMMIT.fullmatch(revision)] == []
