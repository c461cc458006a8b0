/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject_program.h - programs that know nothing of rxt as subjects: each launch runs one, watched in every rank.
 */
#ifndef RXT_STUDY_SUBJECT_PROGRAM_H
#define RXT_STUDY_SUBJECT_PROGRAM_H

#include "program.h"
#include "study.h"

extern const struct rxt_family rxt_family_program;

/** Add the commands of a program to the subjects of a study, which must not outlive it. RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_study_add_program(struct rxt_study_spec *spec,
                                               const struct rxt_program *program);

#endif
