# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an administrator did by the accounts of others: it is named, for the log does not show whose hand it was."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import ADMIN, unique
from ansible_collections.offboarding.mattermost.tests.support.oauth import App

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"
TYPES = ["token_for_others", "integration_for_others", "changed_account"]
SET = "S3t.by.the.leaver"


class Case:
    """`leaver` is an administrator, `colleague` another one, whose account the leaver has a token for."""

    def __init__(self, mattermost):
        self.api = mattermost
        self.leaver, self.colleague = mattermost.new_person(admin=True), mattermost.new_person(admin=True)
        self.session = self.leaver.log_in().token
        self.borrowed = self.make("/users/%s/tokens" % self.colleague.id, {"description": "first"})["token"]

    def make(self, path, body, token=""):
        """Make something, as the leaver unless a token says otherwise."""
        return self.api.must("POST", path, body, token or self.session)

    def left(self, run, **options):
        """Close what can be closed, and return what is left of each type."""
        users = [self.leaver.username]
        self.leaver.deactivate()
        said = run(REVOKE, users=users, access_types=TYPES, **options)
        assert not said.failed, said.message
        [entry] = run(INFO, users=users, access_types=TYPES, **options).results
        return {name: [item for item in seen["found"] if item["open"]] for name, seen in entry["access"].items()}


@pytest.fixture(name="case")
def fixture_case(mattermost):
    """An administrator with a token for the account of another."""
    return Case(mattermost)


def test_a_token_that_was_made_with_a_token_for_another_is_asked_about(run, case):
    second = case.make("/users/%s/tokens" % case.colleague.id, {"description": "second"}, case.borrowed)
    [found] = case.left(run)["token_for_others"]
    assert not case.api.works(case.borrowed)
    # The colleague may have made it, so it is not revoked by surprise.
    assert case.api.works(second["token"])
    assert (found["id"], found["username"]) == (second["id"], case.colleague.username)
    for told in (case.leaver.username, case.colleague.username, second["id"], found["made_at"]):
        assert told in found["advice"]


def test_it_is_over_when_the_token_is_revoked_or_confirmed(run, case):
    second = case.make("/users/%s/tokens" % case.colleague.id, {"description": "second"}, case.borrowed)
    [found] = case.left(run)["token_for_others"]
    assert case.left(run, confirmed=[found["reference"]])["token_for_others"] == []
    case.api.revoke_access_token(second["id"])
    assert case.left(run)["token_for_others"] == []


def test_a_chain_of_accounts_is_followed_to_its_end(run, case, mattermost):
    third = mattermost.new_person(admin=True)
    token = case.make("/users/%s/tokens" % third.id, {"description": "second"}, case.borrowed)["token"]
    bot = case.make("/bots", {"username": unique("bot")}, token)
    last = case.make("/users/%s/tokens" % bot["user_id"], {"description": "last"}, token)
    ids = {item["id"]: item["username"] for item in case.left(run)["token_for_others"]}
    assert ids[last["id"]] == bot["username"]
    assert set(ids.values()) == {third.username, bot["username"]}


def test_a_bot_that_was_passed_on_is_another_account(run, case):
    bot = case.make("/bots", {"username": unique("bot")})
    case.api.must("PUT", "/users/%s/roles" % bot["user_id"], {"roles": ADMIN})
    token = case.make("/users/%s/tokens" % bot["user_id"], {"description": "bot's"})["token"]
    second = case.make("/users/%s/tokens" % case.colleague.id, {"description": "by the bot"}, token)
    case.api.must("POST", "/bots/%s/assign/%s" % (bot["user_id"], case.colleague.id), {})
    assert [item["id"] for item in case.left(run)["token_for_others"]] == [second["id"]]
    assert not case.api.works(token)


def test_a_webhook_in_the_name_of_another_is_asked_about(run, case):
    name = unique("team")
    team = case.make("/teams", {"name": name, "display_name": name, "type": "O"}, case.borrowed)
    channel = case.api.must("GET", "/teams/%s/channels/name/town-square" % team["id"])
    case.make("/hooks/incoming", {"channel_id": channel["id"], "display_name": "chain"}, case.borrowed)
    [found] = case.left(run)["integration_for_others"]
    assert (found["what"], found["username"]) == ("incoming webhook", case.colleague.username)
    assert "whose account %s could use" % case.leaver.username in found["advice"]


def test_what_was_done_to_others_in_the_name_of_another_is_named(run, case, person):
    case.api.must("PUT", "/users/%s/roles" % person.id, {"roles": ADMIN}, case.borrowed)
    # What people do to their own accounts, and to others' details, is nobody's way in.
    case.api.must("PUT", "/users/%s/patch" % case.colleague.id, {"nickname": "me"}, case.borrowed)
    found = {item["what"]: item for item in case.left(run)["changed_account"]}
    assert set(found) == {"role", "accounts_made"}
    assert found["role"]["username"] == person.username
    assert (
        "%s, whose account %s could use," % (case.colleague.username, case.leaver.username) in found["role"]["advice"]
    )


@pytest.mark.parametrize("by", ["the colleague's token", "another administrator"])
def test_what_was_repeated_in_the_name_of_another_is_not_over(run, case, person, by):
    person.deactivate()
    path = "/users/%s/active" % person.id
    case.api.must("PUT", path, {"active": True}, case.session)
    case.api.must("PUT", path, {"active": True}, case.borrowed if by == "the colleague's token" else None)
    found = {item["what"] for item in case.left(run)["changed_account"]}
    assert found == ({"activation", "accounts_made"} if by == "the colleague's token" else {"accounts_made"})


