# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_client: a secret is new where that is proven, and not because an app was changed."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import UnexpectedShape
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal, as_caller, scripted_server

LEFT = 1_700_000_000_000
DAY = 24 * 3600 * 1000
ID = an_id("app")
APP = {"id": ID, "name": "app1", "client_secret": "old-secret", "creator_id": an_id("maker"), "update_at": LEFT + 9000}
REGENERATE = "POST /oauth/apps/%s/regen_secret" % ID
REGENERATED = "/api/v4/oauth/apps/%s/regen_secret" % ID
ADMINS = {"GET /users?role=system_admin": []}


def logged(*rows, made=LEFT - DAY, answers=None):
    """Return a server whose log of the calling account has these rows, and the script."""
    caller = dict(
        as_caller(oauth_client.NEEDS), **{"GET /users/me": {"id": ME, "roles": "some_role", "create_at": made}}
    )
    script = LoggedServer({ME: list(rows)}, dict(caller, **dict(ADMINS, **(answers or {}))))
    return script.server(), script


@pytest.mark.parametrize(
    ("rows", "proven"),
    [
        ([row(REGENERATED, LEFT + 9001, "success")], True),
        ([row("/chat" + REGENERATED, LEFT + 9001, "success")], True),
        # Before they left, of another app, a mere change, or one that failed.
        ([row(REGENERATED, LEFT, "success")], False),
        ([row(REGENERATED.replace(ID, an_id("other")), LEFT + 9001, "success")], False),
        ([row("/api/v4/oauth/apps/" + ID, LEFT + 9001, "success")], False),
        ([row(REGENERATED, LEFT + 9001, "fail")], False),
        ([], False),
    ],
)
def test_the_log_of_the_calling_account_proves_a_new_secret(rows, proven):
    server, _script = logged(row("/api/v4/users/login", LEFT - DAY, "success"), *rows)
    assert oauth_client.renewed(server, APP, LEFT) is proven


def test_a_new_secret_is_found_behind_a_later_change():
    later = [row("/api/v4/oauth/apps/" + ID, LEFT + DAY - number, "success", number) for number in range(450)]
    server, _script = logged(row(REGENERATED, LEFT + 1, "success"), *later)
    assert oauth_client.renewed(server, dict(APP, update_at=LEFT + DAY), LEFT) is True


def test_where_the_log_does_not_go_back_that_far_nobody_can_tell():
    server, _script = logged(row("/api/v4/config", LEFT + DAY), made=LEFT - 100 * DAY)
    assert oauth_client.renewed(server, APP, LEFT) is None


def test_an_account_that_was_made_later_made_no_secret_before():
    server, _script = logged(row("/api/v4/config", LEFT + 2 * DAY), made=LEFT + 2 * DAY)
    assert oauth_client.renewed(server, APP, LEFT) is False


@pytest.mark.parametrize("changed", [LEFT, LEFT - 1, 0, None, "9" * 13, float("nan")])
def test_what_was_not_changed_since_has_its_old_secret(changed):
    """No log is read for that."""
    server, script = logged(row(REGENERATED, LEFT + 1, "success"))
    assert oauth_client.renewed(server, dict(APP, update_at=changed), LEFT) is False
    assert script.pages_sent == []


@pytest.mark.parametrize("since", [0, -1])
def test_as_long_as_somebody_can_look_at_it_no_secret_is_new(since):
    server, _script = logged(row(REGENERATED, LEFT + 9001, "success"))
    assert oauth_client.renewed(server, APP, since) is False


def test_what_this_run_made_is_new_also_where_the_log_lags_behind():
    new = dict(APP, client_secret="new-secret", update_at=LEFT + 20_000)
    server, script = logged(row("/api/v4/config", LEFT - DAY), answers={REGENERATE: new})
    oauth_client.renew(server, APP, LEFT, "regenerate it")
    server.forget()
    assert oauth_client.renewed(server, new, LEFT) is True
    # A list that shows the old secret is older than the change, or the change was undone.
    assert oauth_client.renewed(server, dict(new, client_secret="old-secret"), LEFT) is False
    assert "new-secret" not in repr(vars(server.seen["new secret of " + ID]))
    assert script.sent.count(REGENERATE) == 1


