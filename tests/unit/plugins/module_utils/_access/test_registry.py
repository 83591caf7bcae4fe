# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""registry: the types of access, in an order in which nothing that comes later brings back what was closed."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import (
    ACCESS_TYPES,
    CLOSABLE,
    REVOKED,
    USUAL,
    chosen,
    to_close,
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


# All that has the name of the person, or of a bot of theirs, on it.
OWN = {
    "account", "system_role", "user_access_token", "bot_token", "bot", "incoming_webhook", "outgoing_webhook",
    "slash_command", "oauth_app", "oauth_authorization", "session",
}  # fmt: skip


@pytest.mark.parametrize(
    "later", ["invitation_link", "email_invitation", "token_for_others", "integration_for_others", "secure_connection"]
)
def test_what_a_session_lets_somebody_make_anew_is_closed_after_the_sessions(later):
    assert ORDER.index("session") < ORDER.index(later)


def test_all_that_has_the_persons_name_on_is_closed_before_the_sessions():
    assert set(ORDER[: ORDER.index("session") + 1]) == OWN


def test_what_only_a_person_can_decide_is_not_closable():
    assert set(USUAL) - set(CLOSABLE) == {
        "account", "changed_account", "changed_server", "known_secret"
    }  # fmt: skip
    assert list(CLOSABLE) == [name for name in ORDER if name in CLOSABLE]


def test_what_only_a_person_can_decide_is_named_when_the_rest_is_closed():
    assert set(REVOKED) - set(CLOSABLE) == {"changed_account", "changed_server", "known_secret"}


def test_what_comes_back_with_the_account_is_looked_at_only_where_it_is_asked_for():
    assert set(ACCESS_TYPES) - set(USUAL) == {"team_role", "membership", "password"}


LEFT = {"team_roles": "leave", "memberships": "leave", "passwords": "leave"}


@pytest.mark.parametrize(
    ("names", "choices", "expected"),
    [
        (None, {}, list(REVOKED)),
        (["session"], {}, ["session"]),
        (["session"], {"passwords": "replace"}, ["session", "password"]),
        (["session"], {"memberships": "remove", "team_roles": "reset"}, ["session", "team_role", "membership"]),
        (["session", "invitation_link"], {"invitation_links": "leave"}, ["session"]),
        (["session", "invitation_link"], {"invitation_links": "report"}, ["session", "invitation_link"]),
        (["email_invitation"], {"email_invitations": "leave"}, []),
        (["oauth_authorization", "session"], {"oauth_authorizations": "leave"}, ["session"]),
        # These are looked at and stay open.
        (["oauth_app", "system_role"], {"oauth_apps": "leave", "system_roles": "leave"}, ["system_role", "oauth_app"]),
    ],
    ids=str,
)
def test_options_add_types_and_leave_them_out(names, choices, expected):
    assert [one.name for one in to_close(names, dict(LEFT, **choices))] == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (None, list(USUAL)),
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
