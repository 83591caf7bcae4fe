# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read lists of leavers as of a night in November, in UTC."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.columns import Columns
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.reading import Reader

UTC = datetime.timezone.utc
NOW = datetime.datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def read(content, name="leavers.csv", given=None, defaults=None, zone=UTC, users=(), **options):
    """Read a list, text or bytes, and those who are named beside it; return the reader."""
    reader = Reader(NOW, zone, defaults)
    data = content.encode("utf-8") if isinstance(content, str) else content
    reader.read_file(name, data, Columns(given or {}), **options)
    reader.read_users(users)
    return reader


def leavers(content, *args, **kwargs):
    """Return the people in a list."""
    return read(content, *args, **kwargs).roster.leavers


def refused(content, *args, **kwargs):
    """Return the sentence with which a list is refused."""
    with pytest.raises(ListError) as error:
        read(content, *args, **kwargs)
    assert "\n" not in str(error.value)
    return str(error.value)
