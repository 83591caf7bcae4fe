# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot be used ends the run with one sentence, in which each row is named with its line."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.columns import Columns
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.delimited import delimiter_of
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.reading import Reader
from ansible_collections.offboarding.mattermost.tests.unit.helpers.lists import NOW, UTC, refused


@pytest.mark.parametrize(
    "line, why",
    [
        ('"anna,1', "a quotation mark is not closed, or a cell contains a line break"),
        ('anna",1', "a quotation mark is not closed"),
        ('an"n"a,1', 'there is a stray quotation mark; within quotes a quotation mark is written twice ("")'),
        ('"anna"x,1', "there is a stray quotation mark"),
        ('"an"na",1', "a quotation mark is not closed"),
        ("anna", "it has 1 cell and the header has 2"),
        ("anna,1,", "it has 3 cells and the header has 2"),
        (",1", "no user is named: the cell for the user is empty"),
        (" \u00a0,1", "no user is named"),
        (",", "every cell is empty; delete the line"),
        ("an\x00na,1", "there is a control character (U+0000)"),
        ("anna,\x1b[31mred", "there is a control character (U+001B)"),
        ("anna,a\x85b", "there is a control character (U+0085)"),
        ("an\tna,1", "the cell for user contains a control character (U+0009)"),
        ("an\u2028na,1", "the cell for user contains a line break"),
        ("an\u200bna,1", "the user 'an<U+200B>na' contains an invisible character (U+200B)"),
        ("\u202eanna,1", "contains an invisible character (U+202E)"),
        ("Anna Doe,1", "the user 'Anna Doe' is not a user name, e-mail address or id"),
        ("anna;ben,1", "the user 'anna;ben' is not a user name, e-mail address or id"),
        ("#anna,1", "the user '#anna' begins with #, which is a comment only in plain text"),
    ],
)
def test_a_row_that_cannot_be_used(line, why):
    """The people around it are not touched by it: a stray quote swallows nobody."""
    told = refused("user,x\nfine,0\n%s\nlast,2\n" % line)
    assert told.startswith("1 row of leavers.csv cannot be used: line 3: ") and why in told
    assert told.count("line 3") == 1 and "line 2" not in told and "line 4" not in told
    assert told.endswith(". Nothing was changed. Correct the list and run again.")


def test_every_bad_row_is_counted_and_the_first_are_named():
    told = refused('user,x\n"a,1\n,2\nfine,3\nc\nd,4,\ne f,5\n#g,6\n\u200bh,7\n')
    assert told.startswith("7 rows of leavers.csv cannot be used: line 2: ")
    assert [n for n in range(1, 10) if "line %d:" % n in told] == [2, 3, 5, 6, 7]
    assert "; and 2 more. Nothing was changed." in told


def test_a_cell_with_a_line_break_names_both_lines():
    told = refused('user,note\nanna,"first\nsecond"\nben,\n')
    assert "line 2: a quotation mark is not closed" in told
    assert "line 3: a quotation mark is not closed" in told


@pytest.mark.parametrize("line", ["anna,1", "anna;1", "anna\t1", "an\x07na", "\u200banna", "Anna Doe"])
def test_a_line_of_plain_text_that_is_no_name(line):
    assert "1 row of leavers.txt cannot be used: line 2: " in refused("ben\n%s\n" % line, "leavers.txt")


@pytest.mark.parametrize(
    "content, why",
    [
        (
            "Name,Left\nanna,x\n",
            "no column contains the user or the e-mail address; there are 'Name', 'Left'; specify the column",
        ),
        ("Leavers November;;\nuser;a;b\nanna;1;2\n", "there are 'Leavers November', '', ''"),
        ("username,login\na,b\n", "the columns 'username' and 'login' could each be user; specify which one to use"),
        ("user,User\na,b\n", "the columns 'user' and 'User' could each be user"),
        ("user,user\na,b\n", "the column 'user' occurs 2 times"),
        ("user,End date,Last day\na,,\n", "for example with columns: {leaves_at: End date}"),
        (
            "user,x;email\na,b;c\n",
            "it can be read with more than one delimiter; specify which one to use with delimiter",
        ),
        ('"user,x\na,b\n', "a quotation mark is not closed"),
        ("user,\x00\na,b\n", "there is a control character"),
    ],
)
def test_a_header_that_cannot_be_used(content, why):
    told = refused(content)
    assert told.startswith("The header of leavers.csv (line 1) cannot be used: ") and why in told


@pytest.mark.parametrize(
    "name, content",
    [
        ("l.csv", "user,x\na,b\n"),
        ("l.txt", "user\na\n"),
        ("l.json", '["a"]'),
        ("l.json", '[{"user": "a"}]'),
        ("l.yml", "- a\n"),
        ("l.yml", "- {user: a}\n"),
    ],
)
@pytest.mark.parametrize("column", ["user", "leaves_at"])
def test_a_column_that_was_asked_for_and_is_not_there(name, content, column):
    """A slip in the name of leaves_at must not make everybody due."""
    assert "no column 'Kennung'" in refused(content, name, {column: "Kennung"})


