/* SPDX-License-Identifier: BSD-3-Clause
 * program_parts.h - what the sources of a program share.
 */
#ifndef RXT_PROGRAM_PARTS_H
#define RXT_PROGRAM_PARTS_H

#include "program.h"

enum { RXT_PATH_BYTES = 4096 };

/* The members of a definition that are texts, and those that are lists of them. */
#define RXT_PROGRAM_TEXTS(X)                                                                                 \
    X(stdin_file) X(workdir) X(metric) X(metric_file) X(unit) X(expect) X(answer) X(recipe)
#define RXT_PROGRAM_LISTS(X)                                                                                 \
    X(launcher) X(whens) X(ranks_rules) X(threads_rules) X(env) X(templates) X(inputs) X(prepare) X(check)

/** Write where a file of the user goes in a fresh folder, "" for the folder itself: a relative path keeps its place, so that
 *  words which name it go on to hold; any other goes to the top by its last name. Return out. */
const char *rxt_program_target(const char *path, char *out, size_t n_bytes);
/** Write a path as it is from the root, where it is seen from the present folder. */
void rxt_program_absolute(const char *path, char *out, size_t n_bytes);
/** What is looked for in the program's output; its texts are the program's. */
struct rxt_find_spec rxt_program_finds(const struct rxt_program *program);
/** Tell whether some subject is of several copies. */
bool rxt_program_has_copies(const struct rxt_program *program);
/** Tell whether each launch has a fresh folder. */
bool rxt_program_is_fresh(const struct rxt_program *program);
/** Fill words in, one after another. */
RXT_CHECKED enum rxt_err rxt_program_fill_words(const struct rxt_words *words,
                                                const struct rxt_program_values *values,
                                                struct rxt_words *out);
/** Name a command's program from the root if it is named by a relative path: it is seen from the present folder, and runs in
 *  another. */
RXT_CHECKED enum rxt_err rxt_program_anchor(struct rxt_words *command);

/** Copy what --copy names into a fresh folder; skip is not copied. RXT_E_INPUT, RXT_E_OUTPUT. */
RXT_CHECKED enum rxt_err rxt_program_furnish_inputs(const struct rxt_program *program, const char *folder,
                                                    const char *skip);
/** Fill the templates in, over what is there. RXT_E_INPUT, RXT_E_OUTPUT. */
RXT_CHECKED enum rxt_err rxt_program_furnish_templates(const struct rxt_program *program, const char *folder,
                                                       const struct rxt_program_values *values);

/* Where fresh folders are made. */
struct rxt_furnish {
    const char *root;
    const char *skip; /* the study's folder; may be NULL */
    const volatile sig_atomic_t *stop;
};

/* What --prepare made, a folder for each number of ranks. */
struct rxt_prepared;
/** Find the folder that was prepared for so many ranks, or make it; a failure is kept, too, for it would come again. Errors
 *  as rxt_program_folder_enter. */
RXT_CHECKED enum rxt_err rxt_prepared_find(struct rxt_prepared **list, const struct rxt_program *program,
                                           const struct rxt_furnish *at,
                                           const struct rxt_program_values *values, const char **out);
void rxt_prepared_free(struct rxt_prepared *list, bool keep);

/* What is in a folder, to see what was made or changed. */
struct rxt_listing;
/** Keep names, sizes and times of what is in a folder, but not of skip; NULL when it cannot be read, or holds very much. */
struct rxt_listing *rxt_listing_take(const char *folder, const char *skip);
/** Write the first name, in their order, that is new or differs in now; false: none. Either may be NULL. */
bool rxt_listing_differs(const struct rxt_listing *before, const struct rxt_listing *now, char *out,
                         size_t n_bytes);
void rxt_listing_free(struct rxt_listing *listing);

#endif
