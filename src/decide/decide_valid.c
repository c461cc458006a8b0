/* SPDX-License-Identifier: BSD-3-Clause
 * decide_valid.c - of what a decision is: what must be the same where it is used, and what has changed since.
 *
 * Not in it: the host, since the nodes of a cluster are alike; the load and the date, which are never the same.
 */
#include "decide_valid.h"

#include "json.h"
#include "machine_show.h"
#include "text.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const machine_keys[] = {"cpu", "cores", "pus",   "packages",   "numa",
                                           "l3",  "l2",    "kinds", "quota_cpus", NULL};
static const char *const build_keys[] = {"version", "revision", "compiler", "flags", "mpi",
                                         "openmp",  "cblas",    "fftw",     NULL};

json_t *rxt_conditions_of(const json_t *machine, const json_t *build, json_t *mpi_library)
{
    json_t *all = json_pack("{s:o, s:o}", "machine", rxt_json_fields(machine, machine_keys), "build",
                            rxt_json_fields(build, build_keys));
    if (mpi_library) {
        json_object_set(all, "mpi", mpi_library);
    }
    return all;
}

json_t *rxt_conditions_of_study(const struct rxt_header *header)
{
    json_t *all = rxt_conditions_of(header->machine, header->build, header->mpi_library);
    struct rxt_topology *node = NULL;
    if (header->topology &&
        rxt_topology_from_record(header->topology, "a node of the study", &node) == RXT_OK) {
        json_t *machine = json_object_get(all, "machine");
        json_t *of_node = rxt_topology_counts(node);
        json_object_update_existing(machine, of_node);
        json_decref(of_node);
    }
    rxt_topology_close(node);
    return all;
}

/* The reading of two conditions. */
struct comparison {
    rxt_change_fn each;
    void *context;
    size_t n;
};

static bool is_same(const json_t *then, const json_t *now)
{
    const double a = json_number_value(then), b = json_number_value(now);
    return json_is_number(then) && json_is_number(now) ? fabs(a - b) <= 1e-9 * fabs(a)
                                                       : json_equal(then, now);
}

static char *shown(const json_t *value)
{
    return json_is_string(value) ? strdup(json_string_value(value))
           : json_is_null(value) ? strdup("none")
                                 : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(9));
}

static void tell(struct comparison *all, const char *what, const json_t *then, const json_t *now)
{
    char *was = shown(then), *is = shown(now);
    all->n++;
    if (all->each) {
        all->each(all->context, what, was ? was : "", is ? is : "");
    }
    free(was);
    free(is);
}

static void compare(struct comparison *all, const char *what, const json_t *then, const json_t *now)
{
    const char *key;
    json_t *value;
    if (!json_is_object(then) || !json_is_object(now)) {
        if (!is_same(then, now)) {
            tell(all, what, then, now);
        }
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)then, key, value)
    {
        struct rxt_text name = {0};
        rxt_text_add(&name, "%s%s%s", what, *what ? " " : "", key);
        if (json_object_get(now, key)) {
            compare(all, rxt_text_of(&name), value, json_object_get(now, key));
        }
        rxt_text_free(&name);
    }
}

size_t rxt_conditions_compare(const json_t *then, const json_t *now, rxt_change_fn each, void *context)
{
    struct comparison all = {each, context, 0};
    if (then && now) {
        compare(&all, "", then, now);
    }
    return all.n;
}
