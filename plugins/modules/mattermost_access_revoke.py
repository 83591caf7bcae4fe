#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_access_revoke
short_description: Close the ways in that Mattermost users have
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Closes, for one user or ten thousand, every way into Mattermost that an API can close, or the chosen types of
    access, and looks again at what it closed.
  - What the bots of a user made or hold counts as the user's, also if the bots are disabled.
  - It works on active and on deactivated accounts. Block the account first with
    M(offboarding.mattermost.mattermost_user), or its owner logs in again.
  - Tokens come before sessions, since a token makes itself a new one at its next use. What somebody who is logged in
    could look up anew comes after the sessions.
  - What a user made in other people's names is closed where nobody else can have made it. What is for a person to
    decide is named.
notes:
  - Where Mattermost breaks off the revocation of sessions with C(app.session.remove.app_error), the module tries again
    and then revokes what is left one by one.
  - What is gone when its turn comes counts as closed.
  - Expired sessions are revoked like any other. Whether one has expired is for the server to say.
  - What comes up while the module closes what was there, such as a token that somebody makes until the last session
    ends, is closed as well.
  - For an id that no account has any more, RV(results[].outcome) is V(missing), unless the account was permanently
    deleted and left bots or OAuth apps behind. These are closed like those of any other account, with
    O(missing_users=ignore).
  - That a secret is new is proven by what the module saw itself or, in later runs, by the server's log of what the
    calling account did. As long as the maker of an app is active, each run makes a new secret. So does the first run
    after somebody else made one, or with another calling account.
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.users
  - offboarding.mattermost.users.include_self
  - offboarding.mattermost.access_types
  - offboarding.mattermost.access_types.log
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.change
attributes:
  idempotent:
    description: When run twice in a row with the same arguments, the second run says that nothing changed.
    support: partial
    details:
      - With O(oauth_apps=regenerate_secret), O(invitation_links=regenerate), O(email_invitations=invalidate) and
        O(passwords=replace) only for accounts that are deactivated.
