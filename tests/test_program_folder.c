/* SPDX-License-Identifier: BSD-3-Clause
 * test_program_folder.c - what a launch of a program finds in its folder, and what is left of it.
 */
#include "tests.h"

#include "folder.h"
#include "fresh.h"
#include "note.h"
#include "program.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH = 512 };

/* A user's folder, which is the present one, and the study's. */
struct stage {
    char root[PATH], study[2 * PATH];
    int back; /* the folder that we came from */
    struct rxt_program program;
    struct rxt_program_folders *folders;
};

static char warned[4096];

static void take_note(enum rxt_note_kind kind, const char *text)
{
    if (kind == RXT_NOTE_WARNING) {
        snprintf(warned + strlen(warned), sizeof warned - strlen(warned), "%s\n", text);
    }
}

static void put(const char *path, const char *bytes, size_t n_bytes)
{
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, n_bytes, file), n_bytes);
    fclose(file);
}

static void put_text(const char *path, const char *text)
{
    put(path, text, strlen(text));
}

/* The bytes of a file in a folder are these. */
static bool holds(const char *folder, const char *name, const char *want)
{
    char path[2 * PATH], bytes[512] = "";
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    const size_t n = file ? fread(bytes, 1, sizeof bytes - 1, file) : 0;
    if (file) {
        fclose(file);
    }
    return file && n == strlen(want) && !memcmp(bytes, want, n);
}

static void open_stage(struct stage *s)
{
    *s = (struct stage){.back = open(".", O_RDONLY | O_DIRECTORY)};
    CU_ASSERT_FATAL(s->back >= 0);
    fresh_path(s->root, sizeof s->root, "user");
    CU_ASSERT_EQUAL_FATAL(rxt_folder_make(s->root), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(chdir(s->root), 0);
    snprintf(s->study, sizeof s->study, "%s/results", s->root);
    CU_ASSERT_EQUAL_FATAL(rxt_folder_make(s->study), RXT_OK);
    struct rxt_words command = {0};
    rxt_words_add(&command, "./app");
    CU_ASSERT_EQUAL_FATAL(rxt_program_add(&s->program, NULL, &command, 1), RXT_OK);
    rxt_words_free(&command);
    warned[0] = '\0';
    rxt_notes_to(take_note);
}

static void close_stage(struct stage *s)
{
    char above[PATH];
    rxt_notes_to(NULL);
    rxt_program_folders_close(s->folders);
    rxt_program_free(&s->program);
    CU_ASSERT_EQUAL(fchdir(s->back), 0);
    close(s->back);
    snprintf(above, sizeof above, "%.*s", (int)(strrchr(s->root, '/') - s->root), s->root);
    rxt_folder_remove(above);
    CU_ASSERT_NOT_EQUAL(access(above, F_OK), 0);
}

static void begin(struct stage *s)
{
    CU_ASSERT_EQUAL_FATAL(rxt_program_check(&s->program), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(rxt_program_folders_open(&s->program, "results", NULL, &s->folders), RXT_OK);
}

static enum rxt_err enter(struct stage *s, int ranks, int threads, int launch, char *out)
{
    const struct rxt_program_turn turn = {.layout = {1, ranks, threads, RXT_BY_SPREAD}, .launch = launch};
    return rxt_program_folder_enter(s->folders, &turn, out, PATH);
}

static void a_fresh_folder_holds_copies_and_templates_filled_in(void)
{
    struct stage s;
    char folder[PATH];
    struct stat st;
    open_stage(&s);
    CU_ASSERT_EQUAL(rxt_folder_make("case/deep"), RXT_OK);
    put_text("case/deep/a", "{ranks}");
    put_text("case/script", "#!");
    chmod("case/script", 0755);
    CU_ASSERT_EQUAL(symlink("deep/a", "case/link"), 0);
    put("dict", "n {ranks};\0{x} {threads}\xff", 25);
    rxt_words_add(&s.program.inputs, "./case/");
    rxt_words_add(&s.program.templates, "dict");
    begin(&s);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 3, 2, 7, folder), RXT_OK);
    CU_ASSERT(folder[0] == '/' && strstr(folder, "/results/launches/launch-00007") != NULL);
    CU_ASSERT(holds(folder, "case/deep/a", "{ranks}")); /* a copy is no template */
    CU_ASSERT(holds(folder, "case/link", "{ranks}"));
    CU_ASSERT(holds(folder, "case/script", "#!"));
    char path[2 * PATH], bytes[64];
    snprintf(path, sizeof path, "%s/case/script", folder);
    CU_ASSERT(stat(path, &st) == 0 && (st.st_mode & 0777) == 0755);
    snprintf(path, sizeof path, "%s/case/link", folder);
    CU_ASSERT(lstat(path, &st) == 0 && S_ISLNK(st.st_mode));
    snprintf(path, sizeof path, "%s/dict", folder);
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT(fread(bytes, 1, sizeof bytes, file) == 11 && !memcmp(bytes, "n 3;\0{x} 2\xff", 11));
    fclose(file);
    rxt_program_folder_leave(s.folders, folder);
    CU_ASSERT_NOT_EQUAL(access(folder, F_OK), 0);
    CU_ASSERT_STRING_EQUAL(warned, "");
    close_stage(&s);
}

