/* SPDX-License-Identifier: BSD-3-Clause
 * machine_ceilings.h - what this machine can do at most, as it was measured once and kept.
 *
 * A record is JSON: { schema, date, host, machine{}, build{}, caches: {l1_B, l2_B, l3_B, l3s}, rates: [{cores, flop, l1, l2,
 * l3, memory}], costs: [{of, layout, s}], cpu_share }. Rates are a second, of that many cores together, null where nothing
 * was measured. Sizes of caches are of one cache, l3s counts those.
 */
#ifndef RXT_MACHINE_CEILINGS_H
#define RXT_MACHINE_CEILINGS_H

#include "machine.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stddef.h>

#define RXT_SCHEMA_MACHINE "rxt-machine/1"

/* Where data lie. */
enum rxt_data_place { RXT_IN_L1, RXT_IN_L2, RXT_IN_L3, RXT_IN_MEMORY, RXT_DATA_PLACES };
/** Return "l1", "l2", "l3" or "memory", the key of its rates; or as people write it, "L1". */
const char *rxt_data_place_key(enum rxt_data_place place);
const char *rxt_data_place_name(enum rxt_data_place place);

/** Read the sizes of the caches of the first core below a root ("" is this machine's): { l1_B, l2_B, l3_B }, null where the
 *  system does not tell. NULL when memory ran out. */
json_t *rxt_caches_read(const char *root);
/** The same of this machine, with l3s: how many L3 a topology has. */
json_t *rxt_caches_of(const struct rxt_topology *topology);

/** Make what a record is of: host, counts of the machine, build. NULL when memory ran out. */
json_t *rxt_ceilings_identity(const struct rxt_topology *topology);
/** Write the path of the record of this machine and build: in $XDG_STATE_HOME/rxt or ~/.local/state/rxt.
 *
 *  Errors:  RXT_E_ABSENT  neither is told by the environment
 */
RXT_CHECKED enum rxt_err rxt_ceilings_path(const json_t *identity, char *out, size_t n_bytes);
/** Return the record that is kept of exactly this machine and build; NULL: none is, or it is none. */
json_t *rxt_ceilings_kept(const json_t *identity);
/** Keep a record, whole or not at all. RXT_E_OUTPUT, and what rxt_ceilings_path says. */
RXT_CHECKED enum rxt_err rxt_ceilings_keep(const json_t *record);

/** Tell where data of so many bytes lie that so many cores hold in equal shares, by the sizes under `caches` of a record, or
 *  of another object that has them. */
enum rxt_data_place rxt_ceilings_place(const json_t *record, double n_bytes, double n_cores);
/** Return the rate of a number of cores, between those that were measured on a straight line; "flop", or the key of a place.
 *  NaN: it was not measured, or not of so many. */
double rxt_ceilings_rate(const json_t *record, const char *key, double n_cores);
/** Return the fewest cores that reach 95 % of the most that memory gave; 0: not known. */
int rxt_ceilings_saturation(const json_t *record);

#endif
