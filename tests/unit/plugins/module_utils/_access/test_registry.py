# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""registry: the types of access, in an order in which nothing that comes later brings back what was closed."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import (
    ACCESS_TYPES,
    CLOSABLE,
    chosen,
)

ORDER = list(ACCESS_TYPES)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        # At its next use a token makes itself a new session.
        ("user_access_token", "session"),
        ("bot_token", "session"),
        # A disabled bot that is enabled again, or given to somebody, must have no token left.
        ("bot_token", "bot"),
        # Who keeps a session keeps what the role lets one make, so the role goes before all that it could make anew.
        ("system_role", "user_access_token"),
        ("system_role", "bot"),
        ("system_role", "incoming_webhook"),
        ("system_role", "oauth_app"),
        # With a new secret no app gets another session.
        ("oauth_app", "session"),
    ],
)
def test_what_could_bring_back_another_is_closed_before_it(first, later):
    assert ORDER.index(first) < ORDER.index(later)


def test_sessions_are_closed_last_of_all():
    assert CLOSABLE[-1] == "session"


def test_all_but_the_account_and_what_only_its_owner_can_take_back_is_closable():
    assert set(ACCESS_TYPES) - set(CLOSABLE) == {"account", "oauth_authorization"}
    assert list(CLOSABLE) == [name for name in ORDER if name in CLOSABLE]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (None, ORDER),
        ([], []),
        (CLOSABLE, list(CLOSABLE)),
        (["session"], ["session"]),
        (
            ["session", "bot", "user_access_token", "bot_token", "session"],
            ["user_access_token", "bot_token", "bot", "session"],
        ),
        (["unknown"], []),
    ],
    ids=str,
)
def test_chosen_types_come_in_the_order_of_the_list_however_they_were_named(names, expected):
    found = chosen(names)
    assert [one.name for one in found] == expected
    assert all(one is ACCESS_TYPES[one.name] for one in found)
