# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_access_revoke hands over instead of breaking: what works on works for others, and not for the leaver."""

from __future__ import annotations

import json
import os
import stat

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.secret_files import SecretFiles
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost

REVOKE, INFO = "mattermost_access_revoke", "mattermost_access_info"
KEPT = {"slash_commands": "regenerate_token", "outgoing_webhooks": "regenerate_token", "incoming_webhooks": "recreate"}
TYPES = ["slash_command", "outgoing_webhook", "incoming_webhook"]


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    """Where the new secrets go."""
    path = tmp_path / "secrets"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(name="successor")
def fixture_successor(mattermost):
    """A colleague who takes over."""
    return mattermost.new_person()


@pytest.fixture(name="hand_over")
def fixture_hand_over(run, leaver, successor, folder):
    """Return a function that hands over what the leaver has."""

    def hand_over(**params):
        options = {"users": [leaver.username], "access_types": TYPES, "secrets_dir": str(folder)}
        options.update(successors={leaver.username: successor.username}, **KEPT)
        options.update(params)
        return run(REVOKE, **options)

    return hand_over


def secrets(folder):
    """Return what the files in a folder say, by type of access."""
    found = {}
    for path in folder.iterdir():
        for secret in json.loads(path.read_text(encoding="utf-8"))["secrets"]:
            found[secret["type"]] = secret
    return found


def command_of(leaver):
    """Return the leaver's slash command as the server has it."""
    rows = leaver.api.must("GET", "/commands?custom_only=true&team_id=" + leaver.team_id)
    return next(row for row in rows if row["creator_id"] == leaver.id)


def hook_of(leaver):
    """Return the leaver's outgoing webhook as the server has it."""
    return next(row for row in leaver.api.pages("/hooks/outgoing") if row["creator_id"] == leaver.id)


def incoming_of(mattermost, user_id):
    """Return the incoming webhooks of somebody."""
    return [row for row in mattermost.pages("/hooks/incoming") if row["user_id"] == user_id]


def belongings(leaver, successor):
    """Return what the server has of both, tokens and all."""
    return [leaver.belongings(), hook_of(leaver), incoming_of(leaver.api, successor.id)]


# -- what is handed over works on ---------------------------------------------------------------------------


def test_commands_and_webhooks_work_on_with_a_new_token_that_only_the_successor_gets(leaver, hand_over, folder):
    leaver.person.deactivate()
    old = {"slash_command": command_of(leaver)["token"], "outgoing_webhook": hook_of(leaver)["token"]}
    found = hand_over()
    assert found.changed
    told = secrets(folder)
    new = {"slash_command": command_of(leaver)["token"], "outgoing_webhook": hook_of(leaver)["token"]}
    for name, token in new.items():
        assert told[name]["token"] == token != old[name]
        assert token not in found.output
        # The server sends the new one with each call, so whoever checks it no longer takes the old one.
        way = next(way for way in leaver.ways if way.access_type == name)
        assert way.works()
        body = leaver.receiver.bodies["/command" if name == "slash_command" else "/outgoing"]
        assert token in body
        assert old[name] not in body


def test_what_is_kept_is_called_open_until_somebody_has_looked_at_its_address(run, leaver, hand_over):
    leaver.person.deactivate()
    for found in (hand_over().results[0], run(INFO, users=[leaver.username], access_types=TYPES).results[0]):
        for name in ("slash_command", "outgoing_webhook"):
            access = found["access"][name]
            assert (access["verdict"], access["still_open"]) == ("needs_human", True)
            assert leaver.receiver.url in access["reason"]
            assert access["found"][0]["credential"] == "new"
    references = [found["access"][name]["found"][0]["reference"] for name in ("slash_command", "outgoing_webhook")]
    confirmed = run(INFO, users=[leaver.username], access_types=TYPES, confirmed=references).results[0]
    assert {access["verdict"] for access in confirmed["access"].values()} == {"closed"}


def test_another_address_is_another_question(run, mattermost, leaver, hand_over):
    leaver.person.deactivate()
    access = hand_over().results[0]["access"]["slash_command"]
    command = command_of(leaver)
    mattermost.must("PUT", "/commands/" + command["id"], dict(command, url="https://elsewhere.example.com/x"))
    seen = run(
        INFO, users=[leaver.username], access_types=["slash_command"], confirmed=[access["found"][0]["reference"]]
    ).results[0]["access"]["slash_command"]
    assert seen["verdict"] == "needs_human"
    assert "https://elsewhere.example.com" in seen["reason"]


