/* SPDX-License-Identifier: BSD-3-Clause
 * machine_caches.c - how large are the caches of a core?
 */
#include "machine_ceilings.h"

#include "json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool read_word(const char *root, int index, const char *name, char *out, size_t n_bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu0/cache/index%d/%s", root, index, name);
    FILE *file = fopen(path, "r");
    const bool is_told = file && fgets(out, (int)n_bytes, file);
    if (file) {
        fclose(file);
    }
    out[is_told ? strcspn(out, "\n") : 0] = '\0';
    return is_told;
}

/* "32K" or "1M"; NaN if it is none. */
static double size_of(const char *text)
{
    double n = NAN;
    char unit = '\0';
    const int n_read = sscanf(text, "%lf%c", &n, &unit);
    return n_read < 1 || !(n > 0.0) ? NAN : unit == 'M' ? n * 1048576.0 : unit == 'K' ? n * 1024.0 : n;
}

json_t *rxt_caches_read(const char *root)
{
    enum { MOST = 16 };
    double bytes[RXT_IN_MEMORY] = {NAN, NAN, NAN};
    char level[16], type[32], size[32];
    for (int i = 0; i < MOST && read_word(root, i, "level", level, sizeof level); i++) {
        const bool is_of_data =
            read_word(root, i, "type", type, sizeof type) && strcmp(type, "Instruction") != 0;
        if (is_of_data && level[0] >= '1' && level[0] <= '3' && !level[1] &&
            read_word(root, i, "size", size, sizeof size)) {
            bytes[level[0] - '1'] = size_of(size);
        }
    }
    return json_pack("{s:o, s:o, s:o}", "l1_B", rxt_json_count(bytes[RXT_IN_L1]), "l2_B",
                     rxt_json_count(bytes[RXT_IN_L2]), "l3_B", rxt_json_count(bytes[RXT_IN_L3]));
}

json_t *rxt_caches_of(const struct rxt_topology *topology)
{
    json_t *caches = rxt_caches_read("");
    json_object_set_new(caches, "l3s",
                        topology->has[RXT_L3] ? json_integer((json_int_t)topology->n_domains[RXT_L3])
                                              : json_null());
    return caches;
}
