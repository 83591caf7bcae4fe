# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mattermost_message, run for real against the server under test, by the steps of every changing module."""

from __future__ import annotations

import time

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.posts import KEY, SEARCHED
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique

MESSAGE = "mattermost_message"


class Room:
    """A channel, its team, and what was posted in it."""

    def __init__(self, mattermost, kind="O"):
        self.mattermost = mattermost
        name = unique()
        self.team = mattermost.must("POST", "/teams", {"name": name, "display_name": name, "type": "O"})
        body = {"team_id": self.team["id"], "name": unique("room"), "display_name": "A room", "type": kind}
        self.channel = mattermost.must("POST", "/channels", body)
        self.at = {"team": self.team["name"], "channel": self.channel["name"]}

    def join(self, person):
        """Let somebody in."""
        self.mattermost.must(
            "POST", "/teams/%s/members" % self.team["id"], {"team_id": self.team["id"], "user_id": person.id}
        )
        self.mattermost.must("POST", "/channels/%s/members" % self.channel["id"], {"user_id": person.id})

    def said(self):
        """Return the posts of people, newest first."""
        return posts(self.mattermost, self.channel["id"])


def posts(mattermost, channel_id):
    """Return the posts of people in a channel, newest first."""
    told = mattermost.must("GET", "/channels/%s/posts?per_page=200" % channel_id)
    return [told["posts"][one] for one in told["order"] if not told["posts"][one]["type"]]


def texts(rows):
    """Return what was said."""
    return [row["message"] for row in rows]


@pytest.fixture(name="room")
def fixture_room(mattermost):
    """A channel of its own."""
    return Room(mattermost)


# -- the twelve steps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["channel", "person", "person who was written to before"])
@pytest.mark.step(1)
def test_check_mode_says_changed_and_posts_nothing(run, room, person, admin, through, mattermost, to):
    where = room.at if to == "channel" else {"user": person.username}
    if "before" in to:
        run(MESSAGE, text="before", **where)
    said = run(MESSAGE, check=True, text="hello", key="k", url=through.url, **where)
    assert (said.changed, said.result["post"], said.result["already_posted"]) == (True, None, False)
    assert [request.path for request in through.requests if request.method != "GET"] in (
        [],
        ["/users/usernames"],
    )
    if to == "channel":
        assert room.said() == []
    else:
        pair = "__".join(sorted((person.id, admin.id)))
        found = mattermost.ask("GET", "/teams/%s/channels/name/%s" % (room.team["id"], pair))
        assert found.status_code == (200 if "before" in to else 404)
        assert bool(said.result["channel"]) == ("before" in to)


@pytest.mark.parametrize("by", ["name", "id", "id in a team", "team by its id"])
@pytest.mark.step(2, 3)
def test_it_is_posted_to_a_channel(run, room, admin, by):
    where = {
        "name": {"team": room.team["name"].upper(), "channel": "~" + room.channel["name"]},
        "id": {"channel": room.channel["id"]},
        "id in a team": {"team": room.team["name"], "channel": room.channel["id"]},
        "team by its id": {"team": room.team["id"], "channel": room.channel["name"]},
    }[by]
    done = run(MESSAGE, text="**3** users\n", **where)
    assert (done.failed, done.changed) == (False, True)
    [post] = room.said()
    assert (post["message"], post["user_id"]) == ("**3** users", admin.id)
    assert done.result["post"]["id"] == post["id"]
    assert done.result["channel"] == {
        "id": room.channel["id"],
        "name": room.channel["name"],
        "display_name": "A room",
        "team": None if by == "id" else room.team["name"],
        "direct": False,
    }
    link = done.result["post"]["link"]
    assert link is None if by == "id" else link.endswith("/%s/pl/%s" % (room.team["name"], post["id"]))


