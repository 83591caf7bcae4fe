# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth apps against the server under test: what is called closed is closed, and what nobody can know is unknown."""

from __future__ import annotations

import os
import time

import pytest

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.support.oauth import App, deny, token_in
from ansible_collections.offboarding.mattermost.tests.support.servers import real_server

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"
MADE, LET_IN = "oauth_app", "oauth_authorization"


# The embedded server is tried as both; a real one is what it is.
VERSIONS = [None] if real_server() else ["5.37.0", "11.6.0"]


@pytest.fixture(name="_as_version", params=VERSIONS, autouse=True)
def fixture_as_version(request, server):
    """Have the embedded server be of one version."""
    if not server.embedded:
        yield
        return
    control = Control(server.url)
    control.settings(version=request.param)
    yield
    control.reset()


def alone():
    """Skip where other tests use the same server at the same time: this one changes every app of it."""
    if real_server() and os.environ.get("PYTEST_XDIST_WORKER"):
        pytest.skip("changes every OAuth app of a server that other tests use at the same time")


@pytest.fixture(name="app")
def fixture_app(mattermost):
    """An app that the admin made. It is gone afterwards: as long as there is one, an old server's log proves little."""
    made = App(mattermost)
    yield made
    mattermost.ask("DELETE", "/oauth/apps/" + made.id)


def seen(run, person, name):
    """Return how the first type of access of that name looks now."""
    return run(INFO, users=[person.username], access_types=[name]).results[0]["access"][name]


def is_new(mattermost):
    """Say whether the server under test is one of the newer ones that were looked at."""
    version = mattermost.ask("GET", "/system/ping").headers["X-Version-Id"]
    return int(version.split(".")[0]) >= 11


# -- apps that were let in ----------------------------------------------------------------------------------


def test_somebody_who_never_let_an_app_in_is_closed(run, person, app):
    assert app.id
    person.log_in()
    person.deactivate()
    found = seen(run, person, LET_IN)
    assert (found["verdict"], found["found"], found["still_open"]) == ("closed", [], False)


def test_an_app_that_its_user_took_off_the_list_is_not_called_closed(run, person, app):
    """The list is read from preferences that are the user's own."""
    session = person.log_in()
    tokens = app.grant(session.token)
    deny(person.id, session.token, app)
    person.deactivate()
    assert app.mattermost.must("GET", "/users/%s/oauth/apps/authorized" % person.id) == []
    found = seen(run, person, LET_IN)
    assert (found["verdict"], found["still_open"]) == ("unknown", None)
    assert "%s was asked to authorize an app on 2" % person.username in found["reason"]
    assert "oauth_authorizations=regenerate_secrets" in found["reason"]
    assert tokens["refresh_token"] not in str(found)


@pytest.mark.embedded_only("removes the row of a session, as the nightly clean-up does")
@pytest.mark.parametrize("fixed", [False, True], ids=["before the fix", "with the fix"])
def test_a_refresh_token_without_a_session_is_what_it_is_about(run, person, app, server, fixed):
    session = person.log_in()
    tokens = app.grant(session.token)
    deny(person.id, session.token, app)
    control = Control(server.url)
    for row in person.sessions():
        if row["is_oauth"]:
            control.ask("DELETE", "/sessions/" + row["id"])
    person.deactivate()
    if fixed:
        control.settings(version="11.9.0", refresh_needs_active_user=True)
    assert seen(run, person, LET_IN)["verdict"] == ("closed" if fixed else "unknown")
    assert app.refresh(tokens["refresh_token"]).status_code == (403 if fixed else 200)


@pytest.mark.embedded_only("makes an account that is older than a day")
def test_what_an_old_server_does_not_log_is_not_called_closed(run, person, app, server):
    """Preferences that one writes oneself let an app in by its link. Newer servers log that."""
    Control(server.url).ask("PATCH", "/users/" + person.username, {"create_at": 1_700_000_000_000})
    session = person.log_in()
    row = {"user_id": person.id, "category": "oauth_app", "name": app.id, "value": "user"}
    app.mattermost.must("PUT", "/users/%s/preferences" % person.id, [row], session.token)
    assert app.exchange(app.follow_link(session.token)).status_code == 200
    deny(person.id, session.token, app)
    person.deactivate()
    assert seen(run, person, LET_IN)["verdict"] == "unknown"


