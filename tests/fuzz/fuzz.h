/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz.h - what the fuzz targets share: bytes as a file, a folder of this process, a kernel over a file.
 *
 * A target is one file, fuzz_NAME.c, with libFuzzer's LLVMFuzzerTestOneInput. It hands the bytes to one reader, and
 * aborts where rxt contradicts itself; the sanitizers see the rest. Files are made in TMPDIR, which fuzz.sh removes.
 */
#ifndef RXT_FUZZ_H
#define RXT_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/** Abort with a sentence and rxt's reason unless `holds`: rxt contradicts itself. */
void fuzz_claim(int holds, const char *claim);

/** Return the name of a folder that this process alone has. */
const char *fuzz_folder(void);
/** Write bytes as the file `name` of that folder; return its path. The caller frees it. */
char *fuzz_file(const char *name, const uint8_t *data, size_t n);
/** Return the bytes as text that ends at the first NUL; free it. */
char *fuzz_text(const uint8_t *data, size_t n);

/** Open, run, check and write out a kernel over the bytes as its file; a wrong result is a finding.
 *  more  in  a parameter besides, such as "k=2"; NULL */
void fuzz_kernel(const char *kernel, const char *more, const uint8_t *data, size_t n);

#endif
