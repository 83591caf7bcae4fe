# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options in `module_utils/_argument_specs.py` CONNECTION."""

from __future__ import annotations


class ModuleDocFragment:
    """Where the server is and who calls."""

    DOCUMENTATION = r"""
requirements:
  - requests
options:
  url:
    description:
      - Address of the Mattermost server, with the sub-path it lives under, if any.
      - A slash or C(/api/v4) at its end is passed over. Redirects are not followed.
      - If not set, the environment variable E(MATTERMOST_URL) is used.
    type: str
  token:
    description:
      - A personal access token (user access token) of the account that does the work.
      - Mutually exclusive with O(username) and O(password).
      - If no credentials are set, the environment variable E(MATTERMOST_TOKEN) is used.
      - The access token of an OAuth 2.0 app must not drive this work, Mattermost refuses it for what matters here.
    type: str
  username:
    description:
      - User name or e-mail address to log in with. The log-in is always followed by a log-out.
      - If no credentials are set, the environment variable E(MATTERMOST_USERNAME) is used.
    type: str
  password:
    description:
      - Password to log in with.
      - If no password is set, the environment variable E(MATTERMOST_PASSWORD) is used.
    type: str
  mfa_code:
    description:
      - The current code of the account's second factor, where the log-in asks for it.
      - If not set, the environment variable E(MATTERMOST_MFA_CODE) is used.
    type: str
  validate_certs:
    description:
      - Whether to verify the server's TLS certificate. V(false) hands the credentials to whoever answers.
    type: bool
    default: true
  ca_path:
    description:
      - File or directory with the certificates of the authorities to trust.
      - If not set, E(REQUESTS_CA_BUNDLE) and then the bundle of the Python library requests are used.
    type: path
  client_cert:
    description:
      - File with the client certificate (PEM), where the server or its proxy asks for one.
    type: path
  client_key:
    description:
      - File with the private key to O(client_cert), where it is not in the same file.
    type: path
  timeout:
    description:
      - Seconds to wait for a connection and for each answer, from 1 to 600.
    type: int
    default: 30
  retries:
    description:
      - How often one request is repeated after HTTP 429, 502, 503, 504 or a broken connection, from 0 to 20.
      - The waits grow to 8 seconds and are scattered. After 429 all requests wait as long as the server asks,
        but never longer than a minute.
      - Retries are counted in RV(ignore:summary.retries) and listed in RV(ignore:retried).
    type: int
    default: 6
notes:
  - Proxies are taken from the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)). A C(.netrc) file is not read.
  - Give secrets through Ansible Vault or the environment of the process that runs Ansible. Arguments of an ad-hoc call
    are seen in the process list, and the keyword C(environment) of a task is printed by Ansible itself at C(-vvv).
seealso:
  - name: Mattermost API reference
    description: The endpoints that this collection calls.
    link: https://developers.mattermost.com/api-documentation/
"""
