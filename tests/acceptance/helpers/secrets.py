# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Search what a run printed and wrote for secrets that the embedded server handed out, and for passwords."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from embedded_mattermost.ids import PASSWORD_MARK, SECRET_MARK

# Long enough not to be the mark by itself.
SECRET = re.compile(SECRET_MARK + "[a-z0-9]{6,}|" + re.escape(PASSWORD_MARK))


def assert_no_secret(printed: str, written: Path | None = None) -> None:
    """Fail where a secret stands in what was printed, or in a file of a folder or in its name."""
    places = {"what was printed": printed}
    for path in written.rglob("*") if written else ():
        if path.is_file():
            places[str(path)] = path.name + path.read_text(encoding="utf-8", errors="replace")
    # Which secret it is stays unsaid: what a test prints is searched, too.
    found = {place: len(SECRET.findall(text)) for place, text in places.items() if SECRET.search(text)}
    assert not found, "secrets of the embedded server: %s" % found


if __name__ == "__main__":
    folders = [Path(name) for name in sys.argv[1:]]
    count = sum(path.is_file() for folder in folders for path in folder.rglob("*"))
    assert count, "nothing to search in " + ", ".join(map(str, folders))
    for folder in folders:
        assert_no_secret("", folder)
    print("%d files searched, no secret found" % count)
