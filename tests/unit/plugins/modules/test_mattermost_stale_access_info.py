# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_stale_access_info, run for real against the server under test."""

from __future__ import annotations

import time

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import ListedAccessType
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import STALE_ACCESS_TYPES
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers import raw_server

INFO = "mattermost_stale_access_info"
DAY = 24 * 60 * 60 * 1000


def told(found, person=None):
    """Return what was found of one account or all, as (type of access, verdict, reasons)."""
    rows = [row for row in found.results if person is None or row["owner"]["username"] == person]
    return [(row["access_type"], row["verdict"], row["reasons"]) for row in rows]


def new_token(control, user_id, mattermost, first, last):
    """Give somebody a token with a session that was begun and last used so many days ago."""
    token = mattermost.new_access_token(user_id)
    now = int(time.time() * 1000)
    props = {"type": "UserAccessToken", "user_access_token_id": token["id"]}
    control.insert_sessions(
        user_id, {"props": props, "create_at": now - first * DAY, "last_activity_at": now - last * DAY}
    )
    return token


def test_everything_that_can_be_listed_or_held_is_looked_for():
    listed = {name for name, one in ACCESS_TYPES.items() if isinstance(one, ListedAccessType)}
    # A connection to another server is the company's: it is not stale since somebody left.
    listed.remove("secure_connection")
    assert set(STALE_ACCESS_TYPES) == listed | {"user_access_token", "bot_token", "bot"}


def test_what_a_deactivated_account_has(run, leaver):
    before = run(INFO, users=[leaver.username])
    assert (before.changed, before.results) == (False, [])
    leaver.person.deactivate()
    found = run(INFO, users=[leaver.username])
    # Mattermost disables the bots of somebody who is deactivated, and leaves their tokens.
    assert sorted(access_type for access_type, _verdict, _reasons in told(found)) == sorted(
        set(STALE_ACCESS_TYPES) - {"bot"}
    )
    assert {(verdict, tuple(reasons)) for _type, verdict, reasons in told(found)} == {("stale", ("owner_deactivated",))}
    assert found.summary["stale"] == len(found.results)
    assert found.summary["owners"] == 2
    assert found.summary["not_checked"] == []
    assert not found.changed


def test_a_row_has_the_documented_shape(run, leaver):
    leaver.person.deactivate()
    [command] = leaver.api.must("GET", "/commands?custom_only=true&team_id=" + leaver.team_id)
    [row] = run(INFO, users=[leaver.username], access_types=["slash_command"]).results
    assert row.pop("created_at")
    assert row.pop("owner").pop("deactivated_at") in row["reason"]
    assert row == {
        "access_type": "slash_command",
        "title": "Slash commands",
        "id": command["id"],
        "name": leaver.word,
        "verdict": "stale",
        "reasons": ["owner_deactivated"],
        "reason": row["reason"],
        "first_activity_at": None,
        "last_activity_at": None,
        "details": row["details"],
        "closed": False,
        "note": None,
    }
    assert row["reason"].startswith(leaver.username + " was deactivated on ")


def test_a_bot_whose_owner_left_and_that_was_enabled_again(run, leaver, mattermost):
    leaver.person.deactivate()
    mattermost.must("POST", "/bots/%s/enable" % leaver.bot["user_id"], {})
    found = run(INFO, users=[leaver.username], access_types=["bot", "bot_token"])
    assert sorted(told(found)) == [
        ("bot", "stale", ["owner_deactivated"]),
        ("bot_token", "stale", ["owner_deactivated"]),
    ]
    token, bot = sorted(found.results, key=lambda row: row["access_type"] == "bot")
    assert (bot["owner"]["username"], bot["name"]) == (leaver.username, leaver.bot["username"])
    assert (token["owner"]["username"], token["owner"]["owner"]) == (leaver.bot["username"], leaver.username)
    assert token["reason"].startswith(
        "The bot %s belongs to %s, who was deactivated on " % (leaver.bot["username"], leaver.username)
    )


def test_a_bot_that_was_disabled_keeps_its_tokens(run, leaver, mattermost):
    mattermost.must("POST", "/bots/%s/disable" % leaver.bot["user_id"], {})
    found = run(INFO, users=[leaver.username])
    assert told(found) == [("bot_token", "stale", ["owner_deactivated"])]
    assert found.results[0]["reason"].startswith("The bot %s was disabled on " % leaver.bot["username"])


def test_a_token_that_was_used_is_not_unused(run, person):
    person.use_access_token()
    assert run(INFO, users=[person.username], unused_for="1h", older_than="1h").results == []


