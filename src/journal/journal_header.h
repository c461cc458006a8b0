/* SPDX-License-Identifier: BSD-3-Clause
 * journal_header.h - the first line of a journal, as a value and as JSON: what is studied, how, and on what.
 */
#ifndef RXT_JOURNAL_HEADER_H
#define RXT_JOURNAL_HEADER_H

#include "journal_budget.h"
#include "layout.h"

#include "rxt/err.h"
#include "rxt/kernel.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

struct rxt_text;

#define RXT_SCHEMA_STUDY "rxt-study/1"

/* What a study varies the number of workers for: nothing, time at one size, or time at one size a worker. */
enum rxt_scaling { RXT_SCALING_NONE, RXT_SCALING_STRONG, RXT_SCALING_WEAK };
/** Return "strong", "weak", or NULL for none. */
const char *rxt_scaling_name(enum rxt_scaling scaling);

/* One subject of a study, or a ceiling of the machine that is measured beside them. */
struct rxt_entry {
    const char *name;
    const char *runs; /* the kernel that it is; NULL: that of its name, or a program */
    const char *what, *category, *formula, *source; /* NULL: not told */
    bool is_ceiling;
    enum rxt_ceiling measures;            /* of a ceiling; RXT_NO_CEILING: not told */
    const char *size_param, *input_param; /* its parameters with a part to play; NULL: it has none */
    struct rxt_growth growth;             /* of the work with its size */
    bool is_program;                      /* it knows nothing of rxt */
    bool is_answering; /* its answers over all layouts must be the same: a program, a whole kernel */
    double tolerance; /* as numbers: by at most so much, relative to the larger; 0: the same number or text */
    json_t *params;   /* object: name to value */
    const char *plugin; /* the file that it is the kernel of, as rxt_text_to_json writes it; NULL: none */
    json_t *files; /* object: path of a file that it is or reads to its size and digest; NULL: not told */
    json_t *definition; /* of a program: all that its options said of it; NULL: not told */
    json_t *lines;      /* of a program: layout to the line that starts it by hand; NULL: not told */
    json_t *without;    /* layouts that it is not launched under, since it does not take them; NULL: none */
};

/* Its texts and values belong to `json`, which also keeps what other versions write; NULL and -1: not told.
 *
 * { schema, name, date, kernels: [{name, runs, plugin, params{}, files{}, without: ["1x2"], lines: {layout: "..."} and definition{} of programs, ...}], layouts: ["1x1", ...], default_layout: "2x1@none" | null,
 *   plain: "2x1@none" | null, serial: "1x1" | null, steps: [2], scaling: "strong" | "weak" | null,
 *   strategy: "race" | "rounds", rounds: 8 | null, budget: {value, unit} | null, indifference: 0.01, tolerance: 0.02,
 *   seed, reps, sched, smt, oversubscribe,
 *   launcher: "openmpi", binds: "rxt" | "launcher" | null, launch_lines: {layout: "mpirun ... rxt"},
 *   launch_tries: [{launcher, binds, layout, line, wall_s, failed}], job: null | {batch, id, nodes, cpus_per_node, left_s,
 *   left_from, absent}, nodes: null | [{node, host, topology | like}], notes: ["..."], machine: {host, os, cpu,
 *   topology, source, cores, pus, packages, numa, l3, allowed, memory_bytes, governor, load},
 *   build: {version, revision, compiler, flags, mpi, openmp, cblas, png, fftw}, versions: {hwloc, mpi_library, ...},
 *   environment: {NAME: value}, ceilings: null | {what machine_ceilings.h tells} }
 */
struct rxt_header {
    const char *name, *date;
    struct rxt_entry *kernels;
    size_t n_kernels;
    struct rxt_layout *layouts;
    size_t n_layouts;
    struct rxt_layout plain; /* the launcher's default line; its ranks are 0 if there is none */
    enum rxt_scaling scaling;
    json_int_t seed;
    const char *
        strategy; /* "race": layouts may be dropped in a screening; "rounds": none is; NULL: a study of before,
                             in which a layout that was out in a round was launched no more */
    int n_rounds; /* exactly so many behind the screening; 0: as many as it takes. Of before: at most */
    struct rxt_budget budget;
    double indifference, tolerance; /* up to which a difference does not matter, and counts as none */
    int n_reps;
    const char *sched;
    bool smt, oversubscribe;
    const char *launcher, *binds;
    json_t *launch_lines, *launch_tries, *job, *nodes, *notes;
    json_t *machine, *build, *versions, *environment;
    json_t *ceilings;       /* what `rxt machine` kept of this machine; NULL: they are measured here */
    const char *host, *cpu; /* of the machine */
    json_int_t cores, packages, numa, l3; /* of the machine */
    double quota_cpus;                    /* that its cgroups leave, in CPUs; 0: none, or not known */
    const char *load;                     /* of the machine, before the study: "0.52 0.58 0.59 1/345 678" */
    json_t *topology;    /* of the first node; NULL: the study's own machine is all there is */
    json_t *mpi_library; /* of the versions; JSON's null: of a build without MPI */
    json_t *
        how; /* an object of what tells how it was measured, null what is not told; made of the fields above */
    json_t *json; /* the line, whole */
};

/** Make the JSON object of a header. Of a header with `json` it is that, else it is made of the other fields, whose JSON
 *  values it shares. NULL when memory ran out. */
json_t *rxt_header_to_json(const struct rxt_header *header);
/** Read it back; the header shares the object.
 *
 *  Errors:  RXT_E_INPUT  a layout is none, or a number is out of its range; names the field
 *  Memory:  rxt_header_close
 */
RXT_CHECKED enum rxt_err rxt_header_from_json(json_t *json, struct rxt_header **out);
void rxt_header_close(struct rxt_header *header);

/* No more contenders than these are all finalists. */
enum { RXT_FEW_CONTENDERS = 3 };
/** Tell whether layouts are dropped in a screening before the best is sought among the rest: in a race of more than a few,
 *  unless they are the points of a curve. */
bool rxt_header_screens(const struct rxt_header *header);

/** Tell whether a subject takes a layout, by its text: is launched under it at all. */
bool rxt_entry_takes(const struct rxt_entry *entry, const char *layout);
/** Return the entry of a name; NULL if there is none. */
const struct rxt_entry *rxt_header_entry(const struct rxt_header *header, const char *name);
/** Return the name of the kernel that an entry is run as. */
const char *rxt_entry_kernel(const struct rxt_entry *entry);
/** Return the size that these parameters of an entry name; NaN if they name none, or a file. */
double rxt_entry_size(const struct rxt_entry *entry, const json_t *params);
/** Append the word by which `rxt run` finds an entry's kernel, not quoted: its name, or a plug-in's path. */
void rxt_entry_word(const struct rxt_entry *entry, struct rxt_text *out);
/** Return how a layout is started by hand, up to the name of the program; NULL if it is not told. */
const char *rxt_header_line(const struct rxt_header *header, const char *layout);
/** Return how a program is started by hand under a layout; NULL if it is not told. */
const char *rxt_entry_line(const struct rxt_entry *entry, const char *layout);
/** Add a note for readers of the report. Takes the text over. */
void rxt_header_add_note(struct rxt_header *header, json_t *text);

#endif
