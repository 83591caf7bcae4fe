# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small stateful HTTP server that answers like Mattermost's API v4, for tests and the demo.

Nothing under plugins/ knows of it. README.md beside this file says how to start and steer it.
"""
