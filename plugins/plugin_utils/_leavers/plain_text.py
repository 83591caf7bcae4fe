# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One name a line."""

from __future__ import annotations

from .cells import check_line
from .problems import Unusable, excerpt
from .table import Table, numbered_lines


def read(text: str) -> Table:
    """Return the rows of a plain text. Lines that begin with # are comments; blank lines are skipped."""
    table = Table()
    for number, line in numbered_lines(text):
        name = line.strip()
        if name.startswith("#"):
            continue
        try:
            check_line(line)
            if any(delimiter in name for delimiter in ",;\t"):
                raise Unusable(
                    "%s is more than one name; a list with columns needs a header that names the column user"
                    % excerpt(name)
                )
            table.add(number, {"user": name})
        except Unusable as error:
            table.refuse(number, str(error))
    return table
