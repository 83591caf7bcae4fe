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
  - Closes every way into Mattermost that users have and that can be closed through the API, or only the specified
    types of access, and then checks the result.
  - Everything that the bots of a user created or hold counts as a way in of the user, even if the bots are disabled.
  - The module works on active and on deactivated accounts. Deactivate the account with
    M(offboarding.mattermost.mattermost_user) first, or its owner can log in again.
  - Tokens are revoked before sessions, because a token creates a new session when it is used. Secrets that a user who
    is logged in could read again are replaced after the sessions are revoked.
  - Items that a user created in the name of other users are closed only if nobody else can have created them. Items
    that require a decision by a person are returned in RV(results[].to_do).
notes:
  - If Mattermost aborts the revocation of sessions with C(app.session.remove.app_error), the module tries again and
    then revokes the remaining sessions one by one.
  - Items that no longer exist when the module tries to close them count as closed.
  - Expired sessions are revoked as well.
  - Items that are created while the module is running, such as a token that is created before the last session is
    revoked, are closed as well.
  - For the id of an account that no longer exists, RV(results[].outcome) is V(missing), unless the account was
    permanently deleted and left bots or OAuth apps behind. With O(missing_users=ignore), these are closed like those
    of any other account.
  - Whether a secret is already new is determined by the module itself or, in later runs, by the server's log of the
    actions of the calling account. The module regenerates the secret in every run as long as the creator of the app,
    slash command or webhook is active, and also in the first run after somebody else regenerated it, or with another
    calling account.
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
    description:
      - When run twice in a row outside check mode with the same arguments, the second invocation indicates no change.
    support: partial
    details:
      - With O(oauth_apps=regenerate_secret), O(slash_commands=regenerate_token),
        O(outgoing_webhooks=regenerate_token), O(invitation_links=regenerate), O(email_invitations=invalidate) and
        O(passwords=replace), the module is idempotent only for accounts that are deactivated.
