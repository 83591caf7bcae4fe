# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""closing: in which order types of access are closed, and what one says to another."""

from __future__ import annotations

import contextlib

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Advice
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server import Server
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Unexpected
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access, results
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import Closing
from ansible_collections.offboarding.mattermost.tests.unit.helpers.door import (
    CHOICES,
    READ_AGAIN,
    USER,
    Door,
    close_all,
    item,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import scripted_call, scripted_server

BOT = "b" * 26
NONE = (None, None)
ERROR = Unexpected(action="close", reason="No", place="here")


def of_bot(key):
    """Return an item of the bot's."""
    one = item(key)
    one.account_id = BOT
    return one


class Last(Door):
    """A type that is closed after all others, and that heeds what could not be closed before."""

    def __init__(self, *found, **options):
        super().__init__(*found, **options)
        self.unfinished = []

    def comes_last(self, choices):
        """Say yes."""
        return True

    def close(self, server, person, items, choices):
        """Note what is unfinished."""
        self.unfinished.append(set(choices["unfinished"]))
        return super().close(server, person, items, choices)

    def as_closed(self, item, choices):
        """Tell where it went."""
        return dict(item.shown, assigned_to="user2")

    def left_alone(self, items, choices):
        """Name those that are not open."""
        return ", ".join(one.shown["id"] for one in items if not one.open) or None

    def foretold(self, items):
        """Foretell the first only."""
        return items[:1]


def test_what_comes_last_is_closed_last_and_shown_where_it_stands():
    log = []
    doors = [Last([item("a")], [], name="one", log=log), Door([item("b")], [], name="two", log=log)]
    record = Closing(dict(USER), doors)
    assert close_all(record) == NONE
    assert log[2:4] == ["close two", "close one"]
    assert list(record.data["access"]) == ["one", "two"]


def test_what_could_not_be_closed_of_an_account_is_told_to_what_comes_last():
    last = Last([of_bot("z")], [], name="last")
    refused = Door([of_bot("a")], closing=[ERROR], name="refused")
    closed = Door([item("b")], [], name="closed")
    assert close_all(Closing(dict(USER), [last, refused, closed]))[0] is ERROR
    assert last.unfinished == [{BOT}]
    last = Last([of_bot("z")], [], name="last")
    assert close_all(Closing(dict(USER), [last, closed])) == NONE
    assert last.unfinished == [set()]


@pytest.mark.parametrize("includes_bots", [True, False])
def test_where_something_of_the_bots_could_not_be_seen_none_is_finished(includes_bots):
    answers = {
        READ_AGAIN: USER,
        "GET /bots?include_deleted=true": [{"user_id": BOT, "owner_id": USER["id"], "username": "bot1"}],
    }
    unseen = Door(ERROR, name="unseen")
    unseen.includes_bots = includes_bots
    last = Last([of_bot("z")], [], name="last")
    record = Closing(dict(USER), [last, unseen])
    with pytest.raises(Unexpected):
        record.work(scripted_server(answers, BOTS_NEED)[0], dict(CHOICES), False)
    assert last.unfinished == [{BOT} if includes_bots else set()]


def test_check_mode_foretells_nothing_of_an_account_that_a_real_run_would_keep():
    """Something else of the account could not be seen, and then what comes last stays."""
    there = [{"user_id": BOT, "owner_id": USER["id"], "username": "bot1"}]
    answers = {READ_AGAIN: USER, "GET /bots?include_deleted=true": there}
    unseen = Door(ERROR, name="unseen")
    unseen.includes_bots = True
    record = Closing(dict(USER), [Last([of_bot("z")], name="last"), unseen])
    with pytest.raises(Unexpected):
        record.work(scripted_server(answers, BOTS_NEED)[0], dict(CHOICES), True)
    assert record.data["access"]["last"]["closed"] == []


@pytest.mark.parametrize("error", [None, ERROR], ids=["closed", "refused"])
def test_what_nobody_can_list_is_no_reason_to_keep_a_bot_once_it_is_closed(error):
    there = [{"user_id": BOT, "owner_id": USER["id"], "username": "bot1"}]
    answers = {READ_AGAIN: USER, "GET /bots?include_deleted=true": there}
    unknown = Door([item("a")], name="unknown", advice=Advice("Nobody knows.", None, "unknown"), closing=[error])
    unknown.includes_bots = True
    last = Last([of_bot("z")], [], name="last")
    record = Closing(dict(USER), [last, unknown])
    with contextlib.suppress(Unexpected):
        record.work(scripted_server(answers, BOTS_NEED)[0], dict(CHOICES), False)
    assert BOT not in last.unfinished[0] if error is None else BOT in last.unfinished[0]


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_a_closed_item_is_told_as_its_type_tells_it(check_mode):
    record = Closing(dict(USER), [Last([item("a"), item("b", False)], [item("b", False)])])
    assert close_all(record, check_mode) == NONE
    entry = record.data["access"]["door"]
    assert (entry["closed"], entry["reason"]) == ([{"id": "A", "assigned_to": "user2"}], "B")


def test_check_mode_foretells_what_would_be_refused():
    record = Closing(dict(USER), [Last([item("a"), item("b")])])
    assert close_all(record, check_mode=True) == NONE
    assert [shown["id"] for shown in record.data["access"]["door"]["closed"]] == ["A"]


def test_a_bot_that_went_to_somebody_else_is_still_looked_at_in_this_run():
    """A webhook that it made could not be deleted, and nobody else would find it."""
    there = [{"user_id": BOT, "owner_id": USER["id"], "username": "bot1"}]
    answers = {READ_AGAIN: USER, "GET /bots?include_deleted=true": there}
    server, script = scripted_server(answers, BOTS_NEED)
    door = Door([of_bot("a")])
    record = Closing(dict(USER), [door])
    record.person.accounts(server)
    record.work(server, dict(CHOICES), False)
    server.forget()
    script.answers["GET /bots?include_deleted=true"] = [dict(there[0], owner_id="x" * 26)]
    record.look_again(server, dict(CHOICES))
    assert [account.id for account in record.person.bot_accounts(server)] == [BOT]


# -- what comes while the run closes what was there ---------------------------------------------------------


def close_in_rounds(*doors):
    """Close and look again as the job does; return the record."""
    call, _script = scripted_call({READ_AGAIN: USER}, {})
    record = Closing(dict(USER), list(doors))
    server = Server(call.client)
    results.each(call.pool, call.client, [record], lambda one: one.work(server, dict(CHOICES), False))
    access._look_again(call, server, {USER["id"]: record}, lambda one: dict(CHOICES))  # pylint: disable=protected-access
    return record


def test_what_was_made_until_the_last_session_ended_is_closed_as_well():
    door = Door([item("a")], [item("b")], [item("b")], [])
    record = close_in_rounds(door)
    assert (door.asked, record.error) == ([["a"], ["b"]], None)
    entry = record.data["access"]["door"]
    assert ([shown["id"] for shown in entry["closed"]], entry["verdict"]) == (["A", "B"], "closed")


def test_where_more_comes_every_time_it_is_given_up_and_called_open():
    door = Door(*[[item(key)] for key in "abbccde"])
    record = close_in_rounds(door)
    assert (door.asked, record.error) == ([["a"], ["b"], ["c"]], None)
    assert record.data["access"]["door"]["verdict"] == "open"


def test_what_is_still_there_is_not_closed_over_and_over():
    door = Door([item("a")])
    record = close_in_rounds(door)
    assert (door.asked, record.data["access"]["door"]["verdict"]) == ([["a"]], "open")


def test_after_an_error_there_is_no_other_round():
    door = Door([item("a")], [item("b")], closing=[ERROR])
    record = close_in_rounds(door)
    assert (door.asked, record.error) == ([["a"]], ERROR)
