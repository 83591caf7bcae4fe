# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Point 4: the role's memory does not grow with the number of users, since it works batch by batch."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Iterator

from .figures import Figure, at_most, told
from .process import run_play
from .stage import Stage

BATCH_SIZE = 1000
LIMIT = 150


def measure(sizes: list[int]) -> Iterator[Figure]:
    """Offboard so many users with the role, and compare the peaks of ansible-playbook's memory."""
    peaks = []
    for users in sizes:
        # Without --bench: memory does not depend on how long a request takes.
        with Stage() as stage, TemporaryDirectory() as place:
            leavers = Path(place, "leavers.csv")
            lines = ["%s,2026-11-20,CHG-%d,hr" % (name, number) for number, name in enumerate(stage.fill(users))]
            leavers.write_text("user,left_at,ticket,requested_by\n" + "\n".join(lines), encoding="utf-8")
            variables = {
                "offboard_url": stage.url,
                "offboard_token": stage.token,
                "offboard_users_file": str(leavers),
                "offboard_report_dir": str(Path(place, "evidence")),
                "offboard_max_users": users,
                "offboard_batch_size": BATCH_SIZE,
                "offboard_concurrency": 8,
            }
            play = run_play({"vars": variables, "roles": ["offboarding.mattermost.offboard"]})
            assert stage.sessions_left() == 0
        peaks.append(play.peak / 1e6)
        progress = [line.strip() for line in play.output.splitlines() if f" of {users:,} users, " in line]
        yield told("role, %d users: seconds" % users, "%.0f" % play.seconds)
        yield at_most(
            "4. role, %d users with evidence: peak memory of ansible-playbook, MB" % users, peaks[-1], LIMIT, "%.0f"
        )
        yield told("role, %d users: lines of progress" % users, "%d" % len(progress))
        yield told("role, %d users: one of them" % users, progress[(len(progress) - 1) // 2] if progress else "none")
    if len(peaks) > 1:
        yield told("role: peak at %d / peak at %d users" % (sizes[-1], sizes[0]), "%.2f" % (peaks[-1] / peaks[0]))
