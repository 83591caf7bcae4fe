# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""oauth_app: an app is open until its secret is one that its maker cannot have seen, and kept it is never closed."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import BOTS_NEED, Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.oauth_app import OAuthApp
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, OK, Refusal, scripted_server

LEFT = 1_700_000_000_000
USER = {"id": "u" * 26, "username": "user1", "roles": "system_user", "delete_at": LEFT}
PERSON = Person(USER)
ID = "a" * 26
ROW = {
    "id": ID,
    "creator_id": USER["id"],
    "name": "app1",
    "update_at": LEFT - 1,
    "client_secret": "secret",
    "callback_urls": ["https://a.example/secret"],
    "homepage": "https://secret",
}
APP, REGENERATE = "/oauth/apps/" + ID, "POST /oauth/apps/%s/regen_secret" % ID
RENEWED = dict(ROW, client_secret="new", update_at=LEFT + 9)
SESSIONS = "GET /users/%s/sessions" % USER["id"]
LOG = "GET /users/%s/audits" % ME
CHOSEN = {"oauth_apps": "regenerate_secret"}


def entry(path, at, told="success"):
    """Return an entry of the calling account's log."""
    return {"id": "e" * 26, "create_at": at, "action": "/api/v4" + path, "extra_info": told}


def find(*rows, user=None, log=(), **answers):
    """Return the items that are found, with the server and the script."""
    given = {"GET /oauth/apps": list(rows), LOG: list(log), SESSIONS: []}
    given["GET /users/me"] = {"id": ME, "roles": "some_role", "create_at": LEFT}
    given["GET /users?role=system_admin"] = []
    server, script = scripted_server(dict(given, **answers))
    items = OAuthApp().find(server, Person(user or USER))
    del script.sent[:]
    return items, server, script


@pytest.mark.parametrize(
    ("left", "log", "secret"),
    [
        # A change is no new secret.
        (LEFT, [entry(APP, LEFT + 9)], "old"),
        (LEFT, [entry(APP + "/regen_secret", LEFT + 9)], "new"),
        (LEFT, [entry(APP + "/regen_secret", LEFT)], "old"),
        # Who is still there can look at any secret.
        (0, [entry(APP + "/regen_secret", LEFT + 9)], "old"),
        (None, [entry(APP + "/regen_secret", LEFT + 9)], "old"),
        (True, [entry(APP + "/regen_secret", LEFT + 9)], "old"),
    ],
)
def test_an_app_is_open_unless_a_new_secret_is_proven(left, log, secret):
    [item], _server, _script = find(dict(ROW, update_at=LEFT + 9), user=dict(USER, delete_at=left), log=log)
    assert (item.shown["credential"], item.open) == (secret, secret == "old")


@pytest.mark.parametrize("secret", ["new", "none"])
def test_an_app_that_is_trusted_is_open_whatever_its_secret(secret):
    row = dict(RENEWED, is_trusted=True, client_secret="" if secret == "none" else "new")
    [item], _server, _script = find(row, log=[entry(APP + "/regen_secret", LEFT + 9)])
    assert (item.shown["credential"], item.shown["trusted"], item.open) == (secret, True, True)


def test_an_app_is_shown_without_its_secret():
    [item], _server, _script = find(dict(ROW, update_at=LEFT))
    assert item.shown == {
        "id": ID,
        "name": "app1",
        "updated_at": "2023-11-14T22:13:20Z",
        "trusted": False,
        "callback_hosts": ["https://a.example"],
        "credential": "old",
    }


@pytest.mark.parametrize(
    ("choices", "asked"),
    [
        ({}, [SESSIONS, REGENERATE]),
        (CHOSEN, [SESSIONS, REGENERATE]),
        ({"oauth_apps": "delete"}, ["DELETE " + APP]),
    ],
    ids=str,
)
def test_what_is_done_to_an_app_is_chosen(choices, asked):
    """Nothing but the choice deletes: that ends the sessions of all who use the app."""
    items, server, script = find(ROW, **{REGENERATE: RENEWED, "DELETE " + APP: OK})
    assert OAuthApp().close(server, PERSON, items, choices) == (items, None)
    assert script.sent == asked


@pytest.mark.parametrize(
    ("row", "regenerated"),
    [(ROW, True), (RENEWED, False), (dict(ROW, client_secret=""), False), (dict(RENEWED, is_trusted=True), True)],
    ids=["old", "new", "public", "trusted"],
)
def test_what_a_new_secret_does_not_mend_is_left_or_deleted(row, regenerated):
    items, _server, _script = find(row, log=[entry(APP + "/regen_secret", LEFT + 9)])
    kind = OAuthApp()
    assert kind.to_close(items, CHOSEN) == (items if regenerated else [])
    assert kind.to_close(items, {"oauth_apps": "delete"}) == items
    assert kind.to_close(items, {"oauth_apps": "leave"}) == []


@pytest.mark.parametrize("public", [False, True])
def test_a_trusted_app_is_trusted_no_longer_and_else_as_it_was(public):
    row = dict(ROW, is_trusted=True, description="kept", client_secret="" if public else "secret")
    answers = {"GET " + APP: row, "PUT " + APP: dict(row, is_trusted=False), REGENERATE: RENEWED}
    items, server, script = find(row, **answers)
    assert OAuthApp().close(server, PERSON, items, CHOSEN) == (items, None)
    # The secret comes last: the time of the last change is then that of the secret.
    assert script.sent == [SESSIONS, "GET " + APP, "PUT " + APP] + ([] if public else [REGENERATE])
    put = script.bodies[-1 if public else -2]
    assert put == {
        key: value for key, value in dict(row, is_trusted=False).items() if key not in ("client_secret", "update_at")
    }


