# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""person: which bots belong to somebody, and for how long."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import InTurn, Refusal, scripted_server

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
BOTS = "GET /bots?include_deleted=true"


def bot(letter, owner="u", **fields):
    """Return a bot as the server lists it."""
    return dict({"user_id": letter * 26, "owner_id": owner * 26, "username": "bot-" + letter, "delete_at": 0}, **fields)


def found(*rows):
    """Return the first letters of the bots that belong to the user."""
    server, _script = scripted_server({BOTS: list(rows)}, BOTS_NEED)
    return [row["user_id"][0] for row in Person(USER).bots(server)]


def test_disabled_bots_belong_to_their_owner_too():
    assert found(bot("a"), bot("b", delete_at=5), bot("c", owner="x")) == ["a", "b"]


def test_what_bots_own_belongs_to_their_owner():
    """Somebody who owned bots was turned into a bot, which was then assigned to this user."""
    assert found(bot("a"), bot("b", owner="a"), bot("c", owner="b"), bot("d", owner="x")) == ["a", "b", "c"]


@pytest.mark.parametrize("rows", [[bot("u")], [bot("a"), bot("u", owner="a")]], ids=["oneself", "in_a_circle"])
def test_somebody_who_was_turned_into_a_bot_is_no_bot_of_their_own(rows):
    assert "u" not in found(*rows)


def test_a_bot_that_is_given_away_meanwhile_is_still_looked_at():
    """What it made before could be found nowhere else."""
    server, _script = scripted_server({BOTS: InTurn([bot("a")], [bot("a", owner="x")], Refusal(500))}, BOTS_NEED)
    person = Person(USER)
    for _look in range(3):
        assert [account.bot for account in person.accounts(server)] == [None, "bot-a"]
        server.forget()
    assert [account.bot for account in Person(USER).accounts(server)] == [None]


def test_bots_that_cannot_be_seen_are_no_accounts_and_it_is_said_why():
    server, _script = scripted_server({BOTS: Refusal(500, "some.error", "Oh.")}, BOTS_NEED)
    person = Person(USER)
    assert (person.bot_accounts(server), person.bot_users(server)) == ([], {})
    assert person.unseen_bots(
        server
    ) == "Failed to list the bots: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT.rstrip(".")
    assert Person(USER).unseen_bots(scripted_server({})[0]) == (
        "the calling account lacks read_others_bots and manage_others_bots"
    )
