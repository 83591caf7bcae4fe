# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""item: what all types of access share."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import (
    Item,
    one_by_one,
    unless_gone,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, api_error
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import masked, one_line
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble

ITEMS = [Item(key, True, {}) for key in "abcd"]


@pytest.mark.parametrize(("is_open", "expected"), [(True, True), (1, True), (None, False), (0, False), ("", False)])
def test_an_item_is_open_or_not(is_open, expected):
    assert Item("a", is_open, {}).open is expected


@pytest.mark.parametrize(
    ("trouble", "done", "tried"),
    [
        ({}, "abcd", "abcd"),
        ({"b": Trouble("First."), "c": Trouble("Second.")}, "ad", "abcd"),
        ({"a": Trouble("Second."), "c": Trouble("First.", fatal=True)}, "b", "abc"),
        ({"a": Trouble("First.", fatal=True)}, "", "a"),
    ],
    ids=["none", "two", "fatal", "fatal_at_once"],
)
def test_one_by_one_goes_on_after_an_error_unless_it_is_fatal(trouble, done, tried):
    """A fatal error says more than the one before it; of others the first is told."""
    asked = []

    def end(item):
        asked.append(item.key)
        if item.key in trouble:
            raise trouble[item.key]

    went_well, error = one_by_one(ITEMS, end)
    assert ([item.key for item in went_well], asked) == (list(done), list(tried))
    assert (str(error) if error else None) == ("First." if trouble else None)


def test_one_by_one_does_not_swallow_a_defect():
    with pytest.raises(KeyError):
        one_by_one(ITEMS, lambda item: {}[item.key])


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("gone", [("its.id",), ("other.id", "its.id")])
def test_what_is_gone_is_known_by_the_id_of_the_error_whatever_its_status(status, gone):
    def request():
        raise api_error("close it", status, {"id": "its.id"})

    unless_gone(request, gone)


@pytest.mark.parametrize(
    "error",
    [
        api_error("close it", 404, {"id": "api.context.404.app_error"}),
        api_error("close it", 404, {}),
        api_error("close it", 404, {"id": "its.id.too"}),
        Trouble(error_id="its.id"),
    ],
    ids=["endpoint", "no_id", "longer", "connection"],
)
def test_any_other_404_is_an_error(error):
    def request():
        raise error

    with pytest.raises((ApiError, Trouble)) as caught:
        unless_gone(request, ("its.id",))
    assert caught.value is error


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("abcdefghijklmnopqrstuvwxyz", "abcd…"),
        ("abcdefghijklm", "abcd…"),
        ("abcdefghijkl", "…"),  # four of twelve would tell too much
        ("", "…"),
        (None, "…"),
        (["abcdefghijklmnop"], "…"),
    ],
)
def test_of_a_secret_id_four_characters_are_shown(secret, shown):
    assert masked(secret) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a\nb\x1b[31m", "a b [31m"), ("x" * 201, "x" * 199 + "…"), ("ü", "ü"), (None, ""), (7, ""), (["a"], "")],
    ids=["lines", "long", "letters", "none", "number", "list"],
)
def test_a_field_is_one_line_of_text(value, shown):
    assert one_line(value) == shown