@pytest.mark.parametrize("of_bot", [False, True], ids=["person", "bot"])
def test_a_token_becomes_unused_and_old(run, person, mattermost, of_bot):
    name, token = person.username, person.use_access_token()
    if of_bot:
        bot = mattermost.must("POST", "/bots", {"username": unique("bot"), "display_name": "A bot"})
        name, token = bot["username"], mattermost.new_access_token(bot["user_id"])
        assert mattermost.works(token["token"])
    time.sleep(2.1)
    found = run(INFO, users=[name], unused_for="1s", older_than="1s")
    assert told(found) == [("bot_token" if of_bot else "user_access_token", "stale", ["unused", "too_old"])]
    [row] = found.results
    assert row["id"] == token["id"]
    assert row["first_activity_at"] and row["last_activity_at"]
    assert "unused_for: 1s" in row["reason"] and "older_than: 1s" in row["reason"]


def test_of_a_token_without_a_session_nobody_knows_the_last_use(run, mattermost, person):
    token = mattermost.new_access_token(person.id)
    time.sleep(2.1)
    found = run(INFO, users=[person.username], unused_for="1s", older_than="1s")
    # The log of the administrator who made it tells how old it is, and nothing tells when it was used.
    assert told(found) == [("user_access_token", "stale", ["too_old"])]
    assert found.results[0]["created_at"]
    found = run(INFO, users=[person.username], unused_for="1s")
    assert told(found) == [("user_access_token", "unknown", ["last_use_unknown"])]
    assert found.results[0]["id"] == token["id"]
    assert (found.summary["stale"], found.summary["unknown"]) == (0, 1)


@pytest.mark.embedded_only("prunes the log")
def test_of_a_token_that_no_log_knows_nobody_knows_the_age(run, mattermost, person, control):
    mattermost.new_access_token(person.id)
    control.ask("POST", "/audits/prune")
    time.sleep(2.1)
    found = run(INFO, users=[person.username], older_than="1s")
    assert told(found) == [("user_access_token", "unknown", ["age_unknown"])]


def test_a_token_of_an_account_that_is_younger_is_neither(run, mattermost, person):
    mattermost.new_access_token(person.id)
    assert run(INFO, users=[person.username], unused_for="1d", older_than="1d").results == []


def test_a_disabled_token_is_no_way_in(run, mattermost, person):
    token = mattermost.new_access_token(person.id)
    time.sleep(1.1)
    mattermost.must("POST", "/users/tokens/disable", {"token_id": token["id"]})
    assert run(INFO, users=[person.username], unused_for="1s").results == []


@pytest.mark.embedded_only("makes sessions of long ago")
@pytest.mark.parametrize("of_bot", [False, True], ids=["person", "bot"])
def test_tokens_by_their_last_use_and_age(run, control, mattermost, of_bot):
    user = control.new_user(create_at=int(time.time() * 1000) - 1000 * DAY)
    if of_bot:
        user["id"] = mattermost.must("POST", "/bots", {"username": unique("bot"), "display_name": "A bot"})["user_id"]
        control.change_user(user["id"], create_at=int(time.time() * 1000) - 1000 * DAY)
    fresh = new_token(control, user["id"], mattermost, 10, 1)
    idle = new_token(control, user["id"], mattermost, 200, 100)
    old = new_token(control, user["id"], mattermost, 400, 1)
    unseen = mattermost.new_access_token(user["id"])
    name = mattermost.must("GET", "/users/" + user["id"])["username"]

    def rows(**options):
        return {row["id"]: row["reasons"] for row in run(INFO, users=[name], **options).results}

    assert rows(unused_for="90d") == {idle["id"]: ["unused"], unseen["id"]: ["last_use_unknown"]}
    # The log knows when the others were made.
    assert rows(older_than="365d") == {old["id"]: ["too_old"]}
    control.ask("POST", "/audits/prune")
    in_doubt = {token["id"]: ["age_unknown"] for token in (fresh, idle, unseen)}
    assert rows(older_than="365d") == {old["id"]: ["too_old"], **in_doubt}
    types = {row["access_type"] for row in run(INFO, users=[name], unused_for="90d").results}
    assert types == {"bot_token" if of_bot else "user_access_token"}


def test_accounts_that_are_left_out(run, leaver):
    leaver.person.deactivate()
    assert run(INFO, users=[leaver.username], exclude_users=[leaver.username]).results == []
    found = run(INFO, users=[leaver.username], exclude_users=[leaver.bot["username"]])
    assert "bot_token" not in [access_type for access_type, _verdict, _reasons in told(found)]
    assert len(found.results) == len(STALE_ACCESS_TYPES) - 2


