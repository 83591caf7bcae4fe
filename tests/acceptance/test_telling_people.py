# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run came to is told: to the tasks after the role, and to people on Mattermost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from helpers.playbooks import Ansible, Caller, Run

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique

KEYS = [
    *("id", "what", "check_mode", "server", "started_at", "finished_at", "totals", "users", "users_more", "vanished"),
    *("second_accounts", "second_accounts_not_checked", "files", "failure"),
]
NAMES = ["@all", "~town-square", "**bold**", "[x](http://evil.example)"]
FACT = "Set the result for the tasks after the role"
POST = "Post the result"

PLAY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - block:
        - ansible.builtin.include_role:
            name: offboarding.mattermost.offboard
      always:
        - name: Tell another system
          ansible.builtin.debug:
            msg: "{{ offboard_result.id }}|{{ offboard_result.failure }}|{{ offboard_result.totals.unfinished }}"
          when: offboard_result is defined and not offboard_result.check_mode
"""


class Room:
    """A channel of its own, and what is said in it."""

    def __init__(self, admin: Mattermost) -> None:
        self.admin = admin
        name = unique("tell")
        self.team = admin.must("POST", "/teams", {"name": name, "display_name": name, "type": "O"})
        body = {"team_id": self.team["id"], "name": unique("room"), "display_name": "A room", "type": "O"}
        self.channel = admin.must("POST", "/channels", body)
        self.where = {"offboard_notify_channel": self.channel["name"], "offboard_notify_team": self.team["name"]}

    def said(self) -> list[str]:
        """Return the messages of people, newest first."""
        return said(self.admin, self.channel["id"])


def said(admin: Mattermost, channel_id: str) -> list[str]:
    """Return the messages of people in a channel, newest first."""
    told = admin.must("GET", "/channels/%s/posts" % channel_id)
    posts = [told["posts"][one] for one in told["order"]]
    # The module puts an invisible character behind the @ of what would notify everybody.
    return [post["message"].replace("\u200b", "") for post in posts if not post["type"]]


@pytest.fixture(name="room")
def fixture_room(admin: Mattermost) -> Room:
    """A channel of its own."""
    return Room(admin)


def result_of(run: Run) -> Any:
    """Return the fact that the role set."""
    fact = run.result(FACT)["ansible_facts"]["offboard_result"]
    assert list(fact) == KEYS
    return fact


def failing(control: Control, user: Any) -> None:
    """Let the server refuse to deactivate somebody."""
    control.faults({"kind": "status", "status": 500, "method": "PUT", "path": user["id"] + "/active$"})


def test_a_run_that_finished(as_admin: Caller, admin: Mattermost, room: Room, tmp_path: Path) -> None:
    leaver = admin.new_user("told")
    run = as_admin.run("offboard", offboard_users=[leaver["username"]], offboard_report_dir=str(tmp_path), **room.where)
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert (fact["what"], fact["check_mode"], fact["failure"]) == ("offboarding", False, None)
    assert (fact["totals"]["users"], fact["totals"]["finished"], fact["totals"]["unfinished"]) == (1, 1, 0)
    assert fact["totals"]["ways_in_before"] > fact["totals"]["ways_in_after"] == 0
    one = {"user": leaver["username"], "finished": True, "still_open": [], "not_checked": []}
    assert [{key: user[key] for key in one} for user in fact["users"]] == [one]
    assert fact["server"]["url"] == as_admin.url and fact["server"]["version"]
    assert {kind: Path(path).is_file() for kind, path in fact["files"].items()} == dict.fromkeys(
        ("page", "json", "csv"), True
    )
    [text] = room.said()
    assert text.startswith("**Offboarding: 1 user finished**\n")
    assert "` %s `" % leaver["username"] in text and fact["files"]["page"] in text
    again = as_admin.run("offboard", offboard_users=[leaver["username"]], **room.where)
    assert again.counts()["changed"] == 0, "a message is no change of anybody's access"
    assert len(room.said()) == 2, "another run is another message"


def test_check_mode_sets_the_fact_and_posts_nothing(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    leaver = admin.new_user("told")
    run = as_admin.check("offboard", offboard_users=[leaver["username"]], **room.where)
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert fact["check_mode"] and fact["files"] == {} and fact["totals"]["users"] == 1
    assert fact["totals"]["ways_in_before"] > 0
    assert room.said() == [] and run.results(POST) == []


def test_a_direct_message_and_a_channel(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    leaver, manager = admin.new_user("told"), admin.new_user("manager")
    run = as_admin.run(
        "offboard", offboard_users=[leaver["username"]], offboard_notify_user=manager["email"], **room.where
    )
    assert run.returncode == 0, run.output
    channel = admin.must("POST", "/channels/direct", [admin.must("GET", "/users/me")["id"], manager["id"]])
    assert said(admin, channel["id"]) == room.said() and len(room.said()) == 1


def test_a_channel_that_does_not_exist(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    """It is a warning with the reason, and the run has come to what it has come to."""
    leaver, nowhere = admin.new_user("told"), unique("nowhere")
    where = {**room.where, "offboard_notify_channel": nowhere}
    run = as_admin.run("offboard", offboard_users=[leaver["username"]], **where)
    assert run.returncode == 0, run.output
    assert run.counts()["failures"] == 0
    assert "The message about the result was not posted: Failed to find the channel " + nowhere in run.text
    assert result_of(run)["failure"] is None


def test_the_failure_of_a_run_comes_last(as_admin: Caller, room: Room) -> None:
    """A guard refused it. Nobody reads the message, and the run still fails with the guard's own sentence."""
    stranger = unique("stranger")
    run = as_admin.run("offboard", offboard_users=[stranger], **{**room.where, "offboard_notify_channel": "nowhere"})
    assert run.returncode == 2 and "was not posted" in run.text
    assert run.failure().startswith("Unknown on %s: %s. Nothing was changed." % (as_admin.url, stranger))


