# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points 1 to 4: speed, requests and memory of one task over many users, at the price of a real server."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import Any, Iterator

from .figures import Figure, at_least, at_most, exactly, told
from .process import PINNED, Run, run_module, run_play
from .stage import TESTS, Stage
from .wrk import BATCH, send

REVOKE = "mattermost_session_revoke"
CONNECTIONS = 8  # the default of `concurrency`
SAMPLE = 50
REQUESTS_SAMPLE = 2000


def revoke(stage: Stage, names: list[str]) -> Run:
    """Revoke all sessions of all users by one module, and hold the result against the server."""
    stage.count_anew()
    run = run_module(REVOKE, url=stage.url, token=stage.token, users=names)
    assert not run.result.get("failed"), run.result.get("msg")
    assert stage.sessions_left() == 0
    assert run.result["summary"]["requests"] == stage.counted()["total"]
    return run


def measure(users: int, repeat: int) -> Iterator[Figure]:
    """Measure the module against wrk, a common client and itself."""
    with Stage("--bench") as stage:
        names = stage.fill(users)
        rounds = []
        for _number in range(repeat):
            run = revoke(stage, names)
            requests = run.result["summary"]["requests"]
            assert run.result["summary"]["sessions_revoked"] == 3 * users
            stage.refill()
            bare, sent = send(stage, names, CONNECTIONS)
            assert sent == requests
            assert stage.sessions_left() == 0
            stage.refill()
            common = common_client(stage)
            rounds.append((run, bare, run.seconds / bare, run.cpu / requests, common))
        run = rounds[-1][0]
        yield told("%d users: requests" % users, str(run.result["summary"]["requests"]))
        yield told("%d users: wrk, seconds" % users, "%.1f" % median(r[1] for r in rounds))
        yield told("%d users: module, seconds from start to end" % users, "%.1f" % median(r[0].seconds for r in rounds))
        yield at_most("1. module / wrk, time", median(r[2] for r in rounds), 1.1, "%.3f")
        yield told("processor time a request: module, ms", "%.3f" % (1e3 * median(r[3] for r in rounds)))
        yield told("processor time a request: requests.Session, ms", "%.3f" % (1e3 * median(r[4] for r in rounds)))
        ratio = median(r[3] / r[4] for r in rounds)
        yield at_most("1. module / requests.Session().get().json(), processor time a request", ratio, 0.6)
        revoke(stage, names)
        yield from second_run(stage, names)
        peak = max(r[0].peak for r in rounds) / 1e6
        yield at_most("4. peak memory of the module, MB", peak, 200, "%.0f")


def second_run(stage: Stage, names: list[str]) -> Iterator[Figure]:
    """Run over users of whom nothing is left: one GET each, the look-ups in batches, and the caller."""
    run = revoke(stage, names)
    counted = stage.counted()
    assert run.result["changed"] is False
    yield exactly(
        "3. second run: lists of sessions", counted["by_route"]["GET /api/v4/users/{user_id}/sessions"], len(names)
    )
    yield exactly("3. second run: changing requests", counted["changing"], 0)
    look_ups = -(-len(names) // BATCH)
    yield exactly("3. second run: all other requests", counted["total"] - len(names), look_ups + 1)


def common_client(stage: Stage) -> float:
    """Return the processor seconds that a request takes with requests as it is commonly used."""
    asked = json.dumps({"url": stage.url, "token": stage.token, "ids": stage.ids[:REQUESTS_SAMPLE]})
    command = [*PINNED, sys.executable, str(TESTS / "benchmark" / "common_client.py")]
    return float(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)


def uri_loop(users: int) -> Iterator[Figure]:
    """Point 2: the same by a loop of ansible.builtin.uri, over a sample; both as plays."""
    with Stage("--bench") as stage:
        names = stage.fill(users)
        options = {"url": stage.url, "token": stage.token, "users": names}
        module = run_play({"tasks": [{"offboarding.mattermost." + REVOKE: options}]})
        assert stage.sessions_left() == 0
        stage.refill()
        empty = run_play({"tasks": []})
        loop = run_play({"tasks": uri_tasks(stage, stage.ids[:SAMPLE])})
        assert stage.sessions_left() == 3 * (users - SAMPLE)
    each = (loop.seconds - empty.seconds) / SAMPLE
    yield told("a loop of ansible.builtin.uri, seconds a user", "%.2f" % each)
    yield told("a play with the module, seconds for %d users" % users, "%.1f" % module.seconds)
    yield told("that play, largest process on the controller, MB", "%.0f" % (module.peak / 1e6))
    yield at_least(
        "2. loop of uri (scaled to %d users) / play with the module" % users, each * users / module.seconds, 150
    )


def uri_tasks(stage: Stage, ids: list[str]) -> list[dict[str, Any]]:
    """Return what one writes without the collection: look the user up, list, and revoke where there is something."""
    headers = {"Authorization": "Bearer " + stage.token}
    common = {"headers": headers, "return_content": True}
    address = stage.url + "/api/v4/users/"
    every = "{{ item.item }}/sessions/revoke/all"
    return [
        {"ansible.builtin.uri": {**common, "url": address + "{{ item }}/sessions"}, "loop": ids, "register": "listed"},
        {
            "ansible.builtin.uri": {**common, "url": address + every, "method": "POST"},
            "loop": "{{ listed.results }}",
            "loop_control": {"label": "{{ item.item }}"},
            "when": "item.json | length > 0",
        },
    ]  # fmt: skip
