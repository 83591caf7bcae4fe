# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""bot and bot_token: bots that somebody owns, and the tokens that outlive them."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot import Bot, kept_by_the_server
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.bot_token import BotToken
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, NoUsableId
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    InTurn,
    Refusal,
    scripted_server,
)

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
BOT, BOT_TOKEN = Bot(), BotToken()
BOTS, REVOKE = "GET /bots?include_deleted=true", "POST /users/tokens/revoke"
ID, OTHER = "b" * 26, "c" * 26
TOKENS, DISABLE = "GET /users/%s/tokens" % ID, "POST /bots/%s/disable" % ID
ASSIGNEE = {"id": "n" * 26, "username": "user2"}
ASSIGN, ENABLE = "POST /bots/%s/assign/%s" % (ID, ASSIGNEE["id"]), "POST /bots/%s/enable" % ID
ONE, SESSIONS = "GET /bots/%s?include_deleted=true" % ID, "GET /users/%s/sessions" % ID
LOG = "GET /users/%s/audits" % ID
END, APPS = "POST /users/%s/sessions/revoke/all" % ID, "GET /users/%s/oauth/apps/authorized" % ID
BROKEN = Refusal(500, "some.error", "Oh.")
LEFT = 1_700_000_000_000
TOKEN = {"id": "t" * 26, "is_active": True}


def row(user_id=ID, **fields):
    """Return a bot as the server lists it."""
    return dict({"user_id": user_id, "username": "bot1", "owner_id": USER["id"], "delete_at": 0}, **fields)


def close(access_type, answers, **choices):
    """Find and close. Return how many were closed, the error, and what was sent for it."""
    server, script = scripted_server(dict({BOTS: [row()]}, **answers), BOTS_NEED)
    person = Person(dict(USER, delete_at=LEFT))
    items = access_type.to_close(access_type.find(server, person), choices)
    del script.sent[:]
    done, error = access_type.close(server, person, items, choices)
    return len(done), error, script.sent


# -- bots ---------------------------------------------------------------------------------------------------


def test_bots_of_others_are_left_alone():
    rows = [
        row(), row(OTHER, owner_id="x" * 26), row("e" * 26, owner_id=None), {"user_id": "f" * 26}, {},
        row("d" * 26, delete_at=5, description="x", new=[]),
    ]  # fmt: skip
    server, _script = scripted_server({BOTS: rows})
    assert [(item.key, item.open, item.shown) for item in BOT.find(server, Person(USER))] == [
        (ID, True, {"id": ID, "username": "bot1", "active": True}),
        ("d" * 26, False, {"id": "d" * 26, "username": "bot1", "active": False}),
    ]


@pytest.mark.parametrize("user_id", [7, None, "", "../users"], ids=repr)
def test_a_bot_that_cannot_be_named_is_not_passed_over(user_id):
    server, _script = scripted_server({BOTS: [row(), row(user_id)]})
    with pytest.raises(MattermostError) as caught:
        BOT.find(server, Person(USER))
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
        "Failed to disable the bot bot1 of user1: HTTP 404 store.sql_bot.get.missing.app_error: None. The bot no"
        " longer exists, or the token lacks manage_others_bots."
    )


def test_one_bot_that_fails_does_not_hold_up_the_other():
    disable_other = "POST /bots/%s/disable" % OTHER
    answers = {BOTS: [row(), row(OTHER)], DISABLE: BROKEN, disable_other: OK}
    done, error, sent = close(BOT, answers)
    assert (done, error.status, sent) == (1, 500, [DISABLE, disable_other])
    done, error, sent = close(BOT, dict(answers, **{DISABLE: EXPIRED}))
    assert (done, error.fatal, sent) == (0, True, [DISABLE])


# -- given away ---------------------------------------------------------------------------------------------

NEW_OWNER = row(owner_id=ASSIGNEE["id"])
SESSION = {"id": "s" * 26, "expires_at": 0}
CLEAN = {TOKENS: [], SESSIONS: [], APPS: [], LOG: [], ENABLE: OK, ASSIGN: OK, ONE: NEW_OWNER}


def give_away(answers=None, **choices):
    """Give the bots away. Return how many were, the error, and what was sent for it."""
    return close(BOT, dict(CLEAN, **(answers or {})), bot_assignee=ASSIGNEE, **choices)


