# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the embedded Mattermost server in the background and print its first line: where it is and who may log in.

    start_server.py PACKAGE_PARENT LIFETIME [OPTION ...]

PACKAGE_PARENT is the directory that `embedded_mattermost` lies in. The server ends after LIFETIME seconds even when
nobody stops it, so that a play that is killed leaves nothing behind. OPTIONs are the server's own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile


def main() -> int:
    """Run the server, wait until it answers, and leave it running."""
    parent, lifetime, *options = sys.argv[1:]
    with tempfile.TemporaryFile() as errors:
        # The alarm outlives the change of program; a process that knows nothing of it ends by it.
        server = subprocess.Popen(  # pylint: disable=consider-using-with,subprocess-popen-preexec-fn
            [sys.executable, "-m", "embedded_mattermost", *options],
            env={**os.environ, "PYTHONPATH": parent},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            preexec_fn=lambda: signal.alarm(int(lifetime)),
        )
        line = server.stdout.readline().decode() if server.stdout else ""
        if not line:
            server.wait()
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace"))
            return 1
        print(json.dumps({**json.loads(line), "pid": server.pid}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
