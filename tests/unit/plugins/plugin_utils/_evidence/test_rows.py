# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known about each user, put together from what the modules returned."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import rows, words
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import closed, look, seen, user_of

TIMES = {
    step: "2026-11-22T02:08:1%dZ" % n for n, step in enumerate((words.BEFORE, words.BLOCKED, words.CLOSED, words.AFTER))
}


def evidence(before=None, blocked=None, closed_by=None, after=None, at=None, leavers=(), **options):
    """Return the rows of a batch of which these steps returned something."""
    told = {words.BEFORE: before, words.BLOCKED: blocked, words.CLOSED: closed_by, words.AFTER: after}
    times = at or TIMES
    records = [{"step": k, "results": v, "at": times.get(k, TIMES[k])} for k, v in told.items() if v is not None]
    return rows.of_batch(list(leavers), rows.Steps(records), **options)


def test_nobody():
    assert evidence([]) == []


def test_closed():
    done = [{"id": "token-0", "description": "ci", "open": True}]
    token = dict(seen("user_access_token", "closed"), closed=done)
    [row] = evidence(
        [look("anna", "account", "user_access_token")],
        [{"user": user_of("anna"), "changed": True, "state": "deactivated", "previous_state": "active",
          "request_ids": ["r1"]}],
        [{"user": user_of("anna"), "access": {"user_access_token": token}, "request_ids": ["r2"]}],
        [dict(look("anna", **closed("account", "user_access_token")), user=dict(user_of("anna"), active=False))],
    )  # fmt: skip
    assert row["status"] == "closed" and row["looked_again"]
    assert row["user"]["active"] is False
    assert (row["ways_in_before"], row["ways_in_after"]) == (2, 0)
    told = [(e["access_type"], e["before"], e["after"], e["open_before"], e["open_after"]) for e in row["access"]]
    assert told == [("account", "open", "closed", 1, 0), ("user_access_token", "open", "closed", 1, 0)]
    assert [(entry["access_type"], entry["what"], entry["at"], entry["details"]) for entry in row["done"]] == [
        ("account", "deactivated, was active", TIMES["blocked"], []),
        ("user_access_token", "1 closed", TIMES["closed"], ["token-0, ci"]),
    ]
    assert row["request_ids"] == ["r1", "r2"]
    assert row["times"] == TIMES


def test_a_warning_of_the_account_is_kept():
    changed = {"user": user_of("anna"), "changed": True, "state": "deactivated", "previous_state": "active"}
    [row] = evidence([look("anna")], [dict(changed, warning="GitLab would activate it again.")])
    assert row["done"][0]["details"] == ["GitLab would activate it again."]


@pytest.mark.parametrize(
    ("access", "error", "status"),
    [
        (closed("account", "session"), None, "closed"),
        ({"session": seen("session")}, None, "open"),
        ({"session": seen("session"), "bot": seen("bot", "not_allowed")}, None, "open"),
        ({"bot": seen("bot", "not_allowed")}, None, "not_checked"),
        ({"bot": seen("bot", "unknown", reason="Nobody knows.")}, None, "not_checked"),
        ({"bot": seen("bot", "failed")}, "HTTP 500", "failed"),
        ({"bot": seen("bot", "feature_off")}, None, "closed"),
        ({"account": seen("account", "needs_human", reason="Ask.")}, None, "needs_human"),
        ({"account": seen("account", "needs_human", reason="Ask."), "session": seen("session")}, None, "open"),
        ({"account": seen("account", "needs_human"), "bot": seen("bot", "not_allowed")}, None, "not_checked"),
        ({"account": seen("account", "needs_human", still_open=False)}, None, "closed"),
        ({}, "HTTP 500", "failed"),
        ({}, None, "not_checked"),
    ],
)
def test_status(access, error, status):
    """Not checked is never clean."""
    [row] = evidence([look("anna", "session")], after=[look("anna", error=error, **access)])
    assert row["status"] == status
    assert row["errors"] == ([error] if error else [])


@pytest.mark.parametrize("access_types", [("session",), ()])
def test_what_nobody_looked_at_again_is_not_checked(access_types):
    """Whatever was open before, and whatever was done: also where nothing was."""
    before = look("anna", *access_types, **closed("account"))
    [row] = evidence([before], closed_by=[{"user": user_of("anna"), "access": {}}])
    assert (row["status"], row["looked_again"], row["ways_in_after"]) == ("not_checked", False, None)
    assert {entry["after"] for entry in row["access"]} == {None}