def test_an_app_that_is_listed_is_unknown_once_its_sessions_have_ended(run, person, app):
    app.grant(person.log_in().token)
    assert seen(run, person, LET_IN)["verdict"] == "open"
    person.deactivate()
    run(REVOKE, users=[person.username], access_types=["session"])
    found = seen(run, person, LET_IN)
    assert (found["verdict"], [one["name"] for one in found["found"] if one["listed"]]) == ("unknown", [app.name])
    assert "%s authorized %s" % (person.username, app.name) in found["reason"]


def test_an_app_that_a_bot_let_in_is_its_owners(run, leaver, app):
    app.grant(leaver.bot_token["token"])
    leaver.person.deactivate()
    run(REVOKE, users=[leaver.username], access_types=["session"])
    found = seen(run, leaver, LET_IN)
    assert found["verdict"] == "unknown"
    assert {"id": app.id, "name": app.name, "listed": True, "bot": leaver.bot["username"], "open": False} in found[
        "found"
    ]


def test_a_code_that_waits_for_its_exchange_is_told_where_it_works(run, person, app, mattermost):
    address = app.let_in(person.log_in().token)
    person.deactivate()
    reason = seen(run, person, LET_IN)["reason"]
    works = app.exchange(address).status_code == 200
    assert works is not is_new(mattermost)
    assert ("An authorization code may still be exchanged for a token: run this again after 2" in reason) is works


def test_what_let_itself_in_by_a_link_is_not_called_closed(run, person, mattermost):
    """A trusted app asks no question. Older servers do not log it."""
    app = App(mattermost, is_trusted=True)
    session = person.log_in()
    assert app.exchange(app.follow_link(session.token)).status_code == 200
    deny(person.id, session.token, app)
    person.deactivate()
    found = seen(run, person, LET_IN)
    app.delete()
    assert found["verdict"] == "unknown"


def test_without_an_app_that_could_use_it_no_refresh_token_is_left(run, person, mattermost):
    """Deleting an app ends what everybody gave it. Apps that were made later were let in by nobody who had left."""
    alone()
    for row in mattermost.must("GET", "/oauth/apps?per_page=200"):
        mattermost.must("DELETE", "/oauth/apps/" + row["id"])
    app = App(mattermost)
    tokens = app.grant(person.log_in().token)
    person.deactivate()
    assert seen(run, person, LET_IN)["verdict"] == "unknown"
    app.delete()
    assert seen(run, person, LET_IN)["verdict"] == "closed"
    later = App(mattermost)
    assert seen(run, person, LET_IN)["verdict"] == "closed"
    assert later.refresh(tokens["refresh_token"]).status_code >= 400
    later.delete()


def test_new_secrets_are_made_on_request_only_and_once(run, person, app):
    alone()
    session = person.log_in()
    tokens = app.grant(session.token)
    deny(person.id, session.token, app)
    person.deactivate()
    assert not run(REVOKE, users=[person.username], access_types=[LET_IN]).changed
    assert app.row()["client_secret"] == app.secret

    asked = {"users": [person.username], "access_types": [LET_IN], "oauth_authorizations": "regenerate_secrets"}
    foretold = run(REVOKE, check=True, **asked)
    assert app.row()["client_secret"] == app.secret
    done = run(REVOKE, **asked)
    entry = done.results[0]["access"][LET_IN]
    assert app.name in [one["name"] for one in entry["closed"]]
    assert entry["closed"] == foretold.results[0]["access"][LET_IN]["closed"]
    assert (entry["verdict"], entry["still_open"]) == ("needs_human", False)
    new = app.row()["client_secret"]
    assert new != app.secret and new not in done.output
    assert app.refresh(tokens["refresh_token"]).status_code >= 400

    again = run(REVOKE, **asked)
    assert (again.changed, again.results[0]["access"][LET_IN]["verdict"]) == (False, "needs_human")
    assert app.row()["client_secret"] == new
    assert seen(run, person, LET_IN)["verdict"] == "needs_human"


