# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list of sessions as a script commonly asks for it: one requests.Session, one user after the other."""

from __future__ import annotations

import json
import resource
import sys

import requests


def main() -> None:
    """Read the address, the token and the users' ids; print the processor seconds that a request took."""
    asked = json.load(sys.stdin)
    session = requests.Session()
    session.headers["Authorization"] = "Bearer " + asked["token"]
    before = resource.getrusage(resource.RUSAGE_SELF)
    for user_id in asked["ids"]:
        rows = session.get(asked["url"] + "/api/v4/users/" + user_id + "/sessions", timeout=60).json()
        assert isinstance(rows, list)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(used / len(asked["ids"]))


if __name__ == "__main__":
    main()