@pytest.mark.parametrize(
    "content, why",
    [
        ('{"leavers": []}', "l.json is JSON, but not a list. It must be a list of names, or of objects"),
        ('"anna"', "l.json is JSON, but not a list."),
        ('[\n"a"\n"b"]', "l.json is not valid JSON: line 3, column 1: a comma or the end of the list"),
        ('["a",]', "l.json is not valid JSON: line 1, column 6"),
        ('["a"', "line 1, column 5: a comma or the end of the list is missing"),
        ('["a"] x', "there is text after the end of the list"),
        ("[" * 100000, "l.json is nested too deeply."),
        ('[\n"a",\n["b"]]', "line 3: the name must be text, not '[\"b\"]'"),
        ('[\n{"user": true}]', "line 2: the value of user must be text, not 'true'"),
        ('[\n{"user": "a", "user": "b"}]', "line 2: the column 'user' occurs 2 times"),
        ('[\n{"user": "a", "x": 1, "x": 2}]', "line 2: a key occurs twice"),
        ('["a", {"team": "x"}]', "entry 2: no user is named"),
        ('["a", null, ""]', "entry 2: no user is named"),
        ('["a\\nb"]', "entry 1: the cell for user contains a line break"),
        ('["\\u001b[0m"]', "entry 1: the cell for user contains a control character (U+001B)"),
        ('["\\ud800"]', "entry 1: the cell for user contains half a character"),
    ],
)
def test_json_that_cannot_be_used(content, why):
    assert why in refused(content, "l.json")


@pytest.mark.parametrize(
    "content, why",
    [
        ("user: anna\n", "l.yml is YAML, but not a list."),
        ("- a\n- b: [\n", "l.yml is not valid YAML: line 3: "),
        ("- a\n- \x07\n", "l.yml is not valid YAML: line 2: special characters are not allowed"),
        ("- a\n---\n- b\n", "l.yml contains more than one YAML document."),
        ("- a\n- [b]\n", "line 2: the name must be text, not a list or a mapping"),
        ("- a\n- !vault x\n", "line 2: the name has the tag !vault, which is not supported"),
        ("- a\n- !!python/name:os.system x\n", "line 2: the name has the tag"),
        ("- {user: a, user: b}\n", "line 1: the column 'user' occurs 2 times"),
        ("- {user: a, x: 1, x: 2}\n", "line 1: a key occurs twice"),
        ("- &d {ticket: x}\n- {<<: *d, user: a}\n", "line 2: merge keys (<<) are not supported"),
        ("- a\n-\n- ~\n", "2 rows of l.yml cannot be used: line 2: no user is named"),
        ("[" * 5000, "l.yml is nested too deeply."),
        ("- &a [*a]\n", "line 1: the name must be text"),
    ],
)
def test_yaml_that_cannot_be_used(content, why):
    assert why in refused(content, "l.yml")


@pytest.mark.parametrize(
    "data, encoding, why",
    [
        (
            "user\nanna\n".encode("utf-16-le"),
            "",
            "UTF-16 without a byte order mark or not a text file. Save it as UTF-8",
        ),
        (b"\x7fELF\x02\x01\x01\x00\x00", "", "not a text file"),
        (
            b"PK\x03\x04\x14\x00",
            "",
            "leavers.csv is a workbook (such as .xlsx) or another ZIP archive, which cannot be read as a list",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", "", "is an old Office document"),
        (
            b"user\nanna\nM\xfcller\n",
            "",
            "Line 3 of leavers.csv has a byte that is not UTF-8 (0xfc). Save the file as UTF-8",
        ),
        (b"\xff\xfeu\x00s", "utf-8", "Line 1 of leavers.csv has a byte that is not UTF-8 (0xff)"),
        (b"\xff\xfeu\x00s\x00e", "", "has a byte that is not UTF-16-LE"),
        (b"user", "klingon", "The encoding 'klingon' is unknown. Use one of Python's text encodings"),
        (b"user", "base64", "The encoding 'base64' is unknown."),
    ],
)
def test_bytes_that_are_no_text(data, encoding, why):
    assert why in refused(data, encoding=encoding)


@pytest.mark.parametrize("delimiter", ["comma,", "x", '"', "\n", " ", ",,"])
def test_a_delimiter_that_is_none(delimiter):
    with pytest.raises(ListError, match=r"is not valid\. Use comma, semicolon, tab, pipe or another single character"):
        delimiter_of(delimiter)


def test_a_line_for_excel_without_a_delimiter():
    assert "The delimiter 'x' is not valid." in refused("sep=x\nuserxb\nannaxc\n")


def test_columns_that_there_are_not():
    with pytest.raises(ListError, match=r"There is no column 'usr'\. The valid columns are: user, email, "):
        Columns({"usr": "x"})
    with pytest.raises(ListError, match="The column 'X' cannot be both user and email"):
        Columns({"user": "x", "email": "X"})


def test_an_entry_of_users_that_cannot_be_used():
    with pytest.raises(ListError, match="1 row of users cannot be used: entry 2: no user is named"):
        Reader(NOW, UTC).read_users(["anna", " "])


def test_a_message_carries_nothing_that_a_terminal_acts_upon():
    told = refused("user\n%s\u202e\n" % ("a" * 100))
    assert told.isprintable() and "a" * 38 not in told
