# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""audit_log: what an account did, how far back that is known, and nothing in it that may be a secret."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import audit_log
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import ATTEMPT, DONE, FAILED, Row
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import EXPIRED, Refusal

WHO, ADMIN, OTHER = an_id("who"), an_id("admin"), an_id("other")
DAY = audit_log.DAY
MADE = 1_700_000_000_000
USER = {"id": WHO, "username": "someone", "create_at": MADE}
ADMINS = "GET /users?role=system_admin"
TOKENS = "/api/v4/users/%s/tokens" % OTHER
FIRST = row("/api/v4/users/login", MADE + 1000, "attempt - login_id=hunter2")


def admins(*users):
    """Return the answer that lists these system admins."""
    return {ADMINS: [{"id": name, "username": "admin", "create_at": made} for name, made in users]}


def many(count, start=MADE, step=60_000, action="/api/v4/config"):
    """Return so many entries, one a minute."""
    return [row(action, start + number * step, "updateConfig", number) for number in range(count)]


def test_what_an_entry_tells_is_read_and_what_may_be_secret_is_not():
    raw = row(TOKENS, MADE, "success - token_id=%s" % an_id("token"))
    one = Row(raw)
    assert (one.action, one.subject, one.stage, one.at) == ("/users/{id}/tokens", OTHER, DONE, MADE)
    assert one.named == {"token_id": an_id("token")}
    reset = Row(row("/api/v4/users/password/reset", MADE, "success - token=abcdefghijklmnopqrstuvwxyz0123"))
    assert all("abcdefghij" not in str(getattr(reset, name)) for name in Row.__slots__)
    typed = Row(row("/api/v4/users/login", MADE, "attempt - login_id=%s" % OTHER))
    assert (typed.named, typed.stage) == ({}, ATTEMPT)


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/api/v4/users/%s/roles" % OTHER, "/users/{id}/roles"),
        ("/chat/api/v4/users/%s/roles" % OTHER, "/users/{id}/roles"),
        ("/chat/oauth/authorize", "/oauth/authorize"),
        ("/oauth/authorize", "/oauth/authorize"),
        ("/api/v4/users/someone@example.com", "/users/{other}"),
        ("/api/v4/hooks/incoming/%s" % OTHER, "/hooks/incoming/{id}"),
        ("/somewhere/else", "/"),
        (None, "/"),
        (7, "/"),
    ],
)
def test_an_address_is_known_with_and_without_the_sub_path_of_the_server(path, action):
    assert Row(row(path, MADE)).action == action


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("user=%s roles=system_user system_admin" % OTHER, (("system_user", "system_admin"), None, None)),
        ("user_id=%s active=true" % OTHER, ((), True, None)),
        ("user_id=%s active=false" % OTHER, ((), False, None)),
        ("updated user %s auth to service=gitlab" % OTHER, ((), None, "gitlab")),
        ("updated user %s auth to service=" % OTHER, ((), None, "")),
        ("roles=system_user <b>", ((), None, None)),
        (None, ((), None, None)),
    ],
)
def test_roles_state_and_log_in_service_are_read(told, expected):
    one = Row(row("/api/v4/users/%s/x" % OTHER, MADE, told))
    assert (one.roles, one.active, one.service) == expected


@pytest.mark.parametrize(("told", "stage"), [("attempt", ATTEMPT), ("attempted", ATTEMPT), ("fail - bad", FAILED)])
def test_what_was_only_tried_is_told_from_what_was_done(told, stage):
    assert Row(row(TOKENS, MADE, told)).stage == stage


def test_a_log_is_read_once_until_it_is_forgotten_and_log_ins_are_left_out():
    script = LoggedServer({WHO: [FIRST, row(TOKENS, MADE + 5000)]})
    server = script.server()
    for _time in range(3):
        log = audit_log.of(server, USER)
    assert [one.action for one in log.rows] == ["/users/{id}/tokens"]
    assert (log.gap, log.since) == (None, MADE)
    assert script.pages_sent == [(WHO, 0, 200)]
    server.forget()
    audit_log.of(server, USER)
    assert len(script.pages_sent) == 2


