# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validation of cells."""

from __future__ import annotations

import re
import unicodedata

from .problems import Unusable, excerpt

_BREAK = re.compile("[\n\r\u2028\u2029]")
# Without the tab, which is white space around a cell. Within a cell, it is refused below.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def check_line(line: str) -> None:
    """Raise Unusable if a line contains control characters."""
    if found := _CONTROL.search(line):
        raise Unusable("there is a control character (U+%04X)" % ord(found[0]))


def clean(text: str, what: str = "a cell") -> str:
    """Return the text of a cell without surrounding white space. Raises Unusable if it is not valid.

    Everything else is data and returned unchanged: Jinja, HTML, marks for the direction of text.
    """
    text = text.strip()
    if _BREAK.search(text):
        raise Unusable("%s contains a line break" % what)
    if found := _CONTROL.search(text) or re.search("\t", text):
        raise Unusable("%s contains a control character (U+%04X)" % (what, ord(found[0])))
    if _SURROGATE.search(text):
        raise Unusable("%s contains half a character (a lone surrogate)" % what)
    return text


def check_name(text: str, what: str) -> None:
    """Raise Unusable if a name or an address contains invisible characters.

    Spreadsheets and mail programs leave such characters behind. The user would not be found, for no visible reason.
    """
    for one in text:
        if unicodedata.category(one) == "Cf":
            raise Unusable("%s %s contains an invisible character (U+%04X)" % (what, excerpt(text), ord(one)))
