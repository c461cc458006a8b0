/* SPDX-License-Identifier: BSD-3-Clause
 * fields.h - the numbers of a record that comes from outside, each within its range.
 *
 * A journal may be damaged, or somebody else's; a rank's line may be another version's. A number is never cut to what its
 * variable holds: it is what it should be, or the record is refused.
 */
#ifndef RXT_FIELDS_H
#define RXT_FIELDS_H

#include "rxt/err.h"

#include <jansson.h>

/* What may number rounds and launches: statistics keep a place for every round, and numbers are counted on. */
enum { RXT_MOST_ROUNDS = 1000000, RXT_MOST_LAUNCHES = 1000000000 };

/* The reading of one record. Begin with its name alone. */
struct rxt_fields {
    const char *what; /* "a sample"                                                     */
    enum rxt_err err; /* RXT_E_INPUT once a field was wrong; the first has noted why */
};

/** Read a whole number; -1 if the field is null or missing, and when it is wrong: no whole number from min to max. */
int rxt_fields_int(struct rxt_fields *in, const json_t *object, const char *key, int min, int max);
/** Read the same of an array; there it cannot be missing. */
int rxt_fields_int_at(struct rxt_fields *in, const json_t *array, size_t i, const char *name, int min,
                      int max);
/** Read a real number from min to max; NaN if the field is null or missing, and when it is wrong. */
double rxt_fields_real(struct rxt_fields *in, const json_t *object, const char *key, double min, double max);
/** Read the same of an array. */
double rxt_fields_real_at(struct rxt_fields *in, const json_t *array, size_t i, const char *name, double min,
                          double max);
/** Note that a field is missing, or of another kind. */
void rxt_fields_wrong(struct rxt_fields *in, const char *key);

#endif
