# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Evidence as CSV: read back by a reader it is what it was, and in a spreadsheet it stays text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import csv_file
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.csv_file import COLUMNS

# Python's own reader takes no NUL before 3.11.
TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
ACCESS = [
    {
        "access_type": access_type,
        "title": access_type,
        "before": "open",
        "after": after,
        "open_before": items,
        "open_after": left,
        "reason": why,
    }
    for access_type, after, items, left, why in (
        ("user_access_token", "closed", 2, 0, None),
        ("bot", "closed", 1, 0, None),
        ("account", "needs_human", 1, 1, "Ask, then\nlook."),
    )
]
AT = "2026-11-22T02:08:11Z"
LATER = "2026-11-22T02:08:12Z"
RUN = {"what": "offboarding", "rehearsal": False}
NOTHING = dict.fromkeys(
    ("left_at", "ticket", "requested_by", "approved_by", "successor", "source", "deactivated_at", "last_closed_at",
     "minutes_to_close", "late")
)  # fmt: skip


def row_of(username="anna", **fields):
    """Return a row of evidence about somebody with a token, a bot and an account."""
    row = {
        "requested": username,
        "user": {"username": username, "email": "anna@example.com", "id": "a" * 26},
        "status": "closed",
        "looked_again": True,
        "access": ACCESS,
        "done": [{"access_type": "user_access_token", "what": "2 closed", "at": AT}],
        "errors": [],
        "request_ids": ["r1", "r2"],
        "times": {"after": LATER},
        **NOTHING,
    }
    return dict(row, **fields)


def written(*rows, **run):
    """Return the file as text."""
    out = io.StringIO(newline="")
    csv_file.write(out, rows, dict(RUN, **run))
    return out.getvalue()


def read(text):
    """Return the lines as a strict reader sees them, without the header."""
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert tuple(found[0]) == COLUMNS
    assert {len(line) for line in found} == {len(COLUMNS)}
    return found[1:]


def column(line, name):
    """Return a cell of a line."""
    return line[COLUMNS.index(name)]


def test_header():
    assert written() == ",".join(COLUMNS) + "\r\n"


def test_one_line_for_each_type_of_access():
    who = ["anna", "anna@example.com", "a" * 26, "closed"]
    lines = read(written(row_of()))
    assert [line[:13] for line in lines] == [
        [*who, "user_access_token", "open", "closed", "2", "0", "2 closed", AT, "", "offboarding"],
        [*who, "bot", "open", "closed", "1", "0", "found closed", LATER, "", "offboarding"],
        [*who, "account", "open", "needs_human", "1", "1", "", "", "Ask, then\nlook.", "offboarding"],
    ]
    assert {column(line, "request_ids") for line in lines} == {"r1 r2"}


def test_how_long_it_took():
    row = row_of(left_at=AT, minutes_to_close=1500, last_closed_at=LATER, late=True, ticket="T-1")
    for line in read(written(row)):
        told = [column(line, name) for name in ("left_at", "minutes_to_close", "last_closed_at", "late", "ticket")]
        assert told == [AT, "1500", LATER, "yes", "T-1"]


def test_a_rehearsal_is_called_one_in_every_row():
    lines = read(written(row_of(), row_of("ben", access=[]), rehearsal=True))
    assert {column(line, "run") for line in lines} == {"rehearsal of offboarding"}


def test_nobody_looked_again():
    """Then nothing is told of afterwards, least of all that something is closed."""
    unseen = [dict(entry, after=None, open_after=None) for entry in ACCESS]
    lines = read(written(row_of(access=unseen, looked_again=False, times={})))
    assert [(line[6], line[8], line[9]) for line in lines] == [("", "", "2 closed"), ("", "", ""), ("", "", "")]


def test_somebody_of_whom_nothing_is_known():
    gone = row_of("nobody", user=None, status="missing", access=[], done=[], times={})
    failed = row_of(status="failed", access=[], done=[], errors=["HTTP 500.", "Gave up."], times={})
    lines = read(written(gone, failed))
    assert [(line[0], line[3], line[11]) for line in lines] == [
        ("nobody", "missing", ""),
        ("anna", "failed", "HTTP 500. Gave up."),
    ]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A"]
)
def test_no_cell_is_a_formula(name):
    line = read(written(row_of(name, access=ACCESS[:1], ticket=name, requested_by=name)))[0]
    assert [line[0], column(line, "ticket"), column(line, "requested_by")] == ["'" + name] * 3


@pytest.mark.parametrize("name", ["anna", "a=b", "'quoted'", "", "7", "Zoë", "a,b", 'a"b', "a;b", "a\r\nb"])
def test_other_cells_stay_as_they_are(name):
    row = row_of("x", access=[dict(ACCESS[0], reason=name)])
    assert read(written(row))[0][11] == name


@given(TEXT, TEXT)
def test_every_text_comes_back_as_one_cell(name, reason):
    [line] = read(written(row_of(name or "x", access=[dict(ACCESS[0], reason=reason)])))
    for cell, value in ((line[0], name or "x"), (line[11], reason)):
        assert cell in (value, "'" + value)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_half_a_character_can_be_written():
    assert b"\r\nx?," in written(row_of("x\ud800", access=ACCESS[:1])).encode("utf-8")
