# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""user: what is made of the answers on the way from one state to the other."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    MANAGED_BY_LDAP,
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import user as jobs
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    EXPIRED,
    OK,
    InTurn,
    Refusal,
    lost,
    scripted_call,
)

ID = "u" * 26
PUT, AGAIN = "PUT /users/%s/active" % ID, "GET /users/" + ID
LOOK_UP = "POST /users/usernames"
ADMINS = "GET /users?role=system_admin&active=true"
LDAP = Refusal(403, MANAGED_BY_LDAP, "Managed by LDAP.")
IN_LDAP = "Deactivate the account in the LDAP directory, then synchronize Mattermost."
UNSEEN = (
    "The calling account lacks manage_system and cannot see whether the user logs in through LDAP or single sign-on."
    " If so, disable the account there as well, or it will be activated again."
)


def user(deactivated=False, **fields):
    """Return a user of the API."""
    known = {"id": ID, "username": "user1", "roles": "system_user", "delete_at": 5 if deactivated else 0}
    return dict(known, **fields)


def ensure(
    state, there, change=None, again=None, check_mode=False, permissions=("manage_system",), colleague=False, **options
):
    """Bring one account into a state. Return its entry, the whole result, and the script.

    A `colleague` is one of whom all goes well: where most fail, nothing is tried twice.
    """
    others = [user(id="c" * 26, username="user2")] if colleague else []
    answers = {LOOK_UP: [there, *others], PUT: change, AGAIN: again, ADMINS: [user(id="b" * 26, roles="system_admin")]}
    answers = {key: answer for key, answer in answers.items() if answer is not None}
    for other in others:
        answers.update(
            {"PUT /users/%s/active" % other["id"]: OK, "GET /users/" + other["id"]: dict(other, delete_at=5)}
        )
    params = {"users": [one["username"] for one in [there, *others]], "missing_users": "fail", "state": state}
    params["system_roles"] = "leave"
    call, script = scripted_call(answers, params, check_mode, permissions, **options)
    result = jobs.ensure(call)
    return result["results"][0], result, script


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
@pytest.mark.parametrize(("state", "deactivated"), [("active", False), ("deactivated", True)])
def test_where_nothing_is_to_be_done_nothing_is_sent(state, deactivated, check_mode):
    entry, _result, script = ensure(state, user(deactivated), check_mode=check_mode)
    assert (entry["state"], entry["previous_state"], entry["changed"]) == (state, state, False)
    assert script.sent[-1] == LOOK_UP


@pytest.mark.parametrize(("state", "before"), [("active", "deactivated"), ("deactivated", "active")])
def test_a_state_is_changed_and_read_again(state, before):
    there, then = user(before == "deactivated"), user(state == "deactivated")
    entry, _result, script = ensure(state, there, OK, then)
    assert (entry["state"], entry["previous_state"], entry["changed"]) == (state, before, True)
    assert script.sent[-2:] == [PUT, AGAIN]
    assert script.bodies[-2] == {"active": state == "active"}
    said, _result, script = ensure(state, there, check_mode=True)
    assert said == entry
    assert script.sent[-1] == LOOK_UP


@pytest.mark.parametrize(
    "again", [user(), {}, [], "x", user(True, id="x" * 26)], ids=["active", "{}", "[]", "x", "another"]
)
def test_a_success_status_proves_nothing(again):
    entry, result, _script = ensure("deactivated", user(), OK, again)
    assert (entry["state"], entry["changed"], entry["outcome"]) == ("active", False, "not_done")
    assert result["failure"] == (
        "Failed to deactivate user1: http://mattermost.test answered OK, but the account is active and still there. A"
        " concurrent request or a lagging replica may be the cause: run it again."
    )


def test_a_server_that_breaks_off_after_the_state_was_written():
    broken = Refusal(500, "app.session.remove.app_error", "Sessions.")
    entry, result, _script = ensure("deactivated", user(), broken, user(deactivated=True))
    assert (entry["state"], entry["changed"], result["failure"]) == ("deactivated", True, None)
    assert entry["warning"].startswith("Failed to deactivate user1: HTTP 500 app.session.remove.app_error: Sessions. ")
    assert entry["warning"].endswith(" The account is deactivated nevertheless; its sessions and bots may still work.")


def test_a_server_that_breaks_off_before():
    entry, result, _script = ensure("deactivated", user(), Refusal(500, "some.error", "Oh."), user())
    assert (entry["state"], entry["changed"], entry["warning"]) == ("active", False, None)
    assert result["failure"] == "Failed to deactivate user1: HTTP 500 some.error: Oh. " + SERVER_FAILED_HINT


