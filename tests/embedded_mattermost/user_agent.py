# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a session remembers of the program that logged in, read from its User-Agent."""

from __future__ import annotations

import re

# The first that matches counts; Chrome says Safari too, and Edge says both.
BROWSERS = (
    ("Edge", r"Edge?/([\d.]+)"),
    ("Opera", r"(?:OPR|Opera)/([\d.]+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/([\d.]+)"),
    ("Chrome", r"(?:Chrome|CriOS)/([\d.]+)"),
    ("Safari", r"Version/([\d.]+).*Safari"),
)
PLATFORMS = (
    ("iphone", "iPhone", "iOS"),
    ("ipad", "iPad", "iOS"),
    ("android", "Linux", "Android"),
    ("windows nt 10", "Windows", "Windows 10"),
    ("windows nt 6.1", "Windows", "Windows 7"),
    ("windows", "Windows", "Windows"),
    ("macintosh", "Macintosh", "Mac OS"),
    ("linux", "Linux", "Linux"),
)


def describe(user_agent: str, unknown: str = "Windows") -> dict[str, str]:
    """Return the properties platform, os and browser. Which name an unknown platform has is the version's choice."""
    platform, system = unknown, ""
    for mark, its_platform, its_system in PLATFORMS:
        if mark in user_agent.lower():
            platform, system = its_platform, its_system
            break
    return {"platform": platform, "os": system, "browser": _browser(user_agent)}


def _browser(user_agent: str) -> str:
    for mark, name in (("Mattermost", "Desktop App"), ("mmctl", "mmctl")):
        if mark in user_agent:
            version = re.search(mark + r"/(\S+)", user_agent)
            return name + "/" + (version.group(1) if version else "0.0")
    for name, expression in BROWSERS:
        match = re.search(expression, user_agent)
        if match:
            return name + "/" + _version(match.group(1))
    return "Unknown/0.0"


def _version(text: str) -> str:
    """Two numbers, and a third where it is not nought."""
    numbers = [int(number or 0) for number in (text + ".0.0").split(".")[:3]]
    return ".".join(str(number) for number in (numbers if numbers[2] else numbers[:2]))