options:
  users:
    required: true
  access_types:
    description:
      - The types of access to close. If not set, all types that can be closed through the API are closed.
      - V(changed_account), V(changed_server) and V(known_secret) are never closed. What was found is returned in
        RV(results[].to_do) for a person to decide.
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
      - Whether to V(disable) the bots that a user owns, or to V(assign) them to O(bot_assignee).
      - V(assign) applies to active bots and to bots that Mattermost disabled when it deactivated their owner. The
        latter are enabled again. Bots that were already disabled keep their owner.
      - Before a bot is assigned, its tokens and sessions are revoked, because its former owner might use them, and the
        OAuth apps that it authorized are deauthorized. For the latter, the module creates a token for the bot and
        revokes it again, which requires C(manage_oauth), C(manage_system_wide_oauth) and C(create_user_access_token).
      - A bot is assigned after everything else is closed, because it can no longer be found through its former owner
        afterwards. It is not assigned if anything that it created could not be closed. Therefore, do not omit types of
        access from O(access_types) with V(assign).
      - Bots that Mattermost itself uses to post messages, such as C(system-bot), are never disabled. Their tokens and
        sessions are revoked, and without these nobody can act as the bot.
    type: str
    choices:
      - disable
      - assign
    default: disable
  bot_assignee:
    description:
      - The user name, e-mail address or id of the active account to which the bots, and everything else that is handed
        over, are assigned, for all users who are not in O(successors).
      - This option or O(successors) is required with O(bots=assign).
    type: str
  successors:
    description:
      - The successors of the users. Keys are users as in O(users). Values are the user names, e-mail addresses or ids
        of active accounts that are not in O(users). Keys that are not in O(users) are ignored.
      - Successors get the bots with O(bots=assign), and the new secrets of the items that are kept.
    type: dict
  without_successor:
    description:
      - What to do with users who have no successor, if items are to be handed over.
      - With V(fail), the module fails before anything is changed, and names all of these users. With V(close), their
        bots are disabled, and their webhooks and slash commands are deleted. The same applies to users whose successor
        cannot take over, see RV(unusable_successors).
    type: str
    choices:
      - fail
      - close
    default: fail
  slash_commands:
    description:
      - What to do with slash commands that a user or one of the user's bots created.
      - V(regenerate_token) keeps a command and gives it a new token, which the successor gets. The command keeps
        sending what is typed to the address that its creator chose. Therefore, the verdict is V(needs_human) until
        somebody has checked the address and added the RV(ignore:reference) of the command to O(confirmed).
      - V(delete) deletes them, including those that an earlier run kept and that were not confirmed.
      - V(leave) does not change them, and the type of access stays open.
    type: str
    choices:
      - delete
      - regenerate_token
      - leave
    default: delete
  outgoing_webhooks:
    description:
      - What to do with outgoing webhooks that a user or one of the user's bots created. The choices are the same as for
        O(slash_commands).
    type: str
    choices:
      - delete
      - regenerate_token
      - leave
    default: delete
  incoming_webhooks:
    description:
      - What to do with incoming webhooks of a user or of one of the user's bots. Their addresses cannot be changed.
      - V(recreate) creates a webhook with the same name in the same channel for the successor, then deletes the old
        one. Software that posts through it needs the new address, which the successor gets. The description of the new
        webhook says which one it replaces.
      - V(delete) deletes them. V(leave) does not change them, and the type of access stays open.
    type: str
    choices:
      - delete
      - recreate
      - leave
    default: delete
  secrets_dir:
    description:
      - Path to a directory on the host on which the module runs, for the new secrets of the items that are kept. It is
        created if it does not exist. It must be owned by the user who runs the module, and must not be writable by
        anybody else.
      - The module writes one JSON file for each successor to it, with mode C(0600), and returns the paths in
        RV(handed_over). The secrets are not stored anywhere else. If the directory cannot be written to, nothing is
        changed.
      - Client secrets of O(oauth_apps=regenerate_secret) are written as well for users with a successor.
      - Required with O(slash_commands=regenerate_token), O(outgoing_webhooks=regenerate_token) and
        O(incoming_webhooks=recreate).
    type: path
  oauth_apps:
    description:
      - What to do with OAuth apps that a user or one of the user's bots created.
      - V(regenerate_secret) gives the app a new secret and removes it from the trusted apps. The new secret must be
        configured wherever the app is run. This does not close the app, and the verdict is V(needs_human). The app
        keeps the tokens of other users until they expire, and its callback addresses keep getting new tokens from users
        who authorized it before. Public clients have no secret.
      - V(delete) deletes the app, and the sessions and refresh tokens that it has for all users.
      - V(leave) does not change the app, and the type of access stays open.
    type: str
    choices:
      - regenerate_secret
      - delete
      - leave
    default: regenerate_secret
  oauth_authorizations:
    description:
      - What to do about refresh tokens for the user, or for one of the user's bots, that OAuth apps may still have.
        These tokens cannot be listed, they outlive all sessions, and servers without the fix of June 2026 accept them
        even for deactivated accounts.
      - V(leave) does not check them. M(offboarding.mattermost.mattermost_access_info) does, with the verdict
        V(unknown) if such a token may exist.
      - V(regenerate_secrets) gives a new secret to every OAuth app of the server that the account may have authorized,
        regardless of who created the app. B(Each of these integrations stops refreshing tokens for all of its users
        until it is configured with the new secret.) The server does not show which apps an account authorized, so this
        can affect all apps that existed when the account was deactivated. Check mode lists them. Nothing is changed for
        accounts that never authorized an app.
      - A second run changes nothing, because the server's log shows that the calling account regenerated the secrets.
      - Once an app is configured with its new secret, it can use the refresh tokens that it still has. Therefore, the
        verdict is V(needs_human) afterwards.
      - Active accounts are not processed, because they could authorize an app again.
    type: str
    choices:
      - leave
      - regenerate_secrets
    default: leave
  system_roles:
    description:
      - Whether to V(reset) the system roles of the account and of its bots to those of a regular user or guest, or to
        V(leave) them. Roles that are left are effective again when the account is activated again.
      - As of version 9.10, Mattermost does not remove the role C(system_admin) from any account, deactivated or not,
        while only one active person has it. In this case, the verdict is V(needs_human). To avoid this, use
        O(offboarding.mattermost.mattermost_user#module:system_roles=reset) when you deactivate the account.
    type: str
    choices:
      - reset
      - leave
    default: reset
  invitation_links:
    description:
      - What to do with the invitation links of teams that a user knows and that allow anybody to create an account.
      - V(report) lists the teams for a person to decide.
      - V(regenerate) regenerates each link, once in a run for all users. Links that were sent out but not used yet no
        longer work.
      - V(leave) does not check them.
    type: str
    choices:
      - report
      - regenerate
      - leave
    default: report
  email_invitations:
    description:
      - What to do with e-mail invitations that a user may have sent in the last 48 hours. Mattermost does not show
        whether there are any.
      - V(report) reports them until the 48 hours are over.
      - V(invalidate) invalidates all pending e-mail invitations of all users. Since Mattermost does not show that this
        was done, the module records it in a preference of the calling account.
      - V(leave) does not check them.
    type: str
    choices:
      - report
      - invalidate
      - leave
    default: report
  passwords:
    description:
      - Whether to V(replace) the password of a user with a random one that is not stored anywhere, or to V(leave) it. A
        password that is left is valid again when the account is activated again.
      - Accounts that log in through another service have no password. Mattermost informs the user by e-mail that the
        password was changed.
    type: str
    choices:
      - replace
      - leave
    default: leave
  team_roles:
    description:
      - Whether to V(reset) the roles of team admin and channel admin to those of a member, or to V(leave) them. Roles
        that are left are effective again when the account is activated again.
    type: str
    choices:
      - reset
      - leave
    default: leave
  memberships:
    description:
      - Whether to V(remove) a user from all teams and their channels, or to V(leave) the memberships. Memberships that
        are left are effective again when the account is activated again.
      - Mattermost posts a message about the removal to the channels.
    type: str
    choices:
      - remove
      - leave
    default: leave
  assume_deactivated:
    description:
      - Whether to predict, in check mode, what would be closed after M(offboarding.mattermost.mattermost_user) had
        deactivated the accounts, and had reset their system roles if O(system_roles=reset). Set this if the same play
        deactivates them first, which check mode does not do.
      - Ignored outside of check mode.
    type: bool
    default: false
seealso:
  - module: offboarding.mattermost.mattermost_access_info
  - module: offboarding.mattermost.mattermost_user
"""

EXAMPLES = r"""
- name: Deactivate the account first
  offboarding.mattermost.mattermost_user:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]
    state: deactivated
    system_roles: reset

