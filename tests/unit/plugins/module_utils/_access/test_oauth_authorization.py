# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_authorization: apps that somebody let in, who are in as long as there is a session for them."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.item import Item
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_authorization import (
    OAuthAuthorization,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Refusal, scripted_server

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
APPS, SESSIONS = "GET /users/%s/oauth/apps/authorized" % USER["id"], "GET /users/%s/sessions" % USER["id"]
APP = {"id": "a" * 26, "name": "app1", "client_secret": "secret", "callback_urls": ["secret"], "creator_id": "x"}


def find(apps, sessions=None):
    """Return what is found, and what was asked for it."""
    answers = {APPS: apps} if sessions is None else {APPS: apps, SESSIONS: sessions}
    server, script = scripted_server(answers)
    return OAuthAuthorization().find(server, Person(USER)), script.sent


@pytest.mark.parametrize(
    ("sessions", "is_open"),
    [
        ([], False),
        ([{}], False),
        ([{"is_oauth": False}, {"is_oauth": "true"}, {"is_oauth": 1}], False),
        ([{"is_oauth": False}, {"is_oauth": True, "expires_at": 1}], True),
    ],
    ids=str,
)
def test_an_app_is_in_as_long_as_there_is_an_oauth_session(sessions, is_open):
    """Also an expired one: with its row there is a refresh token."""
    items, asked = find([APP, {}, {"id": 7}], sessions)
    assert [(item.key, item.open, item.shown) for item in items] == [
        (APP["id"], is_open, {"id": APP["id"], "name": "app1"})
    ]
    assert asked == [APPS, SESSIONS]


def test_where_nothing_was_authorised_no_session_is_asked_for():
    assert find([]) == ([], [APPS])


@pytest.mark.parametrize(("apps", "sessions"), [(Refusal(403), []), ([APP], Refusal(500))], ids=["apps", "sessions"])
def test_what_cannot_be_listed_is_an_error(apps, sessions):
    with pytest.raises(ApiError):
        find(apps, sessions)


def advice(*items):
    """Return what a person must do about these, and whether they are open until then."""
    found = OAuthAuthorization().advice(None, Person(USER), list(items))
    return found and (found.text, found.still_open)


def test_after_the_sessions_have_ended_refresh_tokens_may_be_left():
    items = [Item(name, False, {"id": "i" + name, "name": name}) for name in ("one", "", "three", "four")]
    task, is_open = advice(*items)
    assert "regenerate the secret of one, i, three or look again later" in task
    assert is_open is False


def test_before_that_it_is_open_and_no_affair_of_a_person():
    assert advice() is None
    assert advice(Item("a", False, {}), Item("b", True, {})) is None


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    server, _script = scripted_server({})
    assert OAuthAuthorization().needs(server, dict(USER, roles=roles)) == ("edit_other_users", *more)
    assert not OAuthAuthorization.closable
