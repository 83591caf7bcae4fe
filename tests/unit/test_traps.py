# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TRAPS.md and the tests tell of the same traps."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = (HERE / "TRAPS.md").read_text(encoding="utf-8")
CODE = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("plugins/**/test_*.py"))]

# The numbers of the traps that there are, by section.
TRAPS = {1: range(12), 2: range(1, 11), 4: range(1, 15)}


def rows():
    """Return the tests of each trap, by its number as a string."""
    found = re.findall(r"^\| (\d\.\d+) \|.*\| (.*) \|$", TABLE, re.MULTILINE)
    return {number: re.findall(r"`(test_\w+)`", tests) for number, tests in found}


def test_every_trap_has_a_test():
    assert set(rows()) == {"%d.%d" % (section, n) for section, numbers in TRAPS.items() for n in numbers}
    assert all(rows().values())


def test_every_test_of_the_table_exists_and_names_its_trap():
    defined = set(re.findall(r"^def (test_\w+)\(", "\n".join(CODE), re.MULTILINE))
    named = {test for tests in rows().values() for test in tests}
    assert named - defined == set()
    for number, tests in rows().items():
        assert all(test.startswith("test_trap_%s_" % number.replace(".", "_")) for test in tests)


def test_every_test_that_names_a_trap_stands_in_the_table():
    defined = set(re.findall(r"^def (test_trap_\w+)\(", "\n".join(CODE), re.MULTILINE))
    assert defined - {test for tests in rows().values() for test in tests} == set()
