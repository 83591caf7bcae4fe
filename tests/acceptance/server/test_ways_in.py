# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ways in that outlive an offboarding, as far as verdicts depend on the version of the server."""

from __future__ import annotations

from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.oauth import App, token_in


def test_a_code_that_waits_is_gone_with_the_account_on_newer_servers(root: Mattermost, newer: bool) -> None:
    app, user = App(root), root.new_user("somebody")
    address = app.let_in(root.log_in(user["username"]))
    root.set_active(user["id"], False)
    answer = app.exchange(address)
    if newer:
        assert (answer.status_code, answer.json()["id"]) == (
            400, "api.oauth.get_access_token.expired_code.app_error",
        )  # fmt: skip
    else:
        assert root.works(answer.json()["access_token"])


def test_a_user_can_hide_that_they_authorised_an_app(root: Mattermost) -> None:
    app, user = App(root), root.new_user("somebody")
    token = root.log_in(user["username"])
    answer = app.grant(token)
    path = f"/users/{user['id']}"
    assert [row["id"] for row in root.must("GET", path + "/oauth/apps/authorized")] == [app.id]
    row = {"user_id": user["id"], "category": "oauth_app", "name": app.id}
    assert root.must("GET", path + "/preferences/oauth_app") == [{**row, "value": "user"}]
    root.must("POST", path + "/preferences/delete", [row], token)
    assert root.must("GET", path + "/oauth/apps/authorized") == []
    assert root.works(answer["access_token"])
    # Their own log keeps that they ever authorised anything, and not what.
    said = {row["action"] for row in root.must("GET", path + "/audits")}
    assert "/oauth/authorize" in said


def test_a_new_secret_ends_no_token_and_an_edit_looks_like_a_new_secret(root: Mattermost) -> None:
    app, user = App(root), root.new_user("somebody")
    data = app.grant(root.log_in(user["username"]))
    before = app.row()
    edited = app.edit(name="Another name")
    assert edited["update_at"] > before["update_at"]
    assert edited["client_secret"] == app.secret
    new = root.must("POST", f"/oauth/apps/{app.id}/regen_secret")
    assert new["client_secret"] != app.secret
    assert root.works(data["access_token"])
    old = app.refresh(data["refresh_token"])
    assert old.status_code in (401, 403)
    fresh = app.refresh(data["refresh_token"], new["client_secret"])
    assert root.works(fresh.json()["access_token"])


def test_a_trusted_app_gets_tokens_without_secret_or_consent(root: Mattermost) -> None:
    app, user = App(root, is_trusted=True), root.new_user("somebody")
    try:
        assert root.works(token_in(app.follow_link(root.log_in(user["username"]), "token")))
    finally:
        # As long as it is there, anybody who leaves may have let it in.
        app.delete()


def test_a_bot_authorises_an_app_with_its_token(root: Mattermost) -> None:
    app, bot = App(root), root.must("POST", "/bots", {"username": unique("bot")})["user_id"]
    data = app.grant(root.new_access_token(bot)["token"])
    assert root.must("GET", "/users/me", token=data["access_token"])["id"] == bot
    assert [row["is_oauth"] for row in root.must("GET", f"/users/{bot}/sessions")].count(True) == 1
    assert [row["id"] for row in root.must("GET", f"/users/{bot}/oauth/apps/authorized")] == [app.id]


def test_a_public_client_has_no_secret_to_regenerate(root: Mattermost, newer: bool) -> None:
    app = App(root, is_public=True)
    answer = root.ask("POST", f"/oauth/apps/{app.id}/regen_secret")
    if newer:
        assert app.secret == ""
        assert answer.status_code == 400
        assert answer.json()["id"] == "api.oauth.regenerate_secret.public_client.app_error"
    else:
        assert answer.status_code == 200


def test_a_user_who_becomes_a_bot_owns_themselves(root: Mattermost, newer: bool) -> None:
    user = root.new_user("somebody")
    token = root.log_in(user["username"])
    root.must("POST", f"/users/{user['id']}/convert_to_bot")
    assert root.must("GET", "/bots/" + user["id"])["owner_id"] == user["id"]
    assert root.works(token) != newer
    assert root.try_to_log_in(user["username"]) == ""
    # Assigned to somebody else it can be disabled: before, a server would lose itself in it.
    root.must("POST", f"/bots/{user['id']}/assign/{root.must('GET', '/users/me')['id']}")
    root.set_active(user["id"], False)


def test_the_link_of_a_team_lets_a_stranger_in(root: Mattermost) -> None:
    team = root.must("POST", "/teams", {"name": unique("team"), "display_name": "Team", "type": "I"})
    member = root.new_user("member")
    root.must("POST", f"/teams/{team['id']}/members", {"team_id": team["id"], "user_id": member["id"]})
    token = root.log_in(member["username"])
    link = root.must("GET", "/teams/" + team["id"], token=token)["invite_id"]
    assert link == team["invite_id"] != ""

    def sign_up(link: str) -> int:
        name = unique("stranger")
        body = {"username": name, "email": name + "@elsewhere.example", "password": PASSWORD}
        return Mattermost(root.url).ask("POST", "/users?iid=" + link, body).status_code

    assert sign_up(link) == 201
    root.must("PUT", f"/teams/{team['id']}/patch", {"allowed_domains": "example.com"})
    assert sign_up(link) == 403
    root.must("PUT", f"/teams/{team['id']}/patch", {"allowed_domains": ""})
    assert root.ask("POST", f"/teams/{team['id']}/regenerate_invite_id", token=token).status_code == 403
    new = root.must("POST", f"/teams/{team['id']}/regenerate_invite_id")["invite_id"]
    assert (sign_up(link), sign_up(new)) == (404, 201)
    # An archived team goes on letting people in.
    root.must("DELETE", "/teams/" + team["id"])
    assert sign_up(new) == 201
    root.must("PUT", "/config/patch", {"TeamSettings": {"EnableUserCreation": False}})
    try:
        assert root.must("GET", "/config/client?format=old")["EnableUserCreation"] == "false"
        assert sign_up(new) == 501
    finally:
        root.must("PUT", "/config/patch", {"TeamSettings": {"EnableUserCreation": True}})


def test_pages_of_teams_of_one_name(root: Mattermost) -> None:
    name = unique("same")
    made = set()
    for number in range(7):
        team = {"name": "%s-%d" % (name, number), "display_name": name, "type": "O"}
        made.add(root.must("POST", "/teams", team)["id"])
    total = root.must("GET", "/teams?per_page=1&include_total_count=true")["total_count"]
    everything = root.must("GET", "/teams?per_page=200&include_total_count=true")
    assert everything["total_count"] == total
    assert total > 200 or made <= {row["id"] for row in everything["teams"]}


def test_secure_connections_are_off(root: Mattermost, newer: bool) -> None:
    answer = root.ask("GET", "/remotecluster?creator_id=" + "a" * 26)
    wanted = (501, "api.remote_cluster.service_not_enabled.app_error") if newer else (404, "api.context.404.app_error")
    assert (answer.status_code, answer.json()["id"]) == wanted
