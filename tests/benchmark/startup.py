# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Point 6: what a module costs before its first request, over a module that does nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from statistics import median
from typing import Iterator

from .figures import Figure, told
from .process import ANSIBLE, PACKAGE, PINNED, run_module, tree
from .speed import REVOKE
from .stage import TESTS, Stage

EMPTY = "benchmark.empty_module"
MODULE = PACKAGE + REVOKE


def measure(repeat: int) -> Iterator[Figure]:
    """Compare the processor time of the module over an empty list with that of an empty module, in turns."""
    with Stage() as stage:
        options = {"url": stage.url, "token": stage.token, "users": []}
        pairs = [(run_module(EMPTY).cpu, run_module(REVOKE, **options).cpu) for _number in range(repeat)]
    yield told("6. an empty module, ms", "%.0f" % (1e3 * median(empty for empty, _module in pairs)))
    yield told(
        "6. the module over an empty one, ms", "%.0f" % (1e3 * median(module - empty for empty, module in pairs))
    )
    for name, milliseconds in where_it_goes():
        yield told("6. of that, importing %s, ms" % name, "%.0f" % milliseconds)


def where_it_goes() -> list[tuple[str, float]]:
    """Return what the import of the module spends on what an empty module does not import, the largest first."""
    empty = import_times("import ansible.module_utils.basic")
    mine = import_times("import ansible.module_utils.basic, " + MODULE)
    spent: dict[str, float] = {}
    for name, milliseconds in mine.items():
        if name not in empty:
            top = name.split(".")[0]
            spent[top] = spent.get(top, 0) + milliseconds
    largest = sorted(spent.items(), key=lambda item: -item[1])
    return [*largest[:8], ("everything else", sum(value for _name, value in largest[8:]))]


def import_times(statement: str) -> dict[str, float]:
    """Return the milliseconds that each import takes by itself: medians of some starts."""
    found: dict[str, list[float]] = {}
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([tree(), ANSIBLE, str(TESTS)])}
    for _number in range(5):
        command = [*PINNED, sys.executable, "-X", "importtime", "-c", statement]
        lines = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stderr
        for match in re.finditer(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", lines, re.MULTILINE):
            found.setdefault(match.group(2), []).append(int(match.group(1)) / 1e3)
    return {name: median(values) for name, values in found.items()}
