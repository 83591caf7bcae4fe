# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posts that are made once, and found by their key, on a server that is a script."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import posts
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    UnexpectedShape,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import (
    ME,
    InTurn,
    Pages,
    Refusal,
    scripted_client,
)

CHANNEL = "c" * 26
POST_ID = "p" * 26
LISTED = "GET /channels/%s/posts" % CHANNEL
IN_THE_MAKING = Refusal(500, "api.post.deduplicate_create_post.pending")


def listed(*rows):
    """Return posts as the server lists them."""
    return {"order": [row["id"] for row in rows], "posts": {row["id"]: row for row in rows}}


def made(answers):
    """Post, and return what came of it, the script and the waits."""
    client, script = scripted_client({"POST /posts": answers})
    waits = []
    return posts.create(client, CHANNEL, ME, "hello", "k", "the channel", waits.append), script, waits


def key_of(answers):
    """Return the property that a key becomes."""
    return made(answers)[1].bodies[0]["props"]


def test_a_try_that_meets_itself_waits_and_asks_again():
    post = {"id": POST_ID, "channel_id": CHANNEL}
    found, script, waits = made(InTurn(IN_THE_MAKING, IN_THE_MAKING, post))
    assert (found, waits) == (post, [1.0, 1.0])
    assert len({body["pending_post_id"] for body in script.bodies}) == 1


def test_a_try_that_meets_itself_for_ever_is_an_error():
    with pytest.raises(ApiError, match=r"Failed to post to the channel: HTTP 500 api\.post\.deduplicate"):
        made(IN_THE_MAKING)


def test_another_error_is_not_asked_again():
    with pytest.raises(ApiError, match=r"HTTP 400 some\.error"):
        made(Refusal(400, "some.error"))


@pytest.mark.parametrize("answer", [None, [], {}, {"id": "../x", "channel_id": CHANNEL}, {"id": POST_ID}])
def test_an_answer_that_is_no_post_is_in_doubt(answer):
    with pytest.raises(UnexpectedShape) as raised:
        made(answer)
    assert raised.value.unknown


def test_two_messages_are_two_to_the_server():
    post = {"id": POST_ID, "channel_id": CHANNEL}
    assert made(post)[1].bodies[0]["pending_post_id"] != made(post)[1].bodies[0]["pending_post_id"]


@pytest.mark.parametrize(
    "change, found",
    [
        ({}, True),
        ({"user_id": "o" * 26}, False),
        ({"delete_at": 5}, False),
        ({"props": {}}, False),
        ({"props": None}, False),
        ({"props": {posts.KEY: ["x"]}}, False),
        ({"id": "../x"}, False),
    ],
)
def test_which_post_counts(change, found):
    props = key_of({"id": POST_ID, "channel_id": CHANNEL})
    row = dict({"id": POST_ID, "user_id": ME, "props": props, "delete_at": 0}, **change)
    answers = {LISTED: Pages(listed(row), listed())}
    client, _script = scripted_client(answers)
    assert posts.find(client, CHANNEL, ME, "k", "the channel") == (row if found else None)
    assert posts.find(client, CHANNEL, ME, "another", "the channel") is None


@pytest.mark.parametrize("answer", [None, [], {}, {"order": [], "posts": []}, {"order": None, "posts": {}}])
def test_a_list_of_another_shape_is_an_error(answer):
    client, _script = scripted_client({LISTED: answer})
    with pytest.raises(UnexpectedShape, match="a list of posts"):
        posts.find(client, CHANNEL, ME, "k", "the channel")


@pytest.mark.parametrize("order", [[7], [None], ["nobody"], [["x"]]])
def test_ids_of_another_shape_are_passed_over(order):
    client, _script = scripted_client({LISTED: Pages({"order": order, "posts": {"x": 7}}, listed())})
    assert posts.find(client, CHANNEL, ME, "k", "the channel") is None
