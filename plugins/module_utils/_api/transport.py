# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP round trip: an address, its pooled connections, TLS and proxies, with `requests`.

`requests` reads the environment (proxies, CA bundles) and sets up TLS and the connection pool.
The requests themselves use that pool directly, for two reasons. It has no cookies, redirects or
netrc, which would have to be disabled in a session: Mattermost prefers a cookie to the
Authorization header and then requires a CSRF header, a redirected POST arrives as a GET, and a
netrc entry replaces the token. And it needs half the processor time for each request, which
limits the speed for ten thousand users.
"""

from __future__ import annotations

import re
import traceback
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    AddressMissing,
    AddressPortOutOfRange,
    AddressWithCredentials,
    AddressWithoutHost,
    AddressWithoutScheme,
    AddressWithQuery,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    BrokenConnection,
    CertificateRefused,
    ProxyFailed,
    TimedOut,
    TlsSetupFailed,
    TransportError,
    Unreachable,
    UnreadableAnswer,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
    from urllib3 import exceptions as http_errors
except ImportError:
    REQUESTS_IMPORT_ERROR: str | None = traceback.format_exc()
else:
    REQUESTS_IMPORT_ERROR = None

HAS_REQUESTS = REQUESTS_IMPORT_ERROR is None
API = "/api/v4"


def base_address(url: str | None) -> str:
    """Return the address of the server without /api/v4 and slashes at its end.

    Raises InputError for an address that is missing, has no scheme or host, or contains credentials.
    """
    text = (url or "").strip()
    if not text:
        raise AddressMissing()
    # Even in an invalid address, the part before an @ may be a secret: do not repeat it.
    shown = one_line(text.split("@")[-1].split("?")[0].split("#")[0], 200)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:  # brackets without an IPv6 address
        raise AddressWithoutHost(url=shown) from None
    if parts.scheme not in ("http", "https") or not text[len(parts.scheme) :].startswith("://"):
        raise AddressWithoutScheme(url=shown)
    if "@" in parts.netloc:
        raise AddressWithCredentials()
    # urlsplit accepts any text before the path as a host.
    if not host or not re.match(r"^[A-Za-z0-9._:%-]+(?<!:)\Z", host) or re.search(r"[\\\s]", text):
        raise AddressWithoutHost(url=shown)
    try:
        port = parts.port
    except ValueError:
        if re.search(r":[0-9]+\Z", parts.netloc):
            raise AddressPortOutOfRange(url=shown) from None
        raise AddressWithoutHost(url=shown) from None
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise AddressWithQuery(url=shown)
    path = re.sub(r"/+", "/", parts.path).rstrip("/")
    if path.endswith(API):
        path = path[: -len(API)].rstrip("/")
    name = "[%s]" % host if ":" in host else host
    return "%s://%s%s%s" % (parts.scheme, name, "" if port is None else ":%d" % port, path)


class Transport:
    """The connections to one server. Safe for use by as many threads as `pool_size`.

    Raises InputError or TransportError if the address, a certificate file or a proxy setting
    cannot be used.
    """

    def __init__(
        self,
        url: str | None,
        timeout: float = 30,
        validate_certs: bool = True,
        ca_path: str | None = None,
        client_cert: str | None = None,
        client_key: str | None = None,
        pool_size: int = 1,
    ) -> None:
        self.url = base_address(url)
        self.timeout = timeout
        verify = (ca_path or True) if validate_certs else False
        cert = (client_cert, client_key) if client_cert and client_key else client_cert
        if not validate_certs:
            urllib3.disable_warnings(http_errors.InsecureRequestWarning)
        environment: Any = requests.Session().merge_environment_settings(self.url, {}, None, verify, cert)
        proxies = environment["proxies"]
        tls = {"verify": environment["verify"], "cert": environment["cert"]}
        self._adapter = _adapter(pool_size)
        try:
            prepared = requests.Request("GET", self.url).prepare()
            if hasattr(self._adapter, "get_connection_with_tls_context"):
                self._pool = self._adapter.get_connection_with_tls_context(prepared, proxies=proxies, **tls)
            else:  # requests before 2.32
                self._pool = self._adapter.get_connection(self.url, proxies)
            self._adapter.cert_verify(self._pool, self.url, **tls)
        except (OSError, ValueError, requests.exceptions.RequestException) as exc:
            raise TlsSetupFailed(action="set up the connection", url=self.url, reason=_reason(exc)) from None
        # With a plain HTTP proxy, the request line contains the full URL.
        self._prefix = self._adapter.request_url(prepared, proxies).rstrip("/")
        self._timeout = urllib3.Timeout(connect=timeout, read=timeout)

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None, action: str) -> Any:
        """Send one request and return the answer (`status`, `headers`, `data`), whatever its status.

        Raises TransportError: `transient` if a later attempt may succeed, `unknown` if the
        request may have reached the server.
        """
        try:
            return self._pool.request(
                method,
                self._prefix + path,
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=self._timeout,
            )
        except Exception as exc:  # pylint: disable=broad-except
            error = self._explain(exc, action)
        # Outside of the except block, so that the original, whose text may quote the request, is not chained.
        raise error

    def _explain(self, exc: BaseException, action: str) -> TransportError:
        """Return the TransportError for an exception of urllib3, ssl or the socket."""
        values = {"action": action, "url": self.url, "reason": _reason(exc)}
        if isinstance(exc, http_errors.ProxyError):
            return ProxyFailed(**values)
        if isinstance(exc, http_errors.SSLError):
            if "PEM" in str(exc) or "KEY_VALUES_MISMATCH" in str(exc):
                return TlsSetupFailed(**values)
            if "certificate" in str(exc).lower() or "hostname" in str(exc).lower():
                return CertificateRefused(**values)
            return BrokenConnection(**values)
        if isinstance(exc, http_errors.ReadTimeoutError):
            return TimedOut(seconds=self.timeout, **values)
        if isinstance(exc, (http_errors.NewConnectionError, http_errors.ConnectTimeoutError)):
            return Unreachable(**values)
        if isinstance(exc, (http_errors.HTTPError, OSError)):
            return BrokenConnection(**values)
        # http.client raises ValueError, UnicodeError and others for bytes that are not HTTP.
        return UnreadableAnswer(**values)

    def close(self) -> None:
        """Close every pooled connection."""
        self._adapter.close()


def _adapter(pool_size: int) -> Any:
    # Untyped: the pool has more methods than the type that requests declares.
    return HTTPAdapter(pool_connections=1, pool_maxsize=pool_size, max_retries=0, pool_block=True)


def _reason(exc: BaseException) -> str:
    """Return the innermost cause of an exception in plain words, without memory addresses."""
    text = str(exc)
    for plain in ("Connection refused", "Name or service not known", "Temporary failure in name resolution",
                  "Connection reset by peer", "No route to host", "Network is unreachable",
                  "Remote end closed connection without response", "self-signed certificate", "self signed certificate",
                  "certificate has expired", "unable to get local issuer certificate", "Hostname mismatch",
                  "doesn't match", "IncompleteRead", "timed out"):  # fmt: skip
        if plain in text:
            return {"IncompleteRead": "the answer was cut off", "doesn't match": "Hostname mismatch"}.get(plain, plain)
    if isinstance(exc, OSError) and exc.strerror:
        return one_line(exc.strerror, 200)
    if isinstance(exc, (OSError, ValueError)) and not isinstance(exc, http_errors.HTTPError):
        return one_line(text, 200) or type(exc).__name__
    return type(exc).__name__
