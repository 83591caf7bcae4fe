# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whoever is looked for is the person and every bot of theirs, to the last thing that a bot made."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.oauth import App
from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import new_team
from ansible_collections.offboarding.mattermost.tests.unit.helpers.bot_owner import Bot, BotOwner

MADE = ["incoming_webhook", "outgoing_webhook", "slash_command"]
HELD = ["bot_token", "session", "system_role"]


@pytest.fixture(name="owner")
def fixture_owner(mattermost):
    """Somebody whose bot has everything."""
    return BotOwner(mattermost)


def of_bot(entry, bot, where="found"):
    """Return the types of access in which something of a bot stands."""
    return sorted(
        name
        for name, seen in entry["access"].items()
        if any(item.get("bot") == bot.username or item.get("username") == bot.username for item in seen[where])
    )


@pytest.mark.parametrize("disabled", [False, True], ids=["active", "disabled"])
def test_what_a_bot_made_and_holds_is_found_as_its_owners(run, owner, mattermost, disabled):
    if disabled:
        mattermost.must("POST", "/bots/%s/disable" % owner.bot.id, {})
    [entry] = run("mattermost_access_info", users=[owner.username]).results
    held = ["bot_token", "system_role"] if disabled else HELD  # disabling a bot ends its sessions
    assert of_bot(entry, owner.bot) == sorted(["bot", "oauth_app", *held, *MADE])
    assert set(MADE) <= set(entry["still_open"])


def test_what_a_bot_made_and_holds_is_closed_and_none_of_it_works_any_more(run, owner):
    assert owner.open_doors() == sorted([*HELD, *MADE])
    owner.person.deactivate()
    foretold = run("mattermost_access_revoke", check=True, users=[owner.username])
    closed = run("mattermost_access_revoke", users=[owner.username])
    [entry], [said] = closed.results, foretold.results
    assert {n: s["closed"] for n, s in said["access"].items()} == {n: s["closed"] for n, s in entry["access"].items()}
    assert (owner.open_doors(), owner.bot.disabled) == ([], True)
    assert set(MADE) <= set(of_bot(entry, owner.bot, "closed"))
    assert not {*MADE, *HELD, "bot"} & set(entry["still_open"])
    again = run("mattermost_access_revoke", users=[owner.username])
    assert again.results[0]["closed"] == 0


def test_what_an_active_bot_makes_while_its_owner_is_active_is_closed_too(run, owner):
    types = [*MADE, *HELD, "bot"]
    done = run("mattermost_access_revoke", users=[owner.username], access_types=types, system_roles="leave")
    [entry] = done.results
    assert (owner.open_doors(), owner.bot.disabled) == (["system_role"], True)
    assert entry["still_open"] == ["system_role"]


def test_sessions_of_bots_are_asked_for_only_of_people_who_own_bots(run, person, mattermost, through, owner):
    for somebody, count in ((person, 1), (owner, 2)):
        del through.requests[:]
        run("mattermost_access_info", url=through.url, users=[somebody.id], access_types=["session"])
        asked = [request for request in through.requests if "/sessions" in request.path]
        assert len(asked) == count


# -- given away ---------------------------------------------------------------------------------------------


def assign(run, owner, assignee, check=False):
    """Give the bots of somebody away, as the role does after it has blocked the account; return the entry."""
    if not check:
        assert not run("mattermost_user", users=[owner.id], state="deactivated").failed
    done = run("mattermost_access_revoke", check, users=[owner.id], bots="assign", bot_assignee=assignee.username)
    assert not done.failed, done.output
    return done.results[0]


def test_a_bot_that_was_active_until_its_owner_was_blocked_is_given_away_and_works_on(run, owner, person, mattermost):
    old = Bot(mattermost, owner.session.token)
    mattermost.must("POST", "/bots/%s/disable" % old.id, {})
    entry = assign(run, owner, person)
    assert (owner.bot.row()["owner_id"], owner.bot.disabled) == (person.id, False)
    assert owner.open_doors() == []
    assert [item["assigned_to"] for item in entry["access"]["bot"]["closed"]] == [person.username]
    # One that was disabled before is no work that must go on, and that is said.
    assert (old.row()["owner_id"], old.disabled, old.works) == (owner.id, True, False)
    assert entry["access"]["bot"]["reason"].endswith(": %s." % old.username)
    assert entry["access"]["bot"]["verdict"] == "closed"
    # The new owner makes it work with a token of its own.
    token = mattermost.new_access_token(owner.bot.id)["token"]
    assert mattermost.ask("GET", "/users/me", token=token).status_code == 200
    assert assign(run, owner, person)["closed"] == 0
    assert mattermost.ask("GET", "/users/me", token=token).status_code == 200