def test_a_bot_is_given_away_once_its_tokens_and_sessions_are_gone():
    off = {"id": "o" * 26, "is_active": False}
    answers = {TOKENS: InTurn([TOKEN, off], []), REVOKE: OK, SESSIONS: InTurn([SESSION], []), END: OK}
    done, error, sent = give_away(answers)
    assert (done, error) == (1, None)
    ending = [TOKENS, REVOKE, REVOKE, TOKENS, SESSIONS, END, SESSIONS]
    # Between the last look and the new owner the former one may have made something.
    assert sent == [*ending, APPS, LOG, ASSIGN, TOKENS, SESSIONS, ONE, ONE]


@pytest.mark.parametrize(
    "answers",
    [
        {TOKENS: [TOKEN], REVOKE: BROKEN}, {TOKENS: [TOKEN], REVOKE: OK}, {TOKENS: BROKEN},
        {SESSIONS: [SESSION], END: Refusal(403, "x")}, {SESSIONS: [SESSION], END: OK}, {SESSIONS: BROKEN},
        {APPS: BROKEN},
    ],
    ids=["refused", "still_there", "not_listed", "session_refused", "session_there", "sessions_not_listed", "apps"],
)  # fmt: skip
def test_a_bot_that_its_former_owner_may_act_as_stays_where_it_is(answers):
    done, error, sent = give_away(answers)
    assert (done, ASSIGN in sent) == (0, False)
    assert "bot1" in str(error)


def test_a_bot_that_authorised_an_app_stays_since_nobody_can_list_refresh_tokens():
    done, error, sent = give_away({APPS: [{"id": "p" * 26, "name": "Calendar"}]})
    assert (done, ASSIGN in sent) == (0, False)
    assert str(error) == (
        "Failed to assign the bot bot1 of user1 to user2: it authorized Calendar, and refresh tokens of OAuth apps"
        " cannot be listed. The bot keeps its owner. Close what is still open and run it again, or set bots: disable."
    )
    # The bot could delete that list. What it did stands in its log.
    row = {"id": "l" * 26, "create_at": 5, "action": "/oauth/authorize", "extra_info": "attempt", "user_id": ID}
    done, error, sent = give_away({LOG: [row]})
    assert (done, ASSIGN in sent) == (0, False)
    assert "it authorized an OAuth app, and" in str(error)
    off = Refusal(501, "api.oauth.get_apps_by_user.turn_off.app_error")
    assert give_away({APPS: off})[0] == 1


def test_a_bot_of_which_something_could_not_be_closed_stays_since_nobody_would_find_it_again():
    done, error, sent = give_away(unfinished={ID})
    assert (done, ASSIGN in sent) == (0, False)
    assert "another way in through it could not be closed" in str(error)
    assert give_away(unfinished={OTHER})[0] == 1


def test_a_bot_that_cannot_be_given_away():
    done, error, _sent = give_away({ASSIGN: BROKEN})
    assert (done, str(error)) == (
        0,
        "Failed to assign the bot bot1 of user1 to user2: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT,
    )


@pytest.mark.parametrize("seen", [row(), row(owner_id=ASSIGNEE["id"], delete_at=5), [], None], ids=str)
def test_a_success_status_does_not_prove_that_a_bot_was_given_away(seen):
    done, error, _sent = give_away({ONE: seen})
    assert done == 0
    assert "its former owner or state is still there" in str(error)


@pytest.mark.parametrize(
    ("disabled", "given"),
    [(LEFT, True), (LEFT + 1, True), (LEFT + 60_000, True), (LEFT + 60_001, False), (LEFT - 1, False), (5, False)],
)
def test_what_the_deactivation_of_the_owner_disabled_is_given_away_and_enabled(disabled, given):
    answers = {BOTS: [row(delete_at=disabled)]}
    done, error, sent = give_away(answers)
    assert (done, error, ENABLE in sent, ASSIGN in sent) == (int(given), None, given, given)
    # Where bots are disabled, one that is disabled stays so.
    assert close(BOT, answers) == (0, None, [])


def test_bots_that_were_disabled_before_are_named_and_left_alone():
    server, _script = scripted_server({BOTS: [row(delete_at=LEFT), row(OTHER, username="old", delete_at=5)]})
    items = BOT.find(server, Person(dict(USER, delete_at=LEFT)))
    assert BOT.left_alone(items, {"bot_assignee": None}) is None
    assert BOT.left_alone(items[:1], {"bot_assignee": ASSIGNEE}) is None
    assert BOT.left_alone(items, {"bot_assignee": ASSIGNEE}) == (
        "Not assigned because they were not disabled by the deactivation of the account: old."
    )


