# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of leavers: from a file as exported by HR to people, each of whom is due or not.

    bytes -> decoding -> formats (plain_text, delimited, json_list, yaml_list) -> Table of rows -> roster -> people

reading.py combines the parts, memory.py remembers who was in earlier lists. Nothing here depends on Ansible or contacts
a server, and no row is lost: each becomes a leaver, a reported duplicate, or a problem with its line.
"""
