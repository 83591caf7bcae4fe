# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists as HR has them: each format, encoding and header gives the same people."""

from __future__ import annotations

import json

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.columns import COLUMNS, Columns
from ansible_collections.offboarding.mattermost.tests.unit.helpers.lists import leavers, read


def people(content, *args, **options):
    """Return the names in a list with the lines that they come from."""
    return [(one.user, int(one.source.rpartition(":")[2])) for one in leavers(content, *args, **options)]


TWO = [("anna", 2), ("ben", 3)]


@pytest.mark.parametrize(
    "content",
    [
        "user\nanna\nben\n",
        "User,Left\r\nanna,2026-05-01\r\nben,2026-05-02\r\n",
        "left;USER NAME;team\n2026-05-01;anna;x\n2026-05-01;ben;y",
        "left on\tuser_name\n2026-05-01\tanna\n2026-05-01\tben\n",
        'Name,Login\n"Doe, Anna",anna\n"Roe, ""Big"" Ben", ben \n',
        'Name, "Username"\nA, "anna"\nB, "ben"\n',
        "\ufeffUser-Name,Cost centre\nanna,7\nben,8\n",
        "user\ranna\rben\r",
        "user,\nanna,\nben,\n",
        "user,note\nanna,a\u2028\u00a0 note\nben,\n",
        "sAMAccountName;Name;E-Mail\nanna;Åsa Öström;\nben;李小龍;\n",
    ],
    ids=["lines", "dos", "semicolons", "tabs", "quotes", "blanks", "bom", "mac", "trailing", "separator", "names"],
)
def test_csv(content):
    assert people(content) == TWO


def test_the_line_for_excel_and_blank_lines_keep_the_numbers():
    assert people("sep=;\r\n\r\nuser;x\r\n\r\nanna;1\r\nben;2\r\n") == [("anna", 5), ("ben", 6)]
    assert people("sep=|\nuser|x\nanna|1\n") == [("anna", 3)]


@pytest.mark.parametrize("delimiter", ["comma", ",", "semicolon", ";", "Tab", "\t", "\\t", "pipe", "|", "^", "]", "\\"])
def test_delimiters_that_are_asked_for(delimiter):
    sign = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}.get(delimiter.lower(), delimiter)
    content = 'user%sname\nanna%s"D%soe"\n'.replace("%s", sign)
    assert people(content, "leavers.txt", delimiter=delimiter) == [("anna", 2)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le mark", "utf-16-be mark", "utf-32", "windows-1252 asked"]
)
def test_encodings(encoding):
    codec, _blank, how = encoding.partition(" ")
    mark = "\ufeff" if how == "mark" else ""
    data = (mark + "user;name\r\nanna;Müller\r\nben;Åström\r\n").encode(codec)
    assert people(data, encoding=codec if how == "asked" else "") == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_an_encoding_that_is_asked_for_may_have_its_mark(encoding):
    assert people("\ufeffuser\nanna\nben\n".encode(encoding), encoding=encoding) == TWO


@pytest.mark.parametrize("name", ["leavers.txt", "leavers", "leavers.csv"])
@pytest.mark.parametrize("content", ["", "\n\n", "  \n\t\n", "\ufeff"])
def test_nobody(name, content):
    assert people(content, name) == []


def test_headers_without_rows_and_empty_lists_name_nobody():
    assert people("user,left\n") == []
    assert people("[]", "l.json", {"user": "login"}) == people(" ", "l.json") == []
    assert people("# nobody\n", "l.yml") == people("[]", "l.yml") == people("null", "l.yml") == []


def test_plain_text_has_comments_and_blank_lines():
    content = "\ufeff# left in May\r\n\r\n  anna \r\n#ben\r\n\tben@example.com\r\n"
    assert people(content, "leavers") == [("anna", 3), ("ben@example.com", 5)]
    assert people("anna\nuser\n", "leavers.txt") == [("anna", 1), ("user", 2)]
    assert people("user\nanna\nben\n", "leavers.txt") == TWO


@pytest.mark.parametrize("name", ["leavers.json", "leavers.txt", "leavers"])
@pytest.mark.parametrize(
    "content",
    ['[\n "anna",\n "ben"\n]', '[{"Login": "x", "user":\n"anna"},\n{"user": "ben", "more": {"a": [1]}}\n\n]'],
    ids=["names", "objects"],
)
def test_json(name, content):
    lines = [2, 3] if "Login" not in content else [1, 3]
    assert people(content, name) == list(zip(["anna", "ben"], lines))