def test_trust_that_stays_in_spite_of_a_success_is_an_error():
    """Without manage_system the server answers 200 and changes nothing."""
    row = dict(ROW, is_trusted=True)
    items, server, script = find(row, **{"GET " + APP: row, "PUT " + APP: row, REGENERATE: RENEWED})
    done, error = OAuthApp().close(server, PERSON, items, CHOSEN)
    assert (done, "take the trust from the OAuth app app1 of user1" in str(error)) == ([], True)
    assert REGENERATE not in script.sent


def test_no_secret_is_made_while_somebody_can_look_at_it():
    items, server, script = find(ROW, **{SESSIONS: Refusal(403, "some.error")})
    done, error = OAuthApp().close(server, PERSON, items, CHOSEN)
    assert (done, error.error_id, script.sent) == ([], "some.error", [SESSIONS])


def test_sessions_of_somebody_who_is_not_blocked_are_no_affair_of_an_app():
    user = dict(USER, delete_at=0)
    items, server, script = find(ROW, user=user, **{REGENERATE: RENEWED})
    OAuthApp().close(server, Person(user), items, CHOSEN)
    assert script.sent == [REGENERATE]


@pytest.mark.parametrize("name", ["app1", ""])
@pytest.mark.parametrize(("choice", "what"), [("delete", "delete"), ("regenerate_secret", "regenerate the secret of")])
def test_an_error_says_what_was_to_be_done_to_which_app(choice, what, name):
    refusal = Refusal(400, "some.error")
    items, server, _script = find(dict(ROW, name=name), **{REGENERATE: refusal, "DELETE " + APP: refusal})
    error = OAuthApp().close(server, PERSON, items, {"oauth_apps": choice})[1]
    assert str(error) == "Failed to %s the OAuth app %s of user1: HTTP 400 some.error: No." % (what, name or ID)


@pytest.mark.parametrize("choice", ["delete", "regenerate_secret"])
def test_an_app_that_is_gone_is_closed(choice):
    gone = Refusal(404, "app.oauth.get_app.find.app_error")
    items, server, _script = find(ROW, **{REGENERATE: gone, "DELETE " + APP: gone})
    assert OAuthApp().close(server, PERSON, items, {"oauth_apps": choice}) == (items, None)


def advice(*rows, **options):
    """Return the advice on these apps."""
    items, server, _script = find(*rows, **options)
    return OAuthApp().advice(server, PERSON, items)


def test_what_stays_of_an_app_that_is_kept_is_told():
    told = advice(RENEWED, log=[entry(APP + "/regen_secret", LEFT + 9)])
    assert (told.verdict, told.still_open) == ("needs_human", True)
    assert told.text.startswith("app1 (with a new secret) was kept: such an app can use the tokens of other users")
    assert "(https://a.example)" in told.text


def test_a_public_client_needs_a_person():
    told = advice(dict(ROW, client_secret=""))
    assert (told.verdict, told.still_open) == ("needs_human", True)
    assert told.text.startswith("app1 (a public client, which has no secret) was kept: ")


def test_an_app_that_is_open_or_not_there_needs_no_advice():
    assert advice(ROW) is None
    assert advice() is None


def test_what_nobody_can_tell_is_unknown_and_not_done_anew_each_night():
    """The log of the calling account begins later than the change."""
    row = dict(ROW, update_at=LEFT + 9)
    day = 24 * 3600 * 1000
    log = [entry(APP, LEFT + 3 * day)]
    me = {"GET /users/me": {"id": ME, "roles": "some_role", "create_at": LEFT - 9 * day}}
    items, server, _script = find(row, log=log, **me)
    told = OAuthApp().advice(server, PERSON, items)
    assert (told.verdict, told.still_open, items[0].shown["credential"]) == ("unknown", None, "in_doubt")
    assert OAuthApp().to_close(items, CHOSEN) == []


BOT = {"user_id": "b" * 26, "username": "bot1", "owner_id": USER["id"]}


@pytest.mark.parametrize(
    ("left", "disabled", "secret"),
    [(LEFT, LEFT + 5, "new"), (LEFT, LEFT + 9, "old"), (LEFT, 0, "old"), (0, LEFT, "old")],
)
def test_an_app_that_a_bot_made_counts_from_when_both_were_out(left, disabled, secret):
    user = dict(USER, delete_at=left)
    answers = {
        "GET /oauth/apps": [dict(RENEWED, creator_id=BOT["user_id"])],
        "GET /bots?include_deleted=true": [dict(BOT, delete_at=disabled)],
        LOG: [entry(APP + "/regen_secret", LEFT + 9)],
        "GET /users?role=system_admin": [],
    }
    server, _script = scripted_server(answers, BOTS_NEED)
    [item] = OAuthApp().find(server, Person(user))
    assert (item.shown["bot"], item.shown["credential"]) == ("bot1", secret)


def test_what_it_takes():
    assert OAuthApp().needs(None, USER) == ("manage_oauth", "manage_system_wide_oauth")
