# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot work ends with one sentence that says what to do. Nothing is changed then, and nothing lost."""

from __future__ import annotations

import socket

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.certificates import Authority
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import CLOSE, RESET, answer, forwarding

INFO = "mattermost_session_info"
REVOKE = "mattermost_session_revoke"
USERS = "mattermost_user_info"
MODULES = [INFO, REVOKE, USERS]

PAGE = answer("<html><body>It works!</body></html>", 200, "text/html; charset=utf-8")
WRONG_PAGE = answer("<html>404 Not Found</html>", 404, "text/html")
LOOK_UP = "Failed to look up users: "


def the_only_sentence(found):
    """Return the message; nothing else may be said, and nothing may have changed."""
    assert found.failed
    assert found.changed is False
    assert found.result["error"]["message"] == found.message
    assert found.output.count("\n") <= 2
    return found.message


@pytest.fixture(name="free_port")
def fixture_free_port():
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# -- the address --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "/", "//", "/api/v4", "/api/v4/"])
def test_an_address_with_its_end(run, person, connection, end):
    """A slash or /api/v4 at the end is no mistake."""
    person.log_in()
    found = run(INFO, users=[person.username], url=connection["url"] + end)
    assert found.summary["sessions_found"] == 1


@pytest.mark.parametrize("end", ["", "/", "/api/v4"])
@pytest.mark.trap("4.10")
def test_a_sub_path(run, person, server, answering, end):
    below = answering(forwarding(server.url, "/team/chat"))
    person.log_in()
    found = run(REVOKE, users=[person.username], url=below.url + "/team/chat" + end)
    assert found.summary["sessions_revoked"] == 1


@pytest.mark.trap("4.9")
def test_without_its_sub_path_an_address_is_named(run, person, server, answering):
    below = answering(forwarding(server.url, "/chat"))
    assert the_only_sentence(run(REVOKE, users=[person.username], url=below.url)) == (
        LOOK_UP + below.url + " answered HTTP 404 with text/html instead of JSON. Is there a proxy, a log-in page or"
        " another site at this address?"
    )


