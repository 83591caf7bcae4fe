# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who works at the small company, who no longer does, and what they log in with."""

from __future__ import annotations

from typing import Any

# kind: (platform, os, browser)
DEVICES = {
    "web": ("Windows", "Windows 10", "Firefox/128.0"),
    "laptop": ("Macintosh", "Mac OS", "Safari/17.5"),
    "desktop": ("Windows", "Windows 10", "Desktop App/5.8.1"),
    "linux": ("Linux", "Linux", "Desktop App/5.8.1"),
    "phone": ("Linux", "Android", "Chrome/126.0"),
    "mmctl": ("Linux", "Linux", "mmctl/5.37.0"),
}
# user name, first name, last name, what they do, fields, sessions as (kind, days since log-in, hours since use)
PEOPLE: tuple[tuple[str, str, str, str, dict[str, Any], tuple[tuple[str, int, int], ...]], ...] = (
    ("bruno.keller", "Bruno", "Keller", "Sales", {}, (("web", 3, 2), ("phone", 90, 1))),
    ("chloe.martin", "Chloe", "Martin", "Design", {}, (("laptop", 12, 5), ("desktop", 60, 1400), ("phone", 20, 1))),
    (
        "dana.leaver",
        "Dana",
        "Leaver",
        "Platform Engineering",
        {"roles": "system_user system_user_access_token"},
        (("web", 8, 3), ("linux", 40, 20), ("phone", 120, 1), ("mmctl", 30, 700)),
    ),
    ("emil.novak", "Emil", "Novak", "Engineering", {}, (("linux", 5, 1), ("mmctl", 1, 4), ("web", 70, 1500))),
    ("fatima.haddad", "Fatima", "Haddad", "Support", {}, (("web", 2, 1), ("desktop", 30, 9))),
    ("grace.okafor", "Grace", "Okafor", "Finance", {}, (("desktop", 14, 6),)),
    ("hugo.lindqvist", "Hugo", "Lindqvist", "Engineering", {}, (("linux", 9, 2), ("phone", 45, 3))),
    ("iris.tanaka", "Iris", "Tanaka", "Marketing", {}, (("laptop", 21, 30), ("phone", 100, 900))),
    (
        "jonas.weber",
        "Jonas",
        "Weber",
        "Legal",
        {"auth_service": "ldap", "auth_data": "uid=jonas.weber"},
        (("desktop", 6, 2), ("web", 6, 50)),
    ),
    (
        "katya.petrova",
        "Katya",
        "Petrova",
        "Engineering",
        {"auth_service": "gitlab", "auth_data": "4711"},
        (("linux", 4, 1), ("phone", 80, 2)),
    ),
    ("nora.brandt", "Nora", "Brandt", "IT", {"roles": "system_admin system_user"}, (("web", 1, 1), ("mmctl", 2, 8))),
    ("svc.build", "Build", "Service", "Service account", {"roles": "system_user system_user_access_token"}, ()),
)
# Those who left: user name, first name, last name, what they did, days since
FORMER: tuple[tuple[str, str, str, str, int], ...] = (
    ("leo.vogt", "Leo", "Vogt", "Engineering", 210),
    ("mia.santos", "Mia", "Santos", "Marketing", 95),
    ("omar.diallo", "Omar", "Diallo", "Operations", 400),
    ("paula.ricci", "Paula", "Ricci", "Finance", 33),
)
