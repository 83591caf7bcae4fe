# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_integration_info, run for real against the server under test."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique

INFO, REVOKE = "mattermost_integration_info", "mattermost_access_revoke"
KINDS = ["bot", "incoming_webhook", "outgoing_webhook", "slash_command", "oauth_app", "bot_token", "user_access_token"]


@pytest.fixture(name="ask")
def fixture_ask(run, leaver):
    """Return a function that asks for the leaver's integrations, by their type."""

    def ask(**params):
        found = run(INFO, **{"users": [leaver.username], **params})
        return {one["type"]: one for one in found.results[0]["integrations"]}

    return ask


def post_by(leaver):
    """Post by the leaver's incoming webhook."""
    next(way for way in leaver.ways if way.access_type == "incoming_webhook").works()


def test_everything_that_others_depend_on_is_listed(ask):
    found = ask()
    assert list(found) == KINDS
    assert all(one["does"].endswith(".") and one["what_happens"].endswith(".") for one in found.values())


def test_nothing_is_changed_and_no_secret_is_told(run, leaver):
    before = leaver.belongings()
    found = run(INFO, users=[leaver.username])
    assert not found.changed
    assert leaver.belongings() == before
    assert [secret for secret in leaver.secrets if secret in found.output] == []


def test_where_it_works_and_who_is_there(leaver, ask):
    found = ask()
    hook = found["incoming_webhook"]
    assert (hook["team"], [one["name"] for one in hook["channels"]]) == ("Acceptance", ["Town Square"])
    # The admin who made the team, the leaver and a colleague.
    assert hook["members"] == 3
    assert leaver.colleague.username in hook["people"]
    assert leaver.username not in hook["people"]
    assert found["slash_command"]["members"] == 3
    assert found["slash_command"]["sends_to"] == found["outgoing_webhook"]["sends_to"] == [leaver.receiver.url]
    assert leaver.word in found["outgoing_webhook"]["does"]


def test_names_of_people_are_told_no_more_than_asked_for(ask):
    assert ask(people_shown=0)["incoming_webhook"]["people"] == []
    assert len(ask(people_shown=1)["incoming_webhook"]["people"]) == 1


def test_when_an_incoming_webhook_was_last_used(leaver, ask):
    assert ask()["incoming_webhook"]["last_used_at"] is None
    post_by(leaver)
    assert ask()["incoming_webhook"]["last_used_at"] is not None


def test_what_a_person_wrote_is_no_use_of_their_webhook(mattermost, leaver, ask):
    post = {"channel_id": leaver.channel_id, "message": "by hand"}
    mattermost.must("POST", "/posts", post, leaver.session_token)
    used = ask()["incoming_webhook"]
    assert used["last_used_at"] is None
    assert "posted nothing in its channel" in used["last_used"]


def test_when_an_outgoing_webhook_of_one_channel_was_last_set_off(mattermost, leaver, ask):
    word = unique("word")
    hook = next(row for row in mattermost.pages("/hooks/outgoing") if row["creator_id"] == leaver.id)
    mattermost.must("DELETE", "/hooks/outgoing/" + hook["id"])
    made = {"team_id": leaver.team_id, "channel_id": leaver.channel_id, "display_name": "x", "trigger_words": [word]}
    made.update(callback_urls=[leaver.receiver.url + "/x"])
    mattermost.must("POST", "/hooks/outgoing", made, leaver.session_token)
    assert ask()["outgoing_webhook"]["last_used_at"] is None
    post = {"channel_id": leaver.channel_id, "message": word + " now"}
    mattermost.must("POST", "/posts", post, leaver.colleague_token)
    assert ask()["outgoing_webhook"]["last_used_at"] is not None


def test_what_mattermost_does_not_record_is_unknown_and_not_never(ask):
    found = ask()
    for name in ("slash_command", "oauth_app", "outgoing_webhook"):
        assert found[name]["last_used_at"] is None
        assert found[name]["last_used"].startswith("Unknown: ")


def test_when_a_bot_and_its_token_were_last_used(leaver, ask):
    found = ask()
    assert found["bot_token"]["last_used_at"] is None
    assert Mattermost(leaver.api.url).works(leaver.bot_token["token"])
    found = ask()
    assert found["bot_token"]["last_used_at"] is not None
    assert found["bot"]["last_used_at"] is not None


def test_the_channels_of_a_bot(mattermost, leaver, ask):
    bot_id = leaver.bot["user_id"]
    mattermost.must("POST", "/teams/%s/members" % leaver.team_id, {"team_id": leaver.team_id, "user_id": bot_id})
    channel = {"team_id": leaver.team_id, "name": unique("c"), "display_name": "Releases", "type": "P"}
    channel_id = mattermost.must("POST", "/channels", channel)["id"]
    mattermost.must("POST", "/channels/%s/members" % channel_id, {"user_id": bot_id})
    bot = ask()["bot"]
    assert bot["channels"][0] == {"name": "Releases", "private": True, "archived": False}
    assert bot["does"].startswith("Reads and posts in Releases, ")


