/* SPDX-License-Identifier: BSD-3-Clause
 * machine_kept.c - the record of ceilings in its file, one for each machine and build.
 *
 * Several machines may share a home, and several builds a machine: the name of the file holds the host and a digest of all
 * that the record is of, and a record that is of something else is not taken.
 */
#include "machine_ceilings.h"

#include "build.h"
#include "folder.h"
#include "json.h"
#include "machine_show.h"

#include "rxt/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

json_t *rxt_ceilings_identity(const struct rxt_topology *topology)
{
    char host[64] = "host";
    gethostname(host, sizeof host - 1);
    return json_pack("{s:s, s:s, s:o, s:{s:s, s:s, s:s, s:s}}", "schema", RXT_SCHEMA_MACHINE, "host", host,
                     "machine", rxt_topology_counts(topology), "build", "version", rxt_build.version,
                     "compiler", rxt_build.compiler, "flags", rxt_build.flags, "mpi", rxt_build.mpi);
}

enum rxt_err rxt_ceilings_path(const json_t *identity, char *out, size_t n_bytes)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    const bool has_state = state && state[0] == '/'; /* another path is to be ignored, says XDG */
    const char *host = rxt_json_text_at(identity, "host", "host");
    char *text = json_dumps(identity, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text || (!has_state && (!home || !home[0]))) {
        free(text);
        return rxt_fail(RXT_E_ABSENT,
                        "there is no place to keep what was measured: set XDG_STATE_HOME or HOME");
    }
    const uint64_t digest = rxt_digest_bytes(RXT_DIGEST_START, text, strlen(text));
    const int n =
        snprintf(out, n_bytes, "%s%s/rxt/machine-%.64s-%016" PRIx64 ".json", has_state ? state : home,
                 has_state ? "" : "/.local/state", strchr(host, '/') ? "host" : host, digest);
    free(text);
    return n > 0 && (size_t)n < n_bytes ? RXT_OK
                                        : rxt_fail(RXT_E_ABSENT, "XDG_STATE_HOME or HOME is too long a path");
}

json_t *rxt_ceilings_kept(const json_t *identity)
{
    char path[PATH_BYTES];
    const char *key;
    json_t *value;
    if (rxt_ceilings_path(identity, path, sizeof path) != RXT_OK) {
        return NULL;
    }
    json_t *record = json_load_file(path, 0, NULL);
    bool is_of = json_is_array(json_object_get(record, "rates"));
    json_object_foreach((json_t *)(uintptr_t)identity, key, value)
    {
        is_of = is_of && json_equal(value, json_object_get(record, key));
    }
    if (!is_of) {
        json_decref(record);
        record = NULL;
    }
    return record;
}

/* Written beside it and renamed, so that nobody reads half of one. */
enum rxt_err rxt_ceilings_keep(const json_t *record)
{
    static const char *const keys[] = {"schema", "host", "machine", "build", NULL};
    char path[PATH_BYTES], folder[PATH_BYTES], beside[PATH_BYTES + 32];
    json_t *identity = rxt_json_fields(record, keys);
    enum rxt_err err = identity ? rxt_ceilings_path(identity, path, sizeof path)
                                : rxt_fail(RXT_E_MEMORY, "no room for a record");
    json_decref(identity);
    if (err) {
        return err;
    }
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    err = rxt_folder_make(folder);
    if (err) {
        return err;
    }
    snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid());
    if (json_dump_file(record, beside, JSON_INDENT(1)) != 0 || rename(beside, path) != 0) {
        unlink(beside);
        return rxt_fail(RXT_E_OUTPUT,
                        "'%s' cannot be written: is its disk full, or its folder closed to you?", path);
    }
    return RXT_OK;
}
