# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A leaver and a bot that make sessions, tokens, bots and webhooks for as long as anybody lets them."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import PASSWORD, unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.bot_owner import BotOwner

TYPES = ["user_access_token", "bot_token", "bot", "incoming_webhook", "session"]


class Busy:
    """Two threads that make ways in, a person's and a bot's, and what came of it."""

    def __init__(self, mattermost, owner):
        self.mattermost, self.owner = mattermost, owner
        self.tokens, self.webhooks = [owner.bot.token, owner.session.token], []
        self.refused = threading.Event()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._person, self._bot)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc_info):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, path, body, token):
        answer = self.mattermost.ask("POST", path, body, token=token)
        return answer.json() if answer.status_code in (200, 201) else None

    def _token(self, user_id, token):
        made = self._ask("/users/%s/tokens" % user_id, {"description": "more"}, token)
        self.tokens += [made["token"]] if made else []
        return made["token"] if made else token

    def _webhook(self, token):
        made = self._ask("/hooks/incoming", {"channel_id": self.owner.incoming["channel_id"]}, token)
        self.webhooks += [made["id"]] if made else []

    def _person(self):
        token = self.owner.session.token
        while not self._stop.is_set():
            body = {"login_id": self.owner.username, "password": PASSWORD}
            with self.mattermost.plain() as session:
                answer = session.post(self.mattermost.url + "/api/v4/users/login", json=body, timeout=60)
            if answer.status_code == 401:
                self.refused.set()
            token = answer.headers.get("Token", token)
            self.tokens.append(token)
            self._token(self.owner.id, token)
            self._webhook(token)
            bot = self._ask("/bots", {"username": unique("bot")}, token)
            if bot:
                self._token(bot["user_id"], token)

    def _bot(self):
        token = self.owner.bot.token
        while not self._stop.is_set():
            token = self._token(self.owner.bot.id, token)
            self._webhook(token)

    def what_works(self):
        """Return how many tokens and webhooks work."""
        ask = self.mattermost.ask
        tokens = [one for one in set(self.tokens) if ask("GET", "/users/me", token=one).status_code == 200]
        webhooks = [one for one in self.webhooks if ask("GET", "/hooks/incoming/" + one).status_code == 200]
        return len(tokens), len(webhooks)


@pytest.mark.parametrize("bots", ["disable", "assign"])
def test_what_is_called_closed_is_closed_however_busy_somebody_is(run, mattermost, person, bots):
    owner = BotOwner(mattermost)
    options = {"bots": bots, "bot_assignee": person.username if bots == "assign" else None}
    with Busy(mattermost, owner) as busy:
        run("mattermost_access_info", users=[owner.id], access_types=TYPES)
        assert not run("mattermost_user", users=[owner.id], state="deactivated", system_roles="reset").failed
        # A log-in that was under way while the account was blocked still gives a session.
        assert busy.refused.wait(30)
        run("mattermost_access_revoke", users=[owner.id], access_types=TYPES, **options)
        looked = run("mattermost_access_info", users=[owner.id], access_types=TYPES)
    [entry] = looked.results
    assert len(busy.tokens) > 4
    assert busy.webhooks
    if not entry["still_open"] and not entry["not_checked"]:
        assert busy.what_works() == (0, 0)
        return
    # It was too busy for one run, and that was said. Now it is blocked, and the next run finishes.
    done = run("mattermost_access_revoke", users=[owner.id], access_types=TYPES, **options)
    assert done.results[0]["still_open"] == []
    assert busy.what_works() == (0, 0)
