# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""transport: addresses, TLS, proxies, and what a network does to an answer."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.transport import Transport, base_address
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    AddressMissing,
    AddressPortOutOfRange,
    AddressWithCredentials,
    AddressWithoutHost,
    AddressWithoutScheme,
    AddressWithQuery,
    InputError,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    BrokenConnection,
    CertificateRefused,
    ProxyFailed,
    TlsSetupFailed,
    TransportError,
    Unreachable,
)
from ansible_collections.offboarding.mattermost.tests.unit.helpers.certificates import Authority
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import CLOSE, RESET, answer

PING = answer({"status": "OK"})
HEADERS = {"Authorization": "Bearer of-the-task"}


def send(transport, method="GET", path="/api/v4/system/ping", body=None):
    """Send one request as the client does."""
    return transport.send(method, path, HEADERS, body, "ask")


def failure(transport):
    """Return the error of one request."""
    with pytest.raises(TransportError) as caught:
        send(transport)
    return caught.value


# -- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://chat.example.com", "https://chat.example.com"),
        ("https://chat.example.com/", "https://chat.example.com"),
        ("https://chat.example.com///", "https://chat.example.com"),
        ("https://chat.example.com/api/v4", "https://chat.example.com"),
        ("https://chat.example.com/api/v4/", "https://chat.example.com"),
        ("https://chat.example.com/team", "https://chat.example.com/team"),
        ("https://chat.example.com/team/chat/api/v4/", "https://chat.example.com/team/chat"),
        ("https://chat.example.com//team//chat", "https://chat.example.com/team/chat"),
        ("  https://chat.example.com\n", "https://chat.example.com"),
        ("HTTPS://Chat.Example.COM/Team", "https://chat.example.com/Team"),
        ("http://127.0.0.1:8065", "http://127.0.0.1:8065"),
        ("http://[::1]:8065/", "http://[::1]:8065"),
        ("http://localhost", "http://localhost"),
        ("https://chat_1.example.com", "https://chat_1.example.com"),
    ],
)
@pytest.mark.trap("4.10")
def test_an_address_as_it_may_arrive(given, used):
    """With a slash or /api/v4 at its end, or with a sub-path."""
    assert base_address(given) == used


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("", AddressMissing),
        (None, AddressMissing),
        ("  ", AddressMissing),
        ("chat.example.com", AddressWithoutScheme),
        ("//chat.example.com", AddressWithoutScheme),
        ("ftp://chat.example.com", AddressWithoutScheme),
        ("https:/chat.example.com", AddressWithoutScheme),
        ("https://chat example.com", AddressWithoutHost),
        ("https://", AddressWithoutHost),
        ("https:///team", AddressWithoutHost),
        ("https://:8065", AddressWithoutHost),
        ("https://chat.example.com:port", AddressWithoutHost),
        ("https://chat.example.com:80port", AddressWithoutHost),
        ("https://chat.example.com:65536", AddressPortOutOfRange),
        ("http://[::1]:99999/team", AddressPortOutOfRange),
        ("http://[::1/team", AddressWithoutHost),
        ("https://me:secret@chat.example.com", AddressWithCredentials),
        ("https://secret@chat.example.com/team", AddressWithCredentials),
        ("me:secret@chat.example.com", AddressWithoutScheme),
        ("https://chat.example.com?a=b", AddressWithQuery),
        ("https://chat.example.com/team#part", AddressWithQuery),
    ],
)
def test_an_address_that_cannot_be_meant(given, error):
    with pytest.raises(InputError) as caught:
        base_address(given)
    assert isinstance(caught.value, error)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("port", [65536, 99999])
def test_a_port_that_does_not_exist(port):
    with pytest.raises(AddressPortOutOfRange) as caught:
        Transport("http://127.0.0.1:%d" % port)
    assert "127.0.0.1:%d" % port in str(caught.value)


# -- one round trip -----------------------------------------------------------------------------------------


