# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""requirements.txt names what the modules import; what has to repeat it says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


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
