# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""bot and bot_token: bots that somebody owns, and the tokens that outlive them."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.bot import Bot
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NoUsableId
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    InTurn,
    Refusal,
    scripted_server,
)

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
PERSON, BOT, BOT_TOKEN = Person(USER), Bot(), BotToken()
BOTS, REVOKE = "GET /bots?include_deleted=true", "POST /users/tokens/revoke"
ID, OTHER = "b" * 26, "c" * 26
TOKENS, DISABLE = "GET /users/%s/tokens" % ID, "POST /bots/%s/disable" % ID
ASSIGNEE = {"id": "n" * 26, "username": "user2"}
ASSIGN = "POST /bots/%s/assign/%s" % (ID, ASSIGNEE["id"])
BROKEN = Refusal(500, "some.error", "Oh.")
TOKEN = {"id": "t" * 26, "is_active": True}


def row(user_id=ID, **fields):
    """Return a bot as the server lists it."""
    return dict({"user_id": user_id, "username": "bot1", "owner_id": USER["id"], "delete_at": 0}, **fields)


def close(access_type, answers, **choices):
    """Find and close. Return how many were closed, the error, and what was sent for it."""
    server, script = scripted_server(dict({BOTS: [row()]}, **answers), BOTS_NEED)
    items = access_type.find(server, PERSON)
    del script.sent[:]
    done, error = access_type.close(server, PERSON, items, choices)
    return len(done), error, script.sent


# -- bots ---------------------------------------------------------------------------------------------------


def test_bots_of_others_and_of_the_system_are_left_alone():
    rows = [
        row(), row(OTHER, owner_id="x" * 26), row(OTHER, owner_id=None), {"user_id": OTHER}, {},
        row(OTHER, username="system-bot"), row("d" * 26, delete_at=5, description="x", new=[]),
    ]  # fmt: skip
    server, _script = scripted_server({BOTS: rows})
    assert [(item.key, item.open, item.shown) for item in BOT.find(server, PERSON)] == [
        (ID, True, {"id": ID, "username": "bot1", "active": True}),
        ("d" * 26, False, {"id": "d" * 26, "username": "bot1", "active": False}),
    ]


@pytest.mark.parametrize("user_id", [7, None, "", "../users"], ids=repr)
def test_a_bot_that_cannot_be_named_is_not_passed_over(user_id):
    server, _script = scripted_server({BOTS: [row(), row(user_id)]})
    with pytest.raises(MattermostError) as caught:
        BOT.find(server, PERSON)
    assert isinstance(caught.value, NoUsableId)


def test_what_it_takes():
    assert BOT.needs(None, USER) == ("read_others_bots", "manage_others_bots")
    assert BOT_TOKEN.needs(None, USER) == (
        "read_others_bots", "manage_others_bots", "read_user_access_token", "revoke_user_access_token",
    )  # fmt: skip


def test_a_bot_is_disabled():
    assert close(BOT, {DISABLE: OK}) == (1, None, [DISABLE])


def test_a_bot_that_cannot_be_found_is_an_error_since_it_may_mean_not_allowed():
    done, error, _sent = close(BOT, {DISABLE: Refusal(404, "store.sql_bot.get.missing.app_error", "None.")})
    assert done == 0
    assert str(error) == (
        "Failed to disable the bot bot1 of user1: HTTP 404 store.sql_bot.get.missing.app_error: None. The bot is gone,"
        " or the token lacks manage_others_bots."
    )


def test_one_bot_that_fails_does_not_hold_up_the_other():
    disable_other = "POST /bots/%s/disable" % OTHER
    answers = {BOTS: [row(), row(OTHER)], DISABLE: BROKEN, disable_other: OK}
    done, error, sent = close(BOT, answers)
    assert (done, error.status, sent) == (1, 500, [DISABLE, disable_other])
    done, error, sent = close(BOT, dict(answers, **{DISABLE: EXPIRED}))
    assert (done, error.fatal, sent) == (0, True, [DISABLE])


def test_a_bot_is_given_away_once_nobody_has_its_tokens():
    off = {"id": "o" * 26, "is_active": False}
    answers = {TOKENS: InTurn([TOKEN, off], [off]), REVOKE: OK, ASSIGN: OK}
    assert close(BOT, answers, bot_assignee=ASSIGNEE) == (1, None, [TOKENS, REVOKE, TOKENS, ASSIGN])


@pytest.mark.parametrize(
    "answers",
    [{TOKENS: [TOKEN], REVOKE: BROKEN}, {TOKENS: [TOKEN], REVOKE: OK}, {TOKENS: BROKEN}],
    ids=["refused", "still_there", "not_listed"],
)
def test_a_bot_whose_tokens_are_not_seen_to_be_gone_stays_where_it_is(answers):
    done, error, sent = close(BOT, answers, bot_assignee=ASSIGNEE)
    assert (done, ASSIGN in sent) == (0, False)
    assert "bot1" in str(error)


def test_a_bot_that_cannot_be_given_away():
    done, error, _sent = close(BOT, {TOKENS: [], ASSIGN: BROKEN}, bot_assignee=ASSIGNEE)
    assert (done, str(error)) == (0, "Failed to assign the bot bot1 to user2: HTTP 500 some.error: Oh.")


# -- their tokens -------------------------------------------------------------------------------------------


def test_tokens_of_disabled_bots_are_found_too():
    rows = [row(delete_at=5, username=None), row(OTHER, username="bot2"), row("d" * 26, owner_id="x" * 26)]
    other = {"id": "o" * 26, "is_active": False, "description": "ci", "token": "secret"}
    server, script = scripted_server({BOTS: rows, TOKENS: [TOKEN], "GET /users/%s/tokens" % OTHER: [other]}, BOTS_NEED)
    first, second = BOT_TOKEN.find(server, PERSON)
    assert (first.key, first.open, first.shown["bot"]) == (TOKEN["id"], True, ID)
    assert second.shown == {"id": "o" * 26, "description": "ci", "active": False, "bot": "bot2"}
    assert second.open is False
    assert script.sent == [BOTS, TOKENS, "GET /users/%s/tokens" % OTHER]


def test_a_bot_whose_tokens_cannot_be_listed_is_not_passed_over():
    server, _script = scripted_server({BOTS: [row()], TOKENS: Refusal(404, "some.error", "Oh.")}, BOTS_NEED)
    with pytest.raises(ApiError) as caught:
        BOT_TOKEN.find(server, PERSON)
    assert str(caught.value) == "Failed to list the tokens of bot1: HTTP 404 some.error: Oh."


def test_tokens_of_bots_are_revoked_and_seen_to_be_gone():
    assert close(BOT_TOKEN, {TOKENS: InTurn([TOKEN], []), REVOKE: OK}) == (1, None, [REVOKE, TOKENS])
    done, error, _sent = close(BOT_TOKEN, {TOKENS: [TOKEN], REVOKE: OK})
    assert done == 0
    assert str(error).startswith("Failed to revoke the tokens of the bots of user1: ")
