# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""user_access_token: user access tokens are revoked, and seen to be gone."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.user_access_token import (
    UserAccessToken,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    NoUsableId,
    UnstableList,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    InTurn,
    Pages,
    Refusal,
    lost,
    scripted_server,
)

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
LIST, REVOKE = "GET /users/%s/tokens" % USER["id"], "POST /users/tokens/revoke"
GONE = Refusal(404, "app.user_access_token.get_by_user.app_error")
BROKEN = Refusal(500, "some.error", "Oh.")
A, B = ({"id": letter * 26, "description": letter, "is_active": True} for letter in "ab")


def find(rows):
    """Return the tokens found where the server lists these rows."""
    server, _script = scripted_server({LIST: rows})
    return UserAccessToken().find(server, Person(USER))


def close(revoked, *lists):
    """Close the tokens A and B. Return the keys of those closed, the error, and the script."""
    server, script = scripted_server({LIST: InTurn([A, B], *lists), REVOKE: InTurn(*revoked)})
    items = UserAccessToken().find(server, Person(USER))
    del script.sent[:], script.bodies[:]
    done, error = UserAccessToken().close(server, Person(USER), items, {})
    assert all(item in items for item in done)
    return [item.shown["description"] for item in done], error, script


def test_a_token_is_shown_without_itself():
    row = dict(A, token="secret", user_id="x", session="secret", new={"token": "secret"})
    [item] = find([row])
    assert (item.key, item.open) == (A["id"], True)
    assert item.shown == {"id": A["id"], "description": "a", "active": True}


@pytest.mark.parametrize(
    ("value", "is_open"), [(True, True), (False, False), (None, True), (0, True), ("false", True)], ids=repr
)
def test_only_a_token_that_is_said_to_be_disabled_opens_no_door(value, is_open):
    assert find([dict(A, is_active=value)])[0].open is is_open


def test_of_a_token_that_says_nothing_the_worst_is_believed():
    [item] = find([{"id": A["id"]}])
    assert (item.open, item.shown) == (True, {"id": A["id"], "description": "", "active": True})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1_700_000_000_000, "2023-11-14T22:13:20Z"), (0, None), (None, None), ("2030", None), (True, None)],
    ids=repr,
)
def test_when_a_token_expires_is_shown_and_not_judged(value, shown):
    [item] = find([dict(A, expires_at=value)])
    assert item.shown.get("expires_at") == shown
    assert ("expires_at" in item.shown) == (shown is not None)
    assert item.open


def test_tokens_on_pages_that_overlap_are_not_all():
    """As many rows as come twice are on no page: tokens have no order."""
    assert [item.key for item in find(Pages([A], [B]))] == [A["id"], B["id"]]
    with pytest.raises(MattermostError) as caught:
        find(Pages([A], [B, dict(A, description="again")]))
    assert isinstance(caught.value, UnstableList)


@pytest.mark.parametrize("row", [{}, {"id": 7}, {"id": None}, {"id": ""}, {"id": "../users"}], ids=repr)
def test_a_token_that_cannot_be_named_is_not_passed_over(row):
    with pytest.raises(MattermostError) as caught:
        find([A, row])
    assert isinstance(caught.value, NoUsableId)


def test_what_the_server_took_stays_done_where_nobody_can_see_it():
    done, error, _script = close([OK], Refusal(500))
    assert (done, error.status, error.unknown) == (["a", "b"], 500, True)


def test_a_token_that_was_seen_after_a_success_is_not_told_as_gone_unseen():
    done, error, _script = close([OK], [B], Refusal(500))
    assert (done, error.status, error.unknown) == (["a"], 500, True)


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    server, _script = scripted_server({})
    needed = ("read_user_access_token", "revoke_user_access_token", "edit_other_users")
    assert UserAccessToken().needs(server, dict(USER, roles=roles)) == needed + more


@pytest.mark.parametrize("answer", [OK, GONE], ids=["revoked", "gone"])
def test_a_token_that_is_gone_is_closed(answer):
    done, error, script = close([answer], [])
    assert (done, error) == (["a", "b"], None)
    assert script.sent == [REVOKE, REVOKE, LIST]
    assert script.bodies[:2] == [{"token_id": A["id"]}, {"token_id": B["id"]}]