def test_it_is_told_whom_a_bot_was_given_to():
    server, _script = scripted_server({BOTS: [row()]})
    [item] = BOT.find(server, Person(USER))
    assert BOT.as_closed(item, {}) == {"id": ID, "username": "bot1", "active": True}
    assert BOT.as_closed(item, {"bot_assignee": ASSIGNEE})["assigned_to"] == "user2"


def test_bots_are_given_away_after_everything_else():
    assert BOT.comes_last({"bot_assignee": ASSIGNEE})
    assert not BOT.comes_last({"bot_assignee": None})


# -- those that Mattermost posts as -------------------------------------------------------------------------

SYSTEM = row(username="system-bot")


def test_a_bot_of_the_servers_is_no_way_in_as_long_as_nobody_can_act_as_it():
    answers = {BOTS: [SYSTEM], TOKENS: [], SESSIONS: []}
    server, _script = scripted_server(answers)
    [item] = BOT.find(server, Person(USER))
    assert (item.open, item.shown["active"], item.shown["system"]) == (False, True, True)
    assert close(BOT, answers) == (0, None, [])
    assert [account.name for account in kept_by_the_server(server, Person(USER))] == ["system-bot"]


@pytest.mark.parametrize(
    "held",
    [{TOKENS: InTurn([TOKEN], [TOKEN], [])}, {SESSIONS: InTurn([SESSION], [SESSION], [])}],
    ids=["token", "session"],
)
def test_a_bot_that_merely_has_the_name_is_found_and_what_lets_somebody_act_as_it_is_ended(held):
    """It stays enabled: by this name Mattermost posts as it, whoever made it."""
    answers = dict({BOTS: [SYSTEM], TOKENS: [], SESSIONS: [], REVOKE: OK, END: OK}, **held)
    done, error, sent = close(BOT, answers)
    assert (done, error, DISABLE in sent) == (1, None, False)
    assert (REVOKE in sent, END in sent) == (TOKENS in held, SESSIONS in held)


def test_it_is_said_where_the_server_misses_its_bot():
    server, _script = scripted_server({BOTS: [dict(SYSTEM, delete_at=5)], TOKENS: [], SESSIONS: []})
    items = BOT.find(server, Person(USER))
    assert BOT.left_alone(items, {}) == "Mattermost posts as system-bot, which is disabled: enable it again."
    server, _script = scripted_server({BOTS: [SYSTEM, row(OTHER, delete_at=5)], TOKENS: [], SESSIONS: []})
    assert BOT.left_alone(BOT.find(server, Person(USER)), {}) is None


@pytest.mark.parametrize("fields", [{"username": "bot1"}, {"delete_at": 5}], ids=str)
def test_what_the_server_does_not_keep(fields):
    server, _script = scripted_server({BOTS: [dict(SYSTEM, **fields)], TOKENS: [], SESSIONS: []})
    assert kept_by_the_server(server, Person(USER)) == []


# -- their tokens -------------------------------------------------------------------------------------------


def test_tokens_of_disabled_bots_are_found_too():
    rows = [row(delete_at=5, username=None), row(OTHER, username="bot2"), row("d" * 26, owner_id="x" * 26)]
    other = {"id": "o" * 26, "is_active": False, "description": "ci", "token": "secret"}
    server, script = scripted_server({BOTS: rows, TOKENS: [TOKEN], "GET /users/%s/tokens" % OTHER: [other]}, BOTS_NEED)
    first, second = BOT_TOKEN.find(server, Person(USER))
    assert (first.key, first.open, first.shown["bot"]) == (TOKEN["id"], True, ID)
    assert second.shown == {"id": "o" * 26, "description": "ci", "active": False, "bot": "bot2"}
    assert second.open is False
    assert script.sent == [BOTS, TOKENS, "GET /users/%s/tokens" % OTHER]


def test_a_bot_whose_tokens_cannot_be_listed_is_not_passed_over():
    server, _script = scripted_server({BOTS: [row()], TOKENS: Refusal(404, "some.error", "Oh.")}, BOTS_NEED)
    with pytest.raises(ApiError) as caught:
        BOT_TOKEN.find(server, Person(USER))
    assert str(caught.value) == "Failed to list the tokens of bot1: HTTP 404 some.error: Oh."


def test_tokens_of_bots_are_revoked_and_seen_to_be_gone():
    assert close(BOT_TOKEN, {TOKENS: InTurn([TOKEN], []), REVOKE: OK}) == (1, None, [REVOKE, TOKENS])
    done, error, _sent = close(BOT_TOKEN, {TOKENS: [TOKEN], REVOKE: OK})
    assert done == 0
    assert str(error).startswith("Failed to revoke the tokens of the bots of user1: ")