def test_a_bot_of_somebody_active_is_given_away_too_and_its_sessions_end(run, owner, person):
    done = run("mattermost_access_revoke", users=[owner.id], bots="assign", bot_assignee=person.id)
    assert not done.failed, done.output
    assert (owner.bot.row()["owner_id"], owner.bot.disabled) == (person.id, False)
    assert owner.open_doors() == []


def test_the_log_of_a_bot_that_was_given_away_still_goes_back_to_its_first_day(run, owner, person, mattermost):
    """What the bot made for others is closed and looked for again once the bot has its new owner."""
    other = mattermost.new_person()
    path, body = "/users/%s/tokens" % other.id, {"description": "by the bot"}
    made = mattermost.must("POST", path, body, token=owner.bot.token)
    owner.person.deactivate()
    options = {"access_types": ["bot_token", "bot", "session", "token_for_others"], "bot_assignee": person.username}
    [entry] = run("mattermost_access_revoke", users=[owner.username], bots="assign", **options).results
    assert not mattermost.works(made["token"])
    seen = entry["access"]["token_for_others"]
    assert (seen["verdict"], seen["reason"]) == ("closed", None)
    assert made["id"] in [item["id"] for item in seen["closed"]]


def test_check_mode_says_what_is_given_away(run, owner, person):
    owner.person.deactivate()
    said = assign(run, owner, person, check=True)
    entry = assign(run, owner, person)
    assert {n: s["closed"] for n, s in said["access"].items()} == {n: s["closed"] for n, s in entry["access"].items()}


def test_an_app_that_the_owner_authorized_keeps_no_bot_where_its_secret_is_regenerated(run, mattermost, person):
    owner = mattermost.new_person(admin=True)
    token = owner.log_in().token
    bot = Bot(mattermost, token)
    app = App(mattermost)
    app.grant(token)
    owner.deactivate()
    options = {"bots": "assign", "bot_assignee": person.username, "oauth_authorizations": "regenerate_secrets"}
    said = run("mattermost_access_revoke", True, users=[owner.username], **options)
    done = run("mattermost_access_revoke", users=[owner.username], **options)
    app.delete()
    assert not done.failed, done.output
    assert bot.row()["owner_id"] == person.id
    closed = [one.results[0]["access"]["bot"]["closed"] for one in (said, done)]
    assert [[item["id"] for item in items] for items in closed] == [[bot.id]] * 2
    # The log of the bot, which belongs to somebody else now, still goes back to its first day.
    assert done.results[0]["access"]["token_for_others"]["verdict"] == "closed"


# -- the bot that Mattermost posts as -----------------------------------------------------------------------


@pytest.fixture(name="system_bot")
def fixture_system_bot(mattermost, admin):
    """The bot of that name, whoever made it; it belongs to the admin again and is enabled when the test is over."""
    rows = [row for row in mattermost.must("GET", "/bots?include_deleted=true&per_page=200")
            if row["username"] == "system-bot"]  # fmt: skip
    row = rows[0] if rows else mattermost.must("POST", "/bots", {"username": "system-bot"})
    yield row["user_id"]
    for token in mattermost.must("GET", "/users/%s/tokens" % row["user_id"]):
        mattermost.must("POST", "/users/tokens/revoke", {"token_id": token["id"]})
    mattermost.must("POST", "/bots/%s/assign/%s" % (row["user_id"], admin.id), {})
    mattermost.must("POST", "/bots/%s/enable" % row["user_id"], {})


@pytest.fixture(name="its_owner")
def fixture_its_owner(mattermost, system_bot):
    """Somebody who owns the system bot."""
    person = mattermost.new_person()
    mattermost.must("POST", "/bots/%s/assign/%s" % (system_bot, person.id), {})
    return person


