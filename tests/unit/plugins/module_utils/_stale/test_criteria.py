# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tokens are stale: what is known decides, and what is not known stays in doubt."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import MalformedDuration
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.criteria import Criteria, TokenUse

DAY = 24 * 60 * 60 * 1000
NOW = 1000 * DAY


def judge(unused_for=None, older_than=None, left=None, **use):
    """Judge a token; times are in days before now."""
    criteria = Criteria({"unused_for": unused_for, "older_than": older_than})
    times = {name: NOW - days * DAY for name, days in use.items()}
    return criteria.judge(TokenUse(**times), NOW, left)


@pytest.mark.parametrize(
    "use, stale, words",
    [
        ({"first": 200, "last": 91, "account_made": 500}, True, ["unused"]),
        ({"first": 200, "last": 90, "account_made": 500}, False, []),
        ({"first": 200, "last": 1, "account_made": 500}, False, []),
        # No session: never used, or not since the sessions were ended.
        ({"account_made": 500}, None, ["last_use_unknown"]),
        # An account cannot have left a token unused for longer than it exists.
        ({"account_made": 30}, False, []),
        ({"made": 30, "account_made": 500}, False, []),
        ({"made": 120, "account_made": 500}, None, ["last_use_unknown"]),
        # Nothing at all is known.
        ({}, None, ["last_use_unknown"]),
    ],
)
def test_unused_for(use, stale, words):
    verdict = judge(unused_for="90d", **use)
    assert (verdict.stale, [*verdict.reasons, *verdict.doubts]) == (stale, words)


@pytest.mark.parametrize(
    "use, stale, words",
    [
        ({"made": 366, "account_made": 500}, True, ["too_old"]),
        ({"made": 364, "account_made": 500}, False, []),
        # It was in use then already, whenever it was made.
        ({"first": 366, "last": 1, "account_made": 500}, True, ["too_old"]),
        ({"first": 10, "last": 1, "account_made": 500}, None, ["age_unknown"]),
        ({"first": 10, "last": 1, "account_made": 300}, False, []),
        ({"account_made": 500}, None, ["age_unknown"]),
        ({}, None, ["age_unknown"]),
    ],
)
def test_older_than(use, stale, words):
    verdict = judge(older_than="365d", **use)
    assert (verdict.stale, [*verdict.reasons, *verdict.doubts]) == (stale, words)


def test_one_reason_is_enough():
    verdict = judge(unused_for="90d", older_than="365d", first=100, last=95, account_made=500)
    assert verdict.stale is True
    assert (list(verdict.reasons), list(verdict.doubts)) == (["unused"], ["age_unknown"])
    assert list(verdict.told) == ["unused"]


def test_nobody_answers_for_it():
    verdict = judge(left="dana was deactivated on some day.", first=1, last=1)
    assert (verdict.stale, verdict.reasons) == (True, {"owner_deactivated": "dana was deactivated on some day."})


def test_nothing_asked_and_somebody_answers_for_it():
    assert judge(first=900, last=900).stale is False


def test_reasons_are_told_with_times():
    use, age = list(judge(unused_for="90d", older_than="365d", first=900, last=800).told.values())
    assert use == "Mattermost has recorded no activity since 1970-07-20T00:00:00Z (unused_for: 90d)."
    assert age == "It was already in use on 1970-04-11T00:00:00Z (older_than: 365d)."
    made = list(judge(older_than="365d", made=900).told.values())
    assert made == ["It was created on 1970-04-11T00:00:00Z (older_than: 365d)."]


@pytest.mark.parametrize("option", ["unused_for", "older_than"])
def test_a_bad_duration_is_refused(option):
    with pytest.raises(MalformedDuration, match=option):
        judge(**{option: "90 days"})


@pytest.mark.parametrize(
    "use, is_open",
    [
        ({"account_made": 500}, True),
        ({"account_made": 300}, False),
        ({"first": 400, "account_made": 500}, False),
        ({"first": 10, "account_made": 500}, True),
        ({"made": 10, "account_made": 500}, False),
    ],
)
def test_whether_more_has_to_be_known_of_the_age(use, is_open):
    times = {name: NOW - days * DAY for name, days in use.items()}
    assert Criteria({"unused_for": None, "older_than": "365d"}).age_is_open(TokenUse(**times), NOW) is is_open
    assert not Criteria({"unused_for": "1d", "older_than": None}).age_is_open(TokenUse(**times), NOW)
