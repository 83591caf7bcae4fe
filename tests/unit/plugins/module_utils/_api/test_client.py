# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""client: one conversation, from the log-in to the log-out."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.client import connect
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    AddressMissing,
    CredentialsMalformed,
    CredentialsMissing,
    InputError,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    ApiError,
    TransportError,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers import second_factor
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import CLOSE, answer

ME = answer({"id": "a" * 26})
LOGGED_IN = answer({"id": "a" * 26}, 200, Token="t" * 26, Set_Cookie="MMAUTHTOKEN=%s; Path=/" % ("t" * 26))
LOGGED_OUT = answer({"status": "OK"})


@pytest.fixture(name="log_in_as")
def fixture_log_in_as(open_client):
    """Return a function that opens a client which logs in by name and password."""

    def log_in_as(person, **params):
        given = {"token": None, "username": person.username, "password": person.password}
        given.update(params)
        return open_client(**given)

    return log_in_as


class Somebody:
    """Who logs in to a server that is none."""

    username = "me"
    password = "a-password-to-be-kept"


# -- log in and out -----------------------------------------------------------------------------------------


def test_a_log_in_is_always_followed_by_a_log_out(log_in_as, person, through):
    with log_in_as(person, url=through.url) as client:
        assert client.get("/users/me", "read")["id"] == person.id
        assert len(person.session_ids()) == 1
    assert person.session_ids() == []
    assert through.paths == ["POST /users/login", "GET /users/me", "POST /users/logout"]


@pytest.mark.trap("4.5")
def test_the_log_out_comes_also_after_a_failure(log_in_as, person):
    with pytest.raises(RuntimeError), log_in_as(person):
        raise RuntimeError
    assert person.session_ids() == []


@pytest.mark.trap("4.4")
def test_the_first_post_after_a_log_in_works(log_in_as, person, through):
    """The server prefers its cookie over the header, and then wants a CSRF header: no cookie may be kept."""
    with log_in_as(person, url=through.url) as client:
        assert client.read("/users/ids", [person.id], "look up")[0]["id"] == person.id
    assert not [request for request in through.requests if "cookie" in request.headers]
    assert [request.headers.get("authorization", "")[:7] for request in through.requests] == ["", "Bearer ", "Bearer "]


@pytest.mark.trap("4.4")
def test_a_cookie_would_be_refused(mattermost, person):
    """What the trap is: the same token as a cookie, beside the header, is refused for a POST."""
    token = person.log_in().token
    cookie = {"Cookie": "MMAUTHTOKEN=" + token}
    refused = mattermost.send("POST", "/api/v4/users/ids", token, json=[person.id], headers=cookie)
    assert (refused.status_code, refused.json()["id"]) == (401, "api.context.session_expired.app_error")


def test_a_token_is_never_logged_in_or_out(open_client, through, person):
    with open_client(url=through.url) as client:
        client.get("/users/me", "read")
    assert through.paths == ["GET /users/me"]


def test_log_in_by_email(log_in_as, person):
    with log_in_as(person, username=person.email.upper()) as client:
        assert client.get("/users/me", "read")["id"] == person.id


def test_a_second_factor(log_in_as, person, mattermost):
    token = person.log_in().token
    made = mattermost.ask("POST", "/users/%s/mfa/generate" % person.id, token=token)
    if made.status_code == 501:
        pytest.skip("the second factor is off on this server")
    secret = made.json()["secret"]
    mattermost.must(
        "PUT", "/users/%s/mfa" % person.id, {"activate": True, "code": second_factor.code(secret)}, token=token
    )
    for wrong in (None, "000000"):
        with pytest.raises(ApiError) as caught, log_in_as(person, mfa_code=wrong):
            pass
        assert caught.value.hint == "Set mfa_code to a current multi-factor authentication code."
        assert caught.value.fatal
    with log_in_as(person, mfa_code=second_factor.code(secret)) as client:
        assert client.get("/users/me", "read")["id"] == person.id


def test_a_log_in_that_fails_sends_nothing_more(log_in_as, person, through):
    with pytest.raises(ApiError) as caught, log_in_as(person, password="wrong", url=through.url):
        pass
    assert caught.value.fatal
    assert through.paths == ["POST /users/login"]


def test_a_proxy_that_drops_the_token_header(log_in_as, answering):
    there = answering(ME)
    with pytest.raises(TransportError) as caught, log_in_as(Somebody, url=there.url):
        pass
    assert str(caught.value) == (
        "Failed to log in as me: %s answered without a session token. Does a proxy remove the Token header?" % there.url
    )


def test_a_log_out_that_fails_is_noted_and_spoils_nothing(log_in_as, answering, hurried):
    there = answering(LOGGED_IN, ME, CLOSE)
    with log_in_as(Somebody, url=there.url, retries=1) as client:
        client.get("/users/me", "read")
    assert client.notes[-1] == ("log out: no answer, the session of the log-in may live on until it expires")


@pytest.mark.embedded_only("limits log-ins")
@pytest.mark.trap("4.6")
def test_a_log_in_is_limited_by_itself(log_in_as, person, control):
    control.settings(login_rate_limit={"per_second": 5, "burst": 0})
    for _number in range(2):
        with log_in_as(person, retries=5) as client:
            assert client.get("/users/me", "read")["id"] == person.id