@pytest.mark.trap("4.7")
def test_a_wrong_path_on_the_right_server(run, answering):
    body = {"id": "api.context.404.app_error", "message": "Sorry, we could not find the page.", "status_code": 404}
    there = answering(answer(body, 404, "text/plain"))
    assert the_only_sentence(run(REVOKE, users=["someone"], url=there.url)) == (
        LOOK_UP + "HTTP 404 api.context.404.app_error: " + there.url + " has no such endpoint. Check the address (is"
        " the server installed under a sub-path?) and the version of the server."
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("chat.example.com", "The address chat.example.com is not usable: it must begin with https:// or http://."),
        ("ftp://chat.example.com", "The address ftp://chat.example.com is not usable: it must begin with https:// or"
         " http://."),
        ("https://", "The address https:// is not usable: it names no host."),
        ("https:///chat", "The address https:///chat is not usable: it names no host."),
        ("https://chat.example.com/?a=1", "The address https://chat.example.com/ is not usable: it must not have a"
         " query or a fragment."),
        ("https://chat.example.com/#top", "The address https://chat.example.com/ is not usable: it must not have a"
         " query or a fragment."),
        ("https://me:secret@chat.example.com", "The address contains a user name or password. Use the options username"
            " and password (or token) instead."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("module", MODULES)
def test_an_address_that_cannot_be_meant(run, module, url, sentence):
    found = run(module, users=["someone"], url=url)
    assert the_only_sentence(found) == sentence
    assert "secret" not in found.result["msg"] + str(found.result["error"])


@pytest.mark.parametrize("module", MODULES)
def test_no_address(run, module):
    assert the_only_sentence(run(module, users=["someone"], url=None)) == (
        "No Mattermost address was given. Set url, or the environment variable MATTERMOST_URL."
    )


@pytest.mark.parametrize("module", MODULES)
def test_an_unreachable_server(run, hurried, free_port, module):
    url = "http://127.0.0.1:%d" % free_port
    assert the_only_sentence(run(module, users=["someone"], url=url, retries=2)).endswith(
        ": cannot reach " + url + ": Connection refused. Check the address, the network, and that the server is"
        " running."
    )


def test_a_host_that_does_not_exist(run, hurried):
    url = "http://no-such-host.invalid"
    sentence = the_only_sentence(run(REVOKE, users=["someone"], url=url, retries=1))
    assert sentence.startswith(LOOK_UP + "cannot reach " + url + ": ")
    assert sentence.endswith(". Check the address, the network, and that the server is running.")
    assert "object at" not in sentence


def test_a_server_that_does_not_answer_in_time(run, hurried, answering):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(5)
        url = "http://127.0.0.1:%d" % deaf.getsockname()[1]
        assert the_only_sentence(run(REVOKE, users=["someone"], url=url, timeout=1, retries=0)) == (
            LOOK_UP + "no answer from " + url + " within 1 seconds. Check the server, or increase timeout."
        )


# -- what answers is not Mattermost -------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.trap("4.9")
def test_a_page_of_html(run, answering, module):
    other = answering(PAGE)
    assert the_only_sentence(run(module, users=["someone"], url=other.url)).endswith(
        ": " + other.url + " answered HTTP 200 with text/html instead of JSON. Is there a proxy, a log-in page or"
        " another site at this address?"
    )


@pytest.mark.trap("4.9")
def test_a_proxy_whose_server_is_gone(run, hurried, answering):
    proxy = answering(answer("<html>502 Bad Gateway</html>", 502, "text/html"))
    found = run(REVOKE, users=["someone"], url=proxy.url, retries=2)
    assert the_only_sentence(found) == (
        LOOK_UP + proxy.url + " answered HTTP 502 with text/html instead of JSON. Is there a proxy, a log-in page or"
        " another site at this address?"
    )
    assert len(proxy.requests) == 3
    assert found.result["retried"] == [
        "look up users: HTTP 502, attempt 2 follows after 0.0 s",
        "look up users: HTTP 502, attempt 3 follows after 0.0 s",
    ]


def test_json_of_something_else(run, answering):
    other = answering(answer({"hello": "world"}))
    assert the_only_sentence(run(REVOKE, users=["someone"], url=other.url)) == (
        "Failed to look up users: " + other.url + " answered JSON that is not a list of users. Is this a Mattermost"
        " server?"
    )


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.trap("4.8")
def test_a_redirect_to_https_is_named_and_not_followed(run, answering, status):
    """A POST that follows a 301 arrives as a GET: the address to use is named instead."""
    there = answering(answer("", status, "text/html", Location="https://chat.example.com/api/v4/users/usernames"))
    assert the_only_sentence(run(REVOKE, users=["someone"], url=there.url)) == (
        LOOK_UP + there.url + " answered HTTP %d with a redirect, which is not followed. Set url to"
        " https://chat.example.com." % status
    )
    assert len(there.requests) == 1


def test_a_redirect_to_a_log_in_page_shows_no_query(run, answering):
    there = answering(answer("", 302, Location="https://sso.example.com/login?state=secret"))
    sentence = the_only_sentence(run(REVOKE, users=["someone"], url=there.url))
    assert sentence.endswith("Set url to https://sso.example.com/login.")


def test_tls_that_does_not_verify(run, answering, tmp_path):
    there = answering(PAGE, tls=Authority(tmp_path).server("127.0.0.1"))
    assert the_only_sentence(run(REVOKE, users=["someone"], url=there.url)) == (
        LOOK_UP + "the TLS certificate of " + there.url + " could not be verified: unable to get local issuer"
        " certificate."
        " Set ca_path to the certificate of the certificate authority, or correct the address."
    )
    assert there.requests == []


def test_tls_for_another_name(run, answering, tmp_path):
    authority = Authority(tmp_path)
    there = answering(PAGE, tls=authority.server("chat.example.com"))
    sentence = the_only_sentence(run(REVOKE, users=["someone"], url=there.url, ca_path=authority.path))
    assert sentence.startswith(LOOK_UP + "the TLS certificate of " + there.url + " could not be verified: ")
    assert sentence.endswith(". Set ca_path to the certificate of the certificate authority, or correct the address.")


@pytest.mark.parametrize(
    ("what", "reason"),
    [(RESET, "Connection reset by peer"), (CLOSE, "Remote end closed connection without response")],
)
def test_a_connection_that_breaks(run, hurried, answering, what, reason):
    there = answering(what)
    assert the_only_sentence(run(REVOKE, users=["someone"], url=there.url, retries=1)) == (
        LOOK_UP + "the connection to " + there.url + " broke: " + reason + ". Run it again."
    )
    assert len(there.requests) == 2


def test_an_answer_that_is_cut_off(run, hurried, answering):
    there = answering(bytes(answer([{"id": "a" * 26}] * 40)[:-30]))
    assert the_only_sentence(run(REVOKE, users=["someone"], url=there.url, retries=1)) == (
        LOOK_UP + "the connection to " + there.url + " broke: the answer was cut off. Run it again."
    )


# -- who calls ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_a_wrong_token(run, person, module):
    sentence = the_only_sentence(run(module, users=[person.username], token="q" * 26))
    assert sentence.endswith(
        ": HTTP 401 api.context.session_expired.app_error: Invalid or expired session, please login again. The token is"
        " wrong, expired or revoked, or its account is deactivated: create a new one."
    )
    assert "q" * 26 not in sentence


def test_a_token_of_somebody_who_was_deactivated(run, person, mattermost):
    token = mattermost.new_access_token(person.id)["token"]
    person.deactivate()
    assert "HTTP 401 api.context.session_expired.app_error" in the_only_sentence(run(REVOKE, users=[], token=token))


def test_a_token_with_a_line_break(run):
    found = run(REVOKE, users=["someone"], token="abc\ndef")
    assert the_only_sentence(found) == (
        "The token contains characters that are not allowed in an HTTP header. Was a line break copied along with it?"
    )


def test_a_token_with_a_line_break_at_its_end_is_fine(run, person, connection):
    assert not run(INFO, users=[person.username], token=connection["token"] + "\n").failed


@pytest.mark.parametrize("module", MODULES)
def test_no_credentials(run, module):
    assert the_only_sentence(run(module, users=["someone"], token=None)) == (
        "No credentials were given. Set token, or username and password."
    )


def test_a_wrong_password(run, person, server):
    found = run(REVOKE, users=["someone"], token=None, username=person.username, password="wrong-" + unique())
    assert the_only_sentence(found) == (
        "Failed to log in as %s at %s: HTTP 401 api.user.login.invalid_credentials_email_username: Enter a valid email"
        " or username and/or password. Check username and password." % (person.username, server.url)
    )


def test_the_log_in_of_somebody_who_is_deactivated(run, person, server):
    person.deactivate()
    found = run(REVOKE, users=["someone"], token=None, username=person.email, password=person.password)
    assert the_only_sentence(found).startswith(
        "Failed to log in as %s at %s: HTTP 401 api.user.login.inactive.app_error: " % (person.email, server.url)
    )
    assert found.message.endswith(" The account that runs this module is deactivated.")


def test_token_and_password_exclude_each_other(run):
    found = run(REVOKE, users=["someone"], username="me", password="some-long-word")
    assert found.message == "parameters are mutually exclusive: token|username, token|password"


# -- the users ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "a b", "a?b", "me#x", "%2e%2e", "a\\b", "", "a\nb", "ä", "a@b/c", "@", "a" * 65, "x" * 5000],
    ids=lambda name: repr(name[:12]),
)
@pytest.mark.parametrize("module", MODULES)
def test_a_malformed_user(run, person, through, module, name):
    """Nothing of it ever reaches the address of a request."""
    session = person.log_in()
    found = run(module, users=[person.username, name], url=through.url)
    sentence = the_only_sentence(found)
    assert sentence.startswith("Not a user name, e-mail address or id: ")
    assert sentence.endswith(". Nothing was changed.")
    assert len(sentence) < 200
    assert not [path for path in through.paths if not path.startswith("GET /users/me")]
    assert session.works


def test_malformed_users_are_named(run):
    assert the_only_sentence(run(REVOKE, users=["../x", "someone", "a b"])) == (
        "Not a user name, e-mail address or id: '../x', 'a b'. Nothing was changed."
    )


@pytest.mark.parametrize("module", MODULES)
def test_unknown_users_are_named(run, server, module):
    names = [unique("nobody") for number in range(7)]
    assert the_only_sentence(run(module, users=names)) == (
        "Unknown on %s: %s and 2 more. Nothing was changed. Correct the list, or set missing_users: ignore."
        % (server.url, ", ".join(names[:5]))
    )


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.parametrize(
    "module", [INFO, REVOKE, "mattermost_access_info", "mattermost_access_revoke", "mattermost_user"]
)
def test_an_empty_list_of_users_changes_nothing_and_says_so(run, module, check):
    state = "deactivated" if module == "mattermost_user" else None
    found = run(module, check=check, users=[], state=state)
    assert (found.failed, found.changed, found.results, found.summary["users"]) == (False, False, [], 0)


def test_a_dead_token_does_not_look_like_success_with_an_empty_list(run):
    assert "HTTP 401" in the_only_sentence(run(REVOKE, users=[], token="q" * 26))


def test_ten_thousand_entries(run, server):
    names = ["%s-%d" % (unique("nobody"), number) for number in range(10000)]
    assert the_only_sentence(run(REVOKE, users=names)) == (
        "Unknown on %s: %s and 9995 more. Nothing was changed. Correct the list, or set missing_users: ignore."
        % (server.url, ", ".join(names[:5]))
    )


@pytest.mark.embedded_only("inserts many users at once")
def test_ten_thousand_entries_that_name_500_users_in_many_ways(run, control):
    made = control.ask("POST", "/bulk", {"users": 500, "sessions": 2, "prefix": unique("m")})
    control.count_anew()
    asked = [name for _round in range(10) for pair in zip(made["ids"], made["usernames"]) for name in pair]
    found = run(REVOKE, users=asked, concurrency=8)
    assert not found.failed
    assert [entry["requested"] for entry in found.results] == asked
    assert all(entry["changed"] and len(entry["revoked"]) == 2 for entry in found.results)
    assert found.summary["users"] == 500
    assert found.summary["sessions_revoked"] == 1000
    # Each user is asked about once and revoked once: nothing is sent twice.
    by_route = control.requests()["by_route"]
    assert sorted(count for route, count in by_route.items() if "sessions" in route) == [500, 500]


# -- numbers and durations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("timeout", 0, "from 1 to 600"),
        ("timeout", 601, "from 1 to 600"),
        ("retries", -1, "from 0 to 20"),
        ("retries", 21, "from 0 to 20"),
        ("concurrency", 0, "from 1 to 64"),
        ("concurrency", 65, "from 1 to 64"),
        ("verify_delay", 601, "from 0 to 600"),
    ],
)
def test_a_number_out_of_range(run, option, value, allowed):
    assert the_only_sentence(run(REVOKE, users=["someone"], **{option: value})) == (
        "%s must be %s, not %d." % (option, allowed, value)
    )


@pytest.mark.parametrize("option", ["older_than", "idle_longer_than"])
@pytest.mark.parametrize("value", ["30", "1y", "-1d", "1d2h", "", "soon", "9999999999d"])
def test_what_is_no_duration(run, option, value):
    assert the_only_sentence(run(REVOKE, users=["someone"], **{option: value})) == (
        "%s: %r is not a duration. Write a number and a unit: 90s, 30m, 12h, 30d or 4w." % (option, value)
    )


def test_a_certificate_file_that_is_not_there(run, tmp_path):
    path = str(tmp_path / "missing.pem")
    sentence = the_only_sentence(run(REVOKE, users=["someone"], url="https://127.0.0.1:1", ca_path=path))
    assert sentence.startswith("Failed to set up the connection: TLS cannot be set up for https://127.0.0.1:1: ")
    assert path in sentence
    assert sentence.endswith(". Check ca_path, client_cert and client_key.")
