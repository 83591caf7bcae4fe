# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bare load generator: wrk sends exactly the requests that the module sends, and understands no answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .process import PINNED
from .stage import Stage

SCRIPT = Path(__file__).with_name("same_requests.lua")
BATCH = 200  # names in one look-up
# How many users a revocation lags behind the list: with any number of connections that is the order of a real run.
LAG = 64


def lines(names: list[str], ids: list[str]) -> list[str]:
    """Return the requests of one run as lines: method, path and body."""
    found = ["GET\t/api/v4/users/me\t"]
    for start in range(0, len(names), BATCH):
        found.append("POST\t/api/v4/users/usernames\t" + json.dumps(names[start : start + BATCH]))
    for number in range(len(ids) + LAG):
        if number < len(ids):
            found.append("GET\t/api/v4/users/%s/sessions\t" % ids[number])
        if number >= LAG:
            found.append("POST\t/api/v4/users/%s/sessions/revoke/all\t" % ids[number - LAG])
    return found


def send(stage: Stage, names: list[str], connections: int) -> tuple[float, int]:
    """Send the requests of a run over all users; return the seconds that it took and how many there were."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("This needs wrk, the load generator. Debian and Ubuntu: apt-get install wrk")
    todo = lines(names, stage.ids)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write("\n".join(todo) + "\n")
        file.flush()
        command = [*PINNED, program, "-t", "1", "-c", str(connections), "-d", "1800", "--timeout", "60"]
        arguments = ["-s", str(SCRIPT), stage.url, "--", file.name, stage.token]
        done = subprocess.run([*command, *arguments], check=False, capture_output=True, text=True, timeout=1800)
    found = re.search(r"^seconds ([0-9.]+) answers ([0-9]+) errors ([0-9]+)$", done.stdout, re.MULTILINE)
    if not found or found.group(3) != "0":
        raise RuntimeError(done.stdout + done.stderr)
    return float(found.group(1)), int(found.group(2))
