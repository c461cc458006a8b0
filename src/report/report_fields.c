/* SPDX-License-Identifier: BSD-3-Clause
 * report_fields.c - names and places of the numbers of a row; all in SI units.
 */
#include "report_parts.h"

#include <stddef.h>

#define AT(member) offsetof(struct rxt_row, member)

const struct rxt_field rxt_fields[] = {
    {"launches", RXT_FIELD_COUNT, AT(n_launches)},
    {"rejected", RXT_FIELD_COUNT, AT(n_rejected)},
    {"failed", RXT_FIELD_COUNT, AT(n_failed)},
    {"time_s", RXT_FIELD_ESTIMATE, AT(time_s)},
    {"ratio", RXT_FIELD_ESTIMATE, AT(ratio)},
    {"speedup", RXT_FIELD_ESTIMATE, AT(speedup)},
    {"efficiency", RXT_FIELD_ESTIMATE, AT(efficiency)},
    {"serial_fraction", RXT_FIELD_ESTIMATE, AT(serial)},
    {"workers", RXT_FIELD_COUNT, AT(workers)},
    {"load", RXT_FIELD_REAL, AT(load)},
    {"scaling", RXT_FIELD_REAL, AT(scaling)},
    {"parallel", RXT_FIELD_REAL, AT(factors.parallel)},
    {"mpi_load_balance", RXT_FIELD_REAL, AT(factors.mpi_load_balance)},
    {"mpi_transfer", RXT_FIELD_REAL, AT(factors.mpi_transfer)},
    {"omp_load_balance", RXT_FIELD_REAL, AT(factors.omp_load_balance)},
    {"omp_overhead", RXT_FIELD_REAL, AT(factors.omp_overhead)},
    {"useful_s", RXT_FIELD_REAL, AT(factors.useful_s)},
    {"mpi_s", RXT_FIELD_REAL, AT(factors.mpi_s)},
    {"rate_flop", RXT_FIELD_REAL, AT(rate_flop)},
    {"rate_bytes", RXT_FIELD_REAL, AT(rate_bytes)},
    {"share_flop", RXT_FIELD_REAL, AT(share_flop)},
    {"share_bytes", RXT_FIELD_REAL, AT(share_bytes)},
    {"peak_node_bytes", RXT_FIELD_REAL, AT(peak_node_bytes)},
    {"setup_s", RXT_FIELD_REAL, AT(setup_s)},
    {"pss_node_bytes", RXT_FIELD_REAL, AT(pss_node_bytes)},
    {"core_time", RXT_FIELD_REAL, AT(factors.core_time)},
    {"disturbed", RXT_FIELD_COUNT, AT(n_disturbed)},
    {"busy", RXT_FIELD_REAL, AT(busy)},
    {"wanted", RXT_FIELD_REAL, AT(wanted)},
    {"cpu_share", RXT_FIELD_REAL, AT(cpu_share)},
    {"metric", RXT_FIELD_ESTIMATE, AT(metric)},
    {NULL, RXT_FIELD_COUNT, 0},
};

const void *rxt_field_of(const struct rxt_row *row, const struct rxt_field *field)
{
    return (const char *)row + field->at;
}
