# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""account_state: what happens beside the state, to the roles, to bots, and to those who are bots."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import RolesOfTheActive
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import user as jobs
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    ME,
    OK,
    InTurn,
    Refusal,
    scripted_call,
)

ID, BOT = "u" * 26, "b" * 26
PUT, AGAIN, ROLES = "PUT /users/%s/active" % ID, "GET /users/" + ID, "PUT /users/%s/roles" % ID
BOTS, ONE = "GET /bots?include_deleted=true", "GET /bots/%s?include_deleted=true"
ADMINS = "GET /users?role=system_admin&active=true"
NOTE = "PUT /users/%s/preferences" % ME
OTHERS = [{"id": letter * 26, "roles": "system_admin"} for letter in "xy"]
PERMISSIONS = (*BOTS_NEED, "manage_roles", "manage_system")
BROKEN = Refusal(500, "some.error", "Oh.")
NONE_HELD = {"GET /users/%s/tokens" % BOT: [], "GET /users/%s/sessions" % BOT: []}


def user(deactivated=False, **fields):
    """Return a user of the API."""
    known = {"id": ID, "username": "user1", "roles": "system_user", "delete_at": 5 if deactivated else 0}
    return dict(known, **fields)


def ensure(there, answers, check=False, permissions=PERMISSIONS, state="deactivated", system_roles="leave"):
    """Bring one account into a state; return its entry, the whole result and what was sent after the look-up."""
    known = {"POST /users/usernames": [there], BOTS: [], ADMINS: OTHERS, NOTE: OK}
    params = {"users": ["user1"], "missing_users": "fail", "state": state, "system_roles": system_roles}
    call, script = scripted_call(dict(known, **answers), params, check, permissions)
    result = jobs.ensure(call)
    asked = script.sent[script.sent.index("POST /users/usernames") + 1 :]
    return result["results"][0], result, [sent for sent in asked if not sent.startswith("GET")]


# -- roles --------------------------------------------------------------------------------------------------


def reset(there, answers, **options):
    """Block an account and reset its roles."""
    return ensure(there, answers, system_roles="reset", **options)


def test_roles_go_before_the_account_is_blocked():
    then = user(True)
    entry, result, sent = reset(user(roles="system_user custom"), {ROLES: OK, PUT: OK, AGAIN: then})
    assert sent == [ROLES, PUT]
    assert (entry["roles_reset"], entry["state"], result["failure"]) == ([{"role": "custom"}], "deactivated", None)
    entry, _result, sent = reset(user(roles="system_user custom"), {}, check=True)
    assert (entry["roles_reset"], entry["changed"], sent) == ([{"role": "custom"}], True, [])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_somebody_without_roles_is_only_blocked(check):
    entry, _result, sent = reset(user(), {PUT: OK, AGAIN: user(True)}, check=check)
    assert (entry["roles_reset"], sent) == ([], [] if check else [PUT])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_without_the_permission_the_account_is_blocked_all_the_same(check):
    answers = {PUT: OK, AGAIN: user(True)}
    entry, result, _sent = reset(user(roles="custom"), answers, check=check, permissions=BOTS_NEED)
    assert (entry["state"], entry["changed"], entry["roles_reset"]) == ("deactivated", True, [])
    assert result["failure"] == "Failed to reset the roles of user1: the calling account lacks manage_roles."


def test_a_role_that_cannot_be_reset_does_not_keep_the_account_open():
    entry, result, sent = reset(user(roles="custom"), {ROLES: BROKEN, PUT: OK, AGAIN: user(True)})
    assert (sent, entry["state"], entry["roles_reset"]) == ([ROLES, PUT], "deactivated", [])
    assert result["failure"] == "Failed to reset the roles of user1: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT


def test_with_a_dead_token_nothing_more_is_tried():
    _entry, _result, sent = reset(user(roles="custom"), {ROLES: EXPIRED})
    assert sent == [ROLES]


def test_what_mattermost_keeps_is_for_a_person_to_do_and_no_failure():
    refused = Refusal(400, "app.user.update.lastAdmin.app_error", "No.")
    gone = user(True, roles="system_user system_admin")
    for check in (True, False):
        entry, result, _sent = reset(gone, {ADMINS: OTHERS[:1], ROLES: refused}, check=check)
        assert (entry["changed"], entry["roles_reset"], result["failure"]) == (False, [], None)
        assert "Make another user a system admin, then reset the roles of user1 again." in entry["needs_human"]
        assert result["summary"]["users_to_do"] == 1


def test_roles_of_those_who_stay_are_refused_before_the_server_is_asked():
    with pytest.raises(RolesOfTheActive):
        jobs.prepare({"state": "active", "system_roles": "reset"})
    assert jobs.prepare({"state": "active", "system_roles": "leave"}) is None
    assert jobs.prepare({"state": "deactivated", "system_roles": "reset"}) is None


# -- bots that Mattermost posts as --------------------------------------------------------------------------

SYSTEM_BOT = {"user_id": BOT, "owner_id": ID, "username": "system-bot", "delete_at": 0}
ENABLE = "POST /bots/%s/enable" % BOT


