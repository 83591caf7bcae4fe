# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Point 7: what the role costs over a hand-written play of the same four module calls, with evidence."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Iterator

from .figures import Figure, at_most, told
from .process import run_play
from .stage import Stage

MODULE = "offboarding.mattermost.mattermost_"
# Leavers, and how much longer the role may take.
TARGETS = {400: 1.15, 1: 1.5}
REQUESTS = 10


def by_hand(stage: Stage, names: list[str]) -> dict[str, Any]:
    """Return the play that one writes without the role: look, block, close, look."""
    whom = {"url": stage.url, "token": stage.token, "users": names}
    return {
        "tasks": [
            {MODULE + "access_info": whom},
            {MODULE + "user": {**whom, "state": "deactivated"}},
            {MODULE + "access_revoke": whom},
            {MODULE + "access_info": whom},
        ]
    }


def by_role(stage: Stage, names: list[str], place: str) -> dict[str, Any]:
    """Return the play with the role, which writes evidence as well."""
    variables = {
        "offboard_url": stage.url,
        "offboard_token": stage.token,
        "offboard_users": names,
        "offboard_max_users": len(names),
        "offboard_report_dir": place,
    }
    return {"vars": variables, "roles": ["offboarding.mattermost.offboard"]}


def measure(repeat: int) -> Iterator[Figure]:
    """Measure both, in turns, over people with three sessions each."""
    for users, limit in TARGETS.items():
        rounds = []
        for _number in range(repeat):
            # At the price of a real server, which neither of the two plays can make lower.
            with Stage("--bench") as stage:
                hand = run_play(by_hand(stage, stage.fill(users))).seconds
            with Stage("--bench") as stage, TemporaryDirectory() as place:
                names = stage.fill(users)
                stage.count_anew()
                role = run_play(by_role(stage, names, place)).seconds
                requests = stage.counted()["total"]
                assert stage.sessions_left() == 0
                assert len(list(Path(place).glob("offboarding-*"))) == 3
            rounds.append((hand, role, role / hand, requests / users))
        yield told("%d leavers, play by hand: seconds" % users, "%.1f" % median(r[0] for r in rounds))
        yield told("%d leavers, role with evidence: seconds" % users, "%.1f" % median(r[1] for r in rounds))
        yield at_most("7. role / play by hand, %d leavers" % users, median(r[2] for r in rounds), limit)
        if users > 1:
            # What is listed once for the whole server is in it.
            yield at_most("7. requests of the role for each leaver", median(r[3] for r in rounds), REQUESTS, "%.1f")