@pytest.mark.parametrize("by", ["username", "email", "id"])
@pytest.mark.step(2, 3)
def test_it_is_posted_to_a_person(run, person, mattermost, by):
    done = run(MESSAGE, text="hello", user=getattr(person, by))
    assert (done.failed, done.changed) == (False, True)
    assert done.result["channel"]["direct"]
    assert done.result["post"]["link"] is None
    channel_id = done.result["channel"]["id"]
    assert texts(posts(mattermost, channel_id)) == ["hello"]
    answer = mattermost.ask("GET", "/channels/%s/posts" % channel_id, token=person.log_in().token)
    assert answer.status_code == 200


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
@pytest.mark.parametrize("to", ["channel", "person"])
@pytest.mark.step(4, 5)
def test_a_second_run_changes_nothing(run, room, person, mattermost, to, check):
    where = room.at if to == "channel" else {"user": person.username}
    first = run(MESSAGE, text="hello", key="today", **where)
    # The text may differ: the key tells whether it is the same message.
    again = run(MESSAGE, check=check, text="hello again", key="today", **where)
    assert (again.failed, again.changed, again.result["already_posted"]) == (False, False, True)
    assert again.result["post"] == first.result["post"]
    assert texts(posts(mattermost, first.result["channel"]["id"])) == ["hello"]


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.step(6)
def test_diff_shows_before_and_after(run, room, check):
    diff = run(MESSAGE, check=check, diff=True, text="hello @all", key="k", **room.at).result["diff"]
    assert diff == {"before": "", "after": "hello @\u200ball\n"}
    if not check:
        assert run(MESSAGE, diff=True, text="hello", key="k", **room.at).result["diff"] == {
            "before": "",
            "after": "",
        }


@pytest.mark.step(7)
def test_an_unknown_user_or_channel_is_one_sentence(run, room, server):
    nobody = unique("nobody")
    assert run(MESSAGE, text="hello", user=nobody).message.startswith(
        "Unknown on %s: %s. Nothing was changed." % (server.url, nobody)
    )
    assert run(MESSAGE, text="hello", team=room.team["name"], channel=nobody).message == (
        "Failed to find the channel %s in the team %s: HTTP 404 app.channel.get_by_name.missing.app_error:"
        " Channel does not exist." % (nobody, room.team["name"])
    )
    assert run(MESSAGE, text="hello", team=nobody, channel="town-square").message.startswith(
        "Failed to find the team %s: HTTP 404 app.team.get_by_name.missing.app_error: " % nobody
    )


@pytest.mark.parametrize(
    "options, message",
    [
        (
            {"channel": "town-square"},
            "The channel town-square is not an id. Nothing was posted. Set team as well, or name the channel by its"
            " id.",
        ),
        (
            {"channel": "../users", "team": "x"},
            "channel: '../users' is neither a name nor an id. Nothing was posted. Use the name in the URL of the"
            " channel, or its id.",
        ),
        ({"channel": "town-square", "team": "The Team"}, "team: 'The Team' is neither a name nor an id."),
        ({"channel": "", "team": "x"}, "channel: '' is neither a name nor an id."),
        ({"user": "not a name"}, "Not a user name, e-mail address or id: 'not a name'."),
        ({"channel": "x", "team": "x", "text": " \n"}, "text is empty. Nothing was posted."),
        ({}, "one of the following is required: channel, user"),
        ({"channel": "x", "user": "x"}, "parameters are mutually exclusive: channel|user"),
        ({"team": "x", "user": "x"}, "parameters are mutually exclusive: team|user"),
    ],
)
def test_what_cannot_be_meant_is_refused(run, options, message):
    assert run(MESSAGE, **dict({"text": "hello"}, **options)).message.startswith(message)


@pytest.mark.step(9)
def test_without_permission_it_is_named(run, room, person, mattermost):
    token = person.log_in().token
    found = run(MESSAGE, text="hello", token=token, **room.at)
    assert "HTTP 403 api.context.permissions.app_error" in found.message
    assert "is the calling account a member of the team?" in found.message
    mattermost.must("POST", "/teams/%s/members" % room.team["id"], {"team_id": room.team["id"], "user_id": person.id})
    found = run(MESSAGE, text="hello", token=token, **room.at)
    assert found.message.startswith("Failed to post to the channel %s: HTTP 403 " % room.channel["name"])
    assert "create_post in the channel: is the calling account a member of it?" in found.message
    assert room.said() == []


@pytest.mark.step(12)
def test_no_secret_is_printed(run, room, connection):
    output = run(MESSAGE, diff=True, text="hello", key="a key of mine", **room.at).output
    assert connection["token"] not in output


# -- once -----------------------------------------------------------------------------------------------------


def test_without_a_key_each_run_posts(run, room):
    for _number in range(2):
        assert run(MESSAGE, text="hello", **room.at).changed
    assert texts(room.said()) == ["hello", "hello"]


def test_another_key_or_channel_is_another_message(run, room, mattermost):
    other = Room(mattermost)
    assert run(MESSAGE, text="one", key="a", **room.at).changed
    assert run(MESSAGE, text="two", key="b", **room.at).changed
    assert run(MESSAGE, text="three", key="a", **other.at).changed
    assert texts(room.said()) == ["two", "one"]


