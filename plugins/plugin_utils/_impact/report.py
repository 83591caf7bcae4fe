# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the page and the table for a manager."""

from __future__ import annotations

import os
from typing import Any

import jinja2

from ansible_collections.offboarding.mattermost.plugins.plugin_utils import _private_file
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._action import ActionError
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._impact import csv_file, decisions

TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")
PAGE, TABLE = "what_will_stop_working.html", "what_will_stop_working.csv"


class ReportUnwritable(ActionError):
    """The files cannot be written to `folder` because of `error`."""

    def __init__(self, folder: str, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        super().__init__("The report cannot be written to %s: %s." % (folder, reason))


def write(folder: str, results: list[dict[str, Any]], server: dict[str, Any], now: str) -> dict[str, Any]:
    """Write both files with mode 0600 and return their paths and counts. Raises ReportUnwritable.

    `results` and `server` are those of mattermost_integration_info. `now` is the time to show, in ISO 8601.
    """
    told = [decisions.person(entry) for entry in decisions.distinct(results)]
    counts = decisions.totals(told)
    page, lines = os.path.join(folder, PAGE), os.path.join(folder, TABLE)
    try:
        _private_file.write(page, [render(told, counts, server, now)])
        _private_file.write(lines, [csv_file.lines(told)])
    except OSError as error:
        raise ReportUnwritable(folder, error) from error
    return {"page": page, "table": lines, "counts": counts}


def render(told: list[dict[str, Any]], counts: dict[str, int], server: dict[str, Any], now: str) -> str:
    """Return the page, with all values escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=decisions.day, capital=decisions.capital)
    page: str = environment.get_template("page.html.j2").render(people=told, counts=counts, server=server, now=now)
    return page
