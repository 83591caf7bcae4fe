# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module as `python -m` does, and note at its end what the process took: BENCHMARK_NOTES names the file."""

from __future__ import annotations

import atexit
import json
import os
import resource
import runpy
import sys


def note() -> None:
    """Write the processor time and the peak of the memory of this process."""
    # getrusage's own peak begins with that of the process which started this one; the kernel's mark does not.
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(os.environ["BENCHMARK_NOTES"], "w", encoding="ascii") as notes:
        json.dump({"cpu": used.ru_utime + used.ru_stime, "peak": peak}, notes)


if __name__ == "__main__":
    atexit.register(note)
    # What is left of the command line is the module's, which reads its options from standard input.
    runpy.run_module(sys.argv.pop(), run_name="__main__", alter_sys=True)
