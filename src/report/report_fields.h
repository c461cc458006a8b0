/* SPDX-License-Identifier: BSD-3-Clause
 * report_fields.h - the numbers of a row of a decision, as one table for all formats that programs read.
 */
#ifndef RXT_REPORT_FIELDS_H
#define RXT_REPORT_FIELDS_H

#include "decide.h"

#include <stddef.h>

enum rxt_field_kind { RXT_FIELD_COUNT, RXT_FIELD_REAL, RXT_FIELD_ESTIMATE };

/* A number of struct rxt_row; the place is that of a size_t, a double, or a struct rxt_estimate. */
struct rxt_field {
    const char *name;
    enum rxt_field_kind kind;
    size_t at;
};

/** The fields, ended by a NULL name. */
extern const struct rxt_field rxt_fields[];

size_t rxt_field_count(const struct rxt_row *row, const struct rxt_field *field);
double rxt_field_real(const struct rxt_row *row, const struct rxt_field *field);
const struct rxt_estimate *rxt_field_estimate(const struct rxt_row *row, const struct rxt_field *field);

#endif
