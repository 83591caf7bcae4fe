# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server under test and what tests do with it."""

from __future__ import annotations

import random

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import (
    client,
    rate_limit,
    transport,
    worker_pool,
)
from ansible_collections.offboarding.mattermost.tests.support import modules, servers
from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.markers import (  # noqa: F401  # pylint: disable=unused-import
    pytest_collection_modifyitems,
    pytest_configure,
)
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, Person
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver
from ansible_collections.offboarding.mattermost.tests.unit.helpers import raw_server

# What a developer's environment may hold and a module would heed.
HEEDED = (
    "MATTERMOST_URL",
    "MATTERMOST_TOKEN",
    "MATTERMOST_USERNAME",
    "MATTERMOST_PASSWORD",
    "MATTERMOST_MFA_CODE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
)


class _Server:
    """The server of this pytest process: started once, in it and not in a fork of it (ansible-test forks each test)."""

    under_test = None
    token = None
    standby = None


def pytest_collection_finish(session):
    """Start the server where a test wants it. With xdist this is called in the workers, which run the tests."""
    if session.config.option.collectonly or not any("server" in item.fixturenames for item in session.items):
        return
    found = servers.find_or_start()
    made = Mattermost(found.url).become(found.admin_username, found.admin_password)
    _Server.under_test, _Server.token = found, made
    if servers.real_server() is not None:
        # Newer servers take the role from nobody while only one active person has it.
        _Server.standby = Mattermost(found.url, made["token"])
        _Server.standby.new_person(admin=True)


def pytest_sessionfinish():
    """Leave nothing behind."""
    if _Server.under_test is not None:
        if _Server.standby is not None:
            _Server.standby.dismiss()
        Mattermost(_Server.under_test.url, _Server.token["token"]).revoke_access_token(_Server.token["id"])
        _Server.under_test.stop()


@pytest.fixture(name="server")
def fixture_server():
    """The server under test."""
    return _Server.under_test


@pytest.fixture(name="mattermost")
def fixture_mattermost(server):
    """The API as the admin sees it, by plain requests."""
    api = Mattermost(server.url, _Server.token["token"])
    yield api
    if servers.real_server() is not None:
        api.dismiss()


@pytest.fixture(name="admin")
def fixture_admin(mattermost):
    """The account that runs the modules unless a test says otherwise."""
    return Person(mattermost, mattermost.must("GET", "/users/me"))


@pytest.fixture(name="control")
def fixture_control(server):
    """What only the embedded server can do. Everything is as before when the test is over."""
    control = Control(server.url)
    control.reset()
    yield control
    control.reset()


@pytest.fixture(name="person")
def fixture_person(mattermost):
    """Somebody without a session."""
    return mattermost.new_person()


@pytest.fixture(name="leaver")
def fixture_leaver(mattermost):
    """Somebody with every way in."""
    receiver = Receiver()
    yield Leaver(mattermost, receiver)
    receiver.stop()


@pytest.fixture(name="connection")
def fixture_connection(server):
    """The options with which the modules reach the server as its admin."""
    return {"url": server.url, "token": _Server.token["token"]}


@pytest.fixture(name="run")
def fixture_run(connection):
    """Run a module as the admin: `run("mattermost_session_info", users=[...])`. Options given as None are left out."""

    def run(name, check=False, diff=False, **params):
        given = {key: value for key, value in dict(connection, **params).items() if value is not None}
        return modules.run_module(name, given, check, diff)

    return run


@pytest.fixture(name="open_client")
def fixture_open_client(connection):
    """Return a function that opens a client to the server under test, with whatever options."""

    def open_client(**params):
        given = dict.fromkeys(("token", "username", "password", "mfa_code", "ca_path", "client_cert", "client_key"))
        given.update(connection, timeout=20, retries=2, validate_certs=True)
        given.update(params)
        in_flight = given.pop("in_flight", 1)
        return client.connect(given, in_flight=in_flight)

    return open_client


@pytest.fixture(name="as_admin")
def fixture_as_admin(open_client):
    """A client of the admin's."""
    return open_client()


@pytest.fixture(name="one_by_one")
def fixture_one_by_one():
    """A pool that does one item at a time."""
    return worker_pool.WorkerPool()


@pytest.fixture(name="answering")
def fixture_answering():
    """Return a function that starts a bare socket server which gives these answers, the last one for ever."""
    started = []

    def answering(*answers, **options):
        started.append(raw_server.RawServer(answers, **options))
        return started[-1]

    yield answering
    for one in started:
        one.stop()


@pytest.fixture(name="through")
def fixture_through(server, answering):
    """A way to the server under test that notes what is sent: on a real server, too."""
    return answering(raw_server.forwarding(server.url))


@pytest.fixture(name="hurried")
def fixture_hurried(monkeypatch):
    """Let every wait before a retry take no time."""
    monkeypatch.setattr(random, "uniform", lambda low, high: 0.0)
    monkeypatch.setattr(rate_limit, "LONGEST_PAUSE", 0.0)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch, tmp_path_factory):
    """Take what the developer's environment says out of the tests."""
    for name in HEEDED:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert transport.HAS_REQUESTS
