/* SPDX-License-Identifier: BSD-3-Clause
 * machine_check.c - what can be refused before hwloc sees it, with a clearer reason than hwloc's.
 */
#include "machine_source.h"

#include "machine.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The root element of an XML, behind its declarations, comments and white space; NULL if there is none. */
static const char *find_root(const char *text)
{
    text += strncmp(text, "\xef\xbb\xbf", 3) ? 0 : 3; /* byte order mark of UTF-8 */
    for (;;) {
        text += strspn(text, " \t\r\n");
        if (strncmp(text, "<?", 2) != 0 && strncmp(text, "<!", 2) != 0) {
            return *text == '<' ? text : NULL;
        }
        const bool is_comment = !strncmp(text, "<!--", 4);
        const char *end = strstr(text, is_comment ? "-->" : ">");
        if (!end) {
            return NULL;
        }
        text = end + (is_comment ? 3 : 1);
    }
}

/* The major version of hwloc that wrote the XML, 1 if the root does not tell, 0 if it is no topology. */
static long version_of(const char *head)
{
    static const char name[] = "<topology", key[] = "version=\"";
    const char *root = find_root(head);
    if (!root || strncmp(root, name, strlen(name)) != 0 || !strchr(" \t\r\n>", root[strlen(name)])) {
        return 0;
    }
    const char *end = strchr(root, '>'), *version = strstr(root, key);
    return end && version && version < end ? strtol(version + strlen(key), NULL, 10) : 1;
}

/* Each hwloc reads the XML of the one before, too; no later one. */
enum rxt_err rxt_source_check_version(const char *path, long version, long hwloc)
{
    if (version == hwloc || version == hwloc - 1) {
        return RXT_OK;
    }
    return rxt_fail(
        RXT_E_INPUT,
        "topology file '%s' is an XML of hwloc %ld; the hwloc %ld of this rxt reads those of hwloc %ld "
        "and %ld, and hwloc %ld reads this one: lstopo -i OLD.xml --of xml%s NEW.xml",
        path, version, hwloc, hwloc - 1, hwloc, version > hwloc ? version : hwloc - 1,
        version > hwloc ? " --export-xml-flags v2" : "");
}

static enum rxt_err check_head(const char *path, const char *head)
{
    const long version = version_of(head);
    if (version > 0) {
        return rxt_source_check_version(path, version, (long)(hwloc_get_api_version() >> 16));
    }
    return rxt_fail(
        RXT_E_INPUT,
        "topology file '%s' is no XML of hwloc; make one on the machine in question: lstopo FILE.xml", path);
}

static enum rxt_err check_tail(const char *path, const char *tail)
{
    static const char closing[] = "</topology>";
    const char *end = strstr(tail, closing);
    if (!end || end[strlen(closing) + strspn(end + strlen(closing), " \t\r\n")] != '\0') {
        return rxt_fail(RXT_E_INPUT,
                        "topology file '%s' is cut off: it does not end with %s; export or copy it again",
                        path, closing);
    }
    return RXT_OK;
}

/* The first and the last bytes, each as text; a NUL inside ends the text and makes the check fail. */
static enum rxt_err read_ends(FILE *file, const char *path, char *head, char *tail, size_t n_bytes)
{
    const size_t n_head = fread(head, 1, n_bytes - 1, file);
    head[n_head] = '\0';
    if (ferror(file) || fseek(file, 0, SEEK_END) != 0) {
        return rxt_fail(RXT_E_INPUT, "topology file '%s' cannot be read: %s", path, strerror(errno));
    }
    const long size = ftell(file), from = size > (long)n_bytes - 1 ? size - ((long)n_bytes - 1) : 0;
    size_t n_tail = 0;
    if (size >= 0 && fseek(file, from, SEEK_SET) == 0) {
        n_tail = fread(tail, 1, n_bytes - 1, file);
    }
    tail[n_tail] = '\0';
    return RXT_OK;
}

enum rxt_err rxt_source_check_file(const char *path)
{
    char head[4096], tail[4096];
    struct stat st;
    if (stat(path, &st) != 0) {
        return rxt_fail(RXT_E_INPUT, "topology file '%s' cannot be read: %s", path, strerror(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return rxt_fail(RXT_E_INPUT,
                        "topology '%s' is %s; name an XML file of hwloc, as lstopo FILE.xml makes it", path,
                        S_ISDIR(st.st_mode) ? "a directory" : "no regular file");
    }
    FILE *file = fopen(path, "r");
    if (!file) {
        return rxt_fail(RXT_E_INPUT, "topology file '%s' cannot be read: %s", path, strerror(errno));
    }
    enum rxt_err err = read_ends(file, path, head, tail, sizeof head);
    fclose(file);
    if (!err) {
        err = check_head(path, head);
    }
    return err == RXT_OK ? check_tail(path, tail) : err;
}

/* Numbers count at the beginning of a word and behind a colon; what is in brackets are attributes. */
enum rxt_err rxt_source_check_text(const char *text)
{
    unsigned long long n_pus = 1;
    int depth = 0;
    for (const char *p = text; *p; p++) {
        depth += (*p == '(') - (*p == ')');
        const bool begins = p == text || isspace((unsigned char)p[-1]) || p[-1] == ':';
        if (depth == 0 && begins && (isdigit((unsigned char)*p) || *p == '-')) {
            const unsigned long long n = strtoull(p, NULL, 10); /* -1 becomes a large number, too */
            n_pus = n > RXT_MAX_PUS ? n : n_pus * n;
        }
        if (n_pus > RXT_MAX_PUS) {
            return rxt_fail(RXT_E_INPUT, "the synthetic topology '%s' has more than %d PUs; ask for fewer",
                            text, (int)RXT_MAX_PUS);
        }
    }
    return RXT_OK;
}
