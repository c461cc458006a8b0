/* SPDX-License-Identifier: BSD-3-Clause
 * cli_tsan.c - build a kernel's source for ThreadSanitizer, and find what must be loaded with it.
 *
 * Only the kernel is built for it: rxt-rank stays as it is, and gcc's libtsan, loaded before all libraries, sees the POSIX
 * threads and barriers of the rig. Code by clang works with it, too.
 */
#include "cli_tsan.h"

#include "launch_process.h"
#include "launch_rank.h"
#include "text.h"
#include "words.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), n_end = strlen(end);
    return n > n_end && !strcmp(text + n - n_end, end);
}

static const char *compiler_for(const char *source)
{
    const bool is_c = ends_with(source, ".c");
    const char *named = getenv(is_c ? "CC" : "CXX");
    return named && named[0] ? named : is_c ? "cc" : "c++";
}

/* The words of a text, split at blanks: "gcc -O2". */
static void add_split(struct rxt_words *words, const char *text)
{
    while (text && *text) {
        text += strspn(text, " ");
        const size_t n = strcspn(text, " ");
        if (n > 0) {
            rxt_words_add(words, "%.*s", (int)n, text);
        }
        text += n;
    }
}

static enum rxt_err ask(const struct rxt_words *words, struct rxt_answer *answer)
{
    return words->failed ? rxt_fail(RXT_E_MEMORY, "no room for the words of a compiler")
                         : rxt_program_ask(&(struct rxt_question){.words = (const char *const *)words->word,
                                                                  .timeout_s = 120.0},
                                           answer);
}

/* A compiler that does not know the file says its name again, without a folder. */
static bool ask_library(const char *compiler, char *out, size_t n_bytes)
{
    struct rxt_words words = {0};
    struct rxt_answer answer = {0};
    add_split(&words, compiler);
    rxt_words_add(&words, "-print-file-name=libtsan.so");
    const enum rxt_err err = ask(&words, &answer);
    const char *said = err == RXT_OK && answer.status == 0 ? rxt_text_of(&answer.said[RXT_OUT]) : "";
    snprintf(out, n_bytes, "%.*s", (int)strcspn(said, "\n"), said);
    rxt_answer_free(&answer);
    rxt_words_free(&words);
    return out[0] == '/' && access(out, R_OK) == 0;
}

static enum rxt_err find_library(struct rxt_tsan *out, const char *compiler)
{
    return ask_library(compiler, out->library, sizeof out->library) ||
                   ask_library("gcc", out->library, sizeof out->library)
               ? RXT_OK
               : rxt_fail(
                     RXT_E_ABSENT,
                     "--tsan needs libtsan.so, and neither %s nor gcc knows where it is: install gcc, or on Debian "
                     "libtsan2 with libgcc-12-dev",
                     compiler);
}

static enum rxt_err build(struct rxt_tsan *out, const char *source)
{
    static const char *const flags[] = {"-g", "-O1", "-fsanitize=thread", "-shared", "-fPIC"};
    char include[8192];
    struct rxt_words words = {0};
    struct rxt_answer answer = {0};
    snprintf(out->folder, sizeof out->folder, "/tmp/rxt-tsan-XXXXXX");
    if (!mkdtemp(out->folder)) {
        out->folder[0] = '\0';
        return rxt_fail(RXT_E_OUTPUT, "no folder can be made in /tmp for what --tsan builds");
    }
    snprintf(out->file, sizeof out->file, "%s/kernel.so", out->folder);
    enum rxt_err err = rxt_include_find(include, sizeof include);
    if (err != RXT_OK) {
        return err;
    }
    add_split(&words, compiler_for(source));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        rxt_words_add(&words, "%s", flags[i]);
    }
    add_split(&words, getenv(ends_with(source, ".c") ? "CFLAGS" : "CXXFLAGS"));
    rxt_words_add(&words, "-I%s", include);
    rxt_words_add(&words, "%s", source);
    rxt_words_add(&words, "-o");
    rxt_words_add(&words, "%s", out->file);
    err = ask(&words, &answer);
    if (err == RXT_OK && answer.status != 0) {
        err = rxt_fail(RXT_E_INPUT, "%s does not build %s: %s", compiler_for(source), source,
                       rxt_text_of(&answer.said[RXT_ERR]));
    }
    rxt_answer_free(&answer);
    rxt_words_free(&words);
    return err;
}

/* What is built for ThreadSanitizer calls it by names that begin so. */
static bool calls_tsan(const char *path)
{
    static const char name[] = "__tsan_func_entry";
    FILE *file = fopen(path, "r");
    size_t n = 0;
    for (int c; file && n < strlen(name) && (c = getc(file)) != EOF;) {
        n = c == name[n] ? n + 1 : c == name[0];
    }
    if (file) {
        fclose(file);
    }
    return n == strlen(name);
}

enum rxt_err rxt_tsan_open(struct rxt_tsan *out, const char *word)
{
    const bool is_source = ends_with(word, ".c") || ends_with(word, ".cpp") || ends_with(word, ".cc");
    *out = (struct rxt_tsan){.folder = ""};
    if (access(word, R_OK) != 0) {
        return rxt_fail(
            RXT_E_USAGE,
            "'%s' is no file that can be read: --tsan takes a kernel's source, or a file that was built with "
            "-fsanitize=thread; those of rxt are built without it",
            word);
    }
    enum rxt_err err = find_library(out, is_source ? compiler_for(word) : "cc");
    if (err == RXT_OK && is_source) {
        err = build(out, word);
    } else if (err == RXT_OK) {
        snprintf(out->file, sizeof out->file, "%s", word);
    }
    if (err == RXT_OK && !calls_tsan(out->file)) {
        err = rxt_fail(RXT_E_USAGE,
                       "%s was not built for ThreadSanitizer: add -fsanitize=thread -g, or name its source",
                       out->file);
    }
    return err;
}

void rxt_tsan_close(const struct rxt_tsan *tsan)
{
    if (tsan->folder[0]) {
        (void)unlink(tsan->file);
        (void)rmdir(tsan->folder);
    }
}

/* Its memory map has no place for a program at any address. UCX, which MPICH brings, puts itself before madvise, which the C
 * library calls when a thread has all but ended: there ThreadSanitizer knows it no more. */
void rxt_tsan_prepare(const struct rxt_tsan *tsan)
{
    setenv("LD_PRELOAD", tsan->library, 1);
    setenv("TSAN_OPTIONS", "halt_on_error=0:exitcode=0:die_after_fork=0", 1);
    setenv("UCX_MEM_EVENTS", "n", 1);
    (void)personality(ADDR_NO_RANDOMIZE);
}
