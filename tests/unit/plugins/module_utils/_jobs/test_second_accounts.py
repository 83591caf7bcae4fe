# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which accounts may be of one person: what is the same, whatever way it is written, and what says nothing."""

from __future__ import annotations

import itertools

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs.second_accounts import (
    COMMON,
    MOST,
    SecondAccounts,
    plain,
)

ADMIN = {"id": "a" * 26, "username": "boss", "email": "boss@example.com", "roles": "system_user system_admin"}
NO_ADDRESSES = "E-mail addresses were not compared: the server shows no address of others to the calling account."
NO_NAMES = "Full names were not compared: the server shows no first or last name of others to the calling account."
_NUMBERS = itertools.count()


def account(name="", email="", position="", nickname="", **fields):
    """Return a user of the API."""
    first, _space, last = name.partition(" ")
    number = next(_NUMBERS)
    user = {"id": "%026d" % number, "username": "user%06d" % number, "email": email, "roles": "system_user"}
    return dict(user, first_name=first, last_name=last, position=position, nickname=nickname, **fields)


def reasons(one, other, caller=None):
    """Return why the other account may be of the same person."""
    found, more = SecondAccounts([one, other], caller or ADMIN).of(one)
    assert more == 0
    return found[0]["reasons"] if found else []


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("dana.leaver@example.com", "dana.leaver@partner.example", True),
        ("dana.leaver@example.com", "Dana.Leaver@Partner.example", True),
        ("dana.leaver@example.com", "dana.leaver+guest@example.com", True),
        ("jürgen@example.com", "juergen@partner.example", True),
        ("dana.leaver@example.com", "d.leaver@partner.example", False),
        ("info@example.com", "info@partner.example", False),
        ("Support@example.com", "support@partner.example", False),
        ("no-reply+x@example.com", "no-reply@partner.example", False),
        ("dl@example.com", "dl@partner.example", False),
        ("", "", False),
        ("no address", "no address", False),
    ],
)
def test_local_part_of_the_address(one, other, same):
    assert reasons(account(email=one), account(email=other)) == (["email_local_part"] if same else [])


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Dana Leaver", "dana LEAVER", True),
        ("Dana Leaver", "Leaver Dana", True),
        ("José Núñez", "Jose Nunez", True),
        ("Jürgen Groß", "Juergen Gross", True),
        ("Jürgen Groß", "Jurgen Gross", True),
        ("Łukasz Bjørn", "Lukasz Bjorn", True),
        ("Łukasz Bjørn", "lukasz bjoern", True),
        # The same letters, composed and taken apart.
        ("Zo\u00eb Young", "Zoe\u0308 Young", True),
        ("Anna-Maria Berg", "Anna Maria Berg", True),
        ("山田 太郎", "山田 太郎", True),
        ("Dana Leaver", "Dana Stayer", False),
        ("Dana", "Dana", False),
        ("Test User", "Test User", False),
        ("System Admin", "System Admin", False),
        ("", "", False),
    ],
)
def test_full_name(one, other, same):
    assert reasons(account(one), account(other)) == (["full_name"] if same else [])


@pytest.mark.parametrize(
    "one, other, same",
    [
        (("Head of Sales", "Danny"), ("head of sales", "danny"), True),
        (("Head of Sales", "Danny"), ("Head of Sales", "Emil"), False),
        (("Head of Sales", ""), ("Head of Sales", ""), False),
        (("", "Danny"), ("", "Danny"), False),
        (("Head of Sales", "test"), ("Head of Sales", "test"), False),
    ],
)
def test_position_and_nickname(one, other, same):
    found = reasons(account(position=one[0], nickname=one[1]), account(position=other[0], nickname=other[1]))
    assert found == (["position_and_nickname"] if same else [])


def test_more_reasons_come_first_and_each_is_told_once():
    me = account("Jürgen Groß", "juergen@example.com")
    less = account("Jurgen Gross", "other@example.com", username="a")
    more = account("Juergen Gross", "jürgen@partner.example", username="z", roles="system_guest", delete_at=5)
    found, _more = SecondAccounts([less, me, more], ADMIN).of(me)
    assert [(one["user"]["username"], one["reasons"]) for one in found] == [
        ("z", ["email_local_part", "full_name"]),
        ("a", ["full_name"]),
    ]
    assert found[0]["user"] == {
        "id": more["id"],
        "username": "z",
        "email": "jürgen@partner.example",
        "active": False,
        "auth_service": "",
        "system_admin": False,
        "guest": True,
    }


def test_bots_are_nobody():
    bot = account("Dana Leaver", is_bot=True)
    person = account("Dana Leaver")
    seconds = SecondAccounts([bot, person], ADMIN)
    assert seconds.of(person) == seconds.of(bot) == ([], 0)


def test_the_list_is_bounded():
    people = [account("Dana Leaver") for _number in range(MOST + 4)]
    found, more = SecondAccounts(people, ADMIN).of(people[0])
    assert (len(found), more) == (MOST, 3)


@pytest.mark.parametrize(("count", "found"), [(COMMON, True), (COMMON + 1, False)])
def test_what_many_have_in_common_says_nothing(count, found):
    people = [account(position="Agent", nickname="Shop") for _number in range(count)]
    assert bool(SecondAccounts(people, ADMIN).of(people[0])[0]) is found


def test_an_account_without_a_usable_id_is_passed_over():
    person = account("Dana Leaver")
    assert SecondAccounts([person, dict(person, id="../x"), {"id": None}], ADMIN).of(person) == ([], 0)


@pytest.mark.parametrize(
    "users, roles, not_checked",
    [
        ([account("Dana Leaver", "dana@example.com"), account("Emil Novak", "emil@example.com")], "system_user", []),
        (
            [account(), account()],
            "system_user",
            [
                NO_ADDRESSES,
                NO_NAMES,
            ],
        ),
        (
            [account("", "dana@example.com"), account("", "emil@example.com")],
            "system_user",
            [NO_NAMES],
        ),
        # To a system admin the server shows all: there is nothing to be shown.
        ([account(), account()], "system_user system_admin", []),
    ],
)
def test_what_the_server_does_not_show_is_not_called_checked(users, roles, not_checked):
    caller = dict(account("The Caller", "caller@example.com"), roles=roles)
    assert SecondAccounts([caller, *users], caller).not_checked == not_checked


@pytest.mark.parametrize("value", [None, 7, {"x": 1}, [], "\u0000", "\ud800"])
def test_whatever_a_server_sends(value):
    strange = dict(account(), email=value, first_name=value, last_name=value, position=value, nickname=value)
    assert SecondAccounts([strange, account("Dana Leaver")], ADMIN).of(strange) == ([], 0)


def test_ways_to_write_a_name():
    assert plain("Jürgen Ø. Åse") == {"jurgen o. ase", "juergen oe. aase"}
    assert plain("STRASSE") == plain("straße") == {"strasse"}
