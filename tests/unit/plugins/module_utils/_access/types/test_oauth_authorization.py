# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_authorization: apps that somebody let in, and what may be left of them when no session is."""

from __future__ import annotations

import contextlib

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import oauth_client
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_authorization import (
    OAuthAuthorization,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal, scripted_server

LEFT = 1_700_000_000_000
USER = {"id": "u" * 26, "username": "user1", "roles": "system_user", "create_at": LEFT - 9, "delete_at": LEFT}
BOT = {"user_id": "b" * 26, "username": "bot1", "owner_id": USER["id"], "create_at": LEFT - 9, "delete_at": LEFT}
APP = {"id": "a" * 26, "name": "app1", "client_secret": "secret", "create_at": 1, "update_at": 1, "creator_id": "x"}
OTHER = dict(APP, id="o" * 26, name="app2")
REGENERATE = {"oauth_authorizations": "regenerate_secrets"}


def of(user_id, what):
    """Return the request that lists something of an account."""
    return "GET /users/%s/%s" % (user_id, what)


def row(path, at, told="success"):
    """Return an entry of a log."""
    return {"id": "e" * 26, "create_at": at, "action": path, "extra_info": told}


ASKED = row("/oauth/authorize", LEFT - 5)


class Case:
    """One person on a scripted server: what is listed of them and of their bot, their logs, the apps of the server."""

    def __init__(
        self,
        listed=(),
        log=(),
        sessions=(),
        apps=(APP, OTHER),
        user=None,
        bot_log=None,
        own=(),
        version="11.6.0",
        **more,
    ):
        answers = {
            "GET /oauth/apps": list(apps),
            "GET /users/me": {"id": ME, "roles": "some_role", "create_at": 1},
            "GET /users?role=system_admin": [],
            of(ME, "audits"): list(own),
        }
        for account, rows in ((USER["id"], log), (BOT["user_id"], bot_log or ())):
            answers[of(account, "oauth/apps/authorized")] = list(listed) if account == USER["id"] else []
            answers[of(account, "audits")] = list(rows)
            answers[of(account, "sessions")] = list(sessions)
            answers["POST /users/%s/sessions/revoke/all" % account] = {"status": "OK"}
        permissions = oauth_client.NEEDS
        if bot_log is not None:
            answers["GET /bots?include_deleted=true"] = [BOT]
            permissions = permissions + BOTS_NEED
        for app in apps:
            new = dict(app, client_secret="new", update_at=LEFT + 9)
            answers["POST /oauth/apps/%s/regen_secret" % app["id"]] = new
        answers.update(more)
        self.kind = OAuthAuthorization()
        self.person = Person(user or USER)
        self.server, self.script = scripted_server(answers, permissions, version=version)

    def find(self):
        """Return what is found."""
        return self.kind.find(self.server, self.person)

    def advice(self):
        """Return what a person must do about what is found."""
        return self.kind.advice(self.server, self.person, self.find())


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
    items = Case(listed=[APP, {}, {"id": 7}], sessions=sessions).find()
    assert [(item.key, item.open, item.shown) for item in items] == [
        (APP["id"], is_open, {"id": APP["id"], "name": "app1", "listed": True}),
        (OTHER["id"], False, {"id": OTHER["id"], "name": "app2", "listed": False}),
    ]


LOG, LIST = of(USER["id"], "audits"), of(USER["id"], "oauth/apps/authorized")
LOGGED_IN = row("/api/v4/users/login", LEFT - 9)


@pytest.mark.parametrize("version", ["11.6.0", "5.37.0"])
def test_on_a_server_without_apps_nothing_is_asked_about_anybody(version):
    case = Case(log=[ASKED], apps=[], version=version)
    assert (case.find(), case.advice()) == ([], None)
    assert case.script.sent == ["GET /oauth/apps"]


def test_somebody_who_never_let_an_app_in_takes_the_log_only():
    """Which is read anyway. The apps are listed once for everybody."""
    case = Case(log=[LOGGED_IN])
    assert (case.find(), case.advice()) == ([], None)
    assert case.script.sent == ["GET /oauth/apps", LOG]


@pytest.mark.parametrize(
    "options",
    [
        {"log": [ASKED]},
        # A log that does not tell of links, and one that does not go back to the first day.
        {"log": [LOGGED_IN], "version": "5.37.0"},
        {"log": [row("/api/v4/users/login", LEFT)], "user": dict(USER, create_at=1)},
        {"log": [LOGGED_IN], "GET /oauth/apps": Refusal(500)},
    ],
    ids=["asked", "old", "gap", "apps"],
)
def test_where_that_proves_nothing_the_apps_are_listed(options):
    case = Case(**options)
    with contextlib.suppress(ApiError):
        case.find()
    assert LIST in case.script.sent


def test_a_caller_who_may_not_see_apps_lists_those_of_the_person():
    case = Case(log=[LOGGED_IN])
    case.server.caller.lacks = tuple
    case.find()
    assert LIST in case.script.sent


@pytest.mark.parametrize("what", ["oauth/apps/authorized", "sessions", "audits"])
def test_what_cannot_be_listed_is_an_error(what):
    listed = [APP] if what == "sessions" else []
    with pytest.raises(ApiError):
        Case(listed=listed, **{of(USER["id"], what): Refusal(500)}).find()


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("11.6.0", "Mattermost 11.6.0 accepts those of a deactivated account."),
        ("5.37.0", "Mattermost 5.37.0 accepts those of a deactivated account."),
        ("11.7.0", "Mattermost 11.7.0 may accept those of a deactivated account."),
    ],
)
def test_what_nobody_can_know_is_unknown(version, says):
    advice = Case(log=[ASKED], version=version).advice()
    assert (advice.verdict, advice.still_open) == ("unknown", None)
    assert advice.text.startswith(
        "user1 was asked to authorize an app on 2023-11-14T22:13:19Z, and the log does not show"
    )
    assert says in advice.text
    assert (
        "Regenerate the secrets of app1, app2 (oauth_authorizations=regenerate_secrets), delete these apps, or"
        in advice.text
    )


