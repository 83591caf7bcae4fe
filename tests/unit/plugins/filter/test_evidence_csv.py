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

from ansible_collections.offboarding.mattermost.plugins.filter import evidence_csv as plugin
from ansible_collections.offboarding.mattermost.plugins.filter.evidence_csv import COLUMNS, evidence_csv

# Python's own reader takes no NUL before 3.11.
TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
KINDS = [
    {
        "kind": kind,
        "title": kind,
        "before": "open",
        "after": after,
        "open_before": items,
        "open_after": left,
        "reason": why,
    }
    for kind, after, items, left, why in (
        ("token", "closed", 2, 0, None),
        ("bot", "closed", 1, 0, None),
        ("account", "needs_human", 1, 1, "Ask, then\nlook."),
    )
]
AT = "2026-11-22T02:08:11Z"
LATER = "2026-11-22T02:08:12Z"


def row_of(username="anna", **fields):
    """Return a row of evidence about somebody with a token, a bot and an account."""
    row = {
        "requested": username,
        "user": {"username": username, "email": "anna@example.com", "id": "a" * 26},
        "status": "closed",
        "kinds": KINDS,
        "done": [{"kind": "token", "what": "2 closed", "at": AT}],
        "errors": [],
        "times": {"after": LATER},
    }
    return dict(row, **fields)


def read(text):
    """Return the lines as a strict reader sees them."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_it_is_found_by_its_name():
    assert plugin.FilterModule().filters() == {"evidence_csv": evidence_csv}


def test_header():
    assert evidence_csv([]) == ""
    assert evidence_csv([], header=True) == ",".join(COLUMNS) + "\r\n"


def test_one_line_for_each_kind():
    who = ["anna", "anna@example.com", "a" * 26, "closed"]
    assert read(evidence_csv([row_of()])) == [
        [*who, "token", "open", "closed", "2", "0", "2 closed", AT, ""],
        [*who, "bot", "open", "closed", "1", "0", "found closed", LATER, ""],
        [*who, "account", "open", "needs_human", "1", "1", "", "", "Ask, then\nlook."],
    ]


@pytest.mark.parametrize(("looked_again", "times"), [(False, {"after": LATER}), (True, {})])
def test_nobody_looked_again(looked_again, times):
    """Then nothing is told of afterwards, least of all that something is closed."""
    lines = read(evidence_csv([row_of(times=times)], looked_again=looked_again))
    assert [(line[6], line[8], line[9]) for line in lines] == [("", "", "2 closed"), ("", "", ""), ("", "", "")]


def test_somebody_of_whom_nothing_is_known():
    gone = row_of("nobody", user=None, status="missing", kinds=[], done=[], times={})
    failed = row_of(status="failed", kinds=[], done=[], errors=["HTTP 500.", "Gave up."], times={})
    lines = read(evidence_csv([gone, failed], missing=["who"], not_recorded=["ben", "=ben"]))
    assert [(line[0], line[3], line[11]) for line in lines] == [
        ("nobody", "missing", ""),
        ("anna", "failed", "HTTP 500. Gave up."),
        ("who", "missing", ""),
        ("ben", "not_recorded", ""),
        ("'=ben", "not_recorded", ""),
    ]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A"]
)
def test_no_cell_is_a_formula(name):
    line = read(evidence_csv([row_of(name, kinds=KINDS[:1])]))[0]
    assert line[0] == "'" + name


@pytest.mark.parametrize("name", ["anna", "a=b", "'quoted'", "", "7", "Zoë", "a,b", 'a"b', "a;b", "a\r\nb"])
def test_other_cells_stay_as_they_are(name):
    row = row_of("x", kinds=[dict(KINDS[0], reason=name)])
    assert read(evidence_csv([row]))[0][11] == name


@given(TEXT, TEXT)
def test_every_text_comes_back_as_one_cell(name, reason):
    text = evidence_csv([row_of(name or "x", kinds=[dict(KINDS[0], reason=reason)])])
    [line] = read(text)
    assert len(line) == len(COLUMNS)
    assert text.endswith("\r\n")
    for cell, value in ((line[0], name or "x"), (line[11], reason)):
        assert cell in (value, "'" + value)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_half_a_character_can_be_written():
    assert evidence_csv([row_of("x\ud800", kinds=KINDS[:1])]).encode("utf-8").startswith(b"x?,")