def test_a_token_that_is_still_there_after_a_success_is_revoked_again():
    done, error, script = close([OK], [B], [])
    assert (done, error) == (["a", "b"], None)
    assert [body["token_id"] for body in script.bodies if body] == [A["id"], B["id"], B["id"]]


def test_a_token_that_stays_is_not_called_closed():
    done, error, _script = close([OK], [B], [B])
    assert done == ["a"]
    assert str(error) == (
        "Failed to revoke the tokens of user1: http://mattermost.test answered OK, but 1 is still there. A concurrent"
        " request or a lagging replica may be the cause: run it again."
    )


def test_a_token_that_is_refused_the_second_time():
    done, error, _script = close([OK, OK, BROKEN], [B], [B])
    assert done == ["a"]
    assert str(error) == "Failed to revoke the token %s of user1: HTTP 500 some.error: Oh. %s" % (
        B["id"],
        SERVER_FAILED_HINT,
    )


@pytest.mark.parametrize(("answers", "left"), [([BROKEN, OK], A), ([OK, BROKEN], B), ([lost, OK], A)])
def test_one_that_fails_does_not_hold_up_the_other(answers, left):
    done, error, _script = close(answers, [left])
    assert done == [{"a": "b", "b": "a"}[left["description"]]]
    assert isinstance(error, MattermostError)
    assert error.unknown == (lost in answers)


def test_with_a_dead_token_nothing_more_is_tried():
    done, error, script = close([EXPIRED])
    assert (done, error.fatal, script.sent) == ([], True, [REVOKE])


# --- many users at once -----------------------------------------------------------------------------------------------

EVERYBODYS = "GET /users/tokens"
MANY = [dict(USER, id=letter * 26) for letter in "abcdefghij"]


def of_many(everybodys, users=MANY, permissions=("manage_system",)):
    """Return how many tokens each user has where the server lists these of everybody, and what was asked."""
    own = {"GET /users/%s/tokens" % user["id"]: [A] for user in MANY}
    server, script = scripted_server({EVERYBODYS: everybodys, **own}, permissions)
    server.people = list(users)
    return [len(UserAccessToken().find(server, Person(user))) for user in users], script.sent


def test_tokens_of_many_users_take_one_request():
    rows = [dict(A, user_id="a" * 26), dict(B, user_id="a" * 26), dict(A, user_id="z" * 26)]
    assert of_many(rows) == ([2] + [0] * 9, [EVERYBODYS])


@pytest.mark.parametrize(
    ("everybodys", "users", "permissions"),
    [
        # A second page may show what the first did, and not what the first did not: there is no order.
        ([dict(A, user_id="a" * 26)] * 200, MANY, ["manage_system"]),
        # A token of nobody could be anybody's.
        ([dict(A, user_id=None)], MANY, ["manage_system"]),
        (Refusal(403, "api.context.permissions.app_error"), MANY, ["manage_system"]),
        ([], MANY, ["edit_other_users"]),
        ([], MANY[:1], ["manage_system"]),
    ],
    ids=["more than a page", "nobody's", "refused", "not allowed", "one user"],
)
def test_where_that_cannot_be_believed_each_is_asked_for(everybodys, users, permissions):
    found, sent = of_many(everybodys, users, permissions)
    assert found == [1] * len(users) and len(sent) >= len(users)


def test_what_was_revoked_is_looked_for_user_by_user():
    """The list of everybody is as old as the first look."""
    rows = [dict(A, user_id="a" * 26)]
    server, script = scripted_server(
        {EVERYBODYS: rows, REVOKE: OK, "GET /users/%s/tokens" % ("a" * 26): []}, ("manage_system",)
    )
    server.people = MANY
    person = Person(MANY[0])
    items = UserAccessToken().find(server, person)
    done, error = UserAccessToken().close(server, person, items, {})
    assert (len(done), error) == (1, None)
    assert script.sent == [EVERYBODYS, REVOKE, "GET /users/%s/tokens" % ("a" * 26)]