def test_json_in_one_line_is_counted_by_entries():
    assert people(json.dumps([{"user": "anna"}, "ben", {"E-Mail": "c@x.org"}]), "l.json") == [
        ("anna", 1),
        ("ben", 2),
        ("c@x.org", 3),
    ]


@pytest.mark.parametrize("name", ["leavers.yml", "leavers.YAML", "leavers"])
def test_yaml(name):
    assert people("---\n- anna\n- ben\n", name) == TWO
    assert people("- user: anna\n  Team: {a: b}\n- {Login Name: ben}\n", name) == [("anna", 1), ("ben", 3)]


def test_yaml_and_json_take_values_as_they_are_written():
    names = (
        "- no\n- 007\n- 1e3\n- 2026-11-30\n- !!str yes\n- 'null'\n- {user: a, ticket: 0x1F, leaves_at: 2026-11-01}\n"
    )
    found = leavers(names, "l.yml")
    assert [one.user for one in found] == ["no", "007", "1e3", "2026-11-30", "yes", "null", "a"]
    assert (found[6].ticket, found[6].leaves_at) == ("0x1F", "2026-11-02T00:00:00Z")
    leaver = leavers('[{"user": 4711, "ticket": 1.50, "successor": null}]', "l.json")[0]
    assert (leaver.user, leaver.ticket, leaver.successor) == ("4711", "1.50", None)


@pytest.mark.parametrize(
    "form, content", [("csv", "user,b\nanna,x"), ("json", '["anna"]'), ("yaml", "[anna]"), ("text", "anna\n")]
)
def test_the_format_may_be_asked_for(form, content):
    assert [name for name, _line in people(content, "leavers.dat", form=form)] == ["anna"]


# --- columns ----------------------------------------------------------------------------------------------------------

ALL = "user,email,leaves_at,left_at,ticket,requested_by,approved_by,successor"


@pytest.mark.parametrize(
    "header",
    [
        ALL,
        ALL.upper(),
        ALL.replace("_", " "),
        ALL.replace("_", "-").title(),
        "Login,E-Mail Address,Last Working Day,Date left,Ticket No.,Requester,Approver,Replacement",
        "USERNAME,E-Mail,End Date,left,ticket-id,requested-by,Approved By,Hand over to",
    ],
)
def test_every_column(header):
    row = "anna,anna@x.org,2026-11-20,2026-11-19T17:00+01:00,CHG-1,nora,omar,ben"
    (leaver,) = leavers("%s\n%s\n" % (header, row))
    assert (leaver.user, leaver.fallback, leaver.due) == ("anna", "anna@x.org", True)
    assert (leaver.leaves_at, leaver.dated) == ("2026-11-21T00:00:00Z", "2026-11-20")
    assert leaver.left_at == "2026-11-19T16:00:00Z"
    assert (leaver.ticket, leaver.requested_by, leaver.approved_by) == ("CHG-1", "nora", "omar")
    assert (leaver.successor, leaver.source) == ("ben", "leavers.csv:2")


def test_no_name_means_two_columns():
    names = [name for column, names in COLUMNS.items() for name in (column, *names)]
    for name in names:
        assert len(Columns().find([name])) == 1
    found = [Columns().find([name])[0] for name in names]
    assert found == [column for column, names in COLUMNS.items() for _name in (column, *names)]


def test_columns_that_are_asked_for():
    content = "User,Kennung,Vertragsende,Last day\nAnna Doe,anna,2026-11-01,2026-12-01\n"
    (leaver,) = leavers(content, given={"user": "kennung ", "leaves_at": "VERTRAGSENDE"})
    assert (leaver.user, leaver.dated, leaver.due) == ("anna", "2026-11-01", True)


def test_the_exact_name_of_a_column_goes_before_others():
    assert people("login,User,Account\nx,anna,y\n") == [("anna", 2)]


def test_columns_that_are_not_read_are_told_and_warned_of_if_they_have_dates_to_come():
    reader = read("user,Team,Exit,Born\nanna,a,2026-11-26T08:00,2001-01-01\nben,b,,\n")
    assert reader.unread == ["Team", "Exit", "Born"]
    assert len(reader.warnings) == 1
    assert "'Exit' of leavers.csv is not used" in reader.warnings[0]
    assert "columns: {leaves_at: Exit}" in reader.warnings[0]
