# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a server answers, a module ends with a result or with one sentence, and never with a traceback."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import RawServer, answer

TOKEN = "t" * 26
ME = {"id": "a" * 26, "username": "me", "roles": "system_user system_admin"}
SOMEBODY = {"id": "b" * 26, "username": "somebody", "email": "somebody@example.com", "roles": "system_user"}
OPTIONS = {
    "mattermost_session_info": {},
    "mattermost_session_revoke": {"verify": True},
    "mattermost_user_info": {"inactive_for": "1d"},
    "mattermost_user": {"state": "deactivated"},
    "mattermost_access_info": {},
    "mattermost_access_revoke": {},
    "mattermost_stale_access_info": {"unused_for": "1d", "older_than": "1d"},
    "mattermost_stale_access_revoke": {"unused_for": "1d", "include_unknown": True},
    "mattermost_message": {"users": None, "concurrency": None, "user": "somebody", "text": "hello", "key": "k"},
}

# A few seconds in all; the same examples each time.
BOUNDED = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

KEYS = st.sampled_from(
    ["id", "username", "email", "roles", "delete_at", "props", "create_at", "expires_at", "last_activity_at",
     "device_id", "is_oauth", "user_id", "owner_id",
     "creator_id", "permissions", "message", "detailed_error", "is_active", "name"]
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["a" * 26, "b" * 26, "somebody", "somebody@example.com", "system_admin", "../x"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=12
)
STATUS = st.sampled_from([200, 200, 201, 204, 301, 304, 400, 401, 403, 404, 429, 500, 501, 502, 503, 999])
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)
HEADERS = st.dictionaries(
    st.sampled_from(["Retry_After", "X_RateLimit_Limit", "X_RateLimit_Remaining", "X_RateLimit_Reset", "Location",
                     "Token", "Content_Encoding", "X_Version_Id", "Set_Cookie"]),
    HEADER | st.integers(-5, 10**9).map(str),
    max_size=4,
)  # fmt: skip
ANSWERS = st.one_of(
    st.builds(answer, JSON, STATUS),
    st.builds(lambda body, status, headers: answer(body, status, **headers), st.binary(max_size=60), STATUS, HEADERS),
    st.builds(lambda body, headers: answer(body, 200, **headers), JSON, HEADERS),
    st.binary(max_size=80),
    st.binary(max_size=60).map(lambda tail: b"HTTP/1.1 200 OK\r\n" + tail),
)


def reasonable(request):
    """Return what a well-behaved server answers, as far as the modules need it."""
    if request.path == "/users/me":
        return answer(ME)
    if request.path.startswith(("/users/usernames", "/users?")):
        return answer([SOMEBODY] if "page=" not in request.path or "page=0" in request.path else [])
    if request.path == "/users/" + SOMEBODY["id"]:
        return answer(SOMEBODY)
    if request.path.endswith("/sessions"):
        return answer([{"id": "s" * 26, "create_at": 1, "last_activity_at": 1}])
    if request.path == "/roles/names":
        return answer([{"permissions": PERMISSIONS}])
    return answer([]) if request.method == "GET" else answer({"status": "OK"})


PERMISSIONS = [
    "edit_other_users", "manage_system", "read_user_access_token", "revoke_user_access_token", "read_others_bots",
    "manage_others_bots", "manage_incoming_webhooks", "manage_others_incoming_webhooks", "manage_outgoing_webhooks",
    "manage_others_outgoing_webhooks", "manage_slash_commands", "manage_others_slash_commands", "manage_oauth",
    "manage_system_wide_oauth", "manage_roles", "sysconsole_write_user_management_users", "list_team_channels",
]  # fmt: skip


class Strange:
    """Answers reasonably until the n-th request, and strangely from then on."""

    def __init__(self):
        self.begin(0, b"")

    def begin(self, reasonable_first, strange):
        """Start a new run."""
        self.left = reasonable_first
        self.strange = strange

    def __call__(self, request):
        if self.left > 0:
            self.left -= 1
            return reasonable(request)
        return self.strange


@pytest.mark.parametrize("module", sorted(OPTIONS))
def test_whatever_a_server_answers_it_ends_with_one_sentence(run, hurried, module):
    strange = Strange()
    there = RawServer([strange])

    @BOUNDED
    @given(st.integers(0, 8), ANSWERS)
    def holds(reasonable_first, what):
        strange.begin(reasonable_first, what)
        found = run(
            module,
            url=there.url,
            token=TOKEN,
            retries=1,
            timeout=5,
            **{"users": ["somebody"], "concurrency": 1, **OPTIONS[module]},
        )
        assert TOKEN not in found.output
        assert json.loads(found.output)["changed"] in (True, False)
        if found.failed:
            assert found.message.isprintable(), found.message
            assert found.message.endswith((".", "?", "…")), found.message
            assert "This is a bug" not in found.message

    try:
        holds()
    finally:
        there.stop()


@pytest.mark.parametrize("module", ["mattermost_session_revoke"])
def test_whatever_a_log_in_is_answered_it_ends_with_one_sentence(run, hurried, module):
    strange = Strange()
    there = RawServer([strange])

    @BOUNDED
    @given(ANSWERS)
    def holds(what):
        strange.begin(0, what)
        found = run(
            module, url=there.url, token=None, username="me", password="the-password", users=["somebody"], retries=1,
            timeout=5,
        )  # fmt: skip
        assert found.failed
        assert '"password": "the-password"' not in found.output
        assert "This is a bug" not in found.message

    try:
        holds()
    finally:
        there.stop()