def is_disabled(mattermost, bot_id):
    """Say whether a bot is disabled."""
    return bool(mattermost.must("GET", "/bots/%s?include_deleted=true" % bot_id)["delete_at"])


def test_the_system_bot_is_shown_and_left_alone(run, mattermost, system_bot, its_owner):
    [entry] = run("mattermost_access_info", users=[its_owner.id], access_types=["bot"]).results
    [item] = entry["access"]["bot"]["found"]
    assert (item["username"], item["system"], item["open"]) == ("system-bot", True, False)
    done = run("mattermost_access_revoke", users=[its_owner.id], access_types=["bot"])
    assert (done.changed, is_disabled(mattermost, system_bot)) == (False, False)


def test_the_system_bot_is_enabled_again_when_its_owner_is_blocked(run, mattermost, system_bot, its_owner):
    said = run("mattermost_user", check=True, users=[its_owner.id], state="deactivated")
    done = run("mattermost_user", users=[its_owner.id], state="deactivated")
    for entry in (said.results[0], done.results[0]):
        assert entry["bots_enabled"] == ["system-bot"]
    assert not is_disabled(mattermost, system_bot)


def test_the_system_bot_goes_on_without_its_owner_and_reads_no_link_for_anybody(run, mattermost, system_bot, its_owner):
    team = new_team(mattermost)
    mattermost.must("POST", "/teams/%s/members" % team["id"], {"team_id": team["id"], "user_id": system_bot})
    run("mattermost_user", users=[its_owner.id], state="deactivated")
    [entry] = run("mattermost_access_info", users=[its_owner.id], access_types=["invitation_link"]).results
    [item] = [one for one in entry["access"]["invitation_link"]["found"] if one["id"] == team["id"]]
    assert item["known_until"] is not None
    mattermost.must("DELETE", "/teams/" + team["id"])


def test_a_bot_that_is_merely_called_system_bot_does_not_work_for_its_owner_any_more(
    run, mattermost, system_bot, its_owner
):
    token = mattermost.new_access_token(system_bot)["token"]
    assert mattermost.ask("GET", "/users/me", token=token).status_code == 200
    [entry] = run("mattermost_access_info", users=[its_owner.id]).results
    assert {"bot", "bot_token", "session"} <= set(entry["still_open"])
    blocked = run("mattermost_user", users=[its_owner.id], state="deactivated")
    assert (blocked.results[0]["bots_enabled"], is_disabled(mattermost, system_bot)) == ([], True)
    mattermost.must("POST", "/bots/%s/enable" % system_bot, {})
    [entry] = run("mattermost_access_revoke", users=[its_owner.id]).results
    assert not {"bot", "bot_token", "session"} & set(entry["still_open"])
    assert [item["username"] for item in entry["access"]["bot"]["closed"]] == ["system-bot"]
    assert mattermost.ask("GET", "/users/me", token=token).status_code == 401
    assert not is_disabled(mattermost, system_bot)


# -- somebody who was turned into a bot, and a bot that leaves ----------------------------------------------


def test_somebody_who_was_turned_into_a_bot_is_blocked_without_end(run, mattermost, admin):
    """It owns itself, and Mattermost disables with a bot the bots that it owns: it would never come to an end."""
    somebody = mattermost.new_person()
    token = somebody.use_access_token()["token"]
    answer = mattermost.ask("POST", "/users/%s/convert_to_bot" % somebody.id, {})
    if answer.status_code == 404:
        pytest.skip("this server turns nobody into a bot")
    assert answer.json()["owner_id"] == somebody.id
    for check in (True, False):
        done = run("mattermost_user", check, users=[somebody.username], state="deactivated")
        [entry] = done.results
        assert (done.failed, entry["state"], entry["changed"]) == (False, "deactivated", True)
        assert "Its owner is now %s" % admin.username in entry["warning"]
    assert mattermost.must("GET", "/users/" + somebody.id)["delete_at"]
    assert mattermost.must("GET", "/bots/%s?include_deleted=true" % somebody.id)["delete_at"]
    [entry] = run("mattermost_access_revoke", users=[somebody.id]).results
    assert (entry["still_open"], entry["access"]["bot"]["found"]) == ([], [])
    assert mattermost.must("GET", "/users/%s/tokens" % somebody.id) == []
    assert mattermost.ask("GET", "/users/me", token=token).status_code == 401