# -- credentials --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["a b", "a\nb", "a\r\nX-Evil: 1", "ä", "\x00", "a\x7f"], ids=repr)
def test_a_token_that_no_header_can_carry(open_client, token):
    with pytest.raises(InputError) as caught:
        open_client(token=token)
    assert isinstance(caught.value, CredentialsMalformed)
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, CredentialsMissing),
        ({"username": "me"}, CredentialsMissing),
        ({"password": "x"}, CredentialsMissing),
        ({"token": "  "}, CredentialsMissing),
        ({"url": ""}, AddressMissing),
        ({"url": None, "token": "x"}, AddressMissing),
    ],
)
def test_what_is_missing(given, error):
    params = dict.fromkeys(("token", "username", "password", "mfa_code", "ca_path", "client_cert", "client_key"))
    params.update(url="https://chat.example.com", timeout=5, validate_certs=True, retries=0)
    params.update(given)
    with pytest.raises(InputError) as caught:
        connect(params)
    assert isinstance(caught.value, error)


def test_a_server_that_quotes_what_it_was_sent_gives_nothing_away(log_in_as, answering):
    def quote(request):
        told = "You sent %s and %s" % (request.headers.get("authorization"), request.body.decode())
        return answer({"id": "x.y", "message": told, "detailed_error": told}, 400)

    there = answering(LOGGED_IN, quote)
    with pytest.raises(ApiError) as caught, log_in_as(Somebody, url=there.url) as client:
        client.read("/users/ids", ["t" * 26, Somebody.password], "look up")
    said = str(caught.value) + str(caught.value.as_dict())
    assert "t" * 26 not in said
    assert Somebody.password not in said
    assert "********" in said


# -- answers ------------------------------------------------------------------------------------------------


@pytest.fixture(name="asking")
def fixture_asking(answering, open_client):
    """Return a function that asks a server which gives these answers."""

    def asking(*answers, **params):
        return open_client(url=answering(*answers).url, token="x" * 26, **params)

    return asking


