/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_wire.c - a record in lines that may be torn, mixed and lost, and back.
 *
 * A line is "rxtw1:NONCE:RANK:PART:PARTS:LETTERS:CHECK;" and blanks: CHECK is the digest of all before it. What a launcher puts before
 * or behind it on its line does not matter.
 */
#include "watch_wire.h"

#include "bytes.h"

#include "rxt/digest.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "rxtw1:";

enum {
    LETTERS =
        RXT_WIRE_LINE - 91, /* of a record in a line: beside them are at most 6 + 33 + 3 x 11 + 19 bytes */
    MOST_PARTS = 65536      /* 14 MB of letters */
};

bool rxt_wire_is_nonce(const char *text)
{
    size_t n = 0;
    for (; text[n]; n++) {
        if (!isalnum((unsigned char)text[n]) || n >= 32) {
            return false;
        }
    }
    return n >= 8;
}

static void write_all(const struct rxt_text *letters, const char *nonce, int rank, struct rxt_text *out)
{
    const size_t n_parts = letters->n == 0 ? 1 : (letters->n + LETTERS - 1) / LETTERS;
    for (size_t part = 0; part < n_parts; part++) {
        struct rxt_text line = {0};
        const size_t from = part * LETTERS, n = letters->n - from < LETTERS ? letters->n - from : LETTERS;
        rxt_text_add(&line, "%s%s:%d:%zu:%zu:", mark, nonce, rank, part, n_parts);
        rxt_text_add_bytes(&line, rxt_text_of(letters) + from, n);
        const uint64_t check = rxt_digest_bytes(RXT_DIGEST_START, rxt_text_of(&line), line.n);
        const int n_blanks = RXT_WIRE_LINE - 19 - (int)line.n;
        rxt_text_add(out, "%s:%016" PRIx64 ";%*s\n", rxt_text_of(&line), check, n_blanks, "");
        out->failed |= line.failed;
        rxt_text_free(&line);
    }
}

void rxt_wire_write(const struct rxt_watched *watched, const char *nonce, int rank, struct rxt_text *out)
{
    struct rxt_text letters = {0};
    json_t *json = rxt_watched_to_json(watched);
    char *dumped = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    if (dumped) {
        rxt_bytes_to_letters(dumped, strlen(dumped), &letters);
    }
    out->failed |= !dumped || letters.failed;
    write_all(&letters, nonce, rank, out);
    write_all(&letters, nonce, rank, out);
    free(dumped);
    rxt_text_free(&letters);
}

/* What has come of one rank. */
struct record {
    char **part; /* n_parts of them; NULL: not there yet */
    size_t n_parts, n_here;
};

struct rxt_wire {
    char nonce[33];
    int n_ranks;
    struct record records[];
};

enum rxt_err rxt_wire_open(struct rxt_wire **out, const char *nonce, int n_ranks)
{
    const size_t n = n_ranks > 0 ? (size_t)n_ranks : 0;
    struct rxt_wire *wire = calloc(1, sizeof *wire + n * sizeof *wire->records);
    *out = wire;
    if (!wire) {
        return rxt_fail(RXT_E_MEMORY, "no room for the records of %d ranks", n_ranks);
    }
    wire->n_ranks = (int)n;
    snprintf(wire->nonce, sizeof wire->nonce, "%s", nonce);
    return RXT_OK;
}

static void forget(struct record *record)
{
    for (size_t i = 0; i < record->n_parts; i++) {
        free(record->part[i]);
    }
    free(record->part);
    *record = (struct record){.part = NULL};
}

void rxt_wire_close(struct rxt_wire *wire)
{
    for (int i = 0; wire && i < wire->n_ranks; i++) {
        forget(&wire->records[i]);
    }
    free(wire);
}

/* A line as it was written. */
struct line {
    const char *nonce, *letters;
    size_t n_nonce, n_letters;
    size_t rank, part, n_parts;
};

/* A number of at most 9 digits with a colon behind it; NULL if there is none. */
static const char *read_number(const char *at, const char *end, size_t *out)
{
    size_t value = 0;
    int n = 0;
    for (; at < end && isdigit((unsigned char)*at) && n < 9; n++) {
        value = 10 * value + (size_t)(*at++ - '0');
    }
    *out = value;
    return n > 0 && at < end && *at == ':' ? at + 1 : NULL;
}