def test_an_incoming_webhook_is_made_anew_for_the_successor(mattermost, leaver, successor, hand_over, folder):
    [old] = incoming_of(mattermost, leaver.id)
    leaver.person.deactivate()
    found = hand_over()
    assert incoming_of(mattermost, leaver.id) == []
    [new] = incoming_of(mattermost, successor.id)
    assert (new["channel_id"], new["display_name"]) == (old["channel_id"], old["display_name"])
    url = secrets(folder)["incoming_webhook"]["url"]
    assert url == "%s/hooks/%s" % (mattermost.url, new["id"])

    def post(hook_id):
        return Mattermost(mattermost.url).send("POST", "/hooks/" + hook_id, json={"text": "Green."}).status_code

    assert post(new["id"]) == 200
    assert post(old["id"]) == 400
    assert new["id"] not in found.output
    assert found.results[0]["access"]["incoming_webhook"]["verdict"] == "closed"


def test_an_oauth_apps_new_secret_goes_to_the_successor(run, leaver, successor, folder):
    leaver.person.deactivate()
    found = run(
        REVOKE,
        users=[leaver.username],
        access_types=["oauth_app"],
        bot_assignee=successor.username,
        secrets_dir=str(folder),
    )
    told = secrets(folder)["oauth_app"]
    [app] = [row for row in leaver.api.pages("/oauth/apps") if row["creator_id"] == leaver.id]
    assert (told["client_id"], told["client_secret"]) == (app["id"], app["client_secret"])
    assert app["client_secret"] not in found.output
    assert found.results[0]["access"]["oauth_app"]["closed"][0]["handed_over_to"] == successor.username


# -- only on purpose, and once ------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(leaver, successor, hand_over, folder):
    leaver.person.deactivate()
    hand_over()
    before = belongings(leaver, successor)
    files = sorted(path.name for path in folder.iterdir())
    again = hand_over()
    assert not again.changed
    assert again.result["handed_over"] == []
    assert belongings(leaver, successor) == before
    assert sorted(path.name for path in folder.iterdir()) == files


def test_a_change_of_a_command_is_no_new_token(run, mattermost, leaver):
    leaver.person.deactivate()
    command = command_of(leaver)
    mattermost.must("PUT", "/commands/" + command["id"], dict(command, display_name="Renamed"))
    seen = run(INFO, users=[leaver.username], access_types=["slash_command"]).results[0]["access"]["slash_command"]
    assert (seen["verdict"], seen["found"][0]["credential"]) == ("open", "old")


def test_whoever_is_active_can_look_at_the_new_token(leaver, hand_over):
    found = hand_over()
    assert found.results[0]["access"]["slash_command"]["verdict"] == "open"
    assert hand_over().changed


def test_check_mode_says_what_would_be_handed_over(run, leaver, successor, folder):
    leaver.person.deactivate()
    before = belongings(leaver, successor)
    options = {"users": [leaver.username], "access_types": TYPES, "secrets_dir": str(folder), **KEPT}
    options["bot_assignee"] = successor.username
    foretold = run(REVOKE, check=True, **options)
    assert foretold.changed
    assert belongings(leaver, successor) == before
    assert list(folder.iterdir()) == []
    closed = {name: access["closed"] for name, access in foretold.results[0]["access"].items()}
    assert {items[0]["handed_over_to"] for items in closed.values()} == {successor.username}
    real = run(REVOKE, **options)
    assert closed == {name: access["closed"] for name, access in real.results[0]["access"].items()}


def test_what_was_kept_is_deleted_by_a_run_that_says_so(run, leaver, hand_over):
    leaver.person.deactivate()
    hand_over()
    found = run(REVOKE, users=[leaver.username], access_types=TYPES)
    assert {access["verdict"] for access in found.results[0]["access"].values()} == {"closed"}
    assert leaver.belongings()["commands"] == []


# -- the files ----------------------------------------------------------------------------------------------


def test_each_successor_has_a_file_that_nobody_else_can_read(leaver, successor, hand_over, folder):
    leaver.person.deactivate()
    found = hand_over()
    [path] = folder.iterdir()
    assert found.result["handed_over"] == [{"successor": successor.username, "file": str(path), "secrets": 3}]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = json.loads(path.read_text(encoding="utf-8"))
    assert (content["for"], content["mattermost"]) == (successor.username, leaver.api.url)