def test_an_audit_is_one_look():
    [row] = evidence([look("anna", "session")], looks_again=False)
    assert (row["status"], row["ways_in_after"]) == ("open", None)


def test_what_is_left_alone_does_not_count():
    asked = seen("oauth_authorization", "needs_human", reason="Ask.")
    before = look("anna", "session", bot=seen("bot", "not_allowed"), oauth_authorization=asked)
    left = frozenset(["session", "bot", "oauth_authorization"])
    [row] = evidence([before], after=[before], left_alone=left)
    assert (row["status"], row["still_open"], row["not_checked"]) == ("closed", [], [])
    assert row["left_alone"] == ["session", "oauth_authorization", "bot"] and row["to_do"] == []


def test_what_a_person_must_do_or_find_out():
    access = {
        "account": seen("account", "needs_human", reason="Ask."),
        "oauth_authorization": seen("oauth_authorization", "unknown", reason="Nobody knows."),
    }
    [row] = evidence([look("anna")], after=[look("anna", **access)])
    assert row["to_do"] == ["Account: Ask.", "OAuth apps authorised: Nobody knows."]


def test_each_thing_to_do_has_the_reference_that_confirms_it():
    logged = seen("oauth_authorization", "needs_human", reason="2 things are left.")
    logged["found"] = [
        {"id": "1", "open": True, "advice": "Ask at the shop.", "reference": "1a2b"},
        {"id": "2", "open": False, "advice": "Ask at the door.", "reference": "3c4d"},
    ]
    [row] = evidence([look("anna")], after=[look("anna", oauth_authorization=logged)])
    assert row["to_do"] == ["OAuth apps authorised: Ask at the shop. (reference 1a2b)"]


def test_what_only_the_last_look_saw():
    """Nothing was changed about it, so it was the same before."""
    asked = dict(seen("oauth_authorization", "needs_human", reason="Ask."), found=[{"id": "o-1", "open": True}])
    after = look("anna", oauth_authorization=asked, **closed("session"))
    [row] = evidence([look("anna", "session")], after=[after])
    told = {e["access_type"]: (e["before"], e["after"], e["open_before"], e["open_after"]) for e in row["access"]}
    assert told["oauth_authorization"] == ("needs_human", "needs_human", 1, 1)
    assert told["session"] == ("open", "closed", 1, 0)
    assert row["ways_in_before"] == 2 and row["to_do"]


def test_what_only_the_closing_looked_at():
    """What it found and closed, what it left, and what it could not look at."""
    bot = dict(seen("bot", "closed"), before="open", closed=[{"id": "b-1"}, {"id": "b-2"}])
    left = dict(seen("oauth_authorization", "needs_human", reason="Ask."), before="needs_human", closed=[])
    left["found"] = [{"id": "o-1", "open": True}]
    entry = {"requested": "anna", "user": user_of("anna"), "access": {"bot": bot, "oauth_authorization": left}}
    [row] = evidence(
        [look("anna", "session")],
        closed_by=[dict(entry, not_checked=["user_access_token"])],
        after=[look("anna", **closed("session"))],
    )
    told = {e["access_type"]: (e["before"], e["after"], e["open_before"], e["open_after"]) for e in row["access"]}
    assert told == {
        "session": ("open", "closed", 1, 0),
        "bot": ("open", "closed", 2, 0),
        "oauth_authorization": ("needs_human", "needs_human", 1, 1),
    }
    assert (row["ways_in_before"], row["ways_in_after"]) == (4, 1)
    assert row["still_open"] == ["oauth_authorization"] and row["not_checked"] == ["user_access_token"]
    assert row["status"] == "not_checked" and row["to_do"] == ["OAuth apps authorised: Ask."]
    # Without the look afterwards nothing of it is closed.
    [row] = evidence([look("anna", "session")], closed_by=[entry])
    assert row["status"] == "not_checked" and {e["after"] for e in row["access"]} == {None}


def test_the_unknown_and_the_doubled():
    nobody = {"requested": "nobody", "user": None, "error": None}
    twice = dict(look("anna", "session"), requested="anna@example.com")
    found = evidence([nobody, look("anna", "session"), twice, nobody], looks_again=False)
    assert [(row["requested"], row["status"]) for row in found] == [("nobody", "missing"), ("anna", "open")]
    assert found[0]["user"] is None and found[0]["access"] == []


