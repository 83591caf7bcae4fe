# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the page and the table for a manager."""

from __future__ import annotations

import os
from typing import Any

import jinja2

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._impact import people, table
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers import private_file

TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
PAGE, TABLE = "what_will_stop_working.html", "what_will_stop_working.csv"


def write(folder: str, results: list[dict[str, Any]], server: dict[str, Any], now: str) -> dict[str, Any]:
    """Write both files with mode 0600 and return where they are and what they count. Raises OSError.

    `results` and `server` are those of mattermost_integration_info. `now` is the time to tell, in ISO 8601.
    """
    told = [people.person(entry) for entry in people.distinct(results)]
    counts = people.totals(told)
    page, lines = os.path.join(folder, PAGE), os.path.join(folder, TABLE)
    private_file.write(page, [render(told, counts, server, now)])
    private_file.write(lines, [table.lines(told)])
    return {"page": page, "table": lines, "counts": counts}


def render(told: list[dict[str, Any]], counts: dict[str, int], server: dict[str, Any], now: str) -> str:
    """Return the page. Whatever a server sent is text in it and never markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=people.day, capital=people.capital)
    page: str = environment.get_template("page.html.j2").render(people=told, counts=counts, server=server, now=now)
    return page
