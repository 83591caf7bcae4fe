# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that are deleted for good or renamed while a run lasts, and what deletion leaves behind."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import Client
from ansible_collections.offboarding.mattermost.tests.unit.helpers.bot_owner import BotOwner

INFO, REVOKE, USER = "mattermost_access_info", "mattermost_access_revoke", "mattermost_user"


@pytest.fixture(name="owner")
def fixture_owner(mattermost):
    """Somebody whose bot has everything."""
    return BotOwner(mattermost)


@pytest.fixture(name="delete")
def fixture_delete(request, server, mattermost):
    """Return a function that deletes somebody for good, as an admin can where the server allows it."""

    def delete(person):
        answer = mattermost.ask("DELETE", "/users/%s?permanent=true" % person.id)
        if answer.status_code == 401 and server.embedded:
            person.deactivate()
            request.getfixturevalue("control").ask("DELETE", "/users/" + person.id)
        elif answer.status_code == 401:
            pytest.skip("switched off on this server: EnableAPIUserDeletion")

    return delete


@pytest.fixture(name="meanwhile")
def fixture_meanwhile(monkeypatch):
    """Return a function that lets something happen before the first request of a kind."""

    def meanwhile(method, part, happens):
        todo, ask = [happens], Client._call  # pylint: disable=protected-access

        def call(self, asked, path, *args):
            if todo and asked == method and part in path:
                todo.pop()()
            return ask(self, asked, path, *args)

        monkeypatch.setattr(Client, "_call", call)

    return meanwhile


def test_what_a_deleted_account_leaves_behind_is_found_by_its_id_and_closed(run, owner, delete):
    """With the account its own webhooks are deleted. Those of its bots go on posting."""
    delete(owner.person)
    assert owner.posts_by_webhook()
    looked = run(INFO, users=[owner.id], missing_users="ignore")
    [entry] = looked.results
    assert (entry["outcome"], entry["user"]["id"], entry["user"]["active"]) == ("done", owner.id, False)
    assert {"bot_token", "incoming_webhook", "outgoing_webhook", "slash_command"} <= set(entry["still_open"])
    assert "account" not in entry["still_open"]
    done = run(REVOKE, users=[owner.id], missing_users="ignore")
    assert not done.failed, done.output
    assert (owner.open_doors(), owner.bot.disabled) == ([], True)


@pytest.mark.parametrize("module", [INFO, REVOKE])
def test_an_id_that_nobody_ever_had_is_missing(run, module):
    [entry] = run(module, users=["z" * 26], missing_users="ignore").results
    assert (entry["outcome"], entry["user"]) == ("missing", None)


def test_an_id_that_nobody_has_is_refused_by_default(run, owner, mattermost, delete):
    delete(owner.person)
    if mattermost.must("POST", "/users/ids", [owner.id]):
        pytest.skip("an old server, which remembers deleted accounts for a while")
    assert run(REVOKE, users=[owner.id]).message.startswith("Unknown on ")
    assert owner.posts_by_webhook()


@pytest.mark.parametrize(
    ("method", "part"),
    [("POST", "/sessions/revoke/all"), ("DELETE", "/hooks/incoming/"), ("POST", "/users/tokens/revoke")],
    ids=["sessions", "webhook", "token"],
)
def test_an_account_that_is_deleted_meanwhile_leaves_nothing_behind(run, owner, delete, meanwhile, method, part):
    meanwhile(method, part, lambda: delete(owner.person))
    done = run(REVOKE, users=[owner.id])
    [entry] = done.results
    assert not {"bot", "bot_token", "incoming_webhook", "session"} & set(entry["still_open"])
    assert (owner.open_doors(), owner.bot.disabled) == ([], True)


@pytest.mark.parametrize(
    ("module", "options", "method", "part"),
    [
        (USER, {"state": "deactivated", "system_roles": "reset"}, "PUT", "/roles"),
        (USER, {"state": "deactivated"}, "PUT", "/active"),
        (REVOKE, {}, "DELETE", "/hooks/incoming/"),
        (INFO, {}, "GET", "/tokens"),
        ("mattermost_session_revoke", {}, "POST", "/sessions/revoke/all"),
    ],
    ids=["roles", "active", "webhook", "token", "sessions"],
)
def test_somebody_who_is_renamed_meanwhile_is_still_the_one_who_was_meant(
    run, owner, mattermost, meanwhile, module, options, method, part
):
    renamed = {"username": "r" + owner.username, "email": "r" + owner.person.email}
    happened = []

    def rename():
        mattermost.must("PUT", "/users/%s/patch" % owner.id, renamed)
        happened.append(True)

    meanwhile(method, part, rename)
    done = run(module, users=[owner.username], **options)
    assert (done.failed, happened) == (False, [True])
    assert done.results[0]["user"]["id"] == owner.id
    if module == REVOKE:
        assert (owner.open_doors(), done.results[0]["user"]["username"]) == ([], renamed["username"])
    if module == USER:
        assert owner.person.user()["delete_at"]
