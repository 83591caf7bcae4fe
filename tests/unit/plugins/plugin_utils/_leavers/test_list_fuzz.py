# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No row is ever lost: each one is a leaver, a duplicate that is told, or a problem with its line."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers import formats
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.columns import Columns
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.problems import ListError
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._leavers.roster import Roster
from ansible_collections.offboarding.mattermost.tests.unit.helpers.lists import NOW, UTC, leavers, read

# What breaks readers: quotes, delimiters, breaks that are none, marks, dates, signs that nobody sees.
ODD = st.text(
    alphabet="ab@.\"'`,;\t #-\\{}[]:&*!|<>%\r\n\x00\x0b\x1b\x85\u00a0\u200b\u2028\u202e\ufeff\ud800Ä李2026-1T:+Z",
    max_size=12,
)
CELLS = st.one_of(
    ODD, st.sampled_from(["anna", "ben", "a@x.org", "2026-11-20", "2027-01-01", "03/04/2026", "", '"', '""'])
)
NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,11}(@x\.org)?", fullmatch=True).filter(lambda name: name != "user")
COLUMNS = ("user", "email", "leaves_at", "left_at", "successor", "ticket", "Team")


def lines_told(text, name):
    """Read a list as far as it goes; return the numbers of the rows that became something, each as often as it did."""
    table = formats.read(text, name, Columns())
    roster = Roster()
    problems = table.problems + roster.take(table.rows, name, UTC, NOW, {})
    places = [one.source for one in roster.leavers] + [one["source"] for one in roster.duplicates]
    assert roster.rows + len(table.problems) == len(places) + len(problems)
    return sorted([int(place.rpartition(":")[2]) for place in places] + [problem.line for problem in problems])


def lines_of(text, first):
    """Return the numbers of the lines that are not blank, as an editor counts them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [number for number, line in enumerate(lines, 1) if line.strip() and number >= first]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8).map(",".join), max_size=8))
def test_every_line_of_csv_becomes_something(rows):
    text = "%s\n%s" % (",".join(COLUMNS), "\n".join(rows))
    assert lines_told(text, "l.csv") == lines_of(text, 2)


@given(st.lists(CELLS, max_size=8))
def test_every_line_of_plain_text_becomes_something(rows):
    # Without the signs that would make it another format; its comments are no rows.
    text = "anna\n" + "\n".join(rows)
    comments = {number for number in lines_of(text, 1) if text_line(text, number).startswith("#")}
    assert lines_told(text, "l.txt") == [number for number in lines_of(text, 1) if number not in comments]


def text_line(text, number):
    """Return one line of a text, without the blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[number - 1].strip()


ENTRY = st.one_of(
    CELLS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(CELLS, max_size=2),
    st.dictionaries(st.sampled_from(COLUMNS), st.one_of(CELLS, st.none(), st.integers(), st.lists(CELLS, max_size=1))),
)


@given(st.lists(ENTRY, max_size=6), st.booleans())
def test_every_entry_of_json_becomes_something(entries, escaped):
    text = json.dumps(entries, ensure_ascii=escaped)
    assert lines_told(text, "l.json") == list(range(1, len(entries) + 1))


@given(st.lists(ENTRY, max_size=6))
def test_every_entry_of_yaml_becomes_something(entries):
    # What JSON writes is YAML as well, and stays in one line.
    text = "".join("- " + json.dumps(entry) + "\n" for entry in entries)
    assert lines_told(text, "l.yml") == list(range(1, len(entries) + 1))


@given(
    st.one_of(st.binary(max_size=60), ODD.map(lambda text: text.encode("utf-8", "replace"))),
    st.sampled_from(["csv", "json", "yml", "txt"]),
)
def test_whatever_the_bytes_there_is_a_sentence_or_a_list(data, ending):
    for content in (data, b"user,x\n" + data, b"\xff\xfe" + data, b"[" + data, b"- " + data):
        try:
            read(content, "l." + ending)
        except ListError as error:
            assert str(error) and "\n" not in str(error)


@given(
    st.lists(NAMES, unique=True),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_names_come_back(names, encoding, ending):
    for text, file in (("".join(name + ending for name in names), "l.txt"), (json.dumps(names), "l.json")):
        assert [one.user for one in leavers(text.encode(encoding), file)] == names


@pytest.mark.parametrize("delimiter", list(",;\t"))
@given(st.lists(st.tuples(NAMES, st.text(alphabet='ab ,;"\u202e{}<', max_size=6)), unique_by=lambda row: row[0]))
def test_columns_come_back(delimiter, rows):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("user", "Ticket"), *rows])
    found = [(one.user, one.ticket or "") for one in leavers(out.getvalue())]
    assert found == [(name, ticket.strip()) for name, ticket in rows]
