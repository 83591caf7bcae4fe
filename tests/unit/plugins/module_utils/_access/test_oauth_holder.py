# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_holder: whether a refresh token of an account may be left, which nothing lists."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client, oauth_holder
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.oauth_holder import Holder
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, as_caller

DAY = 24 * 3600 * 1000
MADE = 1_700_000_000_000
LEFT = MADE + 100 * DAY
NOW = LEFT + DAY
USER = {"id": an_id("user1"), "username": "user1", "create_at": MADE, "delete_at": LEFT}
LOGIN = row("/api/v4/users/login", MADE, "success")
ASKED = row("/oauth/authorize", LEFT - DAY, "success")
APP = {"id": an_id("app"), "name": "app1", "client_secret": "secret", "create_at": MADE, "update_at": MADE}


def server(*rows, apps=(APP,), version="11.6.0", own=(), now=NOW, permissions=oauth_client.NEEDS, **answers):
    """Return a server whose log of user1 has these rows; `own` are those of the calling account."""
    caller = dict(as_caller(permissions), **{"GET /users/me": {"id": ME, "roles": "some_role", "create_at": MADE}})
    given = dict(caller, **{"GET /oauth/apps": list(apps), "GET /users?role=system_admin": []})
    script = LoggedServer({USER["id"]: list(rows), ME: list(own)}, dict(given, **answers), version=version)
    made = script.server()
    made.client.clock.now = lambda: now
    made.script = script
    return made


def doubt(server, left=LEFT, listed=(), user=None):
    """Return what is in doubt of user1: the reason and the names of the apps, None where nothing is."""
    found = oauth_holder.doubt(server, Holder(user or USER, left, left, False), list(listed))
    if found is None:
        return None
    return found.reason, None if found.apps is None else [app["name"] for app in found.apps]


def test_somebody_who_never_let_an_app_in_is_in_no_doubt():
    assert doubt(server(LOGIN)) is None


def test_the_log_tells_that_an_app_was_let_in_and_not_which():
    reason, apps = doubt(server(LOGIN, ASKED))
    assert (reason, apps) == (
        "user1 was asked to authorize an app on 2024-02-21T22:13:20Z, and the log does not show which one",
        ["app1"],
    )


def test_what_the_preferences_name_needs_no_log():
    asked = server(LOGIN)
    assert doubt(asked, listed=["a", "b", "c", "d"]) == ("user1 authorized a, b, c and 1 more", ["app1"])
    assert [user_id for user_id, _page, _length in asked.script.pages_sent if user_id != ME] == []


def test_a_log_that_does_not_go_back_to_the_first_day_proves_nothing():
    reason, apps = doubt(server(row("/api/v4/users/login", MADE + 50 * DAY)))
    assert reason.startswith("user1 may have authorized an app: the log of user1 begins on ")
    assert apps == ["app1"]


@pytest.mark.parametrize(
    "apps",
    [
        [],
        # A public client gets no refresh token, and somebody who had left let no app in that was made later.
        [dict(APP, client_secret="")],
        [dict(APP, create_at=LEFT + 1)],
    ],
    ids=["none", "public", "later"],
)
def test_without_an_app_that_could_use_it_there_is_no_doubt(apps):
    asked = server(ASKED, apps=apps)
    assert doubt(asked, listed=["app1"]) is None
    assert asked.script.pages_sent == []


def test_who_may_not_see_apps_does_not_know_that_there_are_none():
    assert doubt(server(ASKED, permissions=("manage_oauth",)))[1] is None
    assert doubt(server(LOGIN, permissions=("manage_oauth",))) is None


@pytest.mark.parametrize(
    ("version", "left", "in_doubt"),
    [("11.9.0", LEFT, False), ("11.9.0", 0, True), ("11.8.9", LEFT, True), ("5.37.0", LEFT, True), (None, LEFT, True)],
)
def test_a_server_that_refuses_the_deactivated_leaves_no_doubt(version, left, in_doubt):
    assert bool(doubt(server(ASKED, version=version), left)) is in_doubt


def test_of_somebody_who_is_active_only_what_is_known_counts():
    assert doubt(server(row("/api/v4/users/login", MADE + 50 * DAY)), left=0) is None
    assert doubt(server(LOGIN, version="5.37.0"), left=0) is None
    assert doubt(server(ASKED), left=0)
    assert doubt(server(LOGIN), left=0, listed=["app1"])


