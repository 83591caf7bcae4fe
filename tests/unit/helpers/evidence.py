# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules return about people, and runs over them, for the tests of the evidence."""

from __future__ import annotations

import json
import os

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands, run, words

TITLES = {
    "account": "Account",
    "user_access_token": "User access tokens",
    "bot": "Bots",
    "oauth_authorization": "OAuth apps authorised",
    "session": "Sessions",
}
SERVER = {"url": "https://chat.example.com", "version": "11.6.0", "clock_ahead": 0}
CALLER = {"id": "9" * 26, "username": "admin", "email": "admin@example.com", "roles": ["system_admin"]}


def user_of(name, **fields):
    """Return a user as the modules return one."""
    user = {"id": (name * 26)[:26], "username": name, "email": name + "@example.com", "active": True}
    return dict(user, system_admin=False, **fields)


def seen(access_type, verdict="open", items=1, reason=None, still_open=None):
    """Return one type of access as the module tells it, with so many items open."""
    known = {"open": True, "needs_human": True, "closed": False, "feature_off": False}
    number = items if verdict == "open" else 0
    found = [{"id": "%s-%d" % (access_type, n), "open": True} for n in range(number)]
    still_open = known.get(verdict) if still_open is None else still_open
    title = TITLES[access_type]
    return {"title": title, "verdict": verdict, "reason": reason, "still_open": still_open, "found": found}


def look(name, *access_types, error=None, **access):
    """Return one entry of the results of mattermost_access_info."""
    access = {access_type: seen(access_type) for access_type in access_types} | access
    return {
        "requested": name,
        "user": user_of(name),
        "error": {"message": error} if error else None,
        "access": access,
        "still_open": [one for one, value in access.items() if value["still_open"]],
        "not_checked": [one for one, value in access.items() if value["still_open"] is None],
        "to_do": [],
        "ways_in": sum(len(value["found"]) for value in access.values()),
    }


def closed(*access_types):
    """Return types of access that are closed."""
    return {access_type: seen(access_type, "closed") for access_type in access_types}


def options(place, **changes):
    """Return the options of a run that keeps evidence in a place."""
    made = {name: commands.OPTIONS[name].get("default") for name in commands.OF_A_RUN}
    settings = {"deactivate": True, "close": [], "revoke_sessions": True, "verify": True, "second_look_delay": 0}
    return dict(made, **{"dir": str(place), "check_mode": False, "settings": settings, **changes})


def leavers(*people, **about):
    """Return the lines in which the action leavers hands people over."""
    nothing = dict.fromkeys(("fallback", "leaves_at", "dated", "left_at", "ticket", "requested_by", "approved_by"))
    told = {**nothing, "successor": None, "due": True, "source": "leavers.csv:2", **about}
    return "".join(json.dumps({"user": name, **told}) + "\n" for name in people)


class Play:
    """A run as the role makes it, step by step, over people of whom each has an account and a session."""

    def __init__(self, place, *people, about=None, **changes):
        started = run.start(options(place, **changes), os.getpid(), place, "1.0.0")
        self.started = started
        self.people = people
        with open(started["list"], "w", encoding="utf-8") as stream:
            stream.write(leavers(*people, **(about or {})))
        self.run = run.Run(started["journal"])
        self.planned = self.run.take_list()
        if self.planned["batches"] is None:
            for number in range(self.planned["chunks"]):
                wanted = self.run.chunk(number)["users"]
                users = [user_of(name) for name in wanted if name in people]
                self.run.record(number, words.FOUND, {"users": users})
            self.planned = self.run.plan()

    def before(self, batch=0):
        """Begin a batch and take the first look."""
        wanted = self.run.begin(batch, 1)["users"]
        who = [name for name in self.people if name in wanted or user_of(name)["id"] in wanted]
        results = [look(name, "account", "session") for name in who]
        self.run.record(batch, words.BEFORE, {"results": results, "server": SERVER, "caller": CALLER, "lacks": {}})
        self.run.admit(batch)
        return who

    def blocked(self, who, batch=0):
        """Block the accounts."""
        entry = {"changed": True, "state": "deactivated", "previous_state": "active", "request_ids": ["r" * 26]}
        self.run.record(batch, words.BLOCKED, {"results": [dict(entry, user=user_of(name)) for name in who]})

    def closed(self, who, batch=0):
        """Close the rest."""
        access = {"session": dict(seen("session", "closed"), closed=[{"id": "s-1"}])}
        self.run.record(batch, words.CLOSED, {"results": [dict(look(name), access=access) for name in who]})

    def after(self, who, batch=0):
        """Look again, and add up."""
        self.run.record(batch, words.AFTER, looked(who))
        return self.run.complete(batch)

    def whole(self, batch=0):
        """Do all of it for a batch."""
        who = self.before(batch)
        self.blocked(who, batch)
        self.closed(who, batch)
        return self.after(who, batch)


def looked(who, url=SERVER["url"]):
    """Return the result of a look at people of whom nothing is open any more."""
    results = []
    for name in who:
        entry = look(name, **closed("account", "session"))
        entry["access"]["account"]["found"] = [{"id": "a", "deactivated_at": "2026-11-25T10:00:00Z", "open": False}]
        results.append(dict(entry, user=user_of(name) | {"active": False}))
    return {"results": results, "server": dict(SERVER, url=url), "caller": CALLER, "lacks": {}}