options:
  users:
    required: true
  access_types:
    description:
      - The types of access to close. If not set, all that an API can close.
      - Nothing closes V(changed_account), V(changed_server) and V(known_secret). They are named for a person to decide.
    type: list
    elements: str
    choices:
      - system_role
      - user_access_token
      - bot_token
      - bot
      - incoming_webhook
      - outgoing_webhook
      - slash_command
      - oauth_app
      - oauth_authorization
      - session
      - token_for_others
      - integration_for_others
      - secure_connection
      - invitation_link
      - email_invitation
      - changed_account
      - changed_server
      - known_secret
  bots:
    description:
      - What to do with bots that a user owns. V(disable) them, or V(assign) them to O(bot_assignee).
      - With V(assign), active bots are assigned, and also those that Mattermost disabled when it deactivated their
        owner. The latter are enabled again. Bots that were disabled before stay with their owner.
      - Before a bot is assigned, its tokens and sessions are revoked, since its former owner may use them, and the
        OAuth apps that it authorised are shut out. For the latter, the module makes the bot a token and revokes it
        again, which takes C(manage_oauth), C(manage_system_wide_oauth) and C(create_user_access_token).
      - A bot is assigned after everything else, since it is no longer found as the former owner's afterwards, and not
        at all if something that it made could not be closed. So do not leave types of access out of O(access_types)
        with V(assign).
      - A bot that Mattermost itself posts as, such as C(system-bot), is never disabled. Its tokens and sessions are
        revoked, and without these nobody can act as it.
    type: str
    choices:
      - disable
      - assign
    default: disable
  bot_assignee:
    description:
      - The active account that gets the bots, by user name, e-mail address or id. Required with O(bots=assign).
    type: str
  oauth_apps:
    description:
      - What to do with OAuth apps that a user or a bot of theirs made.
      - V(regenerate_secret) gives an app a new secret, which whoever runs it has to enter there, and takes it off the
        trusted apps. It does not close the app, and the verdict V(needs_human) says what stays. The app keeps the
        tokens that people gave it until they expire, and its callback addresses go on getting new ones from those who
        let it in before. A public client has no secret.
      - V(delete) ends the app, and its sessions and refresh tokens of all users.
      - V(leave) leaves it to somebody else, and the type of access stays open.
    type: str
    choices:
      - regenerate_secret
      - delete
      - leave
    default: regenerate_secret
  oauth_authorizations:
    description:
      - What to do about refresh tokens that the user, or a bot of theirs, may still have with OAuth apps. They cannot
        be listed, they outlive all sessions, and servers older than the fix of June 2026 take them from deactivated
        accounts.
      - V(leave) changes nothing. Where such a token may be left, M(offboarding.mattermost.mattermost_access_info) says
        so, with the verdict V(unknown).
      - V(regenerate_secrets) gives a new secret to every OAuth app of the server that the account may have let in,
        whoever made the app. B(Each of these integrations stops refreshing its tokens, for all of its users, until
        whoever runs it has entered the new secret.) The server does not tell which apps an account let in, so these
        can be all that existed when it was deactivated. Check mode names them. Accounts that never let an app in
        change nothing.
      - A second run changes nothing. It finds in the server's log that the calling account has made the secrets since.
      - An app that got its new secret goes on with the refresh tokens that it holds. So the verdict afterwards is
        V(needs_human).
      - Accounts that are active are left alone, since they could let an app in again.
    type: str
    choices:
      - leave
      - regenerate_secrets
    default: leave
  system_roles:
    description:
      - Whether to V(reset) the system roles of the account and of its bots to those of a plain user or guest, or to
        V(leave) them, to come back when the account is activated again.
      - From version 9.10 on, Mattermost does not take the role C(system_admin) away from anybody, deactivated or not,
        while only one active person has it. The verdict is V(needs_human) then. To avoid that, use
        O(offboarding.mattermost.mattermost_user#module:system_roles=reset) when you block the account.
    type: str
    choices:
      - reset
      - leave
    default: reset
  invitation_links:
    description:
      - What to do with the invitation links of teams that a user knows and by which anybody can make a new account.
      - V(report) names the teams for a person to decide.
      - V(regenerate) makes each link anew, once in a run for however many users. Links that were sent out and not
        used yet no longer work.
      - V(leave) does not look at them.
    type: str
    choices:
      - report
      - regenerate
      - leave
    default: report
  email_invitations:
    description:
      - What to do with invitations by e-mail that a user may have sent in the last 48 hours. Mattermost does not show
        whether there are any.
      - V(report) says so until the 48 hours are over.
      - V(invalidate) ends all invitations by e-mail that are under way, everybody's. That it did so it notes in a
        preference of the calling account, since Mattermost does not show it.
      - V(leave) does not look at them.
    type: str
    choices:
      - report
      - invalidate
      - leave
    default: report
  passwords:
    description:
      - Whether to V(replace) the password of a user with a random one that nobody keeps, or to V(leave) it, to be valid
        again when the account is activated again.
      - Accounts that log in elsewhere have none. Mattermost tells the user by e-mail that the password was changed.
    type: str
    choices:
      - replace
      - leave
    default: leave
  team_roles:
    description:
      - Whether to V(reset) the roles of team admin and channel admin to those of a member, or to V(leave) them, to come
        back when the account is activated again.
    type: str
    choices:
      - reset
      - leave
    default: leave
  memberships:
    description:
      - Whether to V(remove) a user from all teams and their channels, or to V(leave) the memberships, to come back when
        the account is activated again.
      - Mattermost posts into the channels that the user was removed.
    type: str
    choices:
      - remove
      - leave
    default: leave
seealso:
  - module: offboarding.mattermost.mattermost_access_info
  - module: offboarding.mattermost.mattermost_user
"""

EXAMPLES = r"""
- name: Block the account first
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: deactivated
    system_roles: reset

- name: Then close everything else
  offboarding.mattermost.mattermost_access_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: Close everything, and give the bots to a colleague
  offboarding.mattermost.mattermost_access_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user2@example.com]
    bots: assign
    bot_assignee: user3