@pytest.mark.parametrize("empty", [[], None])
def test_an_account_that_was_just_made_has_an_empty_log(empty, monkeypatch):
    script = LoggedServer({WHO: empty})
    server = script.server()
    monkeypatch.setattr(server.client.clock, "now", lambda: MADE + 1000)
    log = audit_log.of(server, USER)
    assert (log.rows, log.gap) == ([], None)


@pytest.mark.parametrize("count", [60, 199, 200, 201, 400, 401, 1000])
def test_every_page_of_a_long_log_is_read(count):
    script = LoggedServer({WHO: many(count)})
    log = audit_log.of(script.server(), USER)
    assert len(log.rows) == count
    assert [one.at for one in log.rows] == sorted((one.at for one in log.rows), reverse=True)
    assert log.gap is None
    assert len(script.pages_sent) <= count // 200 + 2


def test_an_entry_that_hides_where_two_pages_meet_is_found():
    rows = many(400)
    # The 200th and the 201st newest are of one millisecond, and the server tells them in another order each time.
    rows[200]["create_at"] = rows[199]["create_at"]

    class Moody(LoggedServer):
        """Refuses the log now and then."""

        def send(self, method, path, headers, data, action):
            if "/audits" in path:
                swap = "page=1&per_page=200" in path
                rows[199]["id"], rows[200]["id"] = sorted((rows[199]["id"], rows[200]["id"]), reverse=swap)
            return super().send(method, path, headers, data, action)

    log = audit_log.of(Moody({WHO: rows}).server(), USER)
    assert len(log.rows) == 400


def test_a_log_is_read_back_to_the_time_asked_for_and_says_so():
    script = LoggedServer({WHO: many(1000)})
    server = script.server()
    server.log_since = MADE + 900 * 60_000
    log = audit_log.of(server, USER)
    assert len(log.rows) == 200
    assert log.since == MADE + 900 * 60_000
    assert log.gap == "the log of someone was only read back to 2023-11-15T13:13:20Z"
    assert len(script.pages_sent) == 1


def test_a_log_that_is_wanted_from_further_back_is_read_on():
    script = LoggedServer({WHO: many(300)})
    server = script.server()
    assert audit_log.of(server, USER, MADE + 250 * 60_000).since == MADE + 250 * 60_000
    assert audit_log.of(server, USER, MADE + 280 * 60_000).since == MADE + 280 * 60_000
    assert len(script.pages_sent) == 1
    whole = audit_log.of(server, USER, 0)
    assert (whole.gap, len(whole.rows)) == (None, 300)
    assert len(script.pages_sent) == 2


def test_an_endless_log_is_given_up_and_says_how_far_it_was_read(monkeypatch):
    monkeypatch.setattr(audit_log, "MOST_PAGES", 2)
    log = audit_log.of(LoggedServer({WHO: many(1000)}).server(), USER)
    assert len(log.rows) == 400
    assert log.gap == "the log of someone has more than 400 entries and was read back to 2023-11-15T08:13:20Z"


LATE = MADE + 100 * DAY


@pytest.mark.parametrize("begins", [MADE - 500 * DAY, MADE])
@pytest.mark.parametrize("others", [0, 1, 2, 3, 5, 16, 17, 150])
def test_an_account_that_first_logged_in_later_is_known_whole_where_the_server_is_older(begins, others):
    logs = {WHO: [row(TOKENS, LATE)], ADMIN: [row("/api/v4/config", begins)] + many(others, begins + DAY)}
    script = LoggedServer(logs, admins((ADMIN, begins), (OTHER, LATE)))
    assert audit_log.of(script.server(), USER).gap is None


def test_a_log_that_begins_late_on_a_server_that_forgot_its_youth_is_not_whole():
    logs = {WHO: [row(TOKENS, LATE)], ADMIN: many(30, MADE + 50 * DAY), OTHER: None}
    script = LoggedServer(logs, admins((ADMIN, MADE - DAY), (OTHER, MADE - 2 * DAY)))
    log = audit_log.of(script.server(), USER)
    assert log.gap == (
        "the log of someone begins on 2024-02-22T22:13:20Z, but the account was created on 2023-11-14T22:13:20Z:"
        " entries in between may have been deleted"
    )
    assert log.since == LATE


