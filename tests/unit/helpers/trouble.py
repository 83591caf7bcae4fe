# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An error whose sentence a test chooses."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError


class Trouble(MattermostError):
    """Something went wrong."""

    sentence = "{text}"

    def __init__(self, text="It broke.", **attributes):
        super().__init__(text=text)
        self.marked(**attributes)