def test_what_the_list_says_about_somebody_stands_in_the_row():
    about = {"left_at": "2026-11-20T17:00:00Z", "ticket": "T-1", "requested_by": "hr", "approved_by": "boss"}
    entry = dict(look("anna", "session"), requested=user_of("anna")["id"])
    leaver = {"requested": "Anna@example.com", "id": user_of("anna")["id"], "successor": None, "source": "x:2", **about}
    [row] = evidence([entry], leavers=[leaver])
    assert {key: row[key] for key in about} == about
    # And the name as the list has it, which an id is not.
    assert row["requested"] == "Anna@example.com" and row["source"] == "x:2"


def test_an_account_that_was_deleted_meanwhile():
    gone = {"requested": "anna", "user": None}
    [row] = evidence([look("anna", "session")], after=[gone])
    assert row["status"] == "missing" and row["errors"] == ["The account was deleted during the run."]
    assert [entry["after"] for entry in row["access"]] == ["closed"]


FOR_OTHERS = {
    "title": "Accounts of others", "verdict": "needs_human", "reason": "Ask.", "still_open": True,
    "found": [{"id": "x", "open": True, "advice": "Ask.", "reference": "r"}],
}  # fmt: skip


def ended(name, **access):
    """Return an entry of the module that closes."""
    return {"user": user_of(name), "access": access}


@pytest.mark.parametrize("by", ["the first look", "the module that closes"])
def test_what_concerns_others_outlives_a_deleted_account(by):
    """A password that somebody set for a colleague works however their own account ended."""
    gone = [{"requested": user_of("anna")["id"], "user": None}]
    known = {"changed_account": FOR_OTHERS} if by == "the first look" else {}
    [row] = evidence(
        [look("anna", "session", **known)],
        closed_by=[ended("anna", **({} if known else {"changed_account": FOR_OTHERS}))],
        after=gone,
    )
    assert row["status"] == "needs_human" and row["still_open"] == ["changed_account"]
    assert row["to_do"] == ["Accounts of others: Ask. (reference r)"]
    assert row["errors"] == ["The account was deleted during the run."]
    assert {e["access_type"]: e["after"] for e in row["access"]} == {
        "session": "closed", "changed_account": "needs_human"
    }  # fmt: skip


def test_a_log_that_was_deleted_with_the_account_is_not_checked():
    gone = [{"requested": user_of("anna")["id"], "user": None}]
    wanted = frozenset(["session", "user_access_token", "changed_account"])
    [row] = evidence([look("anna", "session")], closed_by=[], after=gone, wanted=wanted)
    assert (row["status"], row["not_checked"]) == ("failed", ["changed_account"])


@pytest.mark.parametrize(
    ("verdict", "status", "kept"),
    [("needs_human", "needs_human", ["changed_account"]), ("closed", "missing", [])],
)
def test_an_account_that_was_deleted_before_the_second_look(verdict, status, kept):
    told = dict(FOR_OTHERS, verdict=verdict, still_open=verdict != "closed", found=FOR_OTHERS["found"] if kept else [])
    first = evidence(
        [look("anna", "session")],
        closed_by=[ended("anna", changed_account=told)],
        after=[look("anna", "session", bot=seen("bot", "not_allowed"))],
    )
    assert first[0]["status"] == "open"
    gone = [{"requested": user_of("anna")["id"], "user": None}]
    [row] = evidence(closed_by=gone, after=gone, earlier=json.loads(json.dumps(first)))
    assert (row["status"], row["still_open"], row["not_checked"]) == (status, kept, [])
    assert row["to_do"] == (["Accounts of others: Ask. (reference r)"] if kept else [])
    assert {e["access_type"]: e["after"] for e in row["access"]} == {
        "session": "closed", "bot": "closed", "changed_account": verdict
    }  # fmt: skip
    assert row["user"]["username"] == "anna" and row["errors"] == ["The account was deleted during the run."]


def test_a_type_of_access_that_no_step_tells_of_is_not_checked():
    """As where the server did not find the user once, when the module that closes asked for them."""
    nobody = [{"requested": user_of("anna")["id"], "user": None}]
    wanted = frozenset(["account", "token_for_others", "bot"])
    steps = {"before": [look("anna", "account")], "closed_by": nobody, "after": [look("anna", **closed("account"))]}
    [row] = evidence(**steps, wanted=wanted, left_alone=frozenset(["bot"]))
    assert (row["status"], row["not_checked"]) == ("not_checked", ["token_for_others"])
    steps["closed_by"] = [ended("anna", token_for_others=dict(FOR_OTHERS, verdict="closed", still_open=False))]
    [row] = evidence(**steps, wanted=wanted, left_alone=frozenset(["bot"]))
    assert (row["status"], row["not_checked"]) == ("closed", [])


