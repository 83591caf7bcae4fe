# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ten thousand users cost: `make bench`. Every figure is a ratio of two measurements of one run.

It needs wrk (Debian: `apt-get install wrk`) and a machine that does nothing else. The server has a core of its own and
burns what a real one needs (`--bench`); everything that is measured shares the first core. The figures of the last
release are in docs/docsite/rst/speed.rst.
"""