static void kept_folders_stay_and_each_launch_has_its_own(void)
{
    struct stage s;
    char one[PATH], two[PATH], again[PATH];
    open_stage(&s);
    put_text("in", "x");
    rxt_words_add(&s.program.inputs, "in");
    s.program.keep = true;
    begin(&s);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 0, one), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 1, two), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 0, again), RXT_OK); /* a study that goes on */
    CU_ASSERT_STRING_NOT_EQUAL(one, two);
    CU_ASSERT_STRING_NOT_EQUAL(one, again);
    rxt_program_folder_leave(s.folders, one);
    CU_ASSERT(holds(one, "in", "x"));
    close_stage(&s);
}

static void a_copy_of_all_leaves_the_study_out(void)
{
    struct stage s;
    char folder[PATH];
    open_stage(&s);
    put_text("in", "x");
    put_text("results/journal", "not to be copied");
    rxt_words_add(&s.program.inputs, ".");
    begin(&s);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 0, folder), RXT_OK);
    CU_ASSERT(holds(folder, "in", "x"));
    CU_ASSERT_FALSE(holds(folder, "results/journal", "not to be copied"));
    close_stage(&s);
}

static void what_lies_elsewhere_comes_to_the_top(void)
{
    struct stage s;
    char folder[PATH], path[4 * PATH];
    open_stage(&s);
    CU_ASSERT_EQUAL(rxt_folder_make("data/sub"), RXT_OK);
    put_text("data/sub/one", "1");
    put_text("../two", "2");
    put_text("data/three", "3");
    snprintf(path, sizeof path, "%s/data/three", s.root);
    rxt_words_add(&s.program.inputs, "data/sub/one");
    rxt_words_add(&s.program.inputs, "../two");
    rxt_words_add(&s.program.inputs, "%s", path);
    begin(&s);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 0, folder), RXT_OK);
    CU_ASSERT(holds(folder, "data/sub/one", "1"));
    CU_ASSERT(holds(folder, "two", "2"));
    CU_ASSERT(holds(folder, "three", "3"));
    close_stage(&s);
}

static void preparation_runs_once_a_rank_count_and_is_copied(void)
{
    struct stage s;
    char folder[PATH], path[4 * PATH];
    open_stage(&s);
    put_text("prep.sh", "#!/bin/sh\n"
                        "echo \"$1 $WHO\" >made\n"
                        "pwd >>\"$LOG\"\n");
    chmod("prep.sh", 0755);
    put_text("dict", "{ranks}x{threads}");
    rxt_words_add(&s.program.prepare, "./prep.sh");
    rxt_words_add(&s.program.prepare, "{ranks}");
    rxt_words_add(&s.program.env, "WHO=me{ranks}");
    rxt_words_add(&s.program.env, "LOG=%s/log", s.root);
    rxt_words_add(&s.program.templates, "dict");
    begin(&s);
    const int layouts[][2] = {{1, 1}, {2, 1}, {2, 4}, {1, 2}};
    for (int i = 0; i < 4; i++) {
        char made[32], dict[32];
        CU_ASSERT_EQUAL_FATAL(enter(&s, layouts[i][0], layouts[i][1], i, folder), RXT_OK);
        snprintf(made, sizeof made, "%d me%d\n", layouts[i][0], layouts[i][0]);
        snprintf(dict, sizeof dict, "%dx%d", layouts[i][0], layouts[i][1]);
        CU_ASSERT(holds(folder, "made", made));
        CU_ASSERT(holds(folder, "dict", dict));
        rxt_program_folder_leave(s.folders, folder);
    }
    snprintf(path, sizeof path, "%s/results/launches/prepared-1\n%s/results/launches/prepared-2\n", s.root,
             s.root);
    CU_ASSERT(holds(s.root, "log", path));
    rxt_program_folders_close(s.folders);
    s.folders = NULL;
    CU_ASSERT_NOT_EQUAL(access("results/launches", F_OK), 0); /* nothing is left */
    close_stage(&s);
}