def test_what_was_closed_without_an_id_counts_as_open_before():
    left = [{"what": "guest_magic_links", "open": True, "advice": "Wait.", "reference": "r"}]
    told = dict(FOR_OTHERS, before="needs_human", found=left, closed=[{"what": "invitations"}])
    [row] = evidence([look("anna")], closed_by=[ended("anna", email_invitation=told)], after=[look("anna")])
    [entry] = row["access"]
    assert (entry["open_before"], entry["open_after"], row["ways_in_before"]) == (2, 1, 2)


def test_a_manual_step_is_told_beside_what_is_open():
    more = [*FOR_OTHERS["found"], {"id": "y", "open": True}]
    told = dict(FOR_OTHERS, verdict="open", found=more)
    [row] = evidence([look("anna")], after=[look("anna", changed_account=told)])
    assert (row["status"], row["to_do"]) == ("open", ["Accounts of others: Ask. (reference r)"])


def test_a_second_look_keeps_what_was_before_the_first():
    token = dict(seen("user_access_token"), closed=[{"id": "x"}])
    first = evidence(
        [look("anna", "user_access_token", "session")],
        closed_by=[{"user": user_of("anna"), "access": {"user_access_token": token}}],
        after=[look("anna", "session", **closed("user_access_token"))],
    )
    first = json.loads(json.dumps(first))  # it comes from the journal
    later = {"closed": "2026-11-22T02:11:31Z", "after": "2026-11-22T02:11:32Z"}
    found = [look("anna", **closed("user_access_token", "session"))]
    session = dict(seen("session"), closed=[{"id": "y"}, {"id": "z"}])
    ended = [{"user": user_of("anna"), "access": {"session": session}}]
    [row] = evidence(closed_by=ended, after=found, at=later, earlier=first)
    assert row["status"] == "closed"
    assert (row["ways_in_before"], row["ways_in_after"]) == (2, 0)
    told = [(e["before"], e["after"], e["open_before"], e["open_after"]) for e in row["access"]]
    assert told == [("open", "closed", 1, 0)] * 2
    assert [(entry["access_type"], entry["at"]) for entry in row["done"]] == [
        ("user_access_token", TIMES["closed"]),
        ("session", later["closed"]),
    ]
    looked = {step: TIMES[step] for step in ("before", "closed", "after")}
    assert row["times"] == dict(looked, second_look=later["after"])


def test_what_it_is_given_stays_as_it_is():
    before, after = [look("anna", "session")], [look("anna", **closed("session"))]
    kept = copy.deepcopy((before, after))
    evidence(before, after=after)
    assert (before, after) == kept


def test_roles_that_went_with_the_deactivation_are_told():
    blocked = {"user": user_of("anna"), "changed": True, "state": "deactivated", "previous_state": "active",
               "roles_reset": [{"role": "system_admin"}]}  # fmt: skip
    again = dict(blocked, previous_state="deactivated")
    for said, expected in ((blocked, ["account", "system_role"]), (again, ["system_role"])):
        [row] = evidence([look("anna", "account")], [said], after=[look("anna", **closed("account"))])
        assert [entry["access_type"] for entry in row["done"]] == expected
        [roles] = [entry for entry in row["done"] if entry["access_type"] == "system_role"]
        assert (roles["count"], roles["what"], roles["at"], roles["details"]) == (
            1, "1 closed", TIMES["blocked"], ["system_admin"]
        )  # fmt: skip


def test_an_administrator_is_known_by_the_role_or_by_what_is_to_be_looked_at():
    made = {"title": "Accounts of others", "verdict": "needs_human", "reason": "Look.", "still_open": True,
            "found": [{"what": "accounts_made", "open": True, "advice": "Look.", "reference": "r"}]}  # fmt: skip
    by_deeds = look("anna", changed_account=made)
    by_role = dict(look("anna"), user=dict(user_of("anna"), system_admin=True))
    afterwards = look("anna", **closed("account"))
    for before, expected in ((by_deeds, True), (by_role, True), (look("anna"), False)):
        [row] = evidence([before], after=[by_deeds if before is by_deeds else afterwards])
        assert row["administrator"] is expected
