# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that a test stages: what a proxy, a network or a tired server does to an answer."""

from __future__ import annotations

import base64
import random
import re
from typing import Any

KINDS = ("status", "body", "redirect", "reset_before", "reset_after", "truncate", "delay")
FIELDS = {
    "method", "path", "probability", "times", "skip", "kind", "status", "body", "body_base64", "content_type",
    "headers", "location", "delay", "seed",
}  # fmt: skip
PROXY_PAGE = (
    "<html>\r\n<head><title>{0} Bad Gateway</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>\r\n"
)


class Fault:
    """One rule: which requests it hits, how often, and what then happens."""

    def __init__(self, rule: dict[str, Any]) -> None:
        unknown = set(rule) - FIELDS
        if unknown:
            raise ValueError("unknown fields: " + ", ".join(sorted(unknown)))
        if rule.get("kind") not in KINDS:
            raise ValueError("kind must be one of " + ", ".join(KINDS))
        self.rule = rule
        self.kind: str = rule["kind"]
        self.seen = 0
        self.hits = 0
        self._path = re.compile(rule.get("path") or "")
        self._method = rule.get("method")
        self._random = random.Random(rule.get("seed"))

    def wants(self, method: str, path: str) -> bool:
        """Whether this request is hit; counts it."""
        if self._method and self._method != method or not self._path.search(path):
            return False
        self.seen += 1
        times = self.rule.get("times")
        if self.seen <= self.rule.get("skip", 0) or times is not None and self.hits >= times:
            return False
        if self._random.random() >= self.rule.get("probability", 1.0):
            return False
        self.hits += 1
        return True

    @property
    def status(self) -> int:
        """The status to answer with."""
        return int(self.rule.get("status", {"body": 200, "redirect": 301}.get(self.kind, 502)))

    @property
    def body(self) -> bytes:
        """The body to answer with: a proxy's page unless the rule says otherwise."""
        if self.rule.get("body_base64") is not None:
            return base64.b64decode(self.rule["body_base64"])
        if self.rule.get("body") is not None:
            return str(self.rule["body"]).encode("utf-8", "surrogatepass")
        return b"" if self.kind == "redirect" else PROXY_PAGE.format(self.status).encode()

    def headers(self, path: str) -> dict[str, str]:
        """The headers to answer with; `{path}` in a location becomes the path that was asked for."""
        headers = {"Content-Type": str(self.rule.get("content_type", "text/html"))}
        if self.rule.get("location"):
            headers["Location"] = str(self.rule["location"]).replace("{path}", path)
        headers.update(self.rule.get("headers") or {})
        return headers

    def report(self) -> dict[str, Any]:
        """The rule as it was given, with what it has done."""
        return {**self.rule, "seen": self.seen, "hits": self.hits}


class Faults:
    """The rules, in order: the first that wants a request gets it."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def replace(self, rules: list[dict[str, Any]]) -> None:
        """Put new rules in the place of all old ones."""
        self.rules = [Fault(rule) for rule in rules]

    def pick(self, method: str, path: str) -> Fault | None:
        """Return the fault for a request, if one wants it."""
        for fault in self.rules:
            if fault.wants(method, path):
                return fault
        return None
