# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text from outside stays text in a message."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.filter import inline_code as plugin
from ansible_collections.offboarding.mattermost.plugins.filter.inline_code import inline_code


def test_it_is_found_by_its_name():
    assert plugin.FilterModule().filters() == {"inline_code": inline_code}


@pytest.mark.parametrize(
    "value, shown",
    [
        ("dana_leaver", "` dana_leaver `"),
        ("**x** [y](http://z) @all", "` **x** [y](http://z) @all `"),
        ("a`b``", "` a'b'' `"),
        ("two\nlines\r\n", "` two lines `"),
        ("nul\u0000 and \u202e bidi", "` nul and bidi `"),
        (7, "` 7 `"),
        (["x"], "` ['x'] `"),
        ("", ""),
        ("  \n", ""),
        (None, ""),
    ],
)
def test_what_is_shown(value, shown):
    assert inline_code(value) == shown


def test_it_is_cut_off():
    assert inline_code("x" * 300, 10) == "` %s… `" % ("x" * 9)


@given(st.text())
def test_nothing_ends_the_code_or_the_line(text):
    shown = inline_code(text)
    assert shown == "" or (shown[:2] == "` " and shown[-2:] == " `" and "`" not in shown[2:-2])
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= 204


@pytest.mark.parametrize("limit", [0, -1, "7", 1.5, None, True])
def test_a_limit_has_to_be_a_number(limit):
    with pytest.raises(AnsibleFilterError, match="must be an integer of at least 1"):
        inline_code("x", limit)