# -- what becomes of it -------------------------------------------------------------------------------------


def test_without_anybody_who_takes_over_it_stops(ask):
    becomes = {name: one["becomes"] for name, one in ask().items()}
    assert becomes == {
        "bot": "disabled",
        "incoming_webhook": "deleted",
        "outgoing_webhook": "deleted",
        "slash_command": "deleted",
        "oauth_app": "new_secret",
        "bot_token": "revoked",
        "user_access_token": "revoked",
    }


def test_what_is_foretold_is_what_a_run_does(run, leaver, person, tmp_path, ask):
    options = {
        "bots": "assign",
        "successors": {leaver.username: person.username},
        "slash_commands": "regenerate_token",
        "outgoing_webhooks": "leave",
        "incoming_webhooks": "recreate",
    }
    foretold = ask(**options)
    assert {name: one["becomes"] for name, one in foretold.items()} == {
        "bot": "assigned",
        "incoming_webhook": "new_address",
        "outgoing_webhook": "stays",
        "slash_command": "new_token",
        "oauth_app": "new_secret",
        "bot_token": "revoked",
        "user_access_token": "revoked",
    }
    assert all(person.username in foretold[name]["what_happens"] for name in ("bot", "slash_command"))
    leaver.person.deactivate()
    secrets = tmp_path / "secrets"
    real = run(REVOKE, users=[leaver.username], secrets_dir=str(secrets), **options).results[0]["access"]
    closed = {name for name in KINDS if real[name]["closed"]}
    assert closed == {name for name, one in foretold.items() if one["becomes"] != "stays"}


def test_what_becomes_of_it_where_nobody_takes_over(run, leaver, ask):
    options = {"bots": "assign", "slash_commands": "regenerate_token", "successors": {"somebody.else": "x"}}
    message = run(INFO, users=[leaver.username], **options).message
    assert message.startswith("No successor is specified for %s." % leaver.username)
    found = ask(without_successor="close", **options)
    assert (found["bot"]["becomes"], found["slash_command"]["becomes"]) == ("disabled", "deleted")


def test_what_was_kept_before_stays(run, leaver, person, tmp_path, ask):
    leaver.person.deactivate()
    options = {"successors": {leaver.username: person.username}, "slash_commands": "regenerate_token"}
    run(REVOKE, users=[leaver.username], access_types=["slash_command"], secrets_dir=str(tmp_path / "s"), **options)
    command = ask(**options)["slash_command"]
    assert command["becomes"] == "stays"
    assert command["what_happens"] == "Keeps working: an earlier run gave it a new secret."


def test_a_bot_that_is_switched_off_stays_off(mattermost, leaver, ask):
    mattermost.must("POST", "/bots/%s/disable" % leaver.bot["user_id"])
    assert ask()["bot"]["becomes"] == "stays_off"


# -- what cannot be seen ------------------------------------------------------------------------------------


@pytest.mark.step(9)
def test_without_permission_it_says_what_was_not_looked_at(run, leaver, person):
    found = run(INFO, users=[leaver.username], token=person.log_in().token)
    [entry] = found.results
    assert entry["integrations"] == []
    assert set(entry["not_checked"]) == set(KINDS)
    assert all("lacks" in reason for reason in entry["not_checked"].values())
    assert found.summary["users_not_checked"] == 1


@pytest.mark.embedded_only("stages an error")
def test_a_channel_that_cannot_be_read_leaves_the_rest(control, leaver, ask):
    control.faults({"kind": "body", "status": 403, "body": "{}", "path": "/channels/" + leaver.channel_id})
    hook = ask()["incoming_webhook"]
    assert (hook["channels"], hook["members"], hook["last_used_at"]) == ([], None, None)
    assert "is not visible" in hook["does"]
    assert "cannot be read" in hook["last_used"]


@pytest.mark.embedded_only("counts requests, which a real server's list of teams adds to")
def test_a_second_webhook_in_a_channel_takes_no_request(run, mattermost, leaver):
    options = {"users": [leaver.username], "concurrency": 1}
    before = run(INFO, **options).summary["requests"]
    mattermost.must("POST", "/hooks/incoming", {"channel_id": leaver.channel_id, "user_id": leaver.id})
    after = run(INFO, **options)
    assert after.summary["integrations"] == len(KINDS) + 1
    assert after.summary["requests"] == before


@pytest.mark.parametrize("shown", [-1, 51])
def test_numbers_have_their_range(run, leaver, shown):
    message = run(INFO, users=[leaver.username], people_shown=shown).message
    assert message == "people_shown must be from 0 to 50, not %d." % shown


def test_several_users_and_one_who_does_not_exist(run, leaver, person):
    found = run(INFO, users=[person.username, "nobody.here", leaver.username], missing_users="ignore")
    assert found.outcomes == ["done", "missing", "done"]
    assert [len(entry["integrations"]) for entry in found.results] == [0, 0, len(KINDS)]
    assert found.summary["stop_working"] == len(KINDS) - 1
