# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx's settings for the documentation's site (nox session `docs`)."""

# Sphinx gives the names.
# pylint: disable=invalid-name,redefined-builtin

from __future__ import annotations

import zlib
from pathlib import Path

project = "offboarding.mattermost"
copyright = "2026, offboarding.mattermost contributors"  # noqa: A001
title = "offboarding.mattermost"
html_short_title = title

extensions = ["sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
default_role = "any"
highlight_language = "YAML+Jinja"
pygments_style = "ansible"

html_theme = "sphinx_ansible_theme"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_static_path = ["static"]
html_css_files = ["long_names.css"]
display_version = False


def ansible_inventory() -> str:
    """Write the few labels of Ansible's documentation that a reference page links to.

    Sphinx would download the whole inventory, and warn, which fails the build, where there is no network.
    """
    labels = {
        "action_plugins": "plugins/action.html#action-plugins",
        "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings",
        "common_return_values": "reference_appendices/common_return_values.html#common-return-values",
    }
    head = (
        "# Sphinx inventory version 2\n"
        "# Project: Ansible\n"
        "# Version: devel\n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    body = "".join(f"{label} std:label -1 {place} {label}\n" for label, place in labels.items())
    path = Path(__file__).resolve().parents[2] / ".cache" / "docs" / "ansible.inv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + zlib.compress(body.encode()))
    return str(path)


intersphinx_mapping = {
    "ansible_devel": ("https://docs.ansible.com/projects/ansible/devel/", ansible_inventory()),
}
