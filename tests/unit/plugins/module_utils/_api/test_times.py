# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""times: durations as users write them, times as Mattermost writes them."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.times import iso, milliseconds, seconds
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None), ("0s", 0), ("90s", 90), ("30m", 1800), ("12h", 43200), ("30d", 2592000), ("4w", 2419200),
        (" 12 h ", 43200), ("007d", 604800), ("999999999s", 999999999),
    ],
)  # fmt: skip
def test_durations(text, expected):
    assert seconds("older_than", text) == expected


@pytest.mark.parametrize("text", ["", "30", "d", "1.5h", "-1d", "+1d", "1D", "1mo", "1y", "1d 2h", "1d\n2d", "٣d", 30])
def test_what_is_no_duration(text):
    with pytest.raises(InputError) as caught:
        seconds("older_than", text)
    assert str(caught.value) == (
        "older_than: %r is not a duration. Write a number and a unit: 90s, 30m, 12h, 30d or 4w." % (text,)
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, None),
        (1, "1970-01-01T00:00:00Z"),
        (1700000000123, "2023-11-14T22:13:20Z"),
        (1700000000123.9, "2023-11-14T22:13:20Z"),
        (4895312000000, "2125-02-15T16:53:20Z"),
        (-1, None),
        (None, None),
        ("1700000000000", None),
        (True, None),
        ([], None),
        (10**18, "9999-12-31T23:59:59Z"),
        (10**400, "9999-12-31T23:59:59Z"),
        (float("nan"), None),
        (float("inf"), None),
    ],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.trap("1.10")
def test_times_are_milliseconds_and_zero_means_never(value, expected):
    assert iso(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), (5.9, 5), ("5", 0), (None, 0), (True, 0), (float("nan"), 0), (float("-inf"), 0), ({}, 0)],
    ids=str,
)
def test_what_is_no_time_counts_as_none(value, expected):
    assert milliseconds(value) == expected
