# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of what somebody did: which calls leave which rows, and which leave none."""

from __future__ import annotations

from typing import Any, Callable

from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, Mattermost, unique

Rows = Callable[[], Any]
API = "/api/v4"


def test_a_token_made_for_another_account_is_named(root: Mattermost, actor: Mattermost, rows: Rows) -> None:
    other = root.new_user("other")
    token = actor.new_access_token(other["id"])
    assert rows() == [
        (f"{API}/users/{other['id']}/tokens", ""),
        (f"{API}/users/{other['id']}/tokens", "success - token_id=" + token["id"]),
    ]
    assert root.must("GET", "/users/tokens/" + token["id"])["user_id"] == other["id"]
    actor.must("POST", "/users/tokens/revoke", {"token_id": token["id"]})
    assert rows() == [
        (f"{API}/users/tokens/revoke", ""),
        (f"{API}/users/tokens/revoke", "success - token_id=" + token["id"]),
    ]
    assert root.ask("GET", "/users/tokens/" + token["id"]).status_code == 404


def test_roles_passwords_and_activity_of_others_are_named(root: Mattermost, actor: Mattermost, rows: Rows) -> None:
    path = "/users/" + root.new_user("other")["id"]
    user_id = path.rsplit("/", 1)[1]
    actor.must("PUT", path + "/roles", {"roles": "system_user system_user_access_token"})
    assert rows() == [(f"{API}{path}/roles", f"user={user_id} roles=system_user system_user_access_token")]
    actor.must("PUT", path + "/password", {"new_password": PASSWORD + "!"})
    assert rows() == [(f"{API}{path}/password", "attempted"), (f"{API}{path}/password", "completed")]
    assert actor.ask("PUT", path + "/password", {"new_password": "x"}).status_code == 400
    assert rows() == [(f"{API}{path}/password", "attempted"), (f"{API}{path}/password", "failed")]
    for active in (False, True):
        actor.set_active(user_id, active)
        assert rows() == [(f"{API}{path}/active", f"user_id={user_id} active={str(active).lower()}")]
    actor.must("PUT", path + "/mfa", {"activate": False})
    assert rows() == [(f"{API}{path}/mfa", "attempt"), (f"{API}{path}/mfa", "success - mfa updated")]
    actor.must("PUT", path + "/auth", {"auth_service": "gitlab", "auth_data": unique("data")})
    assert rows() == [(f"{API}{path}/auth", f"updated user {user_id} auth to service=gitlab")]


def test_an_administrator_cannot_read_when_a_password_of_another_was_set(root: Mattermost) -> None:
    other = root.new_user("other")
    assert "last_password_update" not in root.must("GET", "/users/" + other["id"])
    assert "last_password_update" in root.must("GET", "/users/me", token=root.log_in(other["username"]))


def test_a_password_makes_an_account_of_another_service_one_with_a_password(root: Mattermost) -> None:
    other = root.new_user("other")
    root.must("PUT", f"/users/{other['id']}/auth", {"auth_service": "gitlab", "auth_data": unique("data")})
    assert root.try_to_log_in(other["username"]) == ""
    root.must("PUT", f"/users/{other['id']}/password", {"new_password": PASSWORD})
    assert root.try_to_log_in(other["username"]) != ""


def test_integrations_in_the_name_of_others(
    root: Mattermost, actor: Mattermost, rows: Rows, team: Any, newer: bool
) -> None:
    other = root.new_user("other")
    channel = root.must("GET", f"/teams/{team['id']}/channels/name/town-square")
    hook = actor.must("POST", "/hooks/incoming", {"channel_id": channel["id"], "user_id": other["id"]})
    assert hook["user_id"] == other["id"]
    # The row has no id: only the time tells which webhook it was.
    assert rows() == [(f"{API}/hooks/incoming", "attempt"), (f"{API}/hooks/incoming", "success")]
    actor.must("GET", "/hooks/incoming/" + hook["id"])
    read = f"{API}/hooks/incoming/{hook['id']}"
    assert rows() == [(read, "attempt"), (read, "success")]  # and the path is the secret
    actor.must("GET", "/hooks/incoming")
    actor.must("DELETE", "/hooks/incoming/" + hook["id"])
    assert rows() == []
    trigger = unique("do")
    wanted = {"team_id": team["id"], "trigger": trigger, "url": "http://127.0.0.1:9/", "method": "P"}
    command = actor.must("POST", "/commands", {**wanted, "creator_id": other["id"]})
    assert (command["creator_id"] == other["id"]) == newer
    actor.must("PUT", f"/commands/{command['id']}/regen_token")
    actor.must("DELETE", "/commands/" + command["id"])
    of_it = f"{API}/commands/{command['id']}"
    paths = [f"{API}/commands"] * 2 + [of_it + "/regen_token"] * 2 + [of_it] * 2
    assert rows() == list(zip(paths, ["attempt", "success"] * 3))


