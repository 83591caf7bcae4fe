# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the acceptance tests run on: the server under test, its admin, and Ansible with the checkout in it."""

from __future__ import annotations

from typing import Iterator

import pytest
from helpers.control import Control
from helpers.mattermost import Mattermost
from helpers.playbooks import Ansible, Caller
from helpers.receiver import Receiver
from helpers.servers import Server, real_server, start_embedded


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "slow: takes minutes; make test-all runs it, and make acceptance-slow")
    config.addinivalue_line(
        "markers", "embedded_only(reason): needs what no real server does: it is skipped there, by name"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a real server, skip what only the embedded one can do."""
    if real_server() is None:
        return
    for item in items:
        mark = item.get_closest_marker("embedded_only")
        if mark:
            item.add_marker(pytest.mark.skip(reason="needs the embedded server: " + mark.args[0]))


@pytest.fixture(scope="session", name="server")
def fixture_server() -> Iterator[Server]:
    """The server under test. With xdist, each worker has an embedded one of its own."""
    server = real_server() or start_embedded()
    yield server
    server.stop()


@pytest.fixture(scope="session", name="admin")
def fixture_admin(server: Server) -> Iterator[Mattermost]:
    """The API as the admin sees it, by an access token, since tests end sessions."""
    api = Mattermost(server.url)
    api.token = api.log_in(server.admin_username, server.admin_password)
    me = api.must("GET", "/users/me")
    made = api.new_access_token(me["id"])
    api.log_out(api.token)
    api.token = made["token"]
    yield api
    api.ask("POST", "/users/tokens/revoke", {"token_id": made["id"]})


@pytest.fixture(scope="session", name="ansible")
def fixture_ansible(tmp_path_factory: pytest.TempPathFactory) -> Ansible:
    """Ansible with the checkout as its only collection."""
    return Ansible(tmp_path_factory.mktemp("ansible"))


@pytest.fixture(name="as_admin")
def fixture_as_admin(ansible: Ansible, admin: Mattermost) -> Caller:
    """The admin, running playbooks."""
    return Caller(ansible, admin.url, admin.token)


@pytest.fixture(name="control")
def fixture_control(server: Server) -> Iterator[Control]:
    """What only the embedded server can do. Everything is as before when the test is over."""
    assert server.embedded, "a test that takes control has to be marked embedded_only"
    control = Control(server.url)
    control.reset()
    yield control
    control.reset()


@pytest.fixture(name="receiver")
def fixture_receiver() -> Iterator[Receiver]:
    """A program on loopback that webhooks and slash commands call."""
    receiver = Receiver()
    yield receiver
    receiver.stop()