def test_what_somebody_owned_who_was_turned_into_a_bot_belongs_to_the_new_owner(run, mattermost):
    first, second = mattermost.new_person(admin=True), mattermost.new_person()
    bot = Bot(mattermost, first.log_in().token)
    if mattermost.ask("POST", "/users/%s/convert_to_bot" % first.id, {}).status_code == 404:
        pytest.skip("this server turns nobody into a bot")
    mattermost.must("POST", "/bots/%s/assign/%s" % (first.id, second.id), {})
    [entry] = run("mattermost_access_info", users=[second.id], access_types=["bot", "bot_token"]).results
    assert sorted(item["username"] for item in entry["access"]["bot"]["found"]) == sorted(
        [first.username, bot.username]
    )
    second.deactivate()
    # The bot that was a person is still a system admin, and so is who owns it.
    closed = ["system_role", "bot", "bot_token", "session"]
    [entry] = run("mattermost_access_revoke", users=[second.id], access_types=closed).results
    assert (entry["still_open"], bot.disabled, bot.works) == ([], True, False)


def test_a_bot_can_leave(run, mattermost, person, admin):
    bot = Bot(mattermost, mattermost.token)
    blocked = run("mattermost_user", users=[bot.username], state="deactivated")
    assert (blocked.failed, blocked.results[0]["state"], bot.disabled) == (False, "deactivated", True)
    done = run("mattermost_access_revoke", users=[bot.username])
    assert (done.failed, done.results[0]["still_open"], bot.works) == (False, [], False)
    assert mattermost.must("GET", "/users/%s/tokens" % bot.id) == []
    back = run("mattermost_user", users=[bot.username], state="active")
    assert (back.results[0]["state"], bot.disabled) == ("active", False)
    assert bot.row()["owner_id"] == admin.id


# -- what OAuth apps hold of a bot --------------------------------------------------------------------------


def test_a_bot_that_is_given_away_has_shut_out_every_app(run, owner, person, mattermost):
    """Its session ends, and a refresh token that nothing lists any more is useless."""
    app = App(mattermost)
    tokens = app.grant(owner.bot.token)
    path = "/users/%s/preferences/delete" % owner.bot.id
    hidden = [{"user_id": owner.bot.id, "category": "oauth_app", "name": app.id}]
    assert mattermost.ask("POST", path, hidden).status_code == 200
    assert mattermost.ask("GET", "/users/me", token=tokens["access_token"]).status_code == 200
    entry = assign(run, owner, person)
    assert [item["assigned_to"] for item in entry["access"]["bot"]["closed"]] == [person.username]
    assert (owner.bot.row()["owner_id"], owner.bot.disabled) == (person.id, False)
    assert mattermost.ask("GET", "/users/me", token=tokens["access_token"]).status_code == 401
    assert app.refresh(tokens["refresh_token"]).status_code >= 400
    assert mattermost.must("GET", "/users/%s/tokens" % owner.bot.id) == []


@pytest.mark.embedded_only("cleans up a session, as a server does once it has expired")
@pytest.mark.parametrize("version", ["5.37.0", "11.6.0"])
def test_a_refresh_token_whose_session_was_cleaned_up_does_not_go_over_to_the_new_owner(
    run, person, mattermost, control, version
):
    control.settings(version=version)
    # Newer servers take the role from nobody while only one active person has it.
    mattermost.new_person(admin=True)
    owner = BotOwner(mattermost)
    app = App(mattermost)
    tokens = app.grant(owner.bot.token)
    [session] = [row for row in owner.bot.sessions() if row["is_oauth"]]
    control.ask("DELETE", "/sessions/" + session["id"])
    assign(run, owner, person)
    assert app.refresh(tokens["refresh_token"]).status_code >= 400
    assert (owner.bot.row()["owner_id"], owner.bot.disabled) == (person.id, False)