def test_where_logs_begin_is_found_once_for_all_and_with_few_requests():
    logs = {ADMIN: many(2000, MADE - 500 * DAY)}
    people = [{"id": an_id("p%d" % n), "username": "p", "create_at": MADE + n} for n in range(20)]
    logs.update((one["id"], [row(TOKENS, LATE)]) for one in people)
    script = LoggedServer(logs, admins((ADMIN, MADE - 500 * DAY)))
    server = script.server()
    assert [audit_log.of(server, one).gap for one in people] == [None] * 20
    assert len(script.pages_sent) - 20 <= 25


def test_a_caller_who_may_not_look_at_admins_says_what_is_not_known():
    script = LoggedServer({WHO: [row(TOKENS, LATE)]}, {ADMINS: Refusal(403, "api.context.permissions.app_error")})
    assert "may have been deleted" in audit_log.of(script.server(), USER).gap
    script = LoggedServer({WHO: [row(TOKENS, LATE)]}, {ADMINS: EXPIRED})
    log = audit_log.of(script.server(), USER)
    with pytest.raises(MattermostError) as caught:
        assert log.gap
    assert caught.value.fatal


def test_a_log_that_cannot_be_read_is_an_error_that_is_asked_for_once():
    script = LoggedServer({WHO: {"not": "a list"}})
    server = script.server()
    for _time in range(2):
        with pytest.raises(MattermostError) as caught:
            audit_log.of(server, USER)
        assert str(caught.value).startswith("Failed to read the log of someone: ")
    assert len(script.pages_sent) == 1


def test_one_account_does_not_wait_for_the_log_of_another():
    slow, entered = threading.Event(), threading.Event()

    class Slow(LoggedServer):
        """Takes its time with one log."""

        def send(self, method, path, headers, data, action):
            if OTHER in path:
                entered.set()
                assert slow.wait(10)
            return super().send(method, path, headers, data, action)

    server = Slow({WHO: [FIRST], OTHER: [FIRST]}).server()
    thread = threading.Thread(target=lambda: audit_log.of(server, dict(USER, id=OTHER)))
    thread.start()
    assert entered.wait(10)
    assert audit_log.of(server, USER).gap is None
    slow.set()
    thread.join(10)
    assert not thread.is_alive()


OWN, HERS = "/api/v4/users/%s" % WHO, "/api/v4/users/%s" % OTHER


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/v4/config", True),
        ("/api/v4/roles/%s/patch" % OTHER, True),
        ("/api/v4/plugins/marketplace/first_admin_visit", True),
        ("/api/v4/users/sessions/revoke/all", True),
        (HERS, True),
        (HERS + "/roles", True),
        (HERS + "/password", True),
        (HERS + "/sessions/revoke/all", True),
        (HERS + "/email/verify/member", True),
        (OWN, False),
        (OWN + "/patch", False),
        (OWN + "/sessions/revoke", False),
        (OWN + "/password", False),
        # Whoever owns a bot makes tokens for it.
        (HERS + "/tokens", False),
        (HERS + "/image", False),
        ("/api/v4/users/sessions/device", False),
        ("/api/v4/channels", False),
    ],
)
def test_what_only_administrators_do_is_known(path, expected):
    script = LoggedServer({WHO: [FIRST, row(path, MADE + 5000)]})
    assert audit_log.of(script.server(), USER).administered is expected


def test_reading_the_log_of_a_system_admin_takes_more():
    assert audit_log.needs({"roles": "system_user"}) == ("edit_other_users",)
    assert audit_log.needs({"roles": "system_user system_admin"}) == ("edit_other_users", "manage_system")


def test_what_somebody_did_a_moment_ago_is_read_though_the_servers_clock_is_known_to_a_second_only():
    script = LoggedServer({})
    server = script.server()
    ahead = server.client.clock.now() + 1500
    script.logs[WHO] = [row(TOKENS, ahead + 1, "success")]
    log = audit_log.of(server, dict(USER, create_at=ahead))
    assert ([one.action for one in log.rows], log.gap) == (["/users/{id}/tokens"], None)


def test_that_everybodys_sessions_were_ended_is_no_noise():
    log = LoggedServer({WHO: [row("/api/v4/users/sessions/revoke/all", MADE + 5), row("/api/v4/users/sessions", MADE)]})
    read = audit_log.of(log.server(), USER)
    assert [one.action for one in read.rows] == ["/users/sessions/revoke/all"]
