# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""server_clock: ages are judged by the server's time, not by that of the machine that asks."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.server_clock import ServerClock, http_date
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import answer

HERE = 1_700_000_000.0


@pytest.fixture(name="clock")
def fixture_clock(monkeypatch):
    """The clock of a server, on a machine whose own has stopped."""
    monkeypatch.setattr(time, "time", lambda: HERE)
    return ServerClock()


@pytest.mark.parametrize("ahead", [-86400, -1, 0, 1, 7200])
def test_the_servers_time_is_told(clock, ahead):
    clock.observe(formatdate(HERE + ahead, usegmt=True))
    assert (clock.ahead, clock.now()) == (ahead, (HERE + ahead) * 1000)


@pytest.mark.parametrize("date", [None, "", "soon", "Fri, 31 Feb 2015 25:00:00 GMT", "7"], ids=repr)
def test_until_the_server_tells_its_time_that_of_this_machine_counts(clock, date):
    clock.observe(date)
    assert (clock.ahead, clock.now()) == (None, HERE * 1000)


def test_a_date_that_makes_no_sense_does_not_spoil_one_that_did(clock):
    clock.observe(formatdate(HERE + 60, usegmt=True))
    clock.observe("soon")
    assert clock.ahead == 60


def test_time_goes_on(clock, monkeypatch):
    clock.observe(formatdate(HERE + 60, usegmt=True))
    monkeypatch.setattr(time, "time", lambda: HERE + 1.5)
    assert clock.now() == (HERE + 61.5) * 1000


def test_a_date_is_read_in_any_zone():
    assert http_date("Wed, 21 Oct 2015 09:28:00 +0200") == http_date("Wed, 21 Oct 2015 07:28:00 GMT") == 1445412480


def test_every_answer_tells_the_time(answering, open_client):
    there = answering(answer({}, 200, Date=formatdate(time.time() + 3600, usegmt=True)))
    client = open_client(url=there.url)
    assert client.clock.ahead is None
    client.get("/x", "look")
    assert 3590 <= client.clock.ahead <= 3600
