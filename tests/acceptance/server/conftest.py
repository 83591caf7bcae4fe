# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server itself under test: a real one where its log-in is given, else the embedded one as each of its versions."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.servers import Server, real_server, start_embedded

VERSIONS = ["as given"] if real_server() else ["5.37.0", "11.6.0"]


@pytest.fixture(scope="module", params=VERSIONS, name="one_server")
def fixture_one_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """One server of one version."""
    server = real_server() or start_embedded("--version", request.param)
    yield server
    server.stop()


@pytest.fixture(scope="module", name="root")
def fixture_root(one_server: Server) -> Mattermost:
    """The API as a system admin sees it."""
    api = Mattermost(one_server.url)
    api.token = api.log_in(one_server.admin_username, one_server.admin_password)
    return api


@pytest.fixture(name="settings")
def fixture_settings(one_server: Server) -> Iterator[Control]:
    """What only the embedded server can do; settings are as before when the test is over."""
    control = Control(one_server.url)
    yield control
    control.reset()


@pytest.fixture(scope="module", name="newer")
def fixture_newer(root: Mattermost) -> bool:
    """Whether the server is a new one: between 5.37 and 11 the answers to some calls have changed."""
    version = root.must("GET", "/config/client?format=old")["Version"]
    return int(version.split(".", 1)[0]) >= 11


@pytest.fixture(scope="module", name="team")
def fixture_team(root: Mattermost) -> Any:
    """A team."""
    return root.must("POST", "/teams", {"name": unique("team"), "display_name": "Team", "type": "O"})


@pytest.fixture(name="actor")
def fixture_actor(root: Mattermost) -> Iterator[Mattermost]:
    """The API as a second system admin sees it, whose log begins with the test."""
    user = root.new_user("actor", "system_user system_admin")
    api = Mattermost(root.url, root.log_in(user["username"]))
    yield api
    root.must("PUT", "/users/%s/roles" % user["id"], {"roles": "system_user"})


Rows = Callable[[], list]


@pytest.fixture(name="rows")
def fixture_rows(root: Mattermost, actor: Mattermost) -> Rows:
    """Return a function that tells what the actor did since its last call, oldest first: (action, extra_info)."""
    me = actor.must("GET", "/users/me")["id"]
    seen = {row["id"] for row in root.must("GET", "/users/%s/audits?per_page=200" % me)}

    def rows() -> list[tuple[str, str]]:
        new = [row for row in root.must("GET", "/users/%s/audits?per_page=200" % me) if row["id"] not in seen]
        seen.update(row["id"] for row in new)
        assert all(row["user_id"] == me for row in new)
        # Rows of one call may be of one millisecond, and then come in any order.
        new.sort(key=lambda row: (row["create_at"], row["extra_info"]))
        return [(row["action"], row["extra_info"]) for row in new]

    return rows