def test_connections_are_kept_open(answering):
    there = answering(PING)
    transport = Transport(there.url)
    for _number in range(3):
        assert send(transport).status == 200
    assert len(there.requests) == 3


@pytest.mark.trap("4.8")
def test_redirects_are_not_followed(answering):
    there = answering(answer("", 301, Location="/elsewhere"))
    assert send(Transport(there.url), "POST", body=b"{}").status == 301
    assert len(there.requests) == 1


@pytest.mark.trap("4.4")
def test_cookies_are_not_kept(answering):
    there = answering(answer({}, 200, Set_Cookie="MMAUTHTOKEN=abc; Path=/"))
    transport = Transport(there.url)
    send(transport)
    send(transport)
    assert "cookie" not in there.requests[1].headers


@pytest.mark.trap("4.11")
def test_a_netrc_file_is_not_read(answering, monkeypatch, tmp_path):
    """A netrc entry would replace the Authorization header."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    there = answering(PING)
    send(Transport(there.url))
    assert there.requests[0].headers["authorization"] == "Bearer of-the-task"


# -- proxies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
@pytest.mark.trap("4.12")
def test_a_proxy_of_the_environment_is_used(answering, monkeypatch, variable):
    proxy = answering(PING)
    monkeypatch.setenv(variable, proxy.url)
    assert send(Transport("http://chat.invalid/team")).status == 200
    assert proxy.requests[0].target == "http://chat.invalid/team/api/v4/system/ping"


@pytest.mark.trap("4.12")
def test_no_proxy_is_honoured(answering, monkeypatch):
    proxy, there = answering(PING), answering(PING)
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    send(Transport(there.url))
    assert (len(proxy.requests), len(there.requests)) == (0, 1)


@pytest.mark.trap("4.12")
def test_https_goes_through_a_tunnel(answering, monkeypatch):
    proxy = answering(bytes(answer("", 403)))
    monkeypatch.setenv("https_proxy", proxy.url)
    error = failure(Transport("https://chat.invalid"))
    assert proxy.requests[0].method == "CONNECT"
    assert proxy.requests[0].target == "chat.invalid:443"
    assert "authorization" not in proxy.requests[0].headers
    assert isinstance(error, ProxyFailed)
    assert str(error).startswith("Failed to ask: the proxy for https://chat.invalid failed: ")
    assert str(error).endswith(". Check the proxy environment variables, or add the host to no_proxy.")


def test_a_proxy_that_is_not_there(answering, monkeypatch):
    proxy = answering(PING)
    proxy.stop()
    monkeypatch.setenv("http_proxy", proxy.url)
    error = failure(Transport("http://chat.invalid"))
    assert isinstance(error, ProxyFailed)
    assert error.transient


# -- TLS ----------------------------------------------------------------------------------------------------


@pytest.fixture(name="authority")
def fixture_authority(tmp_path):
    """A certificate authority that nobody knows."""
    return Authority(tmp_path)


def test_tls_that_does_not_verify(answering, authority):
    there = answering(PING, tls=authority.server("127.0.0.1"))
    error = failure(Transport(there.url))
    assert (type(error), error.fatal) == (CertificateRefused, True)
    assert there.requests == []


def test_tls_that_verifies_by_ca_path(answering, authority):
    there = answering(PING, tls=authority.server("127.0.0.1"))
    assert send(Transport(there.url, ca_path=authority.path)).status == 200


def test_tls_that_verifies_by_the_environment(answering, authority, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.path)
    there = answering(PING, tls=authority.server("127.0.0.1"))
    assert send(Transport(there.url)).status == 200


def test_tls_that_is_not_to_be_verified(answering, authority, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.path)
    there = answering(PING, tls=Authority(authority_directory(authority)).server("chat.example.com"))
    assert send(Transport(there.url, validate_certs=False)).status == 200


def authority_directory(authority):
    """Return a directory for another authority."""
    directory = authority.directory / "other"
    directory.mkdir()
    return directory


def test_tls_for_another_name(answering, authority):
    there = answering(PING, tls=authority.server("chat.example.com"))
    error = failure(Transport(there.url, ca_path=authority.path))
    assert isinstance(error, CertificateRefused)


def test_a_server_that_wants_a_certificate(answering, authority):
    cert, key = authority.client()
    there = answering(PING, tls=authority.server_that_wants_a_certificate("127.0.0.1"))
    transport = Transport(there.url, ca_path=authority.path, client_cert=cert, client_key=key)
    assert send(transport).status == 200


def test_a_server_that_wants_a_certificate_and_gets_none(answering, authority):
    there = answering(PING, tls=authority.server_that_wants_a_certificate("127.0.0.1"))
    error = failure(Transport(there.url, ca_path=authority.path))
    assert there.requests == []
    assert there.url in str(error)


def test_https_asked_of_a_server_without_tls(answering):
    there = answering(PING)
    error = failure(Transport(there.url.replace("http:", "https:")))
    assert str(error).startswith("Failed to ask: the connection to https://127.0.0.1:%d broke: " % there.port)


@pytest.mark.parametrize("option", ["ca_path", "client_cert", "client_key"])
def test_a_certificate_file_that_is_not_there(option, tmp_path, authority):
    cert, _key = authority.client()
    files = {"client_cert": cert, option: str(tmp_path / "missing.pem")}
    with pytest.raises(TransportError) as caught:
        Transport("https://chat.example.com", **files)
    assert (type(caught.value), caught.value.fatal) == (TlsSetupFailed, True)
    assert "missing.pem" in str(caught.value)


@pytest.mark.parametrize("option", ["ca_path", "client_cert"])
def test_a_certificate_file_that_is_none(option, tmp_path, answering, authority):
    path = tmp_path / "letter.pem"
    path.write_text("Dear Sir or Madam\n", encoding="utf-8")
    there = answering(PING, tls=authority.server("127.0.0.1"))
    with pytest.raises(TransportError) as caught:
        send(Transport(there.url, **dict({"ca_path": authority.path}, **{option: str(path)})))
    # Asking again helps nobody, and the sentence has to name what is wrong.
    assert caught.value.fatal
    assert option in str(caught.value)


# -- what a network does ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "expected", "reason"),
    [
        (RESET, BrokenConnection, "Connection reset by peer"),
        (CLOSE, BrokenConnection, "Remote end closed connection without response"),
        (bytes(answer({"a": "b" * 100})[:-20]), BrokenConnection, "the answer was cut off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", BrokenConnection, None),
        (b"\x00\xff\xfe" * 50, BrokenConnection, None),
        (b"HTTP/1.1 abc What\r\n\r\n", BrokenConnection, None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n{}", None, None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", BrokenConnection, None),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", BrokenConnection, None),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500 + b"\r\n{}", BrokenConnection, None),
        (b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 100000 + b"\r\n\r\n{}", BrokenConnection, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_answer(answering, what, expected, reason):
    there = answering(what)
    transport = Transport(there.url, timeout=5)
    if expected is None:
        assert send(transport).data == b"{}"
        return
    error = failure(transport)
    assert isinstance(error, expected)
    assert (error.transient, error.unknown) == (True, True)
    assert error.__cause__ is None
    assert "object at" not in str(error)
    if reason:
        assert str(error) == "Failed to ask: the connection to %s broke: %s. Run it again." % (there.url, reason)


def test_nobody_listens(answering):
    there = answering(PING)
    there.stop()
    error = failure(Transport(there.url))
    assert (type(error), error.transient, error.unknown) == (Unreachable, True, False)


def test_an_exception_does_not_quote_what_was_sent(answering):
    there = answering(b"no HTTP at all\r\n")
    error = failure(Transport(there.url))
    assert "of-the-task" not in repr(error) + repr(error.__context__)