@pytest.mark.parametrize(
    ("status", "media_type", "body", "told"),
    [
        (200, "text/html; charset=utf-8", "<html></html>", "HTTP 200 with text/html"),
        (404, "text/html", "<html></html>", "HTTP 404 with text/html"),
        (200, "text/plain", "OK", "HTTP 200 with text/plain"),
        (200, "application/json", "", "HTTP 200 with application/json"),
        (200, "application/json", '{"a": ', "HTTP 200 with application/json"),
        (200, "application/json", b"\xff\xfe", "HTTP 200 with application/json"),
        (200, "application/json", "[" * 100000, "HTTP 200 with application/json"),
        (200, "", "x", "HTTP 200 with no media type"),
        (200, "x" * 500, "x", "HTTP 200 with " + "x" * 59 + "…"),
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.trap("4.9")
def test_what_is_no_json(asking, status, media_type, body, told):
    client = asking(answer(body, status, media_type))
    with pytest.raises(TransportError) as caught:
        client.get("/users/me", "ask")
    assert str(caught.value) == (
        "Failed to ask: %s answered %s instead of JSON. Is there a proxy, a log-in page or another site at this"
        " address?" % (client.url, told)
    )
    assert caught.value.status == status


@pytest.mark.trap("4.1")
def test_the_error_id_is_the_stable_part(asking):
    body = {
        "id": "api.context.permissions.app_error",
        "message": "Sie haben keine Berechtigung",
        "detailed_error": "secret detail",
        "request_id": "r",
        "status_code": 403,
    }
    client = asking(answer(body, 403))
    with pytest.raises(ApiError) as caught:
        client.get("/x", "do it", needs="that permission")
    assert str(caught.value) == (
        "Failed to do it: HTTP 403 api.context.permissions.app_error: Sie haben keine Berechtigung. The token needs"
        " that permission."
    )


@pytest.mark.parametrize(
    "body", [{}, {"id": "", "message": ""}, {"id": 7, "message": ["x"]}, [], None, 5, "text"], ids=str
)
@pytest.mark.trap("4.1")
def test_a_hardened_server_blanks_its_errors(asking, body):
    client = asking(answer(body if not isinstance(body, str) else '"text"', 500))
    with pytest.raises(ApiError) as caught:
        client.get("/x", "do it")
    assert str(caught.value) == "Failed to do it: HTTP 500 (no error id): no message. " + SERVER_FAILED_HINT
    assert not caught.value.fatal


@pytest.mark.parametrize(
    ("error_id", "fatal"),
    [
        ("api.context.session_expired.app_error", True),
        (None, True),
        ("api.user.update_active.not_enable.app_error", False),  # about one request, not about the token
    ],
)
def test_only_a_dead_token_ends_the_run(asking, error_id, fatal):
    with pytest.raises(ApiError) as caught:
        asking(answer({"id": error_id, "message": "No."}, 401)).get("/x", "do it")
    assert caught.value.fatal is fatal


@pytest.mark.embedded_only("blanks errors")
@pytest.mark.trap("4.1")
def test_a_hardened_server_in_a_run(run, control, person):
    control.settings(blank_5xx=True)
    user = control.new_user(sessions=[{"orphaned_oauth": True}, {}])
    assert run("mattermost_session_revoke", users=[user["id"]]).changed
    assert control.state(user["id"])["sessions"] == []


@pytest.mark.trap("4.13")
def test_an_oauth_token_must_not_drive_this(asking):
    body = {
        "id": "api.context.permissions.app_error",
        "message": "No.",
        "detailed_error": "attempted access by oauth app",
    }
    with pytest.raises(ApiError) as caught:
        asking(answer(body, 403)).get("/x", "do it", needs="that permission")
    assert caught.value.hint == (
        "The token belongs to an OAuth app, which is not allowed to do this: use a personal access token, or log in."
    )


@pytest.mark.trap("4.8")
def test_where_a_redirect_leads_is_told(asking):
    client = asking(answer("", 308, Location="https://chat.example.com/team/api/v4/users/me?x=secret"))
    with pytest.raises(TransportError) as caught:
        client.change("POST", "/users/me", {}, "do it")
    assert str(caught.value).endswith("a redirect, which is not followed. Set url to https://chat.example.com/team.")
    assert caught.value.fatal


@pytest.mark.parametrize("location", [None, "", "\x00", "?a=b"])
def test_a_redirect_to_nowhere(asking, location):
    headers = {} if location is None else {"Location": location}
    with pytest.raises(MattermostError) as caught:
        asking(answer("", 302, **headers), retries=0).get("/x", "do it")
    assert str(caught.value).startswith("Failed to do it: ")


def test_a_dead_token_is_fatal_and_a_missing_permission_is_not(as_admin, open_client, person):
    with pytest.raises(ApiError) as caught:
        open_client(token="q" * 26).get("/users/me", "ask")
    assert caught.value.fatal
    with pytest.raises(ApiError) as caught:
        as_admin.get("/users/" + "z" * 26, "ask")
    assert not caught.value.fatal


# -- what was changed ---------------------------------------------------------------------------------------


def test_the_ids_of_changes_are_collected_and_those_of_no_other_request(asking):
    answers = [answer({}, 200, X_Request_Id=name) for name in ("one", "two", "three", "four")]
    client = asking(*answers, answer({}), answer({"id": "x"}, 403, X_Request_Id="refused"), LOGGED_OUT)
    client.change("POST", "/x", {}, "do it")
    with client.noting_changes() as found:
        client.get("/x", "look")
        client.read("/x", [], "look")
        client.change("POST", "/x", {}, "do it")
        client.change("POST", "/x", {}, "do it")  # a proxy took the header out of the answer
        with pytest.raises(ApiError):
            client.change("POST", "/x", {}, "do it")
    client.change("POST", "/x", {}, "do it")
    assert found == ["four", "refused"]


def test_each_thread_collects_the_ids_of_its_own_changes(asking):
    client = asking(lambda request: answer({}, 200, X_Request_Id=request.json()), in_flight=2)
    both_in, found = threading.Barrier(2, timeout=10), {}

    def work(name):
        with client.noting_changes() as found[name]:
            both_in.wait()
            client.change("POST", "/x", name, "do it")
            both_in.wait()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == {"one": ["one"], "two": ["two"]}


# -- lists --------------------------------------------------------------------------------------------------


def pages_of(rows, size):
    """Return what answers pages of a list, however long they were asked for."""

    def page(request):
        number = int(request.target.split("page=")[1].split("&")[0])
        return answer(rows[number * size : (number + 1) * size])

    return page


@pytest.mark.parametrize("size", [1, 60, 200])
@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 400])
@pytest.mark.trap("2.6")
def test_pages_are_read_to_the_end(asking, count, size):
    """Also where the server cuts them shorter than they were asked for."""
    rows = [{"id": number} for number in range(count)]
    assert list(asking(pages_of(rows, size)).pages("/users", "list")) == rows


def test_pages_are_asked_for_as_long_as_may_be(asking, answering, open_client):
    there = answering(answer([]))
    client = open_client(url=there.url, token="x")
    list(client.pages("/users?active=true", "list"))
    assert there.paths == ["GET /users?active=true&page=0&per_page=200"]


def test_a_server_that_gives_the_same_page_for_ever(asking):
    with pytest.raises(TransportError) as caught:
        list(asking(answer([{"id": 1}])).pages("/users", "list"))
    assert "answered JSON that is not a list that ends" in str(caught.value)


@pytest.mark.parametrize("body", [{}, None, 5, True])
def test_what_is_no_list(asking, body):
    with pytest.raises(TransportError) as caught:
        asking(answer(body)).rows("/users", "list")
    assert "answered JSON that is not a list. Is this a Mattermost server?" in str(caught.value)


@pytest.mark.trap("4.14")
def test_rows_that_are_not_understood_are_passed_over(asking):
    assert asking(answer([{"id": 1}, None, 5, "x", []])).rows("/x", "list") == [{"id": 1}]
