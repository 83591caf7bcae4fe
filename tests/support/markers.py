# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The markers of the tests, and what they do. A conftest.py imports the hooks."""

from __future__ import annotations

import pytest

from .servers import real_server

MARKERS = (
    "embedded_only(reason): needs what no real server does: it is skipped there, by name",
    "fault(kind): of the network, of the server or in its data, that a run has to come through",
    "slow: takes minutes; make test-all runs it, and make acceptance-slow",
    "step(*numbers): the 12 steps that each changing module is tested by (CONTRIBUTING.md)",
    "trap(*numbers): traps of Mattermost (tests/unit/TRAPS.md), such as 1.11",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a real server, skip what only the embedded one can do."""
    if real_server() is None:
        return
    for item in items:
        mark = item.get_closest_marker("embedded_only")
        if mark:
            item.add_marker(pytest.mark.skip(reason="needs the embedded server: " + mark.args[0]))
