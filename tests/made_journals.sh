#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# made_journals.sh RXT [N] - what a report says of journals of known truth, N of them at random.
cd "$(dirname "$0")/.." || exit 2
command -v python3 >/dev/null || { echo "made_journals: skipped: no python3" && exit 77; }
exec python3 tests/made_journals.py "${1:-build/rxt}" "${2:-40}"
