# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Codes of the second factor: time-based, six digits, thirty seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import struct
import time

from .clock import now
from .errors import AppError

STEP = 30


def new_secret() -> str:
    """Return a secret as an authenticator takes it."""
    return base64.b32encode(os.urandom(20)).decode()


def code(secret: str, at: float | None = None) -> str:
    """Return the code that an authenticator shows at a time."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // STEP))
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return "%06d" % (number % 1000000)


def check(secret: str, given: str) -> None:
    """Refuse what is not a code, and a code that is wrong; the steps just before and after pass too."""
    if len(given) not in (6, 8) or not given.isdigit():
        raise AppError("mfa.validate_token.authenticate.app_error", 401)
    at = now()
    if not secret or given not in [code(secret, at + shift) for shift in (-STEP, 0, STEP)]:
        raise AppError("api.user.check_user_mfa.bad_code.app_error", 401)
