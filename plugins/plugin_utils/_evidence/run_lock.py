# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock that shows other runs that the run of a journal is still in progress.

Each task of a play runs in a process that ends with the task, so none of them can hold a lock for the run. A small
separate process holds it as long as ansible-playbook runs. A process id in a file is not enough: it has no meaning
in another container or on another machine that shares the directory.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys

# Waits until the process ends or the journal is removed. It inherits the descriptor of the lock to keep it open.
_PROGRAM = """
import os, select, sys, time
main, lock = int(sys.argv[1]), int(sys.argv[2])
def alive():
    try:
        os.kill(main, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
try:
    handle = os.pidfd_open(main)
    ended = lambda: select.select([handle], [], [], 2)[0]
except ProcessLookupError:
    sys.exit()
except (AttributeError, OSError):
    ended = lambda: time.sleep(1) or not alive()
while os.fstat(lock).st_nlink and not ended():
    pass
"""


def hold(path: str, process: int) -> None:
    """Hold the journal's lock until the process ends or the journal is removed. Raises OSError."""
    lock = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        subprocess.Popen(  # pylint: disable=consider-using-with  # it outlives the task
            [sys.executable, "-I", "-S", "-c", _PROGRAM, str(process), str(lock)],
            pass_fds=[lock],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # A signal to the process group of the run must not end this process before the run itself ends.
            start_new_session=True,
        )
    finally:
        os.close(lock)


@contextlib.contextmanager
def taken(path: str):
    """Take the lock of a journal whose run has ended. Yields False if the run continues or the journal is gone."""
    try:
        lock = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield False
        return
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        # Another run may have completed it between the two calls.
        yield os.fstat(lock).st_nlink > 0
    finally:
        os.close(lock)