@pytest.mark.parametrize("problem", ["others can write to it", "it is not a directory", "cannot write to it"])
def test_nothing_is_changed_where_secrets_cannot_be_written(leaver, successor, hand_over, folder, problem):
    path = folder
    if problem == "others can write to it":
        folder.chmod(0o777)
    elif problem == "it is not a directory":
        path = folder / "file"
        path.write_text("")
    else:
        if os.geteuid() == 0:
            pytest.skip("root can write anywhere")
        folder.chmod(0o500)
    before = belongings(leaver, successor)
    found = hand_over(secrets_dir=str(path))
    assert found.message.startswith("secrets_dir %s cannot be used: " % path)
    assert problem in found.message
    assert belongings(leaver, successor) == before


@pytest.mark.parametrize("problem", ["deactivated", "one of the users", "a bot"])
def test_nothing_is_handed_to_somebody_who_cannot_take_it(leaver, successor, hand_over, problem):
    if problem == "deactivated":
        successor.deactivate()
    name = {"one of the users": leaver.username, "a bot": leaver.bot["username"]}.get(problem, successor.username)
    before = belongings(leaver, successor)
    found = hand_over(successors={leaver.username: name})
    assert found.message == (
        "The successor %s is %s. Nothing was changed. Specify an active account that is not one of the users."
        % (name, problem)
    )
    assert belongings(leaver, successor) == before


def test_nothing_is_handed_to_nobody(leaver, successor, hand_over):
    before = belongings(leaver, successor)
    found = hand_over(successors={"somebody.else": successor.username})
    assert found.message.startswith("No successor is specified for %s. Nothing was changed." % leaver.username)
    assert belongings(leaver, successor) == before


def test_whoever_has_no_successor_is_closed_where_that_is_said(mattermost, leaver, successor, hand_over, folder):
    leaver.person.deactivate()
    options = {"bots": "assign", "access_types": [*TYPES, "bot", "bot_token"], "without_successor": "close"}
    foretold = hand_over(successors={"somebody.else": successor.username}, check=True, **options)
    found = hand_over(successors={"somebody.else": successor.username}, **options)
    assert found.foretold[0]["access"]["bot"]["closed"] == foretold.foretold[0]["access"]["bot"]["closed"]
    assert "handed_over_to" not in found.output
    assert found.results[0]["still_open"] == []
    assert mattermost.must("GET", "/bots/%s?include_deleted=true" % leaver.bot["user_id"])["delete_at"]
    assert leaver.belongings()["commands"] == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["nobody.here", "n/a", "the leaver", ""])
def test_whose_successor_cannot_take_over_is_closed_where_that_is_said(leaver, hand_over, name):
    leaver.person.deactivate()
    name = leaver.username if name == "the leaver" else name
    found = hand_over(successors={leaver.username: name}, without_successor="close")
    problem = "deactivated" if name == leaver.username else "unknown"
    refused = [{"name": name, "problem": problem}] if name else []
    assert found.result["unusable_successors"] == refused
    assert found.results[0]["still_open"] == []


@pytest.mark.parametrize("named_by", ["username", "email", "id"])
def test_a_successor_is_found_however_the_leaver_is_named(mattermost, leaver, successor, hand_over, named_by):
    user = mattermost.must("GET", "/users/" + leaver.id)
    asked = {"username": "@" + user["username"].upper(), "email": user["email"].upper(), "id": user["id"]}[named_by]
    found = hand_over(users=[user["email"]], successors={asked: successor.username})
    assert found.results[0]["access"]["slash_command"]["closed"][0]["handed_over_to"] == successor.username


def test_bots_go_to_the_successor_by_name(run, mattermost, leaver, successor):
    run(
        REVOKE,
        users=[leaver.username],
        access_types=["bot"],
        bots="assign",
        successors={leaver.username: successor.username},
    )
    assert mattermost.must("GET", "/bots/" + leaver.bot["user_id"])["owner_id"] == successor.id


def test_a_webhook_in_a_private_channel_needs_a_successor_who_is_in_it(mattermost, leaver, successor, hand_over):
    channel = {"team_id": leaver.team_id, "name": "secret", "display_name": "Secret", "type": "P"}
    channel_id = mattermost.must("POST", "/channels", channel)["id"]
    hook = {"channel_id": channel_id, "user_id": leaver.id, "display_name": "Alarms"}
    mattermost.must("POST", "/hooks/incoming", hook)
    leaver.person.deactivate()
    found = hand_over(access_types=["incoming_webhook"])
    assert "%s is not a member of its private channel" % successor.username in found.message
    assert [row["display_name"] for row in incoming_of(mattermost, leaver.id)] == ["Alarms"]
    mattermost.must("POST", "/teams/%s/members" % leaver.team_id, {"team_id": leaver.team_id, "user_id": successor.id})
    mattermost.must("POST", "/channels/%s/members" % channel_id, {"user_id": successor.id})
    hand_over(access_types=["incoming_webhook"])
    assert incoming_of(mattermost, leaver.id) == []
    assert "Alarms" in [row["display_name"] for row in incoming_of(mattermost, successor.id)]


