# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_rules: what is true of which version, and of one that is not told the worst."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_rules import OAuthRules

RULES = ("refuses_deactivated", "takes_deactivated", "ends_codes", "logs_links", "new_secrets_suffice")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("5.37.0", "takes_deactivated new_secrets_suffice"),
        ("9.0.9", "takes_deactivated new_secrets_suffice"),
        ("9.1.0", "takes_deactivated ends_codes new_secrets_suffice"),
        ("9.5.14", "takes_deactivated ends_codes new_secrets_suffice"),
        ("9.6.0", "takes_deactivated ends_codes logs_links new_secrets_suffice"),
        ("10.1.0", "takes_deactivated ends_codes logs_links new_secrets_suffice"),
        ("10.11.0", "ends_codes logs_links new_secrets_suffice"),
        ("11.1.0", "takes_deactivated ends_codes logs_links new_secrets_suffice"),
        ("11.2.0", "takes_deactivated ends_codes logs_links"),
        ("11.5.1", "ends_codes logs_links"),
        ("11.5.2", "ends_codes logs_links new_secrets_suffice"),
        ("11.6.0", "takes_deactivated ends_codes logs_links new_secrets_suffice"),
        ("11.6.1", "ends_codes logs_links new_secrets_suffice"),
        ("11.8.9", "ends_codes logs_links new_secrets_suffice"),
        ("11.9.0", "refuses_deactivated ends_codes logs_links new_secrets_suffice"),
        ("12.0", "refuses_deactivated ends_codes logs_links new_secrets_suffice"),
        (None, ""),
        ("", ""),
        ("nightly", ""),
    ],
)
def test_what_is_true_of_a_version(version, expected):
    rules = OAuthRules(version)
    assert [name for name in RULES if getattr(rules, name)] == expected.split()


@pytest.mark.parametrize(("version", "there"), [("11.1.9", False), ("11.2.0", True), (None, False)])
def test_from_when_on_there_are_apps_without_a_secret(version, there):
    assert OAuthRules(version).has_public_clients is there


@pytest.mark.parametrize(("version", "called"), [("11.6.0", "Mattermost 11.6.0"), (None, "this version of Mattermost")])
def test_how_a_sentence_calls_the_server(version, called):
    assert OAuthRules(version).server == called