def block_owner(held=None, disabled=True, answers=None, **options):
    """Block the owner of the system bot; return the entry, the failure and what was sent."""
    known = dict({BOTS: [SYSTEM_BOT], PUT: OK, AGAIN: user(True), ENABLE: OK}, **NONE_HELD)
    known[ONE % BOT] = dict(SYSTEM_BOT, delete_at=7 if disabled else 0)
    entry, result, sent = ensure(user(), dict(known, **dict(held or {}, **(answers or {}))), **options)
    return entry, result["failure"], sent


def test_the_system_bot_is_enabled_again():
    entry, failure, sent = block_owner()
    assert (entry["bots_enabled"], failure, sent) == (["system-bot"], None, [PUT, ENABLE])
    entry, failure, sent = block_owner(check=True)
    assert (entry["bots_enabled"], failure, sent) == (["system-bot"], None, [])


def test_where_the_server_does_not_disable_bots_nothing_is_enabled():
    entry, failure, sent = block_owner(disabled=False)
    assert (entry["bots_enabled"], failure, sent) == ([], None, [PUT])


@pytest.mark.parametrize("what", ["tokens", "sessions"])
def test_a_bot_that_somebody_can_act_as_stays_disabled(what):
    entry, failure, sent = block_owner({"GET /users/%s/%s" % (BOT, what): [{"id": "t" * 26, "is_active": False}]})
    assert (entry["bots_enabled"], failure, sent) == ([], None, [PUT])


def test_an_account_is_blocked_also_where_its_bots_cannot_be_seen():
    for answers in ({BOTS: BROKEN}, {"GET /users/%s/tokens" % BOT: BROKEN}):
        entry, failure, sent = block_owner(answers=answers)
        assert (entry["state"], entry["bots_enabled"], failure, sent) == ("deactivated", [], None, [PUT])
    assert block_owner(permissions=["manage_system"])[2] == [PUT]


@pytest.mark.parametrize("refused", [ENABLE, ONE % BOT])
def test_a_system_bot_that_stays_disabled_is_told(refused):
    entry, failure, _sent = block_owner(answers={refused: BROKEN})
    assert (entry["state"], entry["bots_enabled"], failure) == ("deactivated", [], None)
    assert entry["warning"].endswith(
        "HTTP 500 some.error: Oh. %s Mattermost posts as this bot: enable it." % SERVER_FAILED_HINT
    )


# -- those who are bots -------------------------------------------------------------------------------------


def switch(owner, answers=None, there=None, caller_is_bot=False, **options):
    """Disable or enable somebody who is a bot; return the entry, the failure and what was sent."""
    row = {"user_id": ID, "owner_id": owner, "username": "user1"}
    known = {ONE % ID: row, "POST /bots/%s/disable" % ID: OK, "POST /bots/%s/enable" % ID: OK, AGAIN: user(True)}
    known["POST /bots/%s/assign/%s" % (ID, ME)] = OK
    me = {"id": ME, "username": "caller", "roles": "some_role", "is_bot": caller_is_bot}
    answers = dict(known, **dict({"GET /users/me": me}, **(answers or {})))
    entry, result, sent = ensure(there or user(is_bot=True), answers, **options)
    return entry, result["failure"], sent


def test_a_bot_is_disabled_and_enabled_as_one():
    entry, failure, sent = switch("x" * 26)
    assert (entry["state"], entry["warning"], failure) == ("deactivated", None, None)
    assert sent == ["POST /bots/%s/disable" % ID]
    there = user(True, is_bot=True)
    entry, failure, sent = switch("x" * 26, {AGAIN: user()}, there, state="active")
    assert (entry["state"], failure, sent) == ("active", None, ["POST /bots/%s/enable" % ID])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_a_bot_that_owns_itself_gets_another_owner_before(check):
    entry, failure, sent = switch(ID, check=check)
    assert (entry["state"], failure) == ("deactivated", None)
    assert entry["warning"] == (
        "The account is a bot that owned itself. Its owner is now caller, because Mattermost would never have"
        " finished disabling it otherwise."
    )
    assert sent == ([] if check else ["POST /bots/%s/assign/%s" % (ID, ME), "POST /bots/%s/disable" % ID])


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_a_bot_that_nobody_can_own_is_not_touched(check):
    entry, failure, sent = switch(ID, caller_is_bot=True, check=check)
    assert (entry["state"], entry["changed"], sent) == ("active", False, [])
    assert failure == (
        "Failed to deactivate user1: it is a bot that owns itself, and Mattermost would never finish disabling it. A"
        " bot cannot be its new owner: use the token of a person, or assign the bot to another account first."
    )


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_a_bot_whose_owner_is_not_told_is_not_touched(check):
    """It could own itself."""
    entry, failure, sent = switch(ID, {ONE % ID: Refusal(404, "store.sql_bot.get.missing.app_error")}, check=check)
    assert (entry["changed"], sent) == (False, [])
    assert "The bot no longer exists, or the token lacks read_others_bots." in failure


def test_what_was_taken_and_not_seen_is_not_known():
    answers = {AGAIN: InTurn(Refusal(500), user(True))}
    entry, failure, sent = switch(ID, answers)
    assert (entry["outcome"], sent[-1]) == ("unknown", "POST /bots/%s/disable" % ID)
    assert failure
