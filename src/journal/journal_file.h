/* SPDX-License-Identifier: BSD-3-Clause
 * journal_file.h - the open file of a journal.
 */
#ifndef RXT_JOURNAL_FILE_H
#define RXT_JOURNAL_FILE_H

#include "journal.h"

#include "text.h"

#include <sys/types.h>

struct rxt_journal {
    int fd;
    off_t n_bytes; /* of whole lines */
    dev_t device;  /* which file it is, whatever its path names by now */
    ino_t inode;
    bool is_lost; /* it is another's by now */
    bool is_part; /* of a merge, under a name of its own: nobody's until it is whole */
    struct rxt_text path;
};

/** Open what becomes a journal once it is whole: "journal.jsonl.part", over what a merge that was killed left there. Closing
 *  removes it. The journal itself must be a new one, and is locked.
 *
 *  Errors:  as rxt_journal_open
 */
RXT_CHECKED enum rxt_err rxt_journal_open_part(struct rxt_journal **part, struct rxt_journal **target,
                                               const char *folder);
/** Remove the file of a journal that never had a line. */
void rxt_journal_remove(const struct rxt_journal *journal);
/** Give a part the name of its journal. RXT_E_OUTPUT */
RXT_CHECKED enum rxt_err rxt_journal_become_whole(struct rxt_journal *part, struct rxt_journal *target);

#endif