def test_new_secrets_wait_until_the_account_is_blocked(run, person, app):
    app.grant(person.log_in().token)
    run(REVOKE, users=[person.username], access_types=["session"])
    asked = {"access_types": [LET_IN], "oauth_authorizations": "regenerate_secrets"}
    done = run(REVOKE, users=[person.username], **asked)
    assert (done.changed, app.row()["client_secret"]) == (False, app.secret)
    assert "deactivate the account" in done.results[0]["access"][LET_IN]["reason"]


# -- apps that were made ------------------------------------------------------------------------------------


def test_a_change_of_an_app_is_no_new_secret(run, leaver, mattermost):
    leaver.person.deactivate()
    row = mattermost.must("GET", "/oauth/apps/" + leaver.app.id)
    mattermost.must("PUT", "/oauth/apps/" + leaver.app.id, dict(row, description="changed since"))
    found = seen(run, leaver, MADE)
    assert (found["verdict"], found["found"][0]["credential"], found["found"][0]["open"]) == ("open", "old", True)


def test_a_new_secret_is_proven_by_the_log_of_who_made_it(run, leaver, mattermost):
    leaver.person.deactivate()
    mattermost.must("POST", "/oauth/apps/%s/regen_secret" % leaver.app.id)
    found = seen(run, leaver, MADE)
    assert (found["verdict"], found["found"][0]["credential"]) == ("needs_human", "new")


def test_a_second_run_makes_no_other_secret(run, leaver, mattermost):
    leaver.person.deactivate()
    assert run(REVOKE, users=[leaver.username], access_types=[MADE]).changed
    new = mattermost.must("GET", "/oauth/apps/" + leaver.app.id)["client_secret"]
    assert new != leaver.app.secret
    for check in (True, False):
        assert not run(REVOKE, check=check, users=[leaver.username], access_types=[MADE]).changed
    assert mattermost.must("GET", "/oauth/apps/" + leaver.app.id)["client_secret"] == new


def test_an_app_that_is_kept_goes_on_getting_tokens_of_others(run, leaver, mattermost):
    """So a new secret alone is not called closed."""
    app = App(mattermost, token=leaver.session_token)
    other = mattermost.new_person().log_in()
    held = app.grant(other.token)["access_token"]
    leaver.person.deactivate()
    found = run(REVOKE, users=[leaver.username], access_types=[MADE])
    assert mattermost.ask("GET", "/users/me", token=held).status_code == 200
    assert mattermost.must("GET", "/users/%s/sessions" % other.person.id)
    entry = found.results[0]["access"][MADE]
    assert (entry["verdict"], entry["still_open"]) == ("needs_human", True)
    assert "http://127.0.0.1:1" in entry["reason"] and "of-secret" not in found.output
    run(REVOKE, users=[leaver.username], access_types=[MADE], oauth_apps="delete")
    assert mattermost.ask("GET", "/users/me", token=held).status_code == 401
    assert seen(run, leaver, MADE)["verdict"] == "closed"


def test_somebody_who_let_an_app_in_hands_it_tokens_by_a_link(run, leaver, mattermost):
    """Without a secret and without a question, also when the secret is new and the app is no longer trusted."""
    app = App(mattermost, token=leaver.session_token)
    other = mattermost.new_person().log_in()
    app.let_in(other.token)
    leaver.person.deactivate()
    run(REVOKE, users=[leaver.username], access_types=[MADE])
    got = token_in(app.follow_link(other.token, "token"))
    assert mattermost.must("GET", "/users/me", token=got)["id"] == other.person.id