def test_what_an_old_server_does_not_log_is_not_taken_for_nothing():
    """A link lets an app in unasked where it is trusted, or where one's own preferences name it."""
    assert doubt(server(LOGIN, version="9.5.0")) == (
        "user1 may have authorized an app by following a link, which Mattermost 9.5.0 does not log",
        ["app1"],
    )
    assert doubt(server(LOGIN, version="9.6.0")) is None


def test_the_session_of_an_app_let_in_within_a_day_would_still_be_listed():
    young = dict(USER, create_at=NOW - DAY // 2)
    rows = [row("/api/v4/users/login", NOW - DAY // 2)]
    assert doubt(server(*rows, version="5.37.0"), NOW - 3600_000, user=young) is None


@pytest.mark.parametrize(
    ("version", "trusted", "minutes", "in_doubt"),
    [
        ("5.37.0", True, 9, True),
        ("5.37.0", True, 11, False),
        ("5.37.0", False, 9, False),
        ("9.1.0", True, 9, False),
    ],
)
def test_a_code_of_a_trusted_app_may_wait_for_its_exchange(version, trusted, minutes, in_doubt):
    young = dict(USER, create_at=NOW - DAY // 2)
    rows = [row("/api/v4/users/login", NOW - DAY // 2)]
    asked = server(*rows, version=version, apps=[dict(APP, is_trusted=trusted)])
    assert bool(doubt(asked, NOW - minutes * 60_000, user=young)) is in_doubt


def test_a_new_secret_leaves_the_others():
    other = dict(APP, id=an_id("other"), name="app2")
    own = [row("/api/v4/oauth/apps/%s/regen_secret" % APP["id"], LEFT + 5, "success")]
    asked = server(ASKED, apps=[dict(APP, update_at=LEFT + 5), other], own=own)
    found = oauth_holder.doubt(asked, Holder(USER, LEFT, LEFT, False), [])
    assert ([app["name"] for app in found.apps], [app["name"] for app in found.renewed]) == (["app2"], ["app1"])


def test_where_a_token_works_with_any_secret_later_apps_count_too():
    later = dict(APP, create_at=LEFT + 1)
    assert doubt(server(ASKED, apps=[later], version="11.5.1"))[1] == ["app1"]
    assert doubt(server(ASKED, apps=[later], version="11.5.2")) is None


@pytest.mark.parametrize(
    ("version", "after", "in_doubt"),
    [
        ("11.6.0", 1, False),
        ("11.6.0", 0, True),
        ("11.6.0", -1, True),
        # Here a code could still become a token within ten minutes.
        ("5.37.0", 600_000, True),
        ("5.37.0", 600_001, False),
    ],
)
def test_once_everybodys_sessions_were_ended_no_refresh_token_is_left(version, after, in_doubt):
    own = [LOGIN, row("/api/v4/users/sessions/revoke/all", LEFT + after)]
    assert bool(doubt(server(ASKED, version=version, own=own))) is in_doubt


@pytest.mark.parametrize(
    ("version", "minutes", "until"),
    [("5.37.0", 9, "2024-02-23T22:14:20Z"), ("5.37.0", 11, None), ("9.1.0", 9, None)],
)
def test_until_when_a_code_can_be_exchanged(version, minutes, until):
    left = NOW - minutes * 60_000
    assert oauth_holder.waiting_code(server(version=version), Holder(USER, left, left, False)) == until
    assert oauth_holder.waiting_code(server(version=version), Holder(USER, 0, 0, False)) is None


BOTS = "GET /bots?include_deleted=true"


@pytest.mark.parametrize(
    ("left", "disabled", "since"), [(LEFT, LEFT + 5, LEFT + 5), (LEFT, LEFT - 5, LEFT), (LEFT, 0, 0), (0, LEFT, 0)]
)
def test_bots_hold_for_their_owner(left, disabled, since):
    bot = {
        "user_id": an_id("bot"),
        "username": "bot1",
        "owner_id": USER["id"],
        "delete_at": disabled,
        "create_at": MADE,
    }
    asked = server(permissions=BOTS_NEED, **{BOTS: [bot]})
    own, other = oauth_holder.holders(asked, Person(dict(USER, delete_at=left)))
    assert (own.name, own.left, own.since) == ("user1", left, left)
    assert (other.name, other.left, other.since) == ("the bot bot1", disabled, since)
    assert other.user == {"id": an_id("bot"), "username": "bot1", "create_at": MADE}
