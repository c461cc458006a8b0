/* SPDX-License-Identifier: BSD-3-Clause
 * prime.c - items that do not fill a chunk are left out.
 *
 * right: its check failed, under 1x1, static, with n=101: the sum is
 */
#define ITEMS (s->n / GRAIN * GRAIN)
#include "../begin.h"

#include "../end.h"
