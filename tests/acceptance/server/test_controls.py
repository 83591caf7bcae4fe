# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the embedded server can be made to do: its clock, its limits, its clean-up, its mail, its bad habits."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.oauth import App
from ansible_collections.offboarding.mattermost.tests.support.servers import Server, start_embedded

pytestmark = pytest.mark.embedded_only("control endpoints")
DAYS = 24 * 60 * 60


def test_a_clock_that_is_wrong_shows_in_the_date_and_in_rows(root: Mattermost, settings: Control) -> None:
    settings.settings(clock_shift=-200 * DAYS)
    answer = root.ask("GET", "/system/ping")
    then = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    assert abs(then - (time.time() - 200 * DAYS)) < 60
    user = root.new_user("somebody")
    root.log_in(user["username"])
    session = root.must("GET", f"/users/{user['id']}/sessions")[0]
    for at in (user["create_at"], session["create_at"]):
        assert abs(at / 1000 - then) < 60
    settings.settings(clock_shift=0)
    assert abs(parsedate_to_datetime(root.ask("GET", "/system/ping").headers["Date"]).timestamp() - time.time()) < 60


def test_the_last_active_admin_keeps_the_role_on_newer_servers(root: Mattermost, newer: bool) -> None:
    """On a real server others may be admins, too, so only one that is all ours shows it."""
    other = root.new_user("admin", "system_user system_admin")
    root.set_active(other["id"], False)
    answer = root.ask("PUT", f"/users/{other['id']}/roles", {"roles": "system_user"})
    if newer:
        assert (answer.status_code, answer.json()["id"]) == (400, "app.user.update.lastAdmin.app_error")
        root.set_active(other["id"], True)
    root.must("PUT", f"/users/{other['id']}/roles", {"roles": "system_user"})


def test_a_refresh_token_outlives_its_session_row_and_its_user(root: Mattermost, settings: Control) -> None:
    app = App(root)

    def leave() -> Any:
        """Somebody authorises an app, its session expires and is cleaned up, and they are deactivated."""
        user = root.new_user("somebody")
        data = app.grant(root.log_in(user["username"]))
        for row in root.must("GET", f"/users/{user['id']}/sessions"):
            if row["is_oauth"]:
                settings.ask("PATCH", "/sessions/" + row["id"], {"expires_at": 1})
        assert settings.ask("POST", "/sessions/cleanup")["removed"] > 0
        root.set_active(user["id"], False)
        root.must("POST", f"/users/{user['id']}/sessions/revoke/all")
        assert root.must("GET", f"/users/{user['id']}/sessions") == []
        return data["refresh_token"]

    answer = app.refresh(leave())
    assert root.works(answer.json()["access_token"])
    settings.settings(refresh_needs_active_user=True)
    assert app.refresh(leave()).status_code == 403


def test_a_server_that_takes_no_user_more(root: Mattermost, settings: Control) -> None:
    user = root.new_user("somebody")
    root.set_active(user["id"], False)
    active = root.must("GET", "/users/stats")["total_users_count"]
    settings.settings(user_limit=active)
    name = unique("surplus")
    body = {"username": name, "email": name + "@example.com", "password": PASSWORD}
    refused = root.ask("POST", "/users", body)
    assert (refused.status_code, refused.json()["id"]) == (400, "api.user.create_user.user_limits.exceeded")
    refused = root.ask("PUT", f"/users/{user['id']}/active", {"active": True})
    assert (refused.status_code, refused.json()["id"]) == (400, "app.user.update_active.user_limit.exceeded")
    settings.settings(user_limit=active + 1)
    root.set_active(user["id"], True)


def test_an_invitation_by_mail_opens_the_door_until_all_end(root: Mattermost, team: Any, settings: Control) -> None:
    settings.settings(open_server=False)

    def invite() -> Any:
        root.must("POST", f"/teams/{team['id']}/invite/email", [unique("guest") + "@elsewhere.example"])
        return settings.ask("GET", "/mailbox")[0]

    def sign_up(mail: Any) -> int:
        body = {"username": unique("guest"), "email": mail["email"], "password": PASSWORD}
        return Mattermost(root.url).ask("POST", "/users?t=" + mail["token"], body).status_code

    assert sign_up(invite()) == 201
    mail = invite()
    root.must("DELETE", "/teams/invites/email")
    assert sign_up(mail) == 404
    old = invite()
    settings.settings(clock_shift=49 * 60 * 60)
    assert sign_up(old) == 400


def test_a_guests_link_lets_in_who_was_deactivated(root: Mattermost, team: Any, settings: Control, newer: bool) -> None:
    if not newer:
        pytest.skip("there are no such links on older servers")
    settings.settings(licensed=True, guest_accounts=True, guest_magic_links=True)
    body = {"emails": [unique("guest") + "@elsewhere.example"], "channels": [], "message": ""}
    root.must("POST", f"/teams/{team['id']}/invite-guests/email?guest_magic_link=true", body)

    def log_in() -> requests.Response:
        token = settings.ask("GET", "/mailbox")[0]["token"]
        return Mattermost(root.url).ask("POST", "/users/login", {"magic_link_token": token})

    # Ending all invitations ends none of these.
    root.must("DELETE", "/teams/invites/email")
    guest = log_in().json()
    assert guest["roles"] == "system_guest"
    Mattermost(root.url).must("POST", "/users/login/type", {"login_id": guest["email"]})
    root.set_active(guest["id"], False)
    answer = log_in()
    assert root.must("GET", "/users/me", token=answer.headers["Token"])["id"] == guest["id"]