"""

RETURN = r"""
results:
  description: One entry for each entry of O(users), in the same order, also when the module fails.
  returned: when the users were found
  type: list
  elements: dict
  contains:
    requested:
      description: The entry as it was given.
      type: str
      returned: always
      sample: user1
    user:
      description: The account that was found, V(null) where there is none.
      type: dict
      returned: always
      sample:
        id: q4599d99ni8k88f5yugzw7t85a
        username: user1
        email: user1@example.com
        active: false
        auth_service: ""
        system_admin: false
    changed:
      description: Whether anything of this user was closed (in check mode, would be).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) where the user does not exist.
        - V(unknown) where a change was sent and no answer came back.
      type: str
      returned: always
      sample: done
    request_ids:
      description: The ids under which the server logged what the module asked it to change for this user.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: V(null), or what went wrong for this user.
      type: dict
      returned: always
      sample: null
    access:
      description:
        - Each type of access that was asked for, by its name. RV(ignore:before) is the verdict before, and
          RV(ignore:closed) is what was closed (in check mode, would be). A bot that was assigned comes with
          RV(ignore:assigned_to). What belongs to a bot comes with its name in RV(ignore:bot).
        - RV(ignore:verdict) is one of V(closed), V(open), V(not_allowed) (the calling account lacks a permission),
          V(feature_off) (switched off on this server, and back when it is switched on), V(needs_human) (with what to
          do), V(unknown) (nobody can know, for example since the log does not go back that far) and V(failed) (with
          why). RV(ignore:reason) says it in a sentence.
        - RV(ignore:still_open) tells whether the person still gets in this way. V(null) means that nobody knows.
        - What is left to a person has an RV(ignore:advice) with the account, the time and what to do, and a
          RV(ignore:reference) by which O(confirmed) closes it once it is done.
        - After a real run, the verdict and RV(ignore:found) are those of a second look. In check mode, they are as
          found.
      type: dict
      returned: always
      sample:
        user_access_token:
          title: User access tokens
          before: open
          verdict: closed
          reason: null
          still_open: false
          found: []
          closed:
            - id: 6uddzn4wi3gt8m9dhiynx43qxy
              description: ci
              active: true
    closed:
      description: How many items were closed (in check mode, would be).
      type: int
      returned: always
      sample: 1
    still_open:
      description: The types of access by which the person still gets in.
      type: list
      elements: str
      returned: always
      sample: []
    not_checked:
      description: The types of access of which nobody knows.
      type: list
      elements: str
      returned: always
      sample: []
    to_do:
      description: What a person must do by hand, an entry for each thing, with its reference where it has one.
      type: list
      elements: str
      returned: always
      sample: []
    ways_in:
      description: How many items are open.
      type: int
      returned: always
      sample: 0
summary:
  description: Counts over all users. A user named twice counts once.
  returned: when the users were found
  type: dict
  sample:
    users: 1
    users_missing: 0
    users_changed: 1
    users_open: 0
    users_not_checked: 0
    users_to_do: 0
    ways_in: 0
    closed: 1
    failed: 0
    requests: 16
    retries: 0
server:
  description:
    - The server, its version, and the seconds that its clock is ahead of the controller's.
    - What the server does not tell is V(null).
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
caller:
  description: The calling account, with its roles.
  returned: when the users were found
  type: dict
  sample:
    id: h8qdft9y4prxzr6hu1krm91pth
    username: offboarding-service
    email: offboarding@example.com
    active: true
    auth_service: ""
    system_admin: true
    roles: [system_admin, system_user]
error:
  description: What went wrong, where it concerns no single user.
  returned: when the module failed before it came to the users
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to look up users at https://chat.example.com: HTTP 401 api.context.session_expired.app_error:
      Invalid or expired session, please login again. The token is wrong, expired or revoked, or its account is
      deactivated: create a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: create a new one."
retried:
  description: What was tried again and why, the first 50 times.
  returned: when a request was repeated
  type: list
  elements: str
  sample:
    - "list the sessions of user1: HTTP 503, attempt 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import REVOKED
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import (
    CONNECTION,
    INCLUDE_SELF,
    LOG,
    USERS,
    Spec,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import access

CLOSE = Spec(
    {
        "access_types": {"type": "list", "elements": "str", "choices": list(REVOKED)},
        "bots": {"type": "str", "choices": ["disable", "assign"], "default": "disable"},
        "bot_assignee": {"type": "str"},
        "oauth_apps": {
            "type": "str",
            "choices": ["regenerate_secret", "delete", "leave"],
            "default": "regenerate_secret",
        },
        "oauth_authorizations": {"type": "str", "choices": ["leave", "regenerate_secrets"], "default": "leave"},
        "system_roles": {"type": "str", "choices": ["reset", "leave"], "default": "reset"},
        "invitation_links": {"type": "str", "choices": ["report", "regenerate", "leave"], "default": "report"},
        "email_invitations": {"type": "str", "choices": ["report", "invalidate", "leave"], "default": "report"},
        # An option of what to do, and no secret.
        "passwords": {"type": "str", "choices": ["replace", "leave"], "default": "leave", "no_log": False},
        "team_roles": {"type": "str", "choices": ["reset", "leave"], "default": "leave"},
        "memberships": {"type": "str", "choices": ["remove", "leave"], "default": "leave"},
    },
    required_if=[("bots", "assign", ["bot_assignee"])],
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + INCLUDE_SELF + LOG + CLOSE, access.revoke)


if __name__ == "__main__":
    main()