def test_nobody_vouches_for_their_own_account(run, case, person):
    """The second account of an administrator, which got the role, sets it again."""
    path, body = "/users/%s/roles" % person.id, {"roles": ADMIN}
    case.api.must("PUT", path, body, case.session)
    case.api.must("PUT", path, body, person.log_in().token)
    assert {item["what"] for item in case.left(run)["changed_account"]} == {"role", "accounts_made"}
    case.api.must("PUT", path, body)
    assert {item["what"] for item in case.left(run)["changed_account"]} == {"accounts_made"}


def test_what_was_made_while_a_set_password_was_valid_is_asked_about(run, case, person):
    case.api.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user system_user_access_token"})
    case.api.must("PUT", "/users/%s/password" % person.id, {"new_password": SET}, case.session)
    token = case.api.log_in(person.username, SET)
    made = case.make("/users/%s/tokens" % person.id, {"description": "meanwhile"}, token)
    body = {"current_password": SET, "new_password": "My.own.again.1"}
    case.api.must("PUT", "/users/%s/password" % person.id, body, token)
    person.password = "My.own.again.1"
    case.api.must("POST", "/users/%s/sessions/revoke/all" % person.id)
    left = case.left(run)
    assert [item["id"] for item in left["token_for_others"]] == [made["id"]]
    assert "password" not in {item["what"] for item in left["changed_account"]}


def test_a_session_outlives_the_password_that_it_began_with(run, case, person):
    case.api.must("PUT", "/users/%s/password" % person.id, {"new_password": SET}, case.session)
    token = case.api.log_in(person.username, SET)
    case.api.must("PUT", "/users/%s/password" % person.id, {"new_password": "By.an0ther.admin"})
    found = {item["what"]: item for item in case.left(run)["changed_account"]}
    assert case.api.works(token)
    assert set(found) == {"sessions", "accounts_made"}
    assert "Revoke the sessions of %s" % person.username in found["sessions"]["advice"]
    case.api.must("POST", "/users/%s/sessions/revoke/all" % person.id)
    assert {item["what"] for item in case.left(run)["changed_account"]} == {"accounts_made"}


def test_an_app_that_was_let_in_with_a_token_for_another_outlives_the_token(run, case, person):
    made = case.make("/users/%s/tokens" % person.id, {"description": "for the app"})
    app = App(case.api)
    granted = app.grant(made["token"])
    [found] = [item for item in case.left(run)["changed_account"] if item["what"] != "accounts_made"]
    assert not case.api.works(made["token"])
    assert case.api.works(granted["access_token"])
    assert (found["what"], found["username"]) == ("app_sessions", person.username)
    assert "Revoke the sessions that OAuth apps have for %s" % person.username in found["advice"]
    assert "app_sessions" not in {
        item["what"] for item in case.left(run, confirmed=[found["reference"]])["changed_account"]
    }
    case.api.must("POST", "/users/%s/sessions/revoke/all" % person.id)
    assert {item["what"] for item in case.left(run)["changed_account"]} == {"accounts_made"}
    assert not case.api.works(granted["access_token"])
    assert app.refresh(granted["refresh_token"]).status_code != 200


def test_an_app_that_was_made_in_the_name_of_another_is_asked_about(run, case):
    app = App(case.api, case.borrowed, is_trusted=True)
    App(case.api, case.colleague.log_in().token).delete()
    case.left(run)
    case.api.must("POST", "/oauth/apps/%s/regen_secret" % app.id)
    assert "access_token=" in app.follow_link(case.api.new_person().log_in().token, "token")
    options = {"users": [case.leaver.username], "access_types": ["changed_server"]}
    [entry] = run(INFO, **options).results
    [found] = entry["access"]["changed_server"]["found"]
    assert (found["what"], found["name"], found["open"]) == ("oauth_app", app.name, True)
    assert "%s, whose account %s could use," % (case.colleague.username, case.leaver.username) in found["advice"]
    app.delete()
    assert run(INFO, **options).results[0]["access"]["changed_server"]["found"] == []


def test_an_app_that_somebody_let_in_before_is_their_own(run, case, person):
    app = App(case.api)
    granted = app.grant(person.log_in().token)
    case.make("/users/%s/tokens" % person.id, {"description": "later"})
    assert {item["what"] for item in case.left(run)["changed_account"]} == {"accounts_made"}
    assert case.api.works(granted["access_token"])


def test_a_disabled_token_for_another_is_revoked(run, case):
    """Somebody may enable it, who does not know who has it."""
    made = case.make("/users/%s/tokens" % case.colleague.id, {"description": "sleeps"})
    case.make("/users/tokens/disable", {"token_id": made["id"]})
    assert case.left(run)["token_for_others"] == []
    assert case.api.ask("GET", "/users/tokens/" + made["id"]).status_code == 404


def test_the_log_of_a_colleague_makes_nobody_an_administrator(run, mattermost, person):
    """Somebody who is none made a token for a bot that is now another's, who is one."""
    boss = mattermost.new_person(admin=True)
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")})
    mattermost.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user system_user_access_token"})
    token = person.log_in().token
    mattermost.must("POST", "/users/%s/tokens" % person.id, {"description": "own"}, token)
    mattermost.must("POST", "/bots/%s/assign/%s" % (bot["user_id"], boss.id), {})
    mattermost.must("PUT", "/users/%s/roles" % person.id, {"roles": "system_user"})
    person.deactivate()
    [entry] = run(INFO, users=[person.username], access_types=TYPES).results
    assert entry["to_do"] == []
