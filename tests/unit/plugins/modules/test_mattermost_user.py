# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_user, run for real against the server under test.

Of the twelve steps, those that are the same for each module are in test_the_twelve_steps.py.
"""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import forwarding

USER = "mattermost_user"
LDAP = "api.user.update_active.cannot_modify_status_when_user_is_managed_by_ldap.app_error"


@pytest.fixture(name="ensure")
def fixture_ensure(run):
    """Run the module: `ensure("deactivated", name, ...)`."""

    def ensure(state, *names, **options):
        return run(USER, state=state, users=list(names), **options)

    return ensure


def active(person):
    """Ask the server whether somebody is active."""
    return person.user()["delete_at"] == 0


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.step(6)
def test_diff_shows_before_and_after(ensure, person, check):
    diff = ensure("deactivated", person.username, check=check, diff=True).result["diff"]
    assert diff == {"before": person.username + ": active\n", "after": person.username + ": deactivated\n"}


@pytest.mark.embedded_only("stages an error")
@pytest.mark.step(8)
def test_several_users_of_whom_one_fails(ensure, control, person, mattermost):
    first, last = mattermost.new_person(), mattermost.new_person()
    control.faults({"kind": "body", "status": 400, "body": "{}", "path": person.id + "/active"})
    found = ensure("deactivated", first.username, person.username, last.username)
    assert found.outcomes == ["done", "not_done", "done"]
    assert [active(one) for one in (first, person, last)] == [False, True, False]
    assert found.message == (
        "1 of 3 users failed. %s: Failed to deactivate %s: HTTP 400 (no error id): no message."
        % (person.username, person.username)
    )


@pytest.mark.step(9)
def test_without_permission_the_error_names_it(ensure, person, mattermost):
    other = mattermost.new_person()
    found = ensure("deactivated", other.username, token=person.log_in().token)
    assert found.message == (
        "Failed to deactivate %s: HTTP 403 api.user.update_active.permissions.app_error: You do not have the"
        " appropriate permissions. The token needs sysconsole_write_user_management_users (and manage_system where"
        " the user is a system admin)." % other.username
    )
    assert active(other)


# -- states -------------------------------------------------------------------------------------------------


def test_back_and_forth(ensure, person):
    assert ensure("deactivated", person.email).results[0]["state"] == "deactivated"
    [entry] = ensure("active", person.id).results
    assert (entry["previous_state"], entry["state"], entry["changed"]) == ("deactivated", "active", True)
    assert active(person)
    assert not ensure("active", person.id).changed


def test_a_system_admin_who_is_not_the_last_one(ensure, mattermost):
    boss = mattermost.new_person(admin=True)
    assert ensure("deactivated", boss.username).changed
    assert not active(boss)


@pytest.mark.embedded_only("needs a licence for the role")
@pytest.mark.trap("2.8")
def test_a_system_admin_takes_manage_system(ensure, control, mattermost, person):
    control.let_managers_edit_users(mattermost)
    mattermost.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user system_user_manager"})
    boss, other = mattermost.new_person(admin=True), mattermost.new_person()
    found = ensure("deactivated", boss.username, other.username, token=person.log_in().token)
    assert found.outcomes == ["not_done", "done"]
    assert active(boss)
    assert not active(other)
    assert "manage_system" in found.message


@pytest.mark.embedded_only("deactivates every other system admin")
def test_the_last_system_admin_is_refused(ensure, control, mattermost, person, admin):
    control.let_managers_edit_users(mattermost)
    mattermost.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user system_user_manager"})
    admins = [
        u for u in mattermost.must("GET", "/users?role=system_admin&active=true&per_page=200") if u["id"] != admin.id
    ]
    for one in admins:
        mattermost.must("PUT", "/users/%s/active" % one["id"], {"active": False})
    found = ensure("deactivated", admin.username, token=person.log_in().token)
    assert found.message == (
        "%s is the last active system admin. Nothing was changed. Make another user a system admin first."
        % admin.username
    )


# -- those whom somebody else manages -----------------------------------------------------------------------


@pytest.mark.embedded_only("makes a user of a directory")
@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.trap("2.9")
def test_an_account_that_ldap_manages(ensure, control, check):
    control.settings(version="11.6.0")
    user = control.new_user(auth_service="ldap", auth_data=unique())
    found = ensure("deactivated", user["username"], check=check)
    [entry] = found.results
    assert (found.failed, entry["changed"], entry["outcome"]) == (True, False, "not_done")
    assert entry["error"]["id"] == LDAP
    assert entry["needs_human"] == "Deactivate the account in the LDAP directory, then synchronize Mattermost."
    assert control.state(user["id"])["user"]["delete_at"] == 0


@pytest.mark.embedded_only("makes a user of an identity provider")
@pytest.mark.parametrize(
    ("service", "name"),
    [("gitlab", "GitLab"), ("google", "Google"), ("office365", "Office 365"), ("openid", "OpenID Connect")],
)
@pytest.mark.trap("2.10")
def test_who_logs_in_elsewhere_is_activated_again_silently(ensure, control, service, name):
    user = control.new_user(auth_service=service, auth_data=unique())
    [entry] = ensure("deactivated", user["username"]).results
    assert entry["changed"]
    assert entry["needs_human"] == (
        "Disable the account at %s: the next log-in there would silently activate it again." % name
    )
    assert control.ask("POST", "/users/%s/sso_login" % user["id"])["reactivated"]


@pytest.mark.embedded_only("breaks off in the middle")
@pytest.mark.trap("2.8")
def test_a_deactivation_that_breaks_off_has_taken_effect(ensure, control):
    """delete_at is written first: a 500 after that leaves a user that looks deactivated with sessions alive."""
    user = control.new_user(sessions=[{}], deactivation_fails=True)
    [entry] = ensure("deactivated", user["username"]).results
    assert (entry["state"], entry["changed"]) == ("deactivated", True)
    assert entry["warning"].endswith("The account is deactivated nevertheless; its sessions and bots may still work.")
    assert len(control.state(user["id"])["sessions"]) == 1


@pytest.mark.embedded_only("lets a user vanish in the middle")
def test_a_user_that_vanishes_in_the_middle_is_told(ensure, control, server, answering):
    user, other = control.new_user(), control.new_user()
    forward = forwarding(server.url)

    def vanishing(request):
        if request.path == "/users/%s/active" % user["id"]:
            control.ask("DELETE", "/users/" + user["id"])
        return forward(request)

    found = ensure("deactivated", user["id"], other["id"], url=answering(vanishing).url)
    assert found.outcomes == ["not_done", "done"]
    assert found.results[0]["error"]["hint"] == "The user no longer exists on the server."
