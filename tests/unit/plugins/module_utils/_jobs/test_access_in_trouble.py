# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""access: what is said where looking or closing failed, or broke off."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.closing import Closing
from ansible_collections.offboarding.mattermost.tests.unit.helpers.door import CHOICES, USER, Door, close_all, item
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import EXPIRED, Refusal, scripted_call
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble

A, B = item("a"), item("b")


def told(record, name="door"):
    """Return what a record says of a kind: what was closed, the verdict and the reason."""
    entry = record.data["access"][name]
    return [shown["id"] for shown in entry["closed"]], entry["verdict"], entry["reason"]


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_a_kind_that_cannot_be_listed_holds_up_no_other(check_mode):
    error = Trouble("It broke.")
    broken, door = Door(error, name="broken"), Door([A])
    record = Closing(dict(USER), [broken, door])
    assert close_all(record, check_mode)[0] is error
    assert told(record, "broken") == ([], "failed", "Not checked: It broke.")
    assert told(record)[0] == ["A"]
    assert (broken.asked, record.data["not_checked"], record.changed) == ([], ["broken"], True)


def test_a_kind_that_cannot_be_closed_holds_up_no_other_and_says_why():
    errors = Trouble("First."), Trouble("Second.")
    one, two = Door([A], name="one", closing=[errors[0]]), Door([A], name="two", closing=[errors[1]])
    door = Door([B], [])
    record = Closing(dict(USER), [one, two, door])
    assert close_all(record)[0] is errors[0]
    assert told(record, "one") == ([], "open", "First.")
    assert told(record, "two") == ([], "open", "Second.")
    assert told(record) == (["B"], "closed", None)
    assert (record.data["still_open"], record.data["closed"], record.data["ways_in"]) == (["one", "two"], 1, 2)


def test_what_went_well_before_an_error_is_told():
    door = Door([A, B], [B], closing=[(["a"], Trouble("It broke."))])
    record = Closing(dict(USER), [door])
    assert str(close_all(record)[0]) == "It broke."
    assert told(record) == (["A"], "open", "It broke.")
    assert (record.changed, record.data["closed"], record.data["ways_in"]) == (True, 1, 1)


def test_a_kind_that_raises_holds_up_no_other():
    raising, door = Door([A], name="raising"), Door([B], [])

    def close(*arguments):
        raise Trouble("It broke.")

    raising.close = close
    record = Closing(dict(USER), [raising, door])
    assert str(close_all(record)[0]) == "It broke."
    assert told(record, "raising") == ([], "open", "It broke.")
    assert told(record) == (["B"], "closed", None)


def test_what_was_seen_before_a_fatal_error_is_summed_up():
    record = Closing(dict(USER), [Door([A]), Door(Trouble(fatal=True), name="broken")])
    assert close_all(record)[0].fatal
    assert (record.data["still_open"], record.data["ways_in"]) == (["door"], 1)


def test_after_a_fatal_error_nothing_else_is_tried():
    one, two = Door([A], name="one", closing=[Trouble(fatal=True)]), Door([A], name="two")
    record = Closing(dict(USER), [one, two])
    assert close_all(record)[0].fatal
    assert two.asked == []
    assert record.data["still_open"] == ["one", "two"]


# -- a second try -------------------------------------------------------------------------------------------


def test_an_answer_that_was_lost_had_its_effect_where_the_item_is_gone():
    door = Door([A, B], [B], [], closing=[Trouble(unknown=True, transient=True), None])
    record = Closing(dict(USER), [door])
    assert close_all(record, tries=2) == (None, None)
    assert door.asked == [["a", "b"], ["b"]]
    assert told(record) == (["A", "B"], "closed", None)
    assert (record.data["closed"], record.changed) == (2, True)


def test_an_answer_that_was_lost_had_none_where_the_item_is_still_there():
    door = Door([A], [A], [], closing=[Trouble(unknown=True, transient=True), None])
    record = Closing(dict(USER), [door])
    assert close_all(record, tries=2) == (None, None)
    assert door.asked == [["a"], ["a"]]
    assert (told(record)[0], record.data["closed"]) == (["A"], 1)


def test_what_was_closed_by_the_first_try_is_told_once():
    door = Door([A, B], [B], [], closing=[(["a"], Trouble(transient=True)), None])
    record = Closing(dict(USER), [door])
    close_all(record, tries=2)
    assert (told(record)[0], record.data["closed"]) == (["A", "B"], 2)
    assert record.data["access"]["door"]["before"] == "open"


def test_a_list_that_fails_the_second_time_does_not_show_that_anything_is_gone():
    lost, broken = Trouble(unknown=True, transient=True), Trouble("It broke.")
    record = Closing(dict(USER), [Door([A], broken, closing=[lost])])
    close_all(record, tries=2)
    assert (told(record)[0], record.data["closed"], record.changed) == ([], 0, False)
    assert told(record)[1] == "failed"


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_a_list_that_works_the_second_time_counts(check_mode):
    record = Closing(dict(USER), [Door(Trouble(transient=True), [A], [])])
    assert close_all(record, check_mode, tries=2) == (None, None)
    entry = record.data["access"]["door"]
    assert (entry["before"], entry["verdict"]) == ("open", "open" if check_mode else "closed")
    assert (told(record)[0], record.data["not_checked"]) == (["A"], [])


