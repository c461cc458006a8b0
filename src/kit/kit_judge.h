/* SPDX-License-Identifier: BSD-3-Clause
 * kit_judge.h - is what a try saw right, and what another layout gave?
 */
#ifndef RXT_KIT_JUDGE_H
#define RXT_KIT_JUDGE_H

#include "kit_parts.h"

/** Judge kit->result, of a try that ended well: its check, its second answer, its digests on all ranks, its loops; and,
 *  unless alone is NULL, all of it against what one rank with one thread saw of the same size. */
void kit_judge(struct kit *kit, const struct kit_plan *plan, const struct kit_seen *alone);

#endif
