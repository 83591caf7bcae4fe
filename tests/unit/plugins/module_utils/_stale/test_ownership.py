# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who answers for an account: itself, or whoever owns the bot that it is."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._stale.ownership import Ownership
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import EXPIRED, Refusal, scripted_server

BOTS = "GET /bots?include_deleted=true"
LEFT = 1700000000000


def account(letter, left=0, bot=False, name=None):
    """Return a user of the API."""
    return {"id": letter * 26, "username": name or letter, "delete_at": left, "is_bot": bot}


def owned(bot, owner):
    """Return a row of the list of bots."""
    return {"user_id": bot * 26, "username": bot, "owner_id": owner if len(owner) > 1 else owner * 26}


def ownership(users, bots, permissions=BOTS_NEED):
    """Return what is known once all of these were looked up."""
    server, _script = scripted_server({BOTS: bots, "POST /users/ids": users}, permissions)
    found = Ownership(server)
    found.resolve(server, WorkerPool(), [user["id"] for user in users])
    return found


@pytest.mark.parametrize(
    "users, bots, asked, subject",
    [
        ([account("a")], [], "a", None),
        ([account("a", LEFT)], [], "a", "a"),
        # A bot of somebody who left, whether it works or not.
        ([account("a", LEFT), account("b", bot=True)], [owned("b", "a")], "b", "a"),
        ([account("a", LEFT), account("b", LEFT, bot=True)], [owned("b", "a")], "b", "a"),
        # A bot that somebody disabled who is there.
        ([account("a"), account("b", LEFT, bot=True)], [owned("b", "a")], "b", "b"),
        ([account("a"), account("b", bot=True)], [owned("b", "a")], "b", None),
        # A bot of a plugin has no owner that could leave.
        ([account("b", bot=True)], [owned("b", "com.example.plugin")], "b", None),
        # Somebody who was turned into a bot owns themselves, and may own a bot.
        ([account("b", bot=True)], [owned("b", "b")], "b", None),
        ([account("b", LEFT, bot=True)], [owned("b", "b")], "b", "b"),
        ([account("b", LEFT, bot=True), account("c", bot=True)], [owned("b", "b"), owned("c", "b")], "c", "b"),
        # Of an owner who is not found nobody can say that they left.
        ([account("b", bot=True)], [owned("b", "z")], "b", None),
        # Bots that own each other end nowhere.
        ([account("b", bot=True), account("c", bot=True)], [owned("b", "c"), owned("c", "b")], "c", None),
    ],
)
def test_who_makes_an_account_stale(users, bots, asked, subject):
    found = ownership(users, bots).subject(asked * 26)
    assert (found and found["id"]) == (subject and subject * 26)


def test_it_is_told_in_a_sentence():
    users = [account("a", LEFT), account("b", bot=True), account("c", LEFT, bot=True), account("d")]
    found = ownership(users, [owned("b", "a"), owned("c", "d")])
    assert [found.why(letter * 26) for letter in "abcd"] == [
        "a was deactivated on 2023-11-14T22:13:20Z.",
        "The bot b belongs to a, who was deactivated on 2023-11-14T22:13:20Z.",
        "The bot c was disabled on 2023-11-14T22:13:20Z.",
        None,
    ]


def test_shape_of_an_account_that_is_not_found():
    assert ownership([account("a")], []).shape("z" * 26) == {
        "id": "z" * 26,
        "username": "",
        "email": "",
        "bot": False,
        "active": None,
        "deactivated_at": None,
        "owner": None,
    }


@pytest.mark.parametrize("name, is_own", [("system-bot", True), ("mattermost-advisor", True), ("ci", False)])
def test_bots_of_the_server_itself(name, is_own):
    users = [account("a"), account("b", bot=True, name=name), account("c", name=name)]
    found = ownership(users, [owned("b", "a")])
    # The name alone says nothing of an account that is no bot.
    assert (found.is_servers_own("b" * 26), found.is_servers_own("c" * 26)) == (is_own, False)


def test_without_permission_the_owners_of_bots_are_not_known():
    found = ownership([account("b", bot=True)], [owned("b", "a")], permissions=())
    assert found.bots_unseen == "the calling account lacks read_others_bots and manage_others_bots"
    assert found.bots == {}


def test_a_list_of_bots_that_fails_is_told():
    server, _script = scripted_server({BOTS: Refusal(500, "some.error")}, BOTS_NEED)
    assert Ownership(
        server
    ).bots_unseen == "Failed to list the bots: HTTP 500 some.error: No. " + SERVER_FAILED_HINT.rstrip(".")


def test_a_dead_token_ends_it():
    server, _script = scripted_server({BOTS: EXPIRED}, BOTS_NEED)
    with pytest.raises(MattermostError, match="session_expired"):
        Ownership(server)
