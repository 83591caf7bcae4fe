# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Codes of the second factor, as an authenticator shows them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def code(secret):
    """Return the six digits of now."""
    counter = struct.pack(">Q", int(time.time() // 30))
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1000000)
