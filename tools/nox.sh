#!/usr/bin/env bash
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Run nox in the same environment for everybody: tools/nox.sh OPTIONS. NOX is the virtual environment that it is in.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# pyenv's shims answer for Pythons that are not switched on, and ansible-test takes them for Pythons that work. The real
# ones take their place; the machine's default goes first.
path=$("$NOX/bin/python" -c 'import sys; print(sys.base_prefix)')/bin
if command -v pyenv >/dev/null; then
    for directory in "$(pyenv root)"/versions/3.*/bin; do
        path+=:$directory
    done
fi
IFS=: read -ra directories <<<"$PATH"
for directory in "${directories[@]}"; do
    [[ $directory == */shims ]] || path+=:$directory
done
export PATH=$path

# Look, do not touch: antsibull-nox rewrites files unless it believes to be in CI (`make format`).
export CI=${CI:-true}
# Logs are read in a file or in CI.
export NO_COLOR=1
# Somebody's virtual environment or Python path is not the sessions' business.
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH ANSIBLE_COLLECTIONS_PATH

exec "$NOX/bin/nox" --reuse-existing-virtualenvs "$@"
