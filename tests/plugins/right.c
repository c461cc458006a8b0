/* SPDX-License-Identifier: BSD-3-Clause
 * right.c - a kernel without a fault: every claim of the conformance kit passes.
 */
#include "begin.h"

#include "end.h"
