# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be in a cell."""

from __future__ import annotations

import re
import unicodedata

from .problems import Unusable, excerpt

_BREAK = re.compile("[\n\r\u2028\u2029]")
# Tabs are not among them: around a cell they are white space, and within one they are looked for below.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def check_line(line: str) -> None:
    """Raise Unusable if a line holds what no list of people has, in whichever cell."""
    if found := _CONTROL.search(line):
        raise Unusable("there is a control character (U+%04X)" % ord(found[0]))


def clean(text: str, what: str = "a cell") -> str:
    """Return the text of a cell without the white space around it. Raises Unusable if it cannot be one.

    Whatever else it holds is data and comes back as it is: Jinja, HTML, signs for the direction of writing.
    """
    text = text.strip()
    if _BREAK.search(text):
        raise Unusable("%s has a line break in it" % what)
    if found := _CONTROL.search(text) or re.search("\t", text):
        raise Unusable("%s has a control character in it (U+%04X)" % (what, ord(found[0])))
    if _SURROGATE.search(text):
        raise Unusable("%s has half a character in it (a lone surrogate)" % what)
    return text


def check_name(text: str, what: str) -> None:
    """Raise Unusable if a name or an address holds what nobody can see.

    Spreadsheets and mail programs leave such characters behind. Nobody is found by such a name, and whoever reads
    "unknown" would not see why.
    """
    for one in text:
        if unicodedata.category(one) == "Cf":
            raise Unusable("%s %s has an invisible character in it (U+%04X)" % (what, excerpt(text), ord(one)))
