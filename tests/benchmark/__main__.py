# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The program: `make bench`, or `make bench ARGS="speed --users 2000"`."""

from __future__ import annotations

import argparse
import sys
from typing import Iterator

from . import memory, network, role, speed, startup
from .figures import Figure
from .stage import CORES

POINTS = {
    "speed": "one module over ten thousand users against wrk, requests and itself (points 1, 3, 4)",
    "uri": "against a loop of ansible.builtin.uri (point 2)",
    "latency": "50 ms on every answer (point 5)",
    "startup": "import and set-up (point 6)",
    "role": "the role against a play by hand (point 7)",
    "memory": "memory of the role (point 4)",
    "rate-limit": "10 requests a second: takes over three minutes, only when it is named or with --full",
}


def main() -> int:
    """Measure what was asked for, and print a table."""
    lines = "\n".join("  %-11s %s" % item for item in POINTS.items())
    parser = argparse.ArgumentParser(
        prog="benchmark", epilog="points:\n" + lines, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("points", nargs="*", metavar="POINT", help="what to measure; all but rate-limit without any")
    parser.add_argument("--users", type=int, default=10000, help="for speed and uri")
    parser.add_argument("--repeat", type=int, default=3, help="rounds, of which the median is taken")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5000, 20000], help="users for memory, small to large")
    parser.add_argument("--full", action="store_true", help="also the rate limit, and the memory at 100,000 users")
    options = parser.parse_args()
    unknown = set(options.points) - set(POINTS)
    if unknown:
        parser.error("unknown: " + ", ".join(sorted(unknown)))
    points = options.points or [point for point in POINTS if options.full or point != "rate-limit"]
    good = True
    print("Cores: %d. Ratios and medians of %d rounds of one run.\n" % (len(CORES), options.repeat))
    print("| what | measured | target | |\n|---|---|---|---|", flush=True)
    for point in points:
        for figure in measure(point, options):
            print(figure.line(), flush=True)
            good = good and figure.good
    return 0 if good else 1


def measure(point: str, options: argparse.Namespace) -> Iterator[Figure]:
    """Return the figures of one point."""
    if point == "speed":
        return speed.measure(options.users, options.repeat)
    if point == "uri":
        return speed.uri_loop(options.users)
    if point == "latency":
        return network.latency(options.repeat)
    if point == "startup":
        return startup.measure(4 * options.repeat + 1)
    if point == "role":
        return role.measure(options.repeat)
    if point == "memory":
        return memory.measure([*options.sizes, *([100000] if options.full else [])])
    return network.rate_limit()


if __name__ == "__main__":
    sys.exit(main())
