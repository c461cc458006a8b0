#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# rival_factor_coreutils.sh WORKERS [KIND] - factor(1) on the numbers of `rxt run factor`: numbers a second.
# package: coreutils
workers=${1:-1} kind=${2:-random}