- name: Close all other ways in
  offboarding.mattermost.mattermost_access_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1]

- name: Close all ways in and assign the bots to a colleague
  offboarding.mattermost.mattermost_access_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user2@example.com]
    bots: assign
    bot_assignee: user3

- name: Hand items over to colleagues and close everything else
  offboarding.mattermost.mattermost_access_revoke:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    users: [user1, user2]
    successors:
      user1: user3
      user2: user3
    bots: assign
    slash_commands: regenerate_token
    outgoing_webhooks: regenerate_token
    incoming_webhooks: recreate
    secrets_dir: ~/mattermost-handover
"""

RETURN = r"""
results:
  description: One entry for each entry of O(users), in the same order. Also returned when the module fails.
  returned: when the users were found
  type: list
  elements: dict
  contains:
    requested:
      description: The entry as it was specified.
      type: str
      returned: always
      sample: user1
    user:
      description: The account that was found, or V(null) if there is none.
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
      description: Whether anything was closed for this user (in check mode, would be closed).
      type: bool
      returned: always
      sample: true
    outcome:
      description:
        - V(done), V(not_done), or V(missing) if the user does not exist.
        - V(unknown) if a change was sent and no answer was received.
      type: str
      returned: always
      sample: done
    request_ids:
      description: The ids under which the server logged the requests that changed something for this user.
      type: list
      elements: str
      returned: always
      sample: []
    error:
      description: The error for this user, or V(null) if there was none.
      type: dict
      returned: always
      sample: null
    access:
      description:
        - The specified types of access, by name. RV(ignore:before) is the previous verdict, and RV(ignore:closed)
          contains the items that were closed (in check mode, would be closed). Bots that were assigned have
          RV(ignore:assigned_to), and other items that were handed over have RV(ignore:handed_over_to). Items that
          belong to a bot have the name of the bot in RV(ignore:bot).
        - RV(ignore:verdict) is one of V(closed), V(open), V(not_allowed) (the calling account lacks a permission),
          V(feature_off) (the feature is disabled on this server, and the items work again when it is enabled),
          V(needs_human) (something must be done manually), V(unknown) (the server provides no way to find out, for
          example because the log does not go back far enough) and V(failed) (the check failed). RV(ignore:reason)
          contains the explanation.
        - RV(ignore:still_open) shows whether the user can still get in this way. V(null) means that this is not known.
        - Items that require manual work have an RV(ignore:advice) with the account, the time and what to do, and a
          RV(ignore:reference) to specify in O(confirmed) when it is done.
        - After a real run, the verdict and RV(ignore:found) are the result of the final check. In check mode, they show
          the current state.
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
      description: The number of items that were closed (in check mode, would be closed).
      type: int
      returned: always
      sample: 1
    still_open:
      description: The types of access by which the user can still get in.
      type: list
      elements: str
      returned: always
      sample: []
    not_checked:
      description: The types of access whose state is not known.
      type: list
      elements: str
      returned: always
      sample: []
    to_do:
      description: What must be done by hand, one entry for each task, with its reference if it has one.
      type: list
      elements: str
      returned: always
      sample: []
    ways_in:
      description: The number of items that are open.
      type: int
      returned: always
      sample: 0
