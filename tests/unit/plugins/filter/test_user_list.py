# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of users, as people hand them in."""

from __future__ import annotations

import csv
import io

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.filter import user_list as plugin
from ansible_collections.offboarding.mattermost.plugins.filter.user_list import user_list

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789._-@", min_size=1).filter(lambda name: name != "user")


def test_it_is_found_by_its_name():
    assert plugin.FilterModule().filters() == {"user_list": user_list}


@pytest.mark.parametrize("content", ["", "\n\n", "  \n\t\n", "\ufeff", "# nobody\n"])
def test_nobody(content):
    assert user_list(content) == []


@pytest.mark.parametrize(
    "content",
    [
        "anna\nben\n",
        "anna\r\nben",
        "\ufeffanna\nben\n",
        "  anna \n\n# left in May\n\tben\n",
        "user\nanna\nben\n",
        "User,Left\nanna,2026-05-01\nben,2026-05-02\n",
        "left;user;team\n2026;anna;x\n2026;ben;y\n",
        "left\tuser\n2026\tanna\n2026\tben\n",
        'name,user\n"Doe, Anna",anna\n"Roe, Ben", ben \n',
        "name,user\nA,anna\nnobody\nN,\nB,ben\n",
    ],
    ids=["lines", "dos", "bom", "comments", "header", "csv", "semicolons", "tabs", "quotes", "gaps"],
)
def test_two_users(content):
    assert user_list(content) == ["anna", "ben"]


def test_a_csv_file_without_the_column_is_lines():
    assert user_list("name,left\nanna,2026\n") == ["name,left", "anna,2026"]


@pytest.mark.parametrize("content", [None, 7, ["anna"], b"anna"])
def test_anything_but_text(content):
    with pytest.raises(AnsibleFilterError, match="the content of a file"):
        user_list(content)


@given(st.lists(NAMES))
def test_lines_come_back(names):
    assert user_list("".join(name + "\n" for name in names)) == names


@given(st.lists(st.tuples(NAMES, st.text(alphabet='ab ,"', max_size=5))), st.sampled_from(",;\t"))
def test_columns_come_back(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("user", "why"), *rows])
    assert user_list(out.getvalue()) == [name for name, _why in rows]
