# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the bytes of a file to text."""

from __future__ import annotations

import codecs

from .problems import ListError

# The order matters: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Files that are not lists, by their first bytes.
_NO_TEXT = (
    (b"PK\x03\x04", "a workbook (such as .xlsx) or another ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (such as .xls)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF document"),
)


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """Return the text of a file, without its byte order mark.

    Without an encoding, the byte order mark decides, and a file without one must be UTF-8. `name` is the path as given
    by the user. Raises ListError for anything that is not text.
    """
    for begin, kind in _NO_TEXT:
        if data.startswith(begin):
            raise ListError("%s is %s, which cannot be read as a list. Export it as CSV in UTF-8." % (name, kind))
    if not encoding:
        for mark, marked in _MARKS:
            if data.startswith(mark):
                return _decode(data[len(mark) :], name, marked)
        # A few are reported later with their lines. In UTF-16, every second byte of Latin text is one.
        if data.count(b"\0") > len(data) // 10:
            raise ListError(
                "%s is either UTF-16 without a byte order mark or not a text file. Save it as UTF-8, or name its "
                "encoding, for example utf-16-le." % name
            )
        return _decode(data, name, "utf-8")
    return _decode(data, name, encoding).removeprefix("\ufeff")


def _decode(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise ListError(
            "The encoding '%s' is unknown. Use one of Python's text encodings, for example utf-8, utf-16 or "
            "windows-1252." % encoding
        ) from None
    except UnicodeDecodeError as error:
        # Counted in bytes, since the text cannot be decoded.
        where = "Line %d" % (data.count(b"\n", 0, error.start) + 1)
        raise ListError(
            "%s of %s has a byte that is not %s (0x%02x). Save the file as UTF-8, or name its encoding, for example "
            "windows-1252." % (where, name, encoding.upper(), data[error.start])
        ) from None
    except UnicodeError as error:
        raise ListError("%s cannot be read as %s: %s. Name another encoding." % (name, encoding, error)) from None
