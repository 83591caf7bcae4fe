#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mattermost_stale_access_info
short_description: Find stale access to Mattermost
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Searches a whole Mattermost server for access tokens, bots, webhooks, slash commands and OAuth apps whose owners are
    deactivated.
  - Finds access tokens that have not been used for some time, or that are older than a maximum.
  - Does not need a list of leavers. To find everything that certain people have, use
    M(offboarding.mattermost.mattermost_access_info).
extends_documentation_fragment:
  - offboarding.mattermost.connection
  - offboarding.mattermost.stale_access
  - offboarding.mattermost.attributes
  - offboarding.mattermost.attributes.info
seealso:
  - module: offboarding.mattermost.mattermost_stale_access_revoke
  - module: offboarding.mattermost.mattermost_access_info
"""

EXAMPLES = r"""
- name: Find access with a deactivated owner, tokens not used for 90 days, and tokens older than a year
  offboarding.mattermost.mattermost_stale_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    unused_for: 90d
    older_than: 365d
  register: stale

- name: Fail if a type of access could not be checked
  ansible.builtin.assert:
    that: stale.summary.not_checked == []

- name: Find webhooks of deactivated accounts, except those of an account whose webhooks are meant to stay
  offboarding.mattermost.mattermost_stale_access_info:
    url: https://chat.example.com
    token: "{{ mattermost_token }}"
    access_types: [incoming_webhook, outgoing_webhook]
    exclude_users: [user3]
"""

RETURN = r"""
results:
  description: One entry for each item that is stale, or of which nobody can know whether it is, by owner.
  returned: when the lists were read
  type: list
  elements: dict
  contains:
    access_type:
      description: Type of access.
      type: str
      returned: always
      sample: user_access_token
    title:
      description: Type of access as it is called in reports.
      type: str
      returned: always
      sample: User access tokens
    id:
      description:
        - Id of the item. Of an incoming webhook only the beginning is shown, since whoever knows the id can post.
      type: str
      returned: always
      sample: 6uddzn4wi3gt8m9dhiynx43qxy
    name:
      description: Name, trigger, user name or description of the item.
      type: str
      returned: always
      sample: nightly backup
    owner:
      description:
        - Account that the item belongs to. RV(ignore:owner) is the user name of the owner of a bot.
        - RV(ignore:active) is V(null) if the account is not found.
      type: dict
      returned: always
      sample:
        id: q4599d99ni8k88f5yugzw7t85a
        username: user1
        email: user1@example.com
        bot: false
        active: true
        deactivated_at: null
        owner: null
    verdict:
      description:
        - V(stale), V(unknown) if nobody can know whether the item is stale, or V(left_alone) if it is stale and belongs
          to the calling account.
      type: str
      returned: always
      sample: stale
    reasons:
      description:
        - Why. One or more of V(owner_deactivated), V(unused), V(too_old), V(calling_account), or of
          V(last_use_unknown), V(age_unknown), V(owner_missing) with the verdict V(unknown).
      type: list
      elements: str
      returned: always
      sample: [unused]
    reason:
      description: The same in a sentence.
      type: str
      returned: always
      sample: "Mattermost has recorded no activity since 2026-03-01T09:00:00Z (unused_for: 90d)."
    created_at:
      description: When the item was made, V(null) if Mattermost does not return it.
      type: str
      returned: always
      sample: null
    first_activity_at:
      description: First activity of an access token that is still known, V(null) for other items and if none is known.
      type: str
      returned: always
      sample: "2025-11-20T17:30:00Z"
    last_activity_at:
      description:
        - Last activity of an access token that Mattermost has noted, V(null) for other items and if none is known.
          See O(unused_for) for what Mattermost notes.
      type: str
      returned: always
      sample: "2026-03-01T09:00:00Z"
    details:
      description: What else is known of the item, by type of access.
      type: dict
      returned: always
      sample:
        description: nightly backup
    closed:
      description: Whether the item was closed (in check mode, would be). Always V(false) for this module.
      type: bool
      returned: always
      sample: false
    note:
      description: What is left to people, V(null) if nothing is.
      type: str
      returned: always
      sample: null
access_types:
  description:
    - Whether each type of access was checked. RV(ignore:verdict) is V(checked), V(not_allowed) (the calling account
      lacks a permission), V(feature_off) (the feature is disabled on this server, and the items work again when it is
      enabled) or V(failed). RV(ignore:reason) is a sentence.
  returned: when the lists were read
  type: dict
  sample:
    user_access_token:
      title: User access tokens
      verdict: checked
      reason: null
summary:
  description:
    - Counts. RV(ignore:owners) is how many accounts the items belong to, RV(ignore:not_checked) lists the types of
      access of which nobody knows, RV(ignore:failed) is how many accounts could not be finished.
  returned: when the lists were read
  type: dict
  sample:
    stale: 1
    unknown: 0
    left_alone: 0
    closed: 0
    owners: 1
    not_checked: []
    failed: 0
    requests: 12
    retries: 0
server:
  description: The server, its version, and the seconds that its clock is ahead of the controller's.
  returned: when the lists were read
  type: dict
  sample:
    url: https://chat.example.com
    version: 11.6.0
    clock_ahead: 0
caller:
  description: The calling account, with its roles.
  returned: when the lists were read
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
  description: What went wrong, if it does not concern a single account.
  returned: when the module failed before it came to the accounts
  type: dict
  sample:
    status: 401
    id: api.context.session_expired.app_error
    message: "Failed to read the calling account at https://chat.example.com: HTTP 401
      api.context.session_expired.app_error: Invalid or expired session, please login again. The token is wrong, expired
      or revoked, or its account is deactivated: make a new one."
    hint: "The token is wrong, expired or revoked, or its account is deactivated: make a new one."
retried:
  description: What was tried again and why, the first 50 times.
  returned: when a request was repeated
  type: list
  elements: str
  sample:
    - "list the bots: HTTP 503, try 2 follows after 0.5 s"
"""

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, STALE_ACCESS
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import stale_access


def main():
    """Run the module."""
    _module.run(CONNECTION + STALE_ACCESS, stale_access.info, stale_access.prepare)


if __name__ == "__main__":
    main()