def test_an_exception_that_does_not_exist_is_refused(run, leaver, server):
    nobody = unique("nobody")
    assert run(INFO, users=[leaver.username], exclude_users=[nobody]).message.startswith(
        "Unknown on %s: %s." % (server.url, nobody)
    )


def test_nobody_is_asked_for(run, leaver, through):
    leaver.person.deactivate()
    found = run(INFO, users=[], url=through.url)
    assert (found.failed, found.results) == (False, [])
    assert not [path for path in through.paths if "/hooks" in path or "tokens" in path]


def test_the_calling_account_is_told_and_left_alone(run, mattermost):
    boss = mattermost.new_person(admin=True)
    mine = boss.use_access_token()
    time.sleep(2.1)
    found = run(INFO, users=[boss.username], token=mine["token"], unused_for="1s")
    assert told(found, boss.username) == [("user_access_token", "left_alone", ["unused", "calling_account"])]
    assert (found.summary["stale"], found.summary["left_alone"]) == (0, 1)


def test_without_permission_nothing_is_called_clean(run, leaver, person):
    leaver.person.deactivate()
    found = run(INFO, token=person.log_in().token)
    assert (found.failed, found.results) == (False, [])
    assert sorted(found.summary["not_checked"]) == sorted(STALE_ACCESS_TYPES)
    verdicts = found.result["access_types"]
    assert {one["verdict"] for one in verdicts.values()} == {"not_allowed"}
    assert "manage_system" in verdicts["user_access_token"]["reason"]
    assert "manage_others_incoming_webhooks" in verdicts["incoming_webhook"]["reason"]


@pytest.mark.embedded_only("switches a feature off")
def test_what_is_switched_off_is_told(run, leaver, control):
    leaver.person.deactivate()
    control.settings(features={"incoming_webhooks": False})
    found = run(INFO, users=[leaver.username])
    assert found.result["access_types"]["incoming_webhook"]["verdict"] == "feature_off"
    assert "disabled" in found.result["access_types"]["incoming_webhook"]["reason"]
    assert found.summary["not_checked"] == []
    assert "outgoing_webhook" in [access_type for access_type, _verdict, _reasons in told(found)]


@pytest.mark.embedded_only("stages an error")
def test_a_list_that_fails_is_not_clean(run, leaver, control):
    leaver.person.deactivate()
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": "/hooks/incoming"})
    found = run(INFO, users=[leaver.username])
    assert found.message.startswith("Failed to list the incoming webhooks: HTTP 500")
    assert found.summary["not_checked"] == ["incoming_webhook"]
    assert "outgoing_webhook" in [access_type for access_type, _verdict, _reasons in told(found)]


@pytest.mark.embedded_only("lets somebody vanish")
def test_what_belongs_to_nobody_who_is_found(run, leaver, control):
    control.drop_user(leaver.id)
    rows = [row for row in run(INFO).results if row["owner"]["id"] == leaver.id]
    assert {(row["verdict"], tuple(row["reasons"])) for row in rows} == {("unknown", ("owner_missing",))}
    kept = {row["access_type"] for row in rows}
    assert {"incoming_webhook", "outgoing_webhook", "slash_command", "oauth_app"} <= kept
    assert all(leaver.id in row["reason"] for row in rows)
    assert all(row["owner"]["active"] is None and leaver.id in row["reason"] for row in rows)


@pytest.mark.embedded_only("renames a bot")
def test_bots_of_the_server_are_not_stale(run, leaver, control, mattermost):
    leaver.person.deactivate()
    mattermost.must("POST", "/bots/%s/enable" % leaver.bot["user_id"], {})
    before = run(INFO, access_types=["bot"])
    assert leaver.bot["username"] in [row["name"] for row in before.results]
    control.change_user(leaver.bot["user_id"], username="system-bot")
    for row in run(INFO, access_types=["bot", "bot_token"]).results:
        assert row["id"] != leaver.bot["user_id"]
        assert row["owner"]["id"] != leaver.bot["user_id"]


def test_each_list_is_fetched_once_whoever_has_something(run, through, mattermost):
    for _number in range(3):
        person = mattermost.new_person()
        mattermost.new_access_token(person.id)
        person.deactivate()
    run(INFO, unused_for="90d", url=through.url)
    assert raw_server.changing(through) == []
    lists = [path for path in through.paths if "/hooks/" in path or "/bots" in path or "/users/tokens" in path]
    assert len({path.partition("?")[0] for path in lists}) == 4
    # Each page once.
    assert len(set(lists)) == len(lists)


def test_no_secret_is_printed(run, leaver, connection):
    leaver.person.deactivate()
    output = run(INFO, users=[leaver.username], unused_for="1s", older_than="1s").output
    for secret in [*leaver.secrets, connection["token"]]:
        assert secret not in output
