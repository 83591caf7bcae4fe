# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""_argument_specs: options, their ranges, and what the environment adds."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    CONNECTION,
    ENVIRONMENT,
    RANGES,
    USERS,
    Spec,
    check_ranges,
    fill_from_environment,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import InputError

OPTIONS = {"url": None, "token": None, "username": None, "password": None, "mfa_code": None}


def test_a_sum_has_the_options_and_conditions_of_both():
    one = Spec({"a": {}}, mutually_exclusive=[("a", "b")])
    two = Spec({"b": {}}, mutually_exclusive=[("b", "c")], required_one_of=[("a", "b")])
    both = one + two
    assert set(both.arguments) == {"a", "b"}
    assert both.conditions == {"mutually_exclusive": [("a", "b"), ("b", "c")], "required_one_of": [("a", "b")]}
    assert one.conditions == {"mutually_exclusive": [("a", "b")]}


def test_to_require_an_option_leaves_the_original_alone():
    assert USERS.requiring("users").arguments["users"]["required"] is True
    assert "required" not in USERS.arguments["users"]


def test_secrets_are_never_logged():
    secrets = {name for name, spec in CONNECTION.arguments.items() if spec.get("no_log")}
    assert secrets == {"token", "password", "mfa_code"}


@pytest.mark.parametrize("option", sorted(RANGES))
def test_ranges(option):
    low, high = RANGES[option]
    check_ranges({option: low})
    check_ranges({option: high})
    check_ranges({option: None})
    for value in (low - 1, high + 1):
        with pytest.raises(InputError) as caught:
            check_ranges({option: value})
        assert str(caught.value) == "%s must be from %d to %d, not %d." % (option, low, high, value)


@pytest.mark.parametrize(
    ("given", "environment", "used"),
    [
        ({"url": "https://task"}, {"url": "https://env"}, {"url": "https://task"}),
        ({}, {"url": "https://env"}, {"url": "https://env"}),
        ({}, {"token": "t"}, {"token": "t"}),
        ({"token": "mine"}, {"token": "t"}, {"token": "mine"}),
        ({}, {"username": "u", "password": "p"}, {"username": "u", "password": "p"}),
        # A log-in of the task wins over a token that happens to be in the environment.
        ({"username": "me", "password": "mine"}, {"token": "t"}, {"username": "me", "password": "mine"}),
        # One name is never put together with the password of another.
        ({"token": "mine"}, {"username": "u", "password": "p"}, {"token": "mine"}),
        ({"password": "mine"}, {"username": "u", "password": "p"}, {"password": "mine"}),
        ({}, {"token": "t", "username": "u", "password": "p"}, {"token": "t"}),
        # A password may be left to the environment.
        ({"username": "me"}, {"password": "p"}, {"username": "me", "password": "p"}),
        ({"username": "me"}, {"token": "t", "password": "p"}, {"username": "me", "password": "p"}),
        ({}, {"mfa_code": "123456"}, {"mfa_code": "123456"}),
        ({"mfa_code": "654321"}, {"mfa_code": "123456"}, {"mfa_code": "654321"}),
        ({}, {}, {}),
    ],
)
def test_what_the_environment_adds(given, environment, used):
    environ = {ENVIRONMENT[name]: value for name, value in environment.items()}
    assert fill_from_environment(dict(OPTIONS, **given), environ) == dict(OPTIONS, **used)