@pytest.mark.parametrize("status", [400, 403, 404, 501])
def test_what_is_refused_is_not_read_again(status):
    entry, _result, script = ensure("deactivated", user(), Refusal(status, "some.error"))
    assert (entry["error"]["status"], entry["changed"], entry["outcome"]) == (status, False, "not_done")
    assert script.sent[-1] == PUT


@pytest.mark.parametrize(("answer", "outcome"), [(lost, "unknown"), (EXPIRED, "not_done")])
def test_without_an_answer_it_is_not_known(answer, outcome):
    entry, _result, _script = ensure("deactivated", user(), answer)
    assert (entry["outcome"], entry["changed"], entry["state"]) == (outcome, False, "active")


@pytest.mark.parametrize("answer", [Refusal(500), lost], ids=["500", "lost"])
def test_what_was_taken_and_not_seen_is_not_known(answer):
    entry, _result, _script = ensure("deactivated", user(), OK, answer)
    assert (entry["outcome"], entry["state"]) == ("unknown", "active")


def test_a_second_try_looks_before_it_asks_again():
    """Asking again would move the time of deactivation."""
    entry, _result, script = ensure("deactivated", user(), OK, InTurn(lost, user(True)), colleague=True)
    assert [sent for sent in script.sent if sent in (PUT, AGAIN)] == [PUT, AGAIN, AGAIN]
    assert (entry["changed"], entry["state"]) == (True, "deactivated")


# -- those whom somebody else manages -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "service", "refused"),
    [
        ("5.37.0", "ldap", False),
        ("8.1.0", "ldap", False),
        ("9.0.0", "ldap", True),
        ("10.5.2", "ldap", True),
        ("11.6.0", "ldap", True),
        (None, "ldap", True),  # what is not known is not promised
        ("11.6.0", "saml", False),
        ("11.6.0", "", False),
    ],
)
def test_check_mode_foretells_what_ldap_would_refuse(version, service, refused):
    entry, result, _script = ensure("deactivated", user(auth_service=service), check_mode=True, version=version)
    assert (entry["changed"], bool(result["failure"])) == (not refused, refused)
    if refused:
        assert (entry["error"]["status"], entry["error"]["id"], entry["needs_human"]) == (403, MANAGED_BY_LDAP, IN_LDAP)


@pytest.mark.parametrize("service", ["ldap", ""], ids=["seen", "unseen"])
def test_a_real_run_asks_the_server_and_tells_what_it_says(service):
    entry, _result, script = ensure("deactivated", user(auth_service=service), LDAP, permissions=())
    assert script.sent[-1] == PUT
    assert (entry["error"]["id"], entry["needs_human"]) == (MANAGED_BY_LDAP, IN_LDAP)


@pytest.mark.parametrize(
    ("permissions", "service", "task"),
    [
        (["manage_system"], "", None),
        (["manage_system"], "google", "Disable the account at Google: the next log-in there would silently activate it"
         " again."),
        ([], "", UNSEEN),
    ],
)  # fmt: skip
@pytest.mark.parametrize("there", [False, True], ids=["now", "before"])
def test_what_a_person_must_do_once_an_account_is_deactivated(permissions, service, task, there):
    fields = {"auth_service": service}
    then = user(True, **fields)
    entry, result, _script = ensure("deactivated", user(there, **fields), OK, then, permissions=permissions)
    assert entry["needs_human"] == task
    assert result["summary"]["users_to_do"] == (1 if task else 0)


@pytest.mark.parametrize("check_mode", [True, False], ids=["check", "real"])
def test_ldap_refuses_the_other_way_round_too(check_mode):
    entry, _result, _script = ensure("active", user(True, auth_service="ldap"), LDAP, check_mode=check_mode)
    assert entry["error"]["message"].startswith("Failed to activate user1: ")
    assert "eactivate" not in entry["error"]["message"]
    assert entry["needs_human"] == IN_LDAP.replace("Deactivate", "Activate")


def test_who_is_to_be_active_needs_nobody():
    entry, _result, _script = ensure("active", user(True, auth_service="ldap"), OK, user(auth_service="ldap"))
    assert entry["needs_human"] is None


def test_the_last_admin_is_asked_for_where_one_is_to_go_only():
    admin = {"roles": "system_admin"}
    assert ADMINS in ensure("deactivated", user(**admin), OK, user(True, **admin))[2].sent
    assert ADMINS not in ensure("active", user(**admin))[2].sent
