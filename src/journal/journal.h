/* SPDX-License-Identifier: BSD-3-Clause
 * journal.h - the append-only file of a study: a header, then every sample, failure, rejection and launch.
 *
 * results/<study>/journal.jsonl, one JSON object a line. Line 1 is the header
 * (schema rxt-study/1); the others are samples (rxt-sample/1), failures (rxt-failure/1),
 * and, behind those of each launch, what it was and cost (rxt-launch/1). Behind a round after which layouts left the race
 * stands who did, and why (rxt-drop/1): for readers, since the samples decide it again. A line of another schema is kept and
 * skipped.
 */
#ifndef RXT_JOURNAL_H
#define RXT_JOURNAL_H

#include "journal_header.h"
#include "journal_launch.h"
#include "sample.h"

#include "rxt/err.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#define RXT_JOURNAL_NAME "journal.jsonl"
#define RXT_SCHEMA_DROP  "rxt-drop/1"

/* In so many rounds of a race the ceilings of the machine are measured, beside the subjects and under their layouts. */
enum { RXT_CEILING_ROUNDS = 3 };

/* A launch that gave no sample for a kernel. */
struct rxt_failure {
    char *layout; /* layout text            */
    char *kernel; /* NULL: the whole launch */
    char *reason; /* one sentence           */
    int status;   /* exit status that the ranks meant, as of rxt_err_status; -1: the launch itself failed */
    int round, launch;
    char date[24];
};

/* What a journal holds, in the order in which it happened. */
struct rxt_study {
    struct rxt_header *header;
    struct rxt_sample **samples;
    size_t n_samples;
    struct rxt_failure *failures;
    size_t n_failures;
    struct rxt_launched **launches; /* that ended; journals of before have none */
    size_t n_launches;
    json_t *drops; /* the lines that tell of layouts that left; NULL: none */
};

/** Read the journal of a study folder.
 *
 *  path    in   the folder, or the journal itself
 *  n_whole out  bytes of the whole lines; what follows is a line that was torn by a crash. May be NULL
 *
 *  Errors:      RXT_E_INPUT  no journal there, not a journal, or a line that is not what it should be
 *                            (its number is named)
 *  Memory:      close with rxt_study_close
 */
RXT_CHECKED enum rxt_err rxt_journal_read(const char *path, struct rxt_study **out, size_t *n_whole);
/** Tell whether a folder has a journal with a header: what a study may go on with. */
bool rxt_journal_is_begun(const char *folder);
/* Takes a record of a journal; may change it. */
typedef enum rxt_err (*rxt_take_fn)(void *context, json_t *record);
/** Tell every record of a journal, the header first; the errors are those of rxt_journal_read, and take's. */
RXT_CHECKED enum rxt_err rxt_journal_each(const char *path, rxt_take_fn take, void *context, size_t *n_whole);

/** Return what keeps two studies from being one, by their headers ("machine cpu", "sched"); NULL if nothing does:
 *  the same kind of machine, and the same parameters of the kernels that both have. */
const char *rxt_journal_difference(const struct rxt_header *header, const struct rxt_header *other);
struct rxt_merge; /* opaque: a study that is merged of others, not yet under its name */

/** Merge the journals of several jobs into a new one: kernels and layouts of all; rounds and launches numbered on.
 *
 *  It is written under another name, which no report takes for a study, until rxt_merge_commit. A merge that failed or was
 *  killed can be repeated.
 *
 *  paths   in   n folders or journals, of which no two differ
 *  folder  in   of the new journal
 *
 *  Errors:  RXT_E_USAGE   they differ, two are the same study, or the folder holds a journal
 *           RXT_E_INPUT, RXT_E_OUTPUT
 */
RXT_CHECKED enum rxt_err rxt_merge_open(struct rxt_merge **out, char *const *paths, size_t n,
                                        const char *folder);
RXT_CHECKED enum rxt_err rxt_merge_commit(struct rxt_merge *merge);
/** Return the study in memory; it is the caller's then. */
struct rxt_study *rxt_merge_take(struct rxt_merge *merge);
/** Close it; without rxt_merge_commit nothing is left of it. NULL is accepted. */
void rxt_merge_close(struct rxt_merge *merge);
/** Refuse more kernels, layouts, or pairs of them than a journal may tell of. RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_journal_fits(size_t n_kernels, size_t n_layouts);
/** Refuse a record whose names or layouts are not what they should be, or a header of more than can be compared. Records
 *  of another schema are right. RXT_E_INPUT. */
RXT_CHECKED enum rxt_err rxt_record_check(const json_t *record);
/** Add one record to a study in memory: its header, a sample, a failure, a launch; another schema is passed over.
 *  RXT_E_INPUT if it is not what its schema says. */
RXT_CHECKED enum rxt_err rxt_study_add(struct rxt_study *study, const json_t *record);
/** Return behind which round layouts left last, as its lines tell; -1: none did. */
int rxt_study_dropped(const struct rxt_study *study);
/** Return how many launches it tells of, which is the number of the next: also of those that left a sample or a failure and
 *  no line of their own. */
int rxt_study_launches(const struct rxt_study *study);
/** Tell whether a launch was ended with its study, its budget or its job: what it did not give is no fault of the layout. */
bool rxt_study_was_cut(const struct rxt_study *study, int launch);
/** Return the part of a subject in what the study may spend, in the unit of its launches' cost: as its part in what round 0
 *  cost, beyond what the ceilings take. NaN if the header has no budget of a time or of core-hours, or round 0 gave none. */
double rxt_study_budget(const struct rxt_study *study, const char *subject);
void rxt_study_close(struct rxt_study *study);

struct rxt_journal; /* opaque: an open, locked file */

/** Open a journal for appending, and lock it (the lock ends with the process, however it ends).
 *
 *  n_whole  in  0: a new one, which must not exist; else cut a torn line behind this many bytes, go on there
 *
 *  The folder is made, with its parents; a symbolic link in the journal's place is not followed.
 *
 *  Errors:      RXT_E_USAGE   another study writes here, or a journal exists and n_whole is 0
 *               RXT_E_OUTPUT  the folder or file cannot be made or written, or it is no file
 */
RXT_CHECKED enum rxt_err rxt_journal_open(struct rxt_journal **out, const char *folder, size_t n_whole);
/** Append one object as one line and flush it to the disk. On RXT_E_OUTPUT the file ends where it ended before: it
 *  cannot be written, or it was removed, replaced or changed since the last line. */
RXT_CHECKED enum rxt_err rxt_journal_add(struct rxt_journal *journal, const json_t *record);
/** Look whether the file is still what reads as this study's journal, as the study left it: what is appended otherwise
 *  is lost with the last link to it, or stands behind lines that are gone. RXT_E_OUTPUT if not; appending looks too. */
RXT_CHECKED enum rxt_err rxt_journal_check(struct rxt_journal *journal);
/** Tell whether a look found that the file is no longer this study's. */
bool rxt_journal_is_lost(const struct rxt_journal *journal);
void rxt_journal_close(struct rxt_journal *journal);

/** Write a study in memory as a new journal, in the folder "FOLDER-kept" (-2, -3 ... if there is one).
 *
 *  out      out  n_bytes: the folder
 *
 *  Errors:  RXT_E_OUTPUT, RXT_E_MEMORY
 */
RXT_CHECKED enum rxt_err rxt_study_keep(const struct rxt_study *study, const char *folder, char *out,
                                        size_t n_bytes);

#endif
