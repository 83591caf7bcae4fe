#!/usr/bin/env bash
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Run nox sessions side by side, search what they printed for secrets, and list how each one ended:
#   tools/checks.sh test    every session that is on by default
#   tools/checks.sh lint    those of them that run nothing of the collection
#   tools/checks.sh all     the default ones, the slow ones, and ansible-test with every ansible-core
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
logs=.cache/logs

# A star stands before a session that is on by default. `lint` only stands for others of the list.
sessions=$(tools/nox.sh --list-sessions | sed -nE 's/^([*-]) (\S+) -> .*/\1\2/p' | grep -vx '.lint')
default=$(sed -n 's/^\*//p' <<<"$sessions")
running='^(acceptance|integration|molecule|sanity|units)'
case ${1-} in
    test) names=$default ;;
    lint) names=$(grep -vE "$running" <<<"$default") ;;
    # Those without a release are among those with one.
    all) names=$(sed -nE 's/^(\*|-(acceptance-slow|(integration|sanity|units)-))/\2/p' <<<"$sessions" |
        grep -vxE 'integration|sanity|units') ;;
    *)
        sed -n 's/^#   //p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
mapfile -t checks <<<"$names"

jobs=${JOBS:-$(nproc)}
((jobs <= 4)) || jobs=4
# A real server is one for all: a test that ends everybody's sessions must not meet another one.
[[ -z ${MATTERMOST_TEST_URL-} ]] || jobs=1

rm -rf "$logs"
mkdir -p "$logs"
echo "${#checks[@]} checks, $jobs at a time; their logs are in $logs"

# A process group of its own, so that whatever ends this script ends the checks first, and does it once.
set -m
trap 'kill "$!" || true; wait "$!" || true; exit 130' INT TERM HUP
env --unset=MAKEFLAGS make --no-print-directory --jobs="$jobs" --output-sync NOX="$NOX" "${checks[@]/#/check-}" &
wait "$!" || true
tools/check.sh secrets &
wait "$!" || true
trap - INT TERM HUP

results=$(
    for check in "${checks[@]}" secrets; do
        cat "$logs/$check.result" 2>/dev/null || echo "  FAILED     0 s  $check (it did not run)"
    done | LC_ALL=C sort
)
failed=$(grep --count '^  FAILED' <<<"$results") || true
printf '\nAfter %d s:\n%s\n' "$SECONDS" "$results"
# The last line is read by machines.
echo "$(($(wc --lines <<<"$results") - failed)) passed, $failed failed"
((failed == 0))
