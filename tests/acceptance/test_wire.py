# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded server answers as real ones did, where their recordings lie beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.offboarding.mattermost.tests.support.servers import ROOT, start_embedded

WIRE = Path(os.environ.get("OFFBOARDING_WIRE") or ROOT.parent / "shared" / "wire")


@pytest.mark.skipif(
    not (WIRE / "wire.py").exists(), reason="needs the recordings of real servers: set OFFBOARDING_WIRE"
)
@pytest.mark.parametrize("version", ["5.37.0", "11.6.0"])
def test_it_answers_as_a_real_server_of_that_version(version: str) -> None:
    recording = WIRE / f"mattermost-{version}.jsonl"
    fresh = start_embedded("--version", version)
    try:
        login = [fresh.url, fresh.admin_username, fresh.admin_password]
        command = [sys.executable, str(WIRE / "wire.py"), "compare", *login, str(recording)]
        result = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    finally:
        fresh.stop()
    assert result.returncode == 0, result.stdout + result.stderr
    assert "109 of 109 answers as on a real server" in result.stdout
