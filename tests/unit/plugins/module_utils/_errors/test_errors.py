# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""errors: every sentence can be made, and says what to do."""

from __future__ import annotations

import re
import string

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import worse
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import AddressMissing
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    HINTS,
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Stopped, Unexpected
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, api_error
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import first_few, one_line
from ansible_collections.offboarding.mattermost.tests.unit.helpers.errors import error_classes
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble


def fields(text):
    """Return the names of the values that a sentence needs."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


every_error = pytest.mark.parametrize("error", error_classes(), ids=lambda error: error.__name__)


@every_error
def test_every_error_can_be_made(error):
    values = {field: "<%s>" % field for field in fields(error.sentence)}
    text = str(error(**values))
    for field in values:
        assert "<%s>" % field in text


@every_error
def test_every_error_is_one_line_of_whole_sentences(error):
    assert "\n" not in error.sentence
    assert "  " not in error.sentence
    # What the others end with is a sentence of its own.
    assert error.sentence.endswith((".", "?")) or error in (ApiError, Stopped)


def test_every_error_has_a_sentence_of_its_own():
    sentences = [error.sentence for error in error_classes()]
    assert len(set(sentences)) == len(sentences) > 40


@pytest.mark.parametrize("error_id", sorted(HINTS))
def test_every_hint_is_one_sentence(error_id):
    assert re.match(r"^[A-Z].*\.$", HINTS[error_id])
    assert fields(HINTS[error_id]) <= {"needs"}


@pytest.mark.parametrize(
    ("status", "body", "text"),
    [
        (403, {"id": "a.b", "message": "No"}, "Failed to do it: HTTP 403 a.b: No."),
        (400, {"id": "a.b", "message": "Why?"}, "Failed to do it: HTTP 400 a.b: Why?"),
        (500, {}, "Failed to do it: HTTP 500 (no error id): no message. " + SERVER_FAILED_HINT),
        (500, None, "Failed to do it: HTTP 500 (no error id): no message. " + SERVER_FAILED_HINT),
        (
            500,
            {"id": "a\nb", "message": "one\r\n  two\x00"},
            "Failed to do it: HTTP 500 a b: one two. " + SERVER_FAILED_HINT,
        ),
        (
            500,
            {"id": 5, "message": {"a": 1}},
            "Failed to do it: HTTP 500 (no error id): no message. " + SERVER_FAILED_HINT,
        ),
        (400, {"id": "{x}", "message": "{0} %s {needs}"}, "Failed to do it: HTTP 400 {x}: {0} %s {needs}."),
    ],
    ids=str,
)
def test_an_error_of_the_server(status, body, text):
    error = api_error("do it", status, body)
    assert str(error) == text
    assert error.status == status


def test_what_a_server_details_is_not_shown():
    assert "secret" not in str(api_error("do it", 500, {"id": "a", "message": "b", "detailed_error": "secret"}))


@pytest.mark.parametrize("error_id", sorted(HINTS))
def test_the_hint_stands_in_the_sentence_and_beside_it(error_id):
    error = api_error("do it", 400, {"id": error_id, "message": "m"}, needs="that permission")
    assert error.hint
    assert str(error).endswith(". " + error.hint)
    assert "{" not in error.hint
    assert error.as_dict() == {"status": 400, "id": error_id, "message": str(error), "hint": error.hint}


def test_without_a_hint_none_is_told():
    told = AddressMissing().as_dict()
    assert told == {"status": None, "id": None, "message": AddressMissing.sentence, "hint": None}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        (" a \n\t b ", "a b"),
        ("a\x1b[31mb", "a [31mb"),
        ("x" * 11, "x" * 9 + "…"),
        ("x" * 10, "x" * 10),
        (None, ""),
        (5, ""),
        (["x"], ""),
        ("\ud800a", "a"),
        ("é😀", "é😀"),
        ("", ""),
    ],
    ids=repr,
)
def test_one_line(value, text):
    assert one_line(value, 10) == text


@pytest.mark.parametrize(("count", "text"), [(1, "0"), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4 and 1 more"), (0, "")])
def test_first_few(count, text):
    assert first_few([str(number) for number in range(count)]) == text


def test_of_a_defect_its_kind_and_the_way_to_it_are_told_and_not_its_text():
    def defect():
        raise ValueError("secret")

    with pytest.raises(ValueError) as caught:
        defect()
    error = Unexpected.at("do it", caught.value)
    place = r"\S+test_errors\.py:[0-9]+ in "
    assert re.match(r"^Failed to do it: ValueError at %sdefect\. This is a bug in " % place, str(error))
    first, *way = error.trace.splitlines()
    assert first == "ValueError (its text is omitted because it may contain a secret)"
    assert [bool(re.match("^" + place, line)) for line in way] == [True, True]
    assert "secret" not in str(error) + "".join(way)


def test_a_defect_without_a_place_is_told_all_the_same():
    assert "KeyError at an unknown place. " in str(Unexpected.at("do it", KeyError("secret")))


@pytest.mark.parametrize(
    ("first", "second", "worst"),
    [
        (None, None, None), ("plain", None, "plain"), (None, "plain", "plain"), ("plain", "other", "plain"),
        ("plain", "unknown", "unknown"), ("unknown", "plain", "unknown"), ("unknown", "fatal", "fatal"),
        ("fatal", "unknown", "fatal"),
    ],
)  # fmt: skip
def test_which_of_two_errors_says_more(first, second, worst):
    made = {
        name: Trouble(name, **({name: True} if name in ("fatal", "unknown") else {}))
        for name in ("plain", "other", "unknown", "fatal")
    }
    assert worse(made.get(first), made.get(second)) is made.get(worst)