def test_an_app_that_is_in_is_no_affair_of_a_person():
    assert Case(listed=[APP], sessions=[{"is_oauth": True}]).advice() is None


def test_a_server_that_refuses_the_deactivated_is_no_affair_of_a_person():
    case = Case(listed=[APP], log=[ASKED], version="11.9.0")
    assert ([item.open for item in case.find()], case.advice()) == ([False], None)


def test_where_new_secrets_do_not_help_they_are_not_advised():
    text = Case(log=[ASKED], version="11.4.0").advice().text
    assert "regenerate_secrets" not in text and "Update Mattermost to 11.9 or later, or delete the apps" in text


def test_a_bot_that_let_an_app_in_is_named():
    case = Case(log=[row("/api/v4/users/login", LEFT - 9)], bot_log=[ASKED])
    assert case.advice().text.startswith("The bot bot1 was asked to authorize an app on ")
    case = Case(bot_log=[], **{of(BOT["user_id"], "oauth/apps/authorized"): [APP]})
    assert [(item.key, item.shown) for item in case.find() if item.shown["listed"]] == [
        ("%s of %s" % (APP["id"], BOT["user_id"]), {"id": APP["id"], "name": "app1", "listed": True, "bot": "bot1"})
    ]


def test_an_account_that_is_active_is_to_be_blocked_first():
    case = Case(listed=[APP], user=dict(USER, delete_at=0))
    items = case.find()
    assert case.kind.to_close(items, REGENERATE) == []
    assert "deactivate the account, then run this again" in case.kind.advice(case.server, case.person, items).text


@pytest.mark.parametrize("choice", ["leave", None])
def test_no_secret_is_made_unless_it_is_asked_for(choice):
    case = Case(log=[ASKED])
    assert case.kind.to_close(case.find(), {"oauth_authorizations": choice}) == []


def test_every_app_that_may_have_been_let_in_gets_a_new_secret():
    case = Case(listed=[APP], log=[ASKED], bot_log=[ASKED], sessions=[{"id": "s" * 26, "is_oauth": True}])
    items = case.kind.to_close(case.find(), REGENERATE)
    assert [item.label for item in items] == ["app1", "app2"]
    del case.script.sent[:]
    assert case.kind.close(case.server, case.person, items, REGENERATE) == (items, None)
    ended = [request for request in case.script.sent if request.endswith("sessions/revoke/all")]
    made = [request for request in case.script.sent if request.endswith("regen_secret")]
    assert len(ended) == 2 and len(made) == 2
    assert case.script.sent.index(ended[-1]) < case.script.sent.index(made[0])


def test_no_secret_is_made_while_somebody_can_look_at_it():
    case = Case(log=[ASKED])
    items = case.kind.to_close(case.find(), REGENERATE)
    case.script.answers[of(USER["id"], "sessions")] = Refusal(403, "some.error")
    done, error = case.kind.close(case.server, case.person, items, REGENERATE)
    assert (done, error.error_id) == ([], "some.error")
    assert not [request for request in case.script.sent if request.endswith("regen_secret")]


def test_an_error_says_whose_app_it_was_about():
    case = Case(log=[ASKED], apps=[APP])
    items = case.kind.to_close(case.find(), REGENERATE)
    case.script.answers["POST /oauth/apps/%s/regen_secret" % APP["id"]] = Refusal(400, "some.error")
    error = case.kind.close(case.server, case.person, items, REGENERATE)[1]
    assert str(error) == (
        "Failed to regenerate the secret of the OAuth app app1, which user1 may have authorized: HTTP 400 some.error:"
        " No."
    )


def test_new_secrets_leave_one_thing_to_a_person():
    new = [dict(app, update_at=LEFT + 9, client_secret="new") for app in (APP, OTHER)]
    own = [dict(row("/api/v4/oauth/apps/%s/regen_secret" % app["id"], LEFT + 9), id=app["id"]) for app in new]
    case = Case(log=[ASKED], apps=new, own=own)
    advice = case.advice()
    assert (case.find(), advice.verdict, advice.still_open) == ([], "needs_human", False)
    assert (
        "The secret of app1, app2 was regenerated since then, and no refresh token works with an old secret."
        in advice.text
    )
    assert "remove those of user1 from the app first" in advice.text


@pytest.mark.parametrize(("roles", "more"), [("system_user", ()), ("system_admin", ("manage_system",))])
def test_what_it_takes(roles, more):
    server, _script = scripted_server({})
    assert OAuthAuthorization().needs(server, dict(USER, roles=roles)) == ("edit_other_users", *more)