@pytest.mark.embedded_only("breaks connections after the server did what it was asked")
def test_a_broken_connection_leaves_one_webhook_and_its_address(
    control, mattermost, leaver, successor, hand_over, folder
):
    control.faults({"kind": "reset_after", "path": "/api/v4/hooks/incoming", "method": "POST", "times": 1})
    leaver.person.deactivate()
    hand_over(access_types=["incoming_webhook"], retries=3)
    [new] = incoming_of(mattermost, successor.id)
    assert secrets(folder)["incoming_webhook"]["url"].endswith(new["id"])


# -- proof, and bots ----------------------------------------------------------------------------------------


def test_a_token_that_somebody_else_made_anew_is_not_believed(mattermost, leaver, hand_over):
    leaver.person.deactivate()
    other = mattermost.new_person(admin=True)
    command = command_of(leaver)
    mattermost.must("PUT", "/commands/%s/regen_token" % command["id"], token=other.log_in().token)
    between = command_of(leaver)["token"]
    assert hand_over().changed
    assert command_of(leaver)["token"] not in (command["token"], between)


def test_a_token_from_before_the_person_left_is_not_believed(mattermost, leaver, hand_over):
    command = command_of(leaver)
    mattermost.must("PUT", "/commands/%s/regen_token" % command["id"])
    seen_by_the_leaver = command_of(leaver)["token"]
    leaver.person.deactivate()
    assert hand_over().changed
    assert command_of(leaver)["token"] != seen_by_the_leaver


def hook_of_bot(mattermost, leaver):
    """Give the leaver's bot an outgoing webhook, and return it."""
    hook = {"team_id": leaver.team_id, "display_name": "bot's", "trigger_words": ["other"], "trigger_when": 0}
    hook.update(callback_urls=[leaver.receiver.url + "/bot"], creator_id=leaver.bot["user_id"])
    return mattermost.must("POST", "/hooks/outgoing", hook)


@pytest.mark.parametrize("bots", ["disable", "assign"])
def test_what_a_bot_made_is_handed_over_with_or_without_the_bot(mattermost, leaver, successor, hand_over, folder, bots):
    hook = hook_of_bot(mattermost, leaver)
    leaver.person.deactivate()
    found = hand_over(bots=bots, access_types=[*TYPES, "bot", "bot_token", "session"])
    now = mattermost.must("GET", "/hooks/outgoing/" + hook["id"])
    [path] = folder.iterdir()
    assert now["token"] != hook["token"]
    assert now["token"] in path.read_text(encoding="utf-8")
    access = found.results[0]["access"]["outgoing_webhook"]
    assert {one["credential"] for one in access["found"]} == {"new"}
    assert access["verdict"] == "needs_human"
    bot = mattermost.must("GET", "/bots/%s?include_deleted=true" % leaver.bot["user_id"])
    assert (bot["owner_id"] == successor.id) == (bots == "assign")
    assert not hand_over(bots=bots, access_types=[*TYPES, "bot", "bot_token", "session"]).changed


@pytest.mark.embedded_only("stages an error")
def test_a_new_token_that_cannot_be_read_again_is_delivered_all_the_same(control, leaver, hand_over, folder):
    leaver.person.deactivate()
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": "/commands/[a-z0-9]{26}$", "method": "GET"})
    found = hand_over(access_types=["slash_command"])
    assert secrets(folder)["slash_command"]["token"] == command_of(leaver)["token"]
    assert found.results[0]["access"]["slash_command"]["verdict"] == "needs_human"


@pytest.mark.embedded_only("stages an error")
def test_a_token_that_could_not_be_made_anew_is_no_success(control, leaver, hand_over, folder):
    leaver.person.deactivate()
    control.faults({"kind": "body", "status": 500, "body": "{}", "path": "/regen_token$"})
    found = hand_over(access_types=["slash_command"])
    assert found.failed
    assert "slash_command" in found.results[0]["still_open"]
    assert list(folder.iterdir()) == []


def test_a_file_that_cannot_be_written_in_the_midst_of_it_is_told(monkeypatch, leaver, hand_over, successor):
    leaver.person.deactivate()

    def full(files, name, secret):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SecretFiles, "add", full)
    found = hand_over(access_types=["slash_command"])
    assert found.message.startswith("Failed to write the new secret of ")
    assert (
        "for %s: No space left on device. The secret was regenerated nevertheless." % successor.username
        in found.message
    )
    assert command_of(leaver)["token"] not in found.output
