# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""session: the sessions of a person and of the person's bots."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.session import Session
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    Refusal,
    lost,
    scripted_server,
)

NOW = 1_700_000_000_000
USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
BOT = {"user_id": "b" * 26, "owner_id": USER["id"], "username": "bot1"}
LISTS = ["GET /users/%s/sessions" % account for account in (USER["id"], BOT["user_id"])]
ALL = ["POST /users/%s/sessions/revoke/all" % account for account in (USER["id"], BOT["user_id"])]
ROWS = [{"id": "s" * 26, "token": "secret", "expires_at": NOW - 1}, {"id": "t" * 26, "expires_at": NOW + 1}]
OF_BOT = [{"id": "v" * 26, "expires_at": 0, "props": {"type": "UserAccessToken", "is_bot": "true"}}]
THERE = {"GET /bots?include_deleted=true": [BOT], LISTS[0]: ROWS, LISTS[1]: OF_BOT}


def find(answers=None, permissions=BOTS_NEED):
    """Find sessions as of NOW. Return what was found, the server and the script."""
    server, script = scripted_server(answers or THERE, permissions, now=NOW)
    return Session().find(server, Person(USER)), server, script


def test_sessions_of_the_person_and_of_the_bots_are_found():
    items, _server, script = find()
    assert [(item.key[0], item.open, item.shown.get("bot")) for item in items] == [
        ("s", False, None),
        ("t", True, None),
        ("v", True, "bot1"),
    ]
    assert sorted(script.sent) == sorted(THERE)
    assert "secret" not in str([item.as_dict() for item in items])


def test_who_may_not_see_bots_sees_the_persons_own_sessions():
    items, _server, script = find(permissions=())
    assert [item.key[0] for item in items] == ["s", "t"]
    assert script.sent == [LISTS[0]]


def test_sessions_of_a_bot_that_cannot_be_listed_are_not_passed_over():
    with pytest.raises(ApiError) as caught:
        find(dict(THERE, **{LISTS[1]: Refusal(500, "some.error", "Oh.")}))
    assert str(caught.value) == "Failed to list the sessions of bot1: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT


def close(*answers):
    """Close what is to be closed. Return the first letters of what was closed, the error, and what was sent for it."""
    items, server, script = find(dict(THERE, **dict(zip(ALL, answers))))
    del script.sent[:]
    wanted = Session().to_close(items, {})
    done, error = Session().close(server, Person(USER), wanted, {})
    assert all(item in wanted for item in done)
    return "".join(item.key[0] for item in done), error, script.sent


def test_one_request_ends_all_sessions_of_an_account_the_expired_ones_too():
    assert close(OK, OK) == ("stv", None, ALL)


def test_expired_sessions_alone_are_ended_like_any_other():
    """An OAuth session that has expired still has its refresh token, and whether one has expired the server says."""
    items, _server, _script = find(dict(THERE, **{LISTS[0]: ROWS[:1], LISTS[1]: []}))
    assert [item.open for item in items] == [False]
    assert Session().to_close(items, {}) == items


@pytest.mark.parametrize("refusal", [Refusal(403), lost], ids=["403", "lost"])
def test_an_account_whose_sessions_cannot_be_ended_holds_up_no_other(refusal):
    done, error, sent = close(refusal, OK)
    assert (done, error.unknown, sent) == ("v", refusal is lost, ALL)


def test_with_a_dead_token_nothing_more_is_tried():
    done, error, sent = close(EXPIRED, OK)
    assert (done, error.fatal, sent) == ("", True, ALL[:1])


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    assert Session().needs(None, dict(USER, roles=roles)) == ("edit_other_users", *more)
