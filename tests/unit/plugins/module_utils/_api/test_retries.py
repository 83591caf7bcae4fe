# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""retries: what is tried again, how often, and at what pace."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.retries import Sender
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.transport import Transport
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    BrokenConnection,
    TransportError,
    Unreachable,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import CLOSE, RESET, answer

OK = answer({"status": "OK"})
CUT_OFF = bytes(answer({"status": "OK" * 50})[:-20])
HTML = "<html>Bad Gateway</html>"


def sender(there, **options):
    """Return a Sender to a server."""
    return Sender(Transport(there.url, timeout=5), {"Accept": "application/json"}, **options)


def send(one, changing=False):
    """Send one request."""
    return one.send("POST", "/users/ids", [], "look", changing)


@pytest.mark.parametrize(
    "trouble",
    [
        answer(HTML, 502, "text/html"),
        answer({"id": "x"}, 503),
        answer("", 504),
        answer("limit exceeded\n", 429, "text/plain", Retry_After="1"),
        RESET,
        CLOSE,
        CUT_OFF,
        b"no HTTP\r\n",
    ],
    ids=["502", "503", "504", "429", "reset", "closed", "cut_off", "no_http"],
)
def test_what_is_tried_again(answering, hurried, trouble):
    there = answering(trouble, trouble, OK)
    one = sender(there, retries=2)
    assert send(one).status == 200
    assert (one.requests, one.retried, len(one.notes)) == (3, 2, 2)
    assert one.notes[0].startswith("look: ")


@pytest.mark.parametrize("status", [200, 201, 301, 400, 401, 403, 404, 409, 500, 501])
def test_what_is_not_tried_again(answering, hurried, status):
    there = answering(answer({}, status), OK)
    one = sender(there, retries=5)
    assert send(one).status == status
    assert (one.requests, one.retried) == (1, 0)


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_retries_are_bounded(answering, hurried, retries):
    there = answering(answer(HTML, 503, "text/html"))
    one = sender(there, retries=retries)
    assert send(one).status == 503
    assert len(there.requests) == retries + 1


@pytest.mark.parametrize("retries", [0, 3])
def test_broken_connections_are_tried_again_that_often(answering, hurried, retries):
    there = answering(RESET)
    with pytest.raises(TransportError) as caught:
        send(sender(there, retries=retries))
    assert isinstance(caught.value, BrokenConnection)
    assert len(there.requests) == retries + 1


@pytest.mark.trap("4.2")
def test_a_rate_limit_that_does_not_end(answering, hurried):
    """429 is text/plain "limit exceeded": it is waited for, and then told."""
    there = answering(answer("limit exceeded\n", 429, "text/plain", Retry_After="3600"))
    with pytest.raises(TransportError) as caught:
        send(sender(there, retries=2))
    assert str(caught.value) == (
        "Failed to look: HTTP 429: %s still refuses requests after 3 attempts, its rate limit is exceeded. Increase"
        " retries, or decrease"
        " concurrency." % there.url
    )
    assert caught.value.status == 429


def test_waits_grow_to_eight_seconds_and_are_scattered(answering, monkeypatch):
    stopped, waits = threading.Event(), []
    monkeypatch.setattr(stopped, "wait", waits.append)
    send(sender(answering(answer("", 503)), retries=8, stopped=stopped))
    middles = [0.5, 1, 2, 4, 8, 8, 8, 8]
    assert len(waits) == len(middles)
    assert all(middle * 0.6 <= wait <= middle * 1.4 for wait, middle in zip(waits, middles))
    assert len(set(waits)) == len(waits)


def test_a_run_that_is_to_end_tries_nothing_again(answering):
    there = answering(answer("", 503))
    stopped = threading.Event()
    stopped.set()
    assert send(sender(there, retries=8, stopped=stopped)).status == 503
    assert len(there.requests) == 1


def test_a_stop_cuts_a_wait_short(answering):
    there = answering(answer("", 429, Retry_After="60"))
    stopped = threading.Event()

    def give_up():
        with pytest.raises(TransportError):
            send(sender(there, retries=8, stopped=stopped))

    waiting = threading.Thread(target=give_up, daemon=True)
    waiting.start()
    stopped.set()
    waiting.join(20)
    assert not waiting.is_alive()
    assert len(there.requests) <= 2


@pytest.mark.parametrize(
    ("answers", "unknown"),
    [
        ([RESET], True),
        ([CUT_OFF], True),
        ([answer("", 502), RESET], True),
        ([answer("", 502), answer("limit exceeded", 429)], True),
        ([answer("limit exceeded", 429)], False),
    ],
    ids=["reset", "cut_off", "gateway_then_reset", "gateway_then_limit", "limit"],
)
def test_whether_a_change_took_effect_may_not_be_known(answering, hurried, answers, unknown):
    for changing in (True, False):
        with pytest.raises(TransportError) as caught:
            send(sender(answering(*answers), retries=1), changing)
        assert caught.value.unknown is (unknown and changing)


def test_nobody_there_means_nobody_for_the_next_either(answering, hurried):
    there = answering(OK)
    there.stop()
    with pytest.raises(TransportError) as caught:
        send(sender(there, retries=1))
    assert (type(caught.value), caught.value.fatal, caught.value.unknown) == (Unreachable, True, False)


def test_only_so_many_notes_are_kept(answering, hurried):
    one = sender(answering(answer("", 503)), retries=60)
    send(one)
    assert (one.retried, len(one.notes)) == (60, 50)


@pytest.mark.parametrize(
    ("header", "version"),
    [("11.6.0.14.abc.true", "11.6.0"), ("5.37.0.5.37.0.c18.false", "5.37.0"), ("x", None), ("", None)],
)
def test_the_version_of_the_server(answering, header, version):
    one = sender(answering(answer({}, 200, X_Version_Id=header)))
    send(one)
    assert one.server_version == version


def test_an_idle_connection_that_the_server_closed_is_opened_anew(answering, hurried):
    one = sender(answering(bytes(OK)), retries=3)  # the connection ends after each answer
    assert [send(one).status for number in range(10)] == [200] * 10
