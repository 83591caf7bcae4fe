# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded server answers as a real one did, where the recording lies beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest
from helpers.servers import ROOT, Server, start_embedded

WIRE = Path(os.environ.get("OFFBOARDING_WIRE") or ROOT.parent / "shared" / "wire")


@pytest.fixture(name="fresh")
def fixture_fresh() -> Iterator[Server]:
    """An embedded server on which nobody has worked yet."""
    server = start_embedded()
    yield server
    server.stop()


@pytest.mark.skipif(
    not (WIRE / "wire.py").exists(), reason="needs the recording of a real server: set OFFBOARDING_WIRE"
)
def test_it_answers_as_a_real_server(fresh: Server) -> None:
    recording = WIRE / "mattermost-5.37.0.jsonl"
    command = [sys.executable, str(WIRE / "wire.py"), "compare", fresh.url, fresh.admin_username, fresh.admin_password]
    result = subprocess.run([*command, str(recording)], check=False, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "109 of 109 answers as on a real server" in result.stdout
