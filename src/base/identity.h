/* SPDX-License-Identifier: BSD-3-Clause
 * identity.h - is a file still the one that it was? Its size and a digest of its bytes, whatever its date.
 */
#ifndef RXT_IDENTITY_H
#define RXT_IDENTITY_H

#include <jansson.h>

/** Make { "size": bytes, "digest": 16 hexadecimal digits }. Of a file beyond 256 MiB the digest is of 256 parts of 1 MiB,
 *  spread evenly from its first byte to its last, so that none takes long. JSON's null if it is no file, or cannot be read. */
json_t *rxt_file_identity(const char *path);
/** Add the identity of a file to an object, under its path as realpath gives it; a file that is not there under its name as
 *  it is, null. */
void rxt_identities_add(json_t *identities, const char *path);

#endif
