# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/evidence.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: evidence
short_description: Record an offboarding, write its evidence, and verify the evidence
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Keeps a journal of what the role P(offboarding.mattermost.offboard#role) is about to do and of the result of each
    step, and writes the reports from it. Everything happens on the controller.
  - Use it directly to complete the reports of runs that were aborted, and to verify the evidence in a directory. The
    other states are the steps of the role and not intended for any other use.
options:
  state:
    description:
      - V(verified) checks that the evidence in O(dir) is unchanged, and fails with the names of files that were
        changed, removed or added.
      - V(searched) returns the runs in O(dir) that were aborted and whose reports are not complete.
      - V(recovered) completes the reports of all runs in O(dir) that were aborted. It does not contact any server. The
        playbook C(offboarding.mattermost.finish_evidence) does, and can therefore report more about the users who were
        being processed.
      - V(started), V(listed), V(chunk), V(planned), V(begun), V(admitted), V(refused), V(completed), V(broken) and
        V(ended) are the steps of the role, in this order. V(told) warns if a message about the result was not posted.
    type: str
    required: true
    choices:
      - started
      - listed
      - chunk
      - planned
      - begun
      - admitted
      - refused
      - completed
      - ended
      - broken
      - searched
      - recovered
      - verified
      - told
  dir:
    description:
      - Directory of the evidence on the controller. A relative path is relative to the working directory of the
        command.
      - With V(state=started) and an empty path, no evidence is written, and the journal is kept among Ansible's
        temporary files until the end of the run.
    type: path
    default: ""
  head:
    description:
      - The value of RV(head) from an earlier run, stored in another place. It must be the hash of a line of the
        manifest. This detects whether the latest runs were removed together with their lines.
    type: str
  allowed_signers:
    description:
      - Path to a file with the keys that are allowed to sign, in the format of C(ssh-keygen). If set, every run must
        have a valid signature.
    type: path
  signer:
    description:
      - The required signer, by the name in O(allowed_signers). If not set, any signer in that file is accepted.
    type: str
  signing_key:
    description:
      - Path to the key that signs the manifest entry of each run with C(ssh-keygen -Y sign). This is a private key
        without a passphrase, or a public key whose private key is in ssh-agent.
    type: path
    default: ""
  journal:
    description:
      - The journal of the run, as RV(journal) returned it.
      - With O(state=recovered), only the run of this journal is completed, and only if O(result) is from its server.
    type: path
  batch:
    description: Number of the batch, or of the part of the list with V(state=chunk), counted from 0.
    type: int
  look:
    description: Whether this is the first or the second check of a batch.
    type: int
    default: 1
  result:
    description:
      - Name of the registered variable with the ways in of the users of an aborted run, or, with O(state=told), with
        the results of M(offboarding.mattermost.mattermost_message) in a loop.
    type: str
  what:
    description: The type of the run.
    type: str
    choices: [offboarding, audit, stale_sessions]
    default: offboarding
  name:
    description: Name of the server or run in the names of the files.
    type: str
    default: mattermost
  exclude:
    description: Names of users to exclude.
    type: list
    elements: str
    default: []
  everybody:
    description: Also process all users of the server in this state.
    type: str
    choices: [active, deactivated, any]
  missing_users:
    description: What to do if a specified user does not exist.
    type: str
    choices: [fail, ignore]
    default: fail
  max_users:
    description: The maximum number of users.
    type: int
  batch_size:
    description: Number of users to process at once.
    type: int
    default: 500
  shard_index:
    description: The part of the users that this run processes, counted from 0.
    type: int
    default: 0
  shard_count:
    description: The number of parts into which the users are split.
    type: int
    default: 1
  settings:
    description: The settings of the run, for the reports.
    type: dict
    default: {}
  left_alone:
    description: The types of access that are intentionally not closed. They are not reported as open.
    type: list
    elements: str
    default: []
  looked_for:
    description:
      - The types of access that the run must look at. A user of whom no step tells one of them is not fully checked.
    type: list
    elements: str
    default: []
  target_hours:
    description: Number of hours within which the last way in must be closed after a user left.
    type: float
    default: 24
  fail_on_open:
    description: Whether to set RV(failure) if any way in is open or unknown.
    type: bool
    default: true
  rehearsal_report:
    description: Whether to write evidence in check mode as well.
    type: bool
    default: false
  vanished:
    description: Names of users who were due, are no longer on the list, and are still active.
    type: list
    elements: str
    default: []
  access_review:
    description: Whether to write a file with the accounts and their state, for tools for access reviews.
    type: bool
    default: false
  variables_of:
    description: Path to the argument specification of a role whose variables are checked for misspellings.
    type: path
attributes:
  check_mode:
    description: Can run in check mode. The evidence is then marked as a rehearsal.
    support: full
  diff_mode:
    description: Returns details on what has changed.
    support: none
  platform:
    description: Target OS families that the module works on.
    platforms: posix
    support: full
notes:
  - C(ssh-keygen) of OpenSSH 8.2 or newer is required to sign and to verify signatures.
seealso:
  - module: offboarding.mattermost.mattermost_access_info
"""

EXAMPLES = r"""
- name: Verify that no evidence was changed, removed or added
  offboarding.mattermost.evidence:
    state: verified
    dir: /srv/evidence

- name: Verify the evidence and its signatures
  offboarding.mattermost.evidence:
    state: verified
    dir: /srv/evidence
    allowed_signers: /etc/ssh/evidence_signers

- name: Complete the reports of aborted runs
  offboarding.mattermost.evidence:
    state: recovered
    dir: /srv/evidence
"""

RETURN = r"""
head:
  description:
    - The hash of the last line of the manifest. Store it in another place to be able to detect later that runs were
      removed.
  returned: when O(state) is V(verified) or V(ended)
  type: str
  sample: 81aa60e4ca897a6a1991fb388f0d5a3f0b1d8a4b1c9f5e2d7a6b3c4d5e6f7081
runs:
  description: The number of runs in the manifest.
  returned: when O(state) is V(verified)
  type: int
  sample: 12
unfinished:
  description: The runs that were aborted and whose reports are not complete.
  returned: when O(state) is V(verified)
  type: list
  elements: str
  sample: []
files:
  description: The files that were written. If O(state) is V(verified), the number of files.
  returned: when O(state) is V(ended), V(recovered) or V(verified)
  type: raw
  sample: [/srv/evidence/offboarding-chat-20261125T160000Z.html]
broken:
  description: The runs that were aborted, with the journal, the server and the users who were being processed.
  returned: when O(state) is V(searched) or V(started)
  type: list
  elements: dict
  sample: []
journal:
  description: The journal of the run.
  returned: when O(state) is V(started)
  type: str
  sample: /srv/evidence/.offboarding-chat-20261125T160000Z.journal
failure:
  description: The reason why the play must fail, or V(null).
  returned: when O(state) is V(ended)
  type: str
  sample: null
summary:
  description: The summary of the run.
  returned: when O(state) is V(ended)
  type: list
  elements: str
  sample: ["https://chat.example.com (Mattermost 11.6.0): 1 user, 5 ways in before, 0 after."]
outcome:
  description: What the run came to, as the role sets it as C(offboard_result).
  returned: when O(state) is V(ended)
  type: dict
  sample:
    id: offboarding-chat-20261125T160000Z
    what: offboarding
    check_mode: false
    server: {url: "https://chat.example.com", version: 11.6.0}
    started_at: "2026-11-25T16:00:00Z"
    finished_at: "2026-11-25T16:00:05Z"
    totals:
      users: 1
      finished: 1
      unfinished: 0
      missing: 0
      not_due: 0
      vanished: 0
      second_accounts: 0
      ways_in_before: 5
      ways_in_after: 0
      to_do: 0
    users:
      - {user: dana.leaver, finished: true, still_open: [], not_checked: [], to_do: []}
    users_more: 0
    vanished: []
    second_accounts: []
    second_accounts_not_checked: []
    files: {page: /srv/evidence/offboarding-chat-20261125T160000Z.html}
    failure: null
message:
  description: The same for people, as a message in Markdown that mentions nobody.
  returned: when O(state) is V(ended)
  type: str
  sample: "**Offboarding: 1 user finished**"
"""