static void a_preparation_that_fails_is_told_for_every_launch_of_its_count(void)
{
    struct stage s;
    char folder[PATH];
    open_stage(&s);
    put_text("prep.sh", "#!/bin/sh\n"
                        "echo >>\"$LOG\"\n"
                        "[ $1 -ne 3 ] || { echo 'no mesh for 3' >&2; exit 4; }\n");
    chmod("prep.sh", 0755);
    rxt_words_add(&s.program.env, "LOG=%s/log", s.root);
    rxt_words_add(&s.program.prepare, "./prep.sh");
    rxt_words_add(&s.program.prepare, "{ranks}");
    begin(&s);
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(enter(&s, 3, 1, i, folder), RXT_E_LAUNCH);
        CU_ASSERT(strstr(rxt_reason(), "3 ranks ended with status 4: no mesh for 3") != NULL);
    }
    CU_ASSERT_EQUAL(enter(&s, 1, 1, 2, folder), RXT_OK);
    CU_ASSERT(holds(s.root, "log", "\n\n")); /* once for 3, once for 1 */
    close_stage(&s);
}

static void a_preparation_is_ended_in_its_time(void)
{
    struct stage s;
    char folder[PATH];
    open_stage(&s);
    rxt_words_add(&s.program.prepare, "sleep");
    rxt_words_add(&s.program.prepare, "300");
    s.program.prepare_timeout_s = 0.2;
    begin(&s);
    CU_ASSERT_EQUAL(enter(&s, 1, 1, 0, folder), RXT_E_LAUNCH);
    CU_ASSERT(strstr(rxt_reason(), "sleep took more than") != NULL);
    close_stage(&s);
}

static void what_a_program_writes_where_all_run_is_warned_of_once(void)
{
    struct stage s;
    char folder[PATH];
    open_stage(&s);
    put_text("old", "1");
    begin(&s);
    CU_ASSERT_EQUAL_FATAL(enter(&s, 1, 1, 0, folder), RXT_OK);
    CU_ASSERT_STRING_EQUAL(folder, s.root);
    put_text("results/journal", "ours");
    rxt_program_folder_leave(s.folders, folder);
    CU_ASSERT_STRING_EQUAL(warned, "");
    put_text("old", "22");
    rxt_program_folder_leave(s.folders, folder);
    CU_ASSERT(strstr(warned, "made or changed old in ") != NULL);
    warned[0] = '\0';
    put_text("new", "3");
    rxt_program_folder_leave(s.folders, folder);
    CU_ASSERT_STRING_EQUAL(warned, "");
    CU_ASSERT(holds(s.root, "old", "22")); /* and nothing was removed */
    close_stage(&s);
}

static void copies_side_by_side_have_a_folder_each(void)
{
    struct stage s;
    char one[PATH], two[PATH];
    open_stage(&s);
    s.program.subjects[0].n_copies = 2;
    begin(&s);
    struct rxt_program_turn turn = {.layout = {1, 1, 1, RXT_BY_SPREAD}, .launch = 4};
    CU_ASSERT_EQUAL_FATAL(rxt_program_folder_enter(s.folders, &turn, one, PATH), RXT_OK);
    turn.copy = 1;
    CU_ASSERT_EQUAL_FATAL(rxt_program_folder_enter(s.folders, &turn, two, PATH), RXT_OK);
    CU_ASSERT(strstr(one, "launch-00004-copy-1") && strstr(two, "launch-00004-copy-2"));
    close_stage(&s);
}

CU_TestInfo test_program_folder[] = {
    CLAIM(a_fresh_folder_holds_copies_and_templates_filled_in),
    CLAIM(kept_folders_stay_and_each_launch_has_its_own),
    CLAIM(a_copy_of_all_leaves_the_study_out),
    CLAIM(what_lies_elsewhere_comes_to_the_top),
    CLAIM(preparation_runs_once_a_rank_count_and_is_copied),
    CLAIM(a_preparation_that_fails_is_told_for_every_launch_of_its_count),
    CLAIM(a_preparation_is_ended_in_its_time),
    CLAIM(what_a_program_writes_where_all_run_is_warned_of_once),
    CLAIM(copies_side_by_side_have_a_folder_each),
    CU_TEST_INFO_NULL,
};
