# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors in the answer of a server, or the lack of a usable answer."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import (
    HINTS,
    OAUTH_HINT,
    SERVER_FAILED_HINT,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line


class TransportError(MattermostError):
    """There was no usable answer."""

    # Whether all other items would fail as well after all retries.
    ends_run_when_final = False
    # Its name in a note about a retry.
    short = ""


class Unreachable(TransportError):
    """No connection to the server."""

    sentence = (
        "Failed to {action}: cannot reach {url}: {reason}. Check the address, the network, and that the server is"
        " running."
    )
    transient = True
    ends_run_when_final = True
    short = "unreachable"


class TimedOut(TransportError):
    """No answer in time."""

    sentence = (
        "Failed to {action}: no answer from {url} within {seconds} seconds. Check the server, or increase timeout."
    )
    transient = True
    unknown = True
    short = "timeout"


class BrokenConnection(TransportError):
    """The connection broke."""

    sentence = "Failed to {action}: the connection to {url} broke: {reason}. Run it again."
    transient = True
    unknown = True
    short = "connection broken"


class CertificateRefused(TransportError):
    """The TLS certificate of the server does not verify."""

    sentence = (
        "Failed to {action}: the TLS certificate of {url} could not be verified: {reason}. Set ca_path to the"
        " certificate of the certificate authority, or correct the address."
    )
    fatal = True


class TlsSetupFailed(TransportError):
    """The files for TLS cannot be used."""

    sentence = (
        "Failed to {action}: TLS cannot be set up for {url}: {reason}. Check ca_path, client_cert and client_key."
    )
    fatal = True


class ProxyFailed(TransportError):
    """The proxy failed."""

    sentence = (
        "Failed to {action}: the proxy for {url} failed: {reason}. Check the proxy environment variables, or add the"
        " host to no_proxy."
    )
    transient = True
    ends_run_when_final = True
    short = "proxy failed"


class Redirected(TransportError):
    """The server redirects, and redirects are not followed."""

    sentence = (
        "Failed to {action}: {url} answered HTTP {status} with a redirect, which is not followed. Set url to {target}."
    )


class NotJson(TransportError):
    """The answer is no JSON."""

    sentence = (
        "Failed to {action}: {url} answered HTTP {status} with {media_type} instead of JSON. Is there a proxy, a"
        " log-in page or another site at this address?"
    )


class UnexpectedShape(TransportError):
    """The answer is JSON with an unexpected structure."""

    sentence = "Failed to {action}: {url} answered JSON that is not {expected}. Is this a Mattermost server?"


class UnstableList(TransportError):
    """The pages of a list overlap and miss rows, even after several readings."""

    sentence = (
        "Failed to {action}: {url} lists {found} of {total}, and different ones each time. Run it again when less is"
        " changing on the server."
    )


class UnreadableAnswer(TransportError):
    """The answer is not HTTP or cannot be parsed."""

    sentence = (
        "Failed to {action}: the answer of {url} could not be understood ({reason}). Check that a Mattermost server is"
        " running at this address."
    )
    unknown = True


class NoUsableId(TransportError):
    """A listed object has no usable id."""

    sentence = (
        "Failed to {action}: {url} lists an object without a usable id, which can be neither identified nor closed."
        " Check it in Mattermost."
    )


class NoSuchEndpoint(TransportError):
    """The server does not have the endpoint."""

    sentence = (
        "Failed to {action}: HTTP 404 {id}: {url} has no such endpoint. Check the address (is the server installed"
        " under a sub-path?) and the version of the server."
    )


class RateLimited(TransportError):
    """The rate limit is still exceeded after all retries."""

    sentence = (
        "Failed to {action}: HTTP 429: {url} still refuses requests after {tries} attempts, its rate limit is"
        " exceeded. Increase retries, or decrease concurrency."
    )
    transient = True


class NoSessionToken(TransportError):
    """The log-in answered without a session token."""

    sentence = (
        "Failed to log in as {name}: {url} answered without a session token. Does a proxy remove the Token header?"
    )
    fatal = True


class ApiError(MattermostError):
    """Mattermost answered with an error."""

    sentence = "Failed to {action}: HTTP {status} {id}: {message}{hint}"


def api_error(action: str, status: int, body: Any, needs: str | None = None) -> ApiError:
    """Create an ApiError from the parsed body of an error answer.

    `action` completes "Failed to ..."; `needs` is the permission that the request requires.
    Only `id` and `message` of the body are shown: `detailed_error` may quote what was sent.
    """
    body = body if isinstance(body, dict) else {}
    error_id = one_line(body.get("id"), 120)
    text = one_line(body.get("message"), 300) or "no message"
    detail = body.get("detailed_error")
    if status == 403 and isinstance(detail, str) and "oauth" in detail.lower():
        hint = OAUTH_HINT
    elif error_id in HINTS:
        hint = HINTS[error_id].format(needs=needs or "a system admin's permissions")
    else:
        # 501 means that a feature is off, and Mattermost names the feature.
        hint = SERVER_FAILED_HINT if status >= 500 and status != 501 else ""
    if not text.endswith((".", "!", "?")):
        text += "."
    error = ApiError(
        action=action,
        status=status,
        id=error_id or "(no error id)",
        message=text,
        hint=" " + hint if hint else "",
    )
    error.status, error.error_id, error.hint = status, error_id or None, hint
    return error
