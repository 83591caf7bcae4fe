# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""bot_oauth: a bot that goes to a new owner shuts out the apps that it let in."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.bot_oauth import shut_out
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Account
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import OK, Refusal, Script, scripted_server

ID = "b" * 26
BOT = Account(ID, "bot1")
LISTED, LOG = "GET /users/%s/oauth/apps/authorized" % ID, "GET /users/%s/audits" % ID
APPS, MINT, REVOKE = "GET /oauth/apps", "POST /users/%s/tokens" % ID, "POST /users/tokens/revoke"
SHUT = "POST deauthorize"
NEEDS = ("manage_oauth", "manage_system_wide_oauth", "create_user_access_token")
TWO = [{"id": letter * 26, "name": "app" + letter, "create_at": 1} for letter in "pq"]
MINTED = {"id": "t" * 26, "token": "secret-token-of-the-bot"}
ASKED = [{"id": "l" * 26, "create_at": 5, "action": "/oauth/authorize", "extra_info": "attempt", "user_id": ID}]


class Outside(Script):
    """A script that also answers outside of /api/v4, and notes with whose token it was asked there."""

    def send(self, method, path, headers, data, action):
        """Answer one request."""
        if path != "/oauth/deauthorize":
            return super().send(method, path, headers, data, action)
        self.tokens.append(headers["Authorization"])
        self.answers.setdefault("POST /deauthorize", self.answers.get(SHUT, OK))
        return super().send(method, "/api/v4/deauthorize", headers, data, action)


def shut(answers, permissions=NEEDS):
    """Shut out all apps; return what is left, the error, and the script."""
    known = dict({LISTED: TWO[:1], LOG: [], APPS: TWO, MINT: MINTED, REVOKE: OK}, **answers)
    server, script = scripted_server(known, permissions)
    script.__class__, script.tokens = Outside, []
    try:
        return shut_out(server, BOT), None, script
    except MattermostError as error:
        return None, error, script


def test_every_app_is_shut_out_with_a_token_of_the_bot_that_is_revoked_again():
    """Every one and not only those that are listed: the bot could delete that list."""
    left, error, script = shut({})
    assert (left, error) == (None, None)
    asked = list(zip(script.sent, script.bodies))
    assert [body for sent, body in asked if sent == "POST /deauthorize"] == [{"client_id": app["id"]} for app in TWO]
    assert script.tokens == ["Bearer secret-token-of-the-bot"] * 2
    assert asked[-1] == (REVOKE, {"token_id": MINTED["id"]})


@pytest.mark.parametrize("answers", [{APPS: Refusal(501, "x")}, {APPS: []}], ids=["off", "none"])
def test_where_there_is_no_app_there_is_nothing_to_do(answers):
    left, error, script = shut(answers)
    assert (left, error, script.sent) == (None, None, [APPS])


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, "appp"),
        ({LISTED: [], LOG: ASKED}, "an OAuth app"),
        ({LISTED: []}, None),
        ({LISTED: Refusal(501, "x")}, None),
    ],
    ids=["listed", "hidden", "unknown", "off"],
)
def test_a_caller_who_may_not_do_it_says_what_is_left(answers, left):
    for lacking in NEEDS:
        found, error, script = shut(answers, [one for one in NEEDS if one != lacking])
        assert (found, error, MINT in script.sent) == (left, None, False)


@pytest.mark.parametrize(
    "answers",
    [{SHUT: Refusal(500, "some.error", "Oh secret-token-of-the-bot.")}, {MINT: Refusal(403)}, {MINT: {"id": "t" * 26}},
     {APPS: Refusal(500)}, {APPS: [{"id": "../x"}]}],
    ids=["shut", "mint", "no_token", "apps", "no_id"],
)  # fmt: skip
def test_what_goes_wrong_is_an_error_and_leaves_no_token(answers):
    _left, error, script = shut(answers)
    assert error is not None
    assert "secret" not in str(error)
    assert (REVOKE in script.sent) == (SHUT in answers)


@pytest.mark.parametrize("answers", [{LISTED: Refusal(500)}, {LISTED: [], LOG: Refusal(500)}], ids=["list", "log"])
def test_where_it_is_not_known_what_is_left_it_is_an_error(answers):
    _left, error, _script = shut(answers, ())
    assert error.status == 500