def test_a_run_that_was_refused_is_told(as_admin: Caller, room: Room) -> None:
    stranger = unique("stranger")
    run = as_admin.run("offboard", offboard_users=[stranger], offboard_notify_when="unfinished", **room.where)
    assert run.returncode == 2
    fact = result_of(run)
    assert fact["failure"] == run.failure() and fact["users"] == [] and fact["totals"]["users"] == 0
    [text] = room.said()
    assert text.startswith("**Offboarding: refused, nothing was changed**") and stranger in text


def test_only_what_is_unfinished(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    leaver = admin.new_user("told")
    run = as_admin.run("offboard", offboard_users=[leaver["username"]], offboard_notify_when="unfinished", **room.where)
    assert run.returncode == 0, run.output
    assert room.said() == []


def outside_of_code(text: str) -> str:
    """Return what Mattermost reads as Markdown."""
    return re.sub(r"` [^`\n]* `", "", text)


def test_names_that_are_markdown(as_admin: Caller, room: Room) -> None:
    """A list may name anybody. What it names mentions nobody, links to nothing and is not bold."""
    run = as_admin.run("offboard", offboard_users=NAMES, **room.where)
    assert run.returncode == 2
    [text] = room.said()
    assert all("` %s `" % name in text for name in NAMES)
    assert not re.search(r"[@~\[\]]|bold|evil", outside_of_code(text)), text


def test_somebody_whom_the_server_does_not_know(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    names = ["@channel", admin.new_user("told_under_score_")["username"]]
    run = as_admin.run("offboard", offboard_users=names, offboard_missing_users="ignore", **room.where)
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert (fact["totals"]["users"], fact["totals"]["missing"], fact["totals"]["finished"]) == (2, 1, 1)
    assert [user["finished"] for user in fact["users"]] == [None, True]
    [text] = room.said()
    assert "- Unknown: ` @channel `\n" in text
    assert not re.search(r"@|score", outside_of_code(text)), text


@pytest.mark.embedded_only("it stages a fault")
def test_a_run_that_failed(as_admin: Caller, control: Control, room: Room, tmp_path: Path) -> None:
    stays, goes = (control.new_user(username=unique("told"), sessions=[{}]) for _number in range(2))
    failing(control, stays)
    names = [goes["username"], stays["username"]]
    run = as_admin.run("offboard", offboard_users=names, offboard_report_dir=str(tmp_path), **room.where)
    assert run.returncode == 2
    fact = result_of(run)
    assert fact["failure"] == run.failure()
    assert fact["failure"].startswith("Not finished (1 of 2): " + stays["username"])
    assert [(user["user"], user["finished"]) for user in fact["users"]] == [
        (stays["username"], False),
        (goes["username"], True),
    ]
    assert "account" in fact["users"][0]["still_open"]
    [text] = room.said()
    assert text.startswith("**Offboarding: 1 user of 2 not finished**")
    assert re.search("Not finished: ` %s ` \\(.*account open" % stays["username"], text)


@pytest.mark.embedded_only("it stages a fault")
def test_a_run_that_was_aborted(as_admin: Caller, control: Control, room: Room, tmp_path: Path) -> None:
    leaver = control.new_user(username=unique("told"), sessions=[{}])
    control.faults({"kind": "status", "status": 503, "method": "POST", "path": "/users/(ids|usernames)$"})
    wanted = {"offboard_users": [leaver["username"]], "offboard_report_dir": str(tmp_path), "offboard_retries": 0}
    run = as_admin.run("offboard", **wanted, **room.where)
    assert run.returncode == 2
    fact = result_of(run)
    assert fact["failure"] == run.failure() and fact["failure"].startswith("The run was aborted: ")
    assert fact["totals"]["unfinished"] == 1 and fact["users"][0]["not_checked"]
    [text] = room.said()
    assert text.startswith("**Offboarding: not completed**\n- Reason: ` ") and "HTTP 503" in text


@pytest.mark.embedded_only("it makes many users at once")
def test_sixty_users(as_admin: Caller, control: Control, room: Room) -> None:
    made = control.ask("POST", "/bulk", {"users": 60, "sessions": 1, "prefix": unique("many")})
    run = as_admin.run(
        "offboard", offboard_users=made["usernames"], offboard_max_users=60, offboard_batch_size=25, **room.where
    )
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert (len(fact["users"]), fact["users_more"], fact["totals"]["finished"]) == (50, 10, 60)
    [text] = room.said()
    assert text.count(made["usernames"][0][:8]) == 10 and "and 50 more" in text


def test_an_audit_and_stale_sessions(as_admin: Caller, admin: Mattermost, room: Room) -> None:
    admin.set_active(admin.new_user("told")["id"], False)
    run = as_admin.run("audit_access", **room.where)
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert fact["what"] == "audit" and fact["totals"]["users"] >= 1
    run = as_admin.run("revoke_stale_sessions", offboard_idle_longer_than="52w", **room.where)
    assert run.returncode == 0, run.output
    fact = result_of(run)
    assert fact["what"] == "stale_sessions" and fact["failure"] is None and fact["totals"]["users"] >= 1
    stale, audit = room.said()
    assert stale.startswith("**Stale sessions: ") and audit.startswith("**Audit: ")


def test_tasks_after_the_role(ansible: Ansible, admin: Mattermost, tmp_path: Path) -> None:
    """They run after a failure, too, and leave the play failed. The fact is not taken for a misspelt variable."""
    play = tmp_path / "play.yml"
    play.write_text(PLAY + PLAY.replace("Tell another system", "Tell it again"), encoding="utf-8")
    command = ["ansible-playbook", str(play), "-e", '{"offboard_users": ["%s"]}' % admin.new_user("told")["username"]]
    run = ansible.start(admin.url, admin.token, *command).wait()
    assert run.returncode == 0, run.output
    assert "does not know the variable" not in run.text
    first, second = (run.result(task)["msg"].split("|") for task in ("Tell another system", "Tell it again"))
    assert first[1:] == second[1:] == ["", "0"] or first[1:] == second[1:] == ["None", "0"]
    command[-1] = '{"offboard_users": ["%s"]}' % unique("stranger")
    run = ansible.start(admin.url, admin.token, *command).wait()
    assert run.returncode == 2
    assert "Unknown on" in run.result("Tell another system")["msg"]