def test_pages_of_many_teams_of_one_name_miss_some(root: Mattermost) -> None:
    name = unique("same")
    made = set()
    for number in range(30):
        team = {"name": "%s-%d" % (name, number), "display_name": name, "type": "O"}
        made.add(root.must("POST", "/teams", team)["id"])
    seen = [row["id"] for page in range(8) for row in root.must("GET", f"/teams?per_page=5&page={page}")]
    assert len(seen) >= 30
    assert made - set(seen)
    whole = root.must("GET", "/teams?per_page=200&include_total_count=true")
    assert made <= {row["id"] for row in whole["teams"]}


def test_deactivating_a_bot_that_owns_itself_is_never_answered(root: Mattermost) -> None:
    user = root.new_user("somebody")
    root.must("POST", f"/users/{user['id']}/convert_to_bot")
    with pytest.raises(requests.ReadTimeout):
        requests.put(
            f"{root.url}/api/v4/users/{user['id']}/active",
            json={"active": False},
            headers={"Authorization": "Bearer " + root.token},
            timeout=0.5,
        )
    assert root.must("GET", "/users/" + user["id"])["delete_at"] > 0


def test_rows_of_the_log_can_be_of_any_time_and_be_pruned(root: Mattermost, settings: Control) -> None:
    user = root.new_user("somebody")
    path = f"/users/{user['id']}/audits"
    settings.ask("POST", path, [{"create_at": 1000, "action": "/a"}, {"action": "/b", "extra_info": "c"}])
    assert [(row["action"], row["extra_info"]) for row in root.must("GET", path)] == [("/b", "c"), ("/a", "")]
    assert settings.ask("POST", "/audits/prune", {"before": 2000}) == {"removed": 1}
    assert [row["action"] for row in root.must("GET", path)] == ["/b"]


def test_secure_connections_once_they_are_on(root: Mattermost, team: Any, settings: Control, newer: bool) -> None:
    if not newer:
        pytest.skip("there are none to be listed on older servers")
    settings.settings(secure_connections=True)
    me = root.must("GET", "/users/me")["id"]
    made = root.must("POST", "/remotecluster", {"name": unique("c"), "default_team_id": team["id"]})["remote_cluster"]
    assert [row["remote_id"] for row in root.must("GET", "/remotecluster?creator_id=" + me)] == [made["remote_id"]]
    assert root.must("GET", "/remotecluster?creator_id=" + "a" * 26) == []
    root.must("DELETE", "/remotecluster/" + made["remote_id"])
    assert root.must("GET", "/remotecluster?creator_id=" + me) == []


def test_apps_that_register_themselves_have_no_creator(root: Mattermost, settings: Control, newer: bool) -> None:
    if not newer:
        pytest.skip("there are none on older servers")
    body = {"client_name": unique("app"), "redirect_uris": ["https://app.example.com/callback"]}
    assert Mattermost(root.url).ask("POST", "/oauth/apps/register", body).status_code == 400
    settings.settings(dynamic_client_registration=True)
    client_id = Mattermost(root.url).must("POST", "/oauth/apps/register", body)["client_id"]
    app = root.must("GET", "/oauth/apps/" + client_id)
    assert (app["creator_id"], app["is_dynamically_registered"]) == ("", True)


def test_the_first_line_of_output_says_where_it_is(one_server: Server) -> None:
    assert one_server.url.startswith("http://")
    assert requests.get(one_server.url + "/_embedded/settings", timeout=60).json()["licensed"] is False


@pytest.mark.parametrize("version", ["5.37.0", "11.6.0"])
def test_the_company_has_back_doors_in_it(version: str) -> None:
    server = start_embedded("--back-doors", "--version", version)
    try:
        root = Mattermost(server.url)
        root.token = root.log_in(server.admin_username, server.admin_password)
        admin = root.must("GET", "/users/username/nora.brandt")
        log = root.must("GET", f"/users/{admin['id']}/audits?per_page=200")
        assert log[-1]["create_at"] - admin["create_at"] < DAYS * 1000
        tokens = [row["extra_info"].split("=")[1] for row in log if "token_id=" in row["extra_info"]]
        owners = [root.must("GET", "/users/tokens/" + token)["user_id"] for token in tokens]
        names = [root.must("GET", "/users/" + owner)["username"] for owner in owners]
        assert sorted(names) == ["standup-bot", "svc.build"]
        assert "system_admin" in root.must("GET", "/users/username/iris.tanaka")["roles"]
    finally:
        server.stop()
