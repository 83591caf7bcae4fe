# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TRAPS.md and the markers of the tests tell of the same traps."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_trap_has_a_test_and_every_marker_a_trap():
    code = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("plugins/**/test_*.py"))
    marked = set(re.findall(r"mark\.trap\(([^)]*)\)", code))
    listed = re.findall(r"^\| (\d\.\d+) \|", (HERE / "TRAPS.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {number for numbers in marked for number in re.findall(r'"([^"]*)"', numbers)} == set(listed)
    assert len(listed) == len(set(listed))
