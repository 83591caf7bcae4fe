# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the server: ``python -m embedded_mattermost`` or ``python tests/embedded_mattermost``."""

from __future__ import annotations

import os
import sys

if not __package__:
    # Run as a directory: what is beside this file was put on the path, its parent was not.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from embedded_mattermost.program import main

if __name__ == "__main__":
    sys.exit(main())
