# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""account: whether somebody may log in, and what no API of Mattermost's can close."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.account import CLOSE_NEEDS, Account
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import scripted_server

ID = "u" * 26


def advice(permissions=("manage_system",), **fields):
    """Return what a person must do about a user, and whether the account is open until then."""
    server, _script = scripted_server({}, permissions)
    found = Account().advice(server, Person(dict({"id": ID}, **fields)), [])
    return found and (found.text, found.still_open)


@pytest.mark.parametrize(
    ("fields", "is_open", "shown"),
    [
        ({}, True, {"auth_service": "", "deactivated_at": None}),
        ({"delete_at": 0, "auth_service": None}, True, {"auth_service": "", "deactivated_at": None}),
        ({"delete_at": None, "auth_service": "ldap"}, True, {"auth_service": "ldap", "deactivated_at": None}),
        ({"delete_at": 1_700_000_000_000}, False, {"auth_service": "", "deactivated_at": "2023-11-14T22:13:20Z"}),
        ({"auth_data": "secret", "password": "secret", "mfa_secret": "secret", "props": {"x": "secret"}}, True,
         {"auth_service": "", "deactivated_at": None}),
    ],
    ids=str,
)  # fmt: skip
def test_an_account_is_open_until_it_is_deactivated(fields, is_open, shown):
    server, script = scripted_server({})
    [item] = Account().find(server, Person(dict({"id": ID}, **fields)))
    assert (item.key, item.open, item.shown) == (ID, is_open, dict(shown, id=ID))
    assert script.sent == []


def test_to_see_an_account_takes_nothing_and_to_close_it_is_for_another_module():
    assert Account().needs(None, {"id": ID, "roles": "system_admin"}) == ()
    assert CLOSE_NEEDS == ("sysconsole_write_user_management_users",)
    assert not Account.closable


@pytest.mark.parametrize("delete_at", [0, 5])
@pytest.mark.parametrize("service", ["", None, "saml", "email", "something-new"])
def test_who_logs_in_here_or_is_not_activated_again_needs_nobody(service, delete_at):
    assert advice(auth_service=service, delete_at=delete_at) is None


@pytest.mark.parametrize(
    ("service", "name"),
    [("gitlab", "GitLab"), ("google", "Google"), ("office365", "Office 365"), ("openid", "OpenID Connect")],
)
@pytest.mark.parametrize("permissions", [["manage_system"], []], ids=["admin", "other"])
def test_who_comes_back_by_logging_in_elsewhere(service, name, permissions):
    assert advice(permissions, auth_service=service, delete_at=5) == (
        "Disable the account at %s: the next log-in there would silently activate it again." % name,
        True,
    )
    # As long as it is active, it is open, and the module that deactivates it says what is left then.
    assert advice(permissions, auth_service=service, delete_at=0) is None


@pytest.mark.parametrize(
    ("delete_at", "task"),
    [
        (0, "Deactivate the account in the LDAP directory, then synchronize Mattermost."),
        (
            5,
            "Make sure that the account stays disabled in the LDAP directory, or the next synchronization will"
            " activate it.",
        ),
    ],
)
def test_who_is_managed_by_ldap_is_open_whatever_the_server_says(delete_at, task):
    assert advice(auth_service="ldap", delete_at=delete_at) == (task, True)


@pytest.mark.parametrize(
    ("permissions", "delete_at", "asked"), [([], 5, True), ([], 0, False), (["manage_system"], 5, False)]
)
def test_who_cannot_see_the_log_in_service_does_not_call_an_account_closed(permissions, delete_at, asked):
    task = advice(permissions, delete_at=delete_at)
    assert (task is not None) == asked
    if asked:
        assert task[0].startswith("The calling account lacks manage_system and cannot see whether ")
        assert task[1] is None


@pytest.mark.parametrize(
    ("service", "shown"), [(["x"], ""), ({"a": 1}, ""), (None, ""), ("ld\nap\x1b[31m" + "x" * 99, "ld ap [31m")]
)
def test_a_strange_log_in_service_is_one_short_line(service, shown):
    [item] = Account().find(None, Person({"id": "u" * 26, "auth_service": service}))
    assert item.shown["auth_service"].startswith(shown) and item.shown["auth_service"].isprintable()
    assert len(item.shown["auth_service"]) <= 60
    assert advice(["manage_system"], auth_service=service, delete_at=5) is None
