# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the acceptance tests run on: the server under test, its admin, and Ansible with the checkout in it."""

from __future__ import annotations

from typing import Iterator

import pytest
from helpers.playbooks import Ansible, Caller

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.markers import (  # noqa: F401  # pylint: disable=unused-import
    pytest_collection_modifyitems,
    pytest_configure,
)
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver
from ansible_collections.offboarding.mattermost.tests.support.servers import Server, find_or_start


@pytest.fixture(scope="session", name="server")
def fixture_server() -> Iterator[Server]:
    """The server under test. With xdist, each worker has an embedded one of its own."""
    server = find_or_start()
    yield server
    server.stop()


@pytest.fixture(scope="session", name="admin")
def fixture_admin(server: Server) -> Iterator[Mattermost]:
    """The API as the admin sees it, by an access token, since tests end sessions."""
    api = Mattermost(server.url)
    made = api.become(server.admin_username, server.admin_password)
    yield api
    api.revoke_access_token(made["id"])


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
