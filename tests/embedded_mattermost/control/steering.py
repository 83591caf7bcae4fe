# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counters, settings and faults."""

from __future__ import annotations

from typing import Any

from ..context import Context
from ..journal import Journal
from ..routing import Routes

ROUTES = Routes()
BASE = "/_embedded"


@ROUTES.get("/requests", base=BASE)
def get_requests(context: Context) -> Any:
    """What was asked so far."""
    return context.server.journal.body()


@ROUTES.post("/requests/reset", base=BASE)
def reset_requests(context: Context) -> Any:
    """Count from nothing again."""
    context.server.journal = Journal()
    return context.server.journal.body()


@ROUTES.get("/settings", base=BASE)
def get_settings(context: Context) -> Any:
    """The settings as they are."""
    return context.settings.values


@ROUTES.put("/settings", base=BASE)
def put_settings(context: Context) -> Any:
    """Set what is named, keep the rest."""
    context.server.change_settings(body_object(context))
    return context.settings.values


@ROUTES.post("/reset", base=BASE)
def reset(context: Context) -> Any:
    """Default settings, no faults, counters at nothing; users and what they have stay."""
    context.server.reset()
    context.server.journal = Journal()
    return context.settings.values


@ROUTES.get("/faults", base=BASE)
def get_faults(context: Context) -> Any:
    """The rules, with how often each hit."""
    return [fault.report() for fault in context.server.faults.rules]


@ROUTES.put("/faults", base=BASE)
def put_faults(context: Context) -> Any:
    """Put rules in the place of all old ones."""
    rules = context.json()
    if not isinstance(rules, list):
        raise ValueError("the body must be a list of rules")
    context.server.faults.replace(rules)
    return get_faults(context)


@ROUTES.post("/outage", base=BASE)
def outage(context: Context) -> Any:
    """Be gone for some seconds, as during a restart, and come back knowing what was known."""
    asked = {"after": 0.05, "seconds": 10, **body_object(context)}
    assert context.server.outage is not None
    context.server.go_on(context.server.outage(float(asked["after"]), float(asked["seconds"])))
    return {"after": asked["after"], "seconds": asked["seconds"]}


def body_object(context: Context) -> dict[str, Any]:
    """The body, which has to be an object or nothing."""
    if not context.raw_body:
        return {}
    body = context.json()
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body