def test_an_app_of_somebody_who_left_is_trusted_no_longer(run, leaver, mattermost):
    app = App(mattermost, token=leaver.session_token, is_trusted=True)
    other = mattermost.new_person().log_in()
    assert app.follow_link(other.token, "token")
    leaver.person.deactivate()
    assert seen(run, leaver, MADE)["verdict"] == "open"
    foretold = run(REVOKE, check=True, users=[leaver.username], access_types=[MADE])
    assert app.row()["is_trusted"] is True
    done = run(REVOKE, users=[leaver.username], access_types=[MADE])
    assert done.results[0]["access"][MADE]["closed"] == foretold.results[0]["access"][MADE]["closed"]
    now = app.row()
    assert (now["is_trusted"], now["callback_urls"]) == (False, app.row()["callback_urls"])
    assert app.follow_link(mattermost.new_person().log_in().token, "token") == ""
    assert done.results[0]["access"][MADE]["verdict"] == "needs_human"
    assert not run(REVOKE, users=[leaver.username], access_types=[MADE]).changed


def test_an_app_that_a_bot_made_is_its_owners(run, leaver, mattermost):
    mattermost.must("PUT", "/users/%s/roles" % leaver.bot["user_id"], {"roles": "system_user system_admin"})
    app = App(mattermost, token=leaver.bot_token["token"])
    leaver.person.deactivate()
    found = seen(run, leaver, MADE)
    assert [one.get("bot") for one in found["found"] if one["id"] == app.id] == [leaver.bot["username"]]
    run(REVOKE, users=[leaver.username], access_types=[MADE])
    assert app.row()["client_secret"] != app.secret
    assert not run(REVOKE, users=[leaver.username], access_types=[MADE]).changed


@pytest.mark.embedded_only("makes a user that is deactivated with sessions alive")
def test_whoever_is_still_logged_in_cannot_look_at_the_new_secret(run, leaver, mattermost, server):
    """A deactivation that broke off leaves sessions, and who made an app may see its secret."""
    Control(server.url).ask("PATCH", "/users/" + leaver.username, {"delete_at": int(time.time() * 1000)})
    app = "/oauth/apps/" + leaver.app.id
    assert mattermost.ask("GET", app, token=leaver.session_token).status_code == 200
    run(REVOKE, users=[leaver.username], access_types=[MADE])
    assert mattermost.ask("GET", app, token=leaver.session_token).status_code == 401


def test_a_public_client_ends_in_an_advice_and_not_in_a_failure(run, leaver, mattermost):
    if not is_new(mattermost):
        pytest.skip("no public clients on this version")
    app = App(mattermost, token=leaver.session_token, is_public=True)
    leaver.person.deactivate()
    done = run(REVOKE, users=[leaver.username], access_types=[MADE])
    assert not done.failed
    entry = done.results[0]["access"][MADE]
    assert (entry["verdict"], entry["still_open"]) == ("needs_human", True)
    assert "%s (a public client, which has no secret)" % app.name in entry["reason"]
    assert {one["id"]: one["credential"] for one in entry["found"]} == {leaver.app.id: "new", app.id: "none"}
    run(REVOKE, users=[leaver.username], access_types=[MADE], oauth_apps="delete")
    assert seen(run, leaver, MADE)["verdict"] == "closed"


def test_apps_that_registered_themselves_are_named_once_for_the_server(run, mattermost, person):
    if not is_new(mattermost):
        assert run(INFO, users=[]).result["server"]["apps_without_owner"] == []
        return
    mattermost.must("PUT", "/config/patch", {"ServiceSettings": {"EnableDynamicClientRegistration": True}})
    name = unique("dcr")
    body = {"client_name": name, "redirect_uris": ["https://app.example.com/callback?of=secret"]}
    made = mattermost.must("POST", "/oauth/apps/register", body)
    found = run(INFO, users=[person.username])
    mattermost.must("DELETE", "/oauth/apps/" + made["client_id"])
    mattermost.must("PUT", "/config/patch", {"ServiceSettings": {"EnableDynamicClientRegistration": False}})
    assert {
        "id": made["client_id"],
        "name": name,
        "callback_hosts": ["https://app.example.com"],
        "public": False,
    } in found.result["server"]["apps_without_owner"]
    assert found.results[0]["access"][MADE]["found"] == []