@pytest.mark.parametrize("fatal", [True, False], ids=["fatal", "other"])
def test_what_came_between_two_tries_is_not_called_closed(fatal):
    door = Door([], [A], closing=[Trouble("It broke.", fatal=fatal)])
    record = Closing(dict(USER), [door, Door(Trouble(transient=True), [], name="late")])
    assert str(close_all(record, tries=2)[0]) == "It broke."
    assert told(record) == ([], "open", "It broke.")
    assert (record.data["access"]["door"]["before"], record.data["still_open"]) == ("closed", ["door"])


@pytest.mark.parametrize("flag", ["fatal", "unknown"])
def test_the_worst_error_is_told_and_not_the_first(flag):
    worst = Trouble("Worst.", **{flag: True})
    doors = [Door(Trouble("First."), name="first"), Door([A], name="second", closing=[worst]), Door(name="third")]
    assert close_all(Closing(dict(USER), doors))[0] is worst


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_what_two_tries_see_is_told_once(check_mode):
    """In check mode nothing goes away; in a real run a replica may go on listing it."""
    record = Closing(dict(USER), [Door([A]), Door(Trouble(transient=True), [], name="late")])
    close_all(record, check_mode, tries=2)
    assert (told(record)[0], record.data["closed"]) == (["A"], 1)


def test_without_a_second_try_what_had_no_answer_is_not_called_closed_by_this_run():
    door = Door([A], [], closing=[Trouble(unknown=True)])
    record = Closing(dict(USER), [door])
    assert close_all(record)[0].unknown
    assert (told(record), record.changed) == (([], "closed", None), False)


# -- the second look ----------------------------------------------------------------------------------------


def test_what_is_still_there_after_a_success_is_open():
    record = Closing(dict(USER), [Door([A])])
    close_all(record)
    assert told(record) == (["A"], "open", None)
    assert record.data["still_open"] == ["door"]


def test_what_cannot_be_listed_a_second_time_is_not_called_closed():
    record = Closing(dict(USER), [Door([A], Trouble("It broke."))])
    close_all(record)
    assert told(record) == (["A"], "failed", "Not checked: It broke.")
    assert (record.data["still_open"], record.data["not_checked"]) == ([], ["door"])


def test_only_what_was_touched_is_looked_at_again():
    shut, barred, door = Door([], name="shut"), Door(name="barred", lacking=["a"]), Door([A], [])
    close_all(Closing(dict(USER), [shut, barred, door]))
    assert (shut.log, barred.log) == (["find shut"], [])
    assert door.log == ["find door", "close door", "find door"]


@pytest.mark.parametrize(
    ("again", "roles"),
    [(dict(USER, roles="new"), "new"), (dict(USER, id="x" * 26, roles="new"), "system_user"), ([], "system_user")],
    ids=["changed", "somebody_else", "nobody"],
)
def test_the_user_is_read_again_too(again, roles):
    door = Door([A], [])
    door.needs = lambda server, user: [user["roles"]] if door.asked else []
    record = Closing(dict(USER), [door])
    close_all(record, again=again)
    assert told(record)[2] == "Not checked: the calling account lacks %s." % roles


def test_a_user_that_cannot_be_read_again_is_an_error_and_nothing_is_called_closed():
    record = Closing(dict(USER), [Door([A], [])])
    assert close_all(record, again=Refusal(500))[1].status == 500
    assert record.data["still_open"] == ["door"]


def test_what_may_have_been_made_meanwhile_is_not_called_closed_where_nobody_looked_again():
    """Whoever still had a session when the log was read could go on until the session ended."""
    session, log, other = Door([A], [], name="session"), Door(name="log"), Door(name="other")
    session.lets_act = log.made_by_use = True
    record = Closing(dict(USER), [session, log, other])
    close_all(record, again=Refusal(500))
    assert (record.data["still_open"], record.data["not_checked"]) == (["session"], ["log"])
    assert told(record, "log")[:2] == ([], "failed")
    assert told(record, "other") == ([], "closed", None)


# -- a run that was aborted -----------------------------------------------------------------------------------


def call_for_two():
    """Return a call for two users whose token dies where the tokens of the first are listed."""
    people = [dict(USER, id=letter * 26, username=letter, roles="system_user some_role") for letter in "ab"]
    there = {"POST /users/usernames": people, "GET /users/%s/tokens" % people[0]["id"]: EXPIRED}
    permissions = ["read_user_access_token", "revoke_user_access_token", "edit_other_users", "manage_roles"]
    params = dict(
        CHOICES,
        users=["a", "b"],
        log_since=None,
        confirmed=[],
        missing_users="fail",
        access_types=["system_role", "user_access_token"],
        include_self=False,
    )
    params.update(bots="disable", bot_assignee=None, successors=None, secrets_dir=None, without_successor="fail")
    params.update(slash_commands="delete", outgoing_webhooks="delete", incoming_webhooks="delete")
    return scripted_call(there, params, permissions=permissions)[0]


def test_what_was_not_looked_at_is_not_called_closed_by_the_inventory():
    first, second = access.info(call_for_two())["results"]
    assert [entry["outcome"] for entry in (first, second)] == ["not_done", "not_done"]
    assert first["not_checked"] == second["not_checked"] == ["system_role", "user_access_token"]


def test_what_was_not_looked_at_is_not_called_closed_by_closing():
    found = access.revoke(call_for_two())
    first, second = found["results"]
    assert (first["not_checked"], list(first["access"])) == (["user_access_token"], ["system_role"])
    assert (second["not_checked"], second["access"]) == (["system_role", "user_access_token"], {})
    assert second["error"]["message"].startswith("Not done: the run stopped before it reached this user. ")
    assert (found["changed"], found["summary"]["users_not_checked"]) == (False, 2)
