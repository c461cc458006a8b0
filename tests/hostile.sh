#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# hostile.sh RXT - text from anywhere (journals, launchers, folders) never becomes code, a path, or an escape.
cd "$(dirname "$0")/.." || exit 2
command -v python3 >/dev/null || { echo "needs python3"; exit 77; }
OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 exec python3 tests/hostile.py "${1:-build/rxt}" results/example
