# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids, and the shapes that the server holds them to."""

from __future__ import annotations

import random
import re

ID_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"
SECRET_MARK = "v2secret"  # v, 2 and l are not in the alphabet
PASSWORD_MARK = "Passw0rd!"  # every password of the tests begins with it
VALID_ID = re.compile(r"[A-Za-z0-9]{26}\Z")
VALID_USERNAME = re.compile(r"[a-z0-9._-]{1,64}\Z")
RESERVED_USERNAMES = {"all", "channel", "matterbot", "system"}
VALID_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\Z")

_random = random.SystemRandom().getrandbits(64)
_choices = random.Random(_random).choices


def new_id() -> str:
    """Return a new id: 26 characters of the alphabet that Mattermost uses."""
    return "".join(_choices(ID_ALPHABET, k=26))


def new_secret() -> str:
    """Return what opens a door: a token, a CSRF value, a client secret, the id of an incoming webhook.

    It has the shape of an id and begins with a mark that no id can have, so that a search through
    everything that a test run printed and wrote finds any secret that got out.
    """
    return SECRET_MARK + "".join(_choices(ID_ALPHABET, k=26 - len(SECRET_MARK)))


def is_valid_id(value: str) -> bool:
    """Tell whether value has the shape of an id. An upper-case letter passes, as on a real server."""
    return bool(VALID_ID.match(value))


def is_valid_username(value: str) -> bool:
    """Tell whether value may be a user name."""
    return bool(VALID_USERNAME.match(value)) and value not in RESERVED_USERNAMES


def is_http_url(value: object) -> bool:
    """Tell whether value is an address that a webhook, a command or an app may name."""
    return isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) > 8
