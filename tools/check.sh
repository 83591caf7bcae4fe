#!/usr/bin/env bash
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Run one nox session for tools/checks.sh: tools/check.sh SESSION. What it prints goes into a log; how it ended goes into
# a file beside the log, and nowhere else: the status is always 0, so that make goes on with the others.
set -uo pipefail
name=$1
log=.cache/logs/$name.log
mkdir -p .cache/logs
# No session takes half as long; one that hangs must not hold up CI for ever.
limit=25m
# Of the log of a session that failed, so much is shown: at -vvv the whole is too long to be read.
last_lines=300

# ansible-test keeps the environments of sanity tests in one place for all of its releases, and makes them anew while
# another one uses them.
lock=()
[[ $name != sanity* ]] || lock=(flock --close .cache/sanity.lock)

# End all that the session started: its process group, and what left that, such as a server that Molecule started.
mark=OFFBOARDING_CHECK=$name-$$
sweep() {
    kill -KILL -- "-$group"
    grep --files-with-matches --null-data --line-regexp "$mark" /proc/[0-9]*/environ |
        while IFS=/ read -r _ _ process _; do kill -KILL "$process"; done
} 2>/dev/null

# In a process group of its own.
set -m
start=$SECONDS
env "$mark" timeout --kill-after=10 "$limit" "${lock[@]}" tools/nox.sh --session "$name" >"$log" 2>&1 </dev/null &
group=$!
trap 'kill "$group"; wait "$group"; sweep; exit 130' INT TERM HUP
wait "$group"
case $? in
    0) result=ok note= ;;
    124 | 137) result=FAILED note=" (stopped after $limit)" ;;
    *) result=FAILED note= ;;
esac
sweep

printf '  %-6s %5d s  %s%s\n' "$result" "$((SECONDS - start))" "$name" "$note" | tee "${log%.log}.result"
if [[ $result != ok ]]; then
    echo "---- the last $last_lines lines of $log, at most"
    tail -n "$last_lines" "$log"
    echo "---- end of $log"
fi
exit 0