def test_the_key_itself_is_not_in_the_post(run, room):
    run(MESSAGE, text="hello", key="CHG-1041 of dana", **room.at)
    [post] = room.said()
    assert list(post["props"]) == [KEY]
    assert "dana" not in str(post["props"])


def test_somebody_else_cannot_pretend_that_it_was_posted(run, room, person, mattermost):
    room.join(person)
    run(MESSAGE, text="by another", key="k", token=person.log_in().token, **room.at)
    assert run(MESSAGE, text="mine", key="k", **room.at).changed
    assert texts(room.said())[:2] == ["mine", "by another"]


def test_what_was_deleted_is_posted_again(run, room, mattermost):
    first = run(MESSAGE, text="hello", key="k", **room.at)
    mattermost.must("DELETE", "/posts/" + first.result["post"]["id"])
    assert run(MESSAGE, text="hello", key="k", **room.at).changed
    assert texts(room.said()) == ["hello"]


@pytest.mark.embedded_only("posts more than a real server takes in the time of a test")
@pytest.mark.parametrize("later, found", [(SEARCHED - 1, True), (SEARCHED, False)])
def test_how_far_back_it_looks(run, room, mattermost, later, found):
    run(MESSAGE, text="first", key="k", **room.at)
    for number in range(later):
        mattermost.must("POST", "/posts", {"channel_id": room.channel["id"], "message": str(number)})
    assert run(MESSAGE, check=True, text="again", key="k", **room.at).result["already_posted"] is found


@pytest.mark.embedded_only("breaks the connection")
@pytest.mark.parametrize("key", ["k", None])
def test_an_answer_that_is_lost(run, room, control, key):
    """Whether the message arrived, the key tells."""
    control.faults({"kind": "reset_after", "method": "POST", "path": "/posts$"})
    found = run(MESSAGE, text="hello", key=key, retries=0, **room.at)
    control.faults()
    assert texts(room.said()) == ["hello"]
    if key:
        assert (found.failed, found.changed) == (False, True)
        assert found.result["post"]["id"] == room.said()[0]["id"]
    else:
        assert "the connection to" in found.message


# -- what is in it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said, posted",
    [
        ("@all", "@\u200ball"),
        ("to @Channel, @HERE and (@all).", "to @\u200bChannel, @\u200bHERE and (@\u200ball)."),
        ("@all_ @all's **@here**", "@\u200ball_ @\u200ball's **@\u200bhere**"),
        ("@allison @hereford @channels @all1", "@allison @hereford @channels @all1"),
        ("all of this channel here", "all of this channel here"),
    ],
)
def test_nobody_is_notified_unless_asked_for(run, room, said, posted):
    run(MESSAGE, text=said, **room.at)
    run(MESSAGE, text=said, channel_mentions=True, **room.at)
    assert texts(room.said()) == [said, posted]


def test_whom_the_server_notifies(run, room, person, mattermost):
    room.join(person)
    run(MESSAGE, text="calm", **room.at)

    def mentions():
        # That somebody was let in tells them, too, a little later.
        time.sleep(1)
        return mattermost.must("GET", "/channels/%s/members/%s" % (room.channel["id"], person.id))["mention_count"]

    before = mentions()
    run(MESSAGE, text="@all @channel @here @all's", **room.at)
    assert mentions() == before
    run(MESSAGE, text="@all @channel @here @all's", channel_mentions=True, **room.at)
    assert mentions() == before + 1


def test_a_message_that_is_too_long(run, room):
    found = run(MESSAGE, text="x" * 16384, **room.at)
    assert found.message.endswith("Shorten the message: Mattermost accepts up to 16383 characters.")
    assert run(MESSAGE, text="x" * 16383, **room.at).changed


def test_to_a_private_channel_and_to_an_archived_one(run, mattermost):
    room = Room(mattermost, "P")
    assert run(MESSAGE, text="hello", **room.at).changed
    mattermost.must("DELETE", "/channels/" + room.channel["id"])
    assert "HTTP 404 app.channel.get_by_name.missing.app_error" in run(MESSAGE, text="hello", **room.at).message


def test_a_bot_may_tell(run, leaver, person):
    done = run(MESSAGE, text="hello", key="k", user=person.username, token=leaver.bot_token["token"])
    assert done.changed
    assert not run(MESSAGE, text="hello", key="k", user=person.username, token=leaver.bot_token["token"]).changed
