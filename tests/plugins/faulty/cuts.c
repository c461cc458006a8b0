/* SPDX-License-Identifier: BSD-3-Clause
 * cuts.c - every rank opens a loop over its own share.
 *
 * items: items are missed or done twice
 */
#define ITEMS (s->n / (size_t)rxt_team_ranks(team))
#include "../begin.h"

#include "../end.h"
