/* SPDX-License-Identifier: BSD-3-Clause
 * study_subject_kernel.h - kernels as subjects: those of this program share launches, a plug-in has its own.
 */
#ifndef RXT_STUDY_SUBJECT_KERNEL_H
#define RXT_STUDY_SUBJECT_KERNEL_H

#include "study.h"
#include "trial.h"

extern const struct rxt_family rxt_family_kernel, rxt_family_plugin;

/** Add the kernels of a request to the subjects of a study; a request may then be changed, its texts must live on.
 *  RXT_E_MEMORY. */
RXT_CHECKED enum rxt_err rxt_study_add_kernels(struct rxt_study_spec *spec,
                                               const struct rxt_request *request);

#endif