def test_an_app_that_several_let_in_gets_one_new_secret():
    new = dict(APP, client_secret="new-secret", update_at=LEFT + 20_000)
    server, script = logged(answers={REGENERATE: new})
    for _person in range(3):
        oauth_client.renew(server, APP, LEFT, "regenerate it")
    assert script.sent.count(REGENERATE) == 1
    # Somebody who left after that may have seen it.
    oauth_client.renew(server, APP, LEFT + 30_000, "regenerate it")
    assert script.sent.count(REGENERATE) == 2


@pytest.mark.parametrize("answer", [APP, {}, {"client_secret": ""}, [], {"status": "OK"}], ids=str)
def test_an_answer_without_a_new_secret_proves_nothing(answer):
    server, _script = logged(answers={REGENERATE: answer})
    with pytest.raises(UnexpectedShape):
        oauth_client.renew(server, APP, LEFT, "regenerate it")
    assert server.seen == {}


@pytest.mark.parametrize(("at", "ended"), [(LEFT + 1, True), (LEFT, False), (LEFT - 1, False)])
def test_ending_everybodys_sessions_ends_all_refresh_tokens(at, ended):
    server, _script = logged(row("/api/v4/users/sessions/revoke/all", at))
    assert oauth_client.everybody_logged_out(server, LEFT) is ended


@pytest.mark.parametrize(
    ("addresses", "hosts"),
    [
        (["https://a.example/path?token=secret#secret"], ["https://a.example"]),
        (
            ["https://a.example/1", "https://a.example/2", "http://b.example:8065/"],
            ["https://a.example", "http://b.example:8065"],
        ),
        (["https://user:secret@a.example/"], ["https://a.example"]),
        ([7, None], []),
        (None, []),
        ("https://a.example", []),
    ],
    ids=str,
)
def test_of_a_callback_address_only_the_host_is_shown(addresses, hosts):
    assert oauth_client.callback_hosts({"callback_urls": addresses}) == hosts


def test_apps_that_nobody_made_are_named():
    rows = [
        APP,
        {"id": an_id("dcr"), "name": "dcr", "creator_id": "", "client_secret": "", "callback_urls": ["https://a/b"]},
        {"id": "../users", "creator_id": ""},
        {"id": an_id("odd"), "creator_id": None},
    ]
    server, _script = scripted_server({"GET /oauth/apps": rows}, oauth_client.NEEDS)
    assert oauth_client.without_owner(server) == [
        {"id": an_id("dcr"), "name": "dcr", "callback_hosts": ["https://a"], "public": True}
    ]


def test_who_may_not_see_apps_is_told_so_and_not_that_there_are_none():
    server, script = scripted_server({}, ("manage_oauth",))
    assert oauth_client.without_owner(server) is None
    assert script.sent == []


SESSIONS = "GET /users/%s/sessions" % an_id("maker")
END = "POST /users/%s/sessions/revoke/all" % an_id("maker")


@pytest.mark.parametrize(("listed", "asked"), [([], [SESSIONS]), ([{"id": an_id("session")}], [SESSIONS, END])])
def test_sessions_are_ended_before_a_secret_is_made(listed, asked):
    server, script = scripted_server({SESSIONS: listed, END: {"status": "OK"}})
    oauth_client.end_sessions(server, [{"id": an_id("maker"), "username": "maker"}])
    assert script.sent == asked


def test_sessions_that_cannot_be_ended_are_an_error():
    server, _script = scripted_server({SESSIONS: [{"id": an_id("session")}], END: Refusal(403)})
    with pytest.raises(MattermostError):
        oauth_client.end_sessions(server, [{"id": an_id("maker"), "username": "maker"}])