/* The line that begins at the mark at `from`; false: it is not whole. */
static bool read_line(const char *from, const char *end, struct line *out)
{
    char check[17 + 1];
    const char *at = from + strlen(mark), *colon = memchr(at, ':', (size_t)(end - at));
    *out = (struct line){.nonce = at, .n_nonce = colon ? (size_t)(colon - at) : 0};
    at = colon ? read_number(colon + 1, end, &out->rank) : NULL;
    at = at ? read_number(at, end, &out->part) : NULL;
    at = at ? read_number(at, end, &out->n_parts) : NULL;
    colon = at ? memchr(at, ':', (size_t)(end - at)) : NULL;
    if (!colon || end - colon < 18 || colon[17] != ';' || colon - at > LETTERS) {
        return false;
    }
    out->letters = at;
    out->n_letters = (size_t)(colon - at);
    snprintf(check, sizeof check, "%016" PRIx64 ";",
             rxt_digest_bytes(RXT_DIGEST_START, from, (size_t)(colon - from)));
    return !memcmp(colon + 1, check, 17);
}

/* Keep the letters of a line of this launch. Of two lines that are whole and contradict each other the first counts. */
static void keep(struct rxt_wire *wire, const struct line *line)
{
    if (line->n_nonce != strlen(wire->nonce) || memcmp(line->nonce, wire->nonce, line->n_nonce) != 0 ||
        line->rank >= (size_t)wire->n_ranks || line->n_parts == 0 || line->n_parts > MOST_PARTS ||
        line->part >= line->n_parts) {
        return;
    }
    struct record *record = &wire->records[line->rank];
    if (!record->part) {
        record->part = calloc(line->n_parts, sizeof *record->part);
        record->n_parts = record->part ? line->n_parts : 0;
    }
    if (line->n_parts == record->n_parts && !record->part[line->part]) {
        record->part[line->part] = strndup(line->letters, line->n_letters);
        record->n_here += record->part[line->part] != NULL;
    }
}

bool rxt_wire_feed(struct rxt_wire *wire, const char *line, size_t n_bytes)
{
    const size_t n_mark = strlen(mark);
    const char *end = line + n_bytes;
    bool is_some = false;
    for (const char *at = line; (size_t)(end - at) >= n_mark; at++) {
        struct line found;
        at = memchr(at, mark[0], (size_t)(end - at) - n_mark + 1);
        if (!at) {
            break;
        }
        if (!memcmp(at, mark, n_mark)) {
            is_some = true;
            if (read_line(at, end, &found)) {
                keep(wire, &found);
            }
        }
    }
    return is_some;
}

static enum rxt_err read_record(const struct record *record, int rank, struct rxt_watched *out)
{
    struct rxt_text letters = {0}, bytes = {0};
    for (size_t i = 0; i < record->n_parts; i++) {
        rxt_text_add(&letters, "%s", record->part[i]);
    }
    const bool is_whole = rxt_bytes_from_letters(rxt_text_of(&letters), letters.n, &bytes);
    json_t *json = is_whole ? json_loadb(rxt_text_of(&bytes), bytes.n, 0, NULL) : NULL;
    enum rxt_err err = json ? rxt_watched_from_json(json, out)
                            : rxt_fail(RXT_E_INPUT, "the record of rank %d is damaged", rank);
    if (err == RXT_OK && out->rank != rank) {
        err = rxt_fail(RXT_E_INPUT, "the record of rank %d says that it is of rank %d", rank, out->rank);
    }
    json_decref(json);
    rxt_text_free(&letters);
    rxt_text_free(&bytes);
    return err;
}

enum rxt_err rxt_wire_take(struct rxt_wire *wire, int rank, struct rxt_watched *out)
{
    *out = (struct rxt_watched){.rank = -1};
    struct record *record = rank >= 0 && rank < wire->n_ranks ? &wire->records[rank] : NULL;
    if (!record || record->n_parts == 0) {
        return rxt_fail(RXT_E_INPUT, "rank %d sent no record", rank);
    }
    const enum rxt_err err = record->n_here == record->n_parts
                                 ? read_record(record, rank, out)
                                 : rxt_fail(RXT_E_INPUT, "of the record of rank %d, %zu of %zu lines arrived",
                                            rank, record->n_here, record->n_parts);
    forget(record);
    return err;
}