def test_a_new_invitation_link_is_named_and_invitations_by_mail_are_not(
    root: Mattermost, actor: Mattermost, rows: Rows, team: Any
) -> None:
    actor.must("POST", f"/teams/{team['id']}/regenerate_invite_id")
    assert rows() == [(f"{API}/teams/{team['id']}/regenerate_invite_id", "")]
    actor.ask("POST", f"/teams/{team['id']}/invite/email", [unique("somebody") + "@example.com"])
    actor.must("DELETE", "/teams/invites/email")
    assert rows() == []


def test_what_leaves_no_row(root: Mattermost, actor: Mattermost, rows: Rows, team: Any) -> None:
    me = actor.must("GET", "/users/me")["id"]
    made = actor.new_user("made")
    bot = actor.must("POST", "/bots", {"username": unique("bot")})["user_id"]
    actor.must("POST", f"/bots/{bot}/assign/{made['id']}")
    actor.must("POST", f"/bots/{bot}/disable")
    actor.must("POST", f"/teams/{team['id']}/members", {"team_id": team["id"], "user_id": made["id"]})
    actor.must("PUT", f"/teams/{team['id']}/members/{made['id']}/roles", {"roles": "team_user team_admin"})
    actor.must("DELETE", f"/teams/{team['id']}/members/{made['id']}")
    actor.must("PUT", f"/users/{me}/preferences", [{"user_id": me, "category": "x_y", "name": "abc", "value": "1"}])
    actor.must("POST", f"/users/{me}/preferences/delete", [{"user_id": me, "category": "x_y", "name": "abc"}])
    actor.must("POST", f"/users/{made['id']}/convert_to_bot")
    actor.must("POST", f"/bots/{made['id']}/assign/{me}")
    actor.must("DELETE", "/users/" + made["id"])
    assert rows() == []


def test_log_ins_leave_a_first_row_of_nobody(root: Mattermost) -> None:
    user = root.new_user("somebody")
    root.log_in(user["username"])
    assert root.try_to_log_in(user["username"], "wrong-password") == ""
    path = f"/users/{user['id']}/audits"
    own = sorted((row["action"], row["extra_info"]) for row in root.must("GET", path))
    assert own == [(f"{API}/users/login", text) for text in ("authenticated", "success session_user=" + user["id"])]
    everything = [row for row in root.must("GET", "/audits") if user["username"] in row["extra_info"]]
    assert [row["user_id"] for row in everything] == ["", "", ""]
    assert sorted(row["extra_info"].split(" ")[0] for row in everything) == ["attempt", "attempt", "failure"]


def test_pages_hold_two_hundred_rows_newest_first(root: Mattermost) -> None:
    user = root.new_user("busy")
    token = root.log_in(user["username"])
    for _number in range(205):
        root.ask("POST", "/users/tokens/revoke", {"token_id": "a" * 26}, token)
    path = f"/users/{user['id']}/audits"
    first = root.must("GET", path + "?per_page=1000")
    assert len(first) == 200
    times = [row["create_at"] for row in first]
    assert times == sorted(times, reverse=True)
    assert set(first[0]) == {"id", "create_at", "user_id", "action", "extra_info", "ip_address", "session_id"}
    assert len(root.must("GET", path)) == 60
    assert len(root.must("GET", path + "?per_page=200&page=1")) == 7
    assert not root.must("GET", path + "?per_page=200&page=2")


def test_who_may_read_a_log(root: Mattermost) -> None:
    one, other = root.new_user("one"), root.new_user("other")
    token = root.log_in(one["username"])
    assert root.ask("GET", f"/users/{one['id']}/audits", token=token).status_code == 200
    assert root.ask("GET", f"/users/{other['id']}/audits", token=token).status_code == 403
    assert root.ask("GET", "/audits", token=token).status_code == 403
    # An unknown user has an empty log, as they have no sessions.
    assert not root.must("GET", "/users/%s/audits" % ("a" * 26))