handed_over:
  description: The files with new secrets that were written, one for each successor. Empty in check mode.
  returned: when the users were found
  type: list
  elements: dict
  sample:
    - successor: user3
      file: /root/mattermost-handover/user3-20261125T201500Z.json
      secrets: 2
unusable_successors:
  description:
    - Who is named in O(successors) and cannot take over, with O(without_successor=close). Otherwise the module fails.
    - RV(ignore:problem) is V(unknown), V(deactivated), V(one of the users) or V(a bot).
  returned: when the users were found
  type: list
  elements: dict
  sample: []
summary:
  description: Counts for all users. A user who is listed twice is counted once.
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
    - The server, its version, and the number of seconds by which its clock is ahead of the controller's clock.
    - Values that the server does not provide are V(null).
  returned: when the users were found
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
caller:
  description: The calling account and its roles.
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
  description: The error, if it does not belong to a single user.
  returned: when the module failed before it processed the users
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to look up users at https://chat.example.com: HTTP 401 api.context.session_expired.app_error:
      Invalid or expired session, please login again. The token is wrong, expired or revoked, or its account is
      deactivated: create a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: create a new one."
retried:
  description: The requests that were repeated and the reasons, for the first 50 retries.
  returned: when requests were repeated
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
        "successors": {"type": "dict"},
        "without_successor": {"type": "str", "choices": ["fail", "close"], "default": "fail"},
        "slash_commands": {"type": "str", "choices": ["delete", "regenerate_token", "leave"], "default": "delete"},
        "outgoing_webhooks": {"type": "str", "choices": ["delete", "regenerate_token", "leave"], "default": "delete"},
        "incoming_webhooks": {"type": "str", "choices": ["delete", "recreate", "leave"], "default": "delete"},
        "secrets_dir": {"type": "path", "no_log": False},
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
        "assume_deactivated": {"type": "bool", "default": False},
    },
    required_if=[
        ("bots", "assign", ["bot_assignee", "successors"], True),
        ("slash_commands", "regenerate_token", ["secrets_dir"]),
        ("outgoing_webhooks", "regenerate_token", ["secrets_dir"]),
        ("incoming_webhooks", "recreate", ["secrets_dir"]),
    ],
)


def main():
    """Run the module."""
    _module.run(CONNECTION + USERS.requiring("users") + INCLUDE_SELF + LOG + CLOSE, access.revoke)


if __name__ == "__main__":
    main()
