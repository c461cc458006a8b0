/* SPDX-License-Identifier: BSD-3-Clause
 * test_watch.c - what a rank is told and what it tells comes whole, or is refused.
 */
#include "tests.h"

#include "orphan.h"
#include "watch.h"
#include "watch_task.h"
#include "watch_wire.h"
#include "watched_made.h"

#include <stdint.h>

static const char *const odd[] = {
    "a b", "", ":", "$HOME;*'\"", "\n\t", "\\x41\\", "\xff\xfe\xc3", "\x01\x7f", "\xc3\xa4\xe2\x80\xae"};
enum { N_ODD = sizeof odd / sizeof *odd };

static struct rxt_task made_task(void)
{
    struct rxt_task task = {.layout = strdup("2x3@l3"),
                            .plan = strdup("0,1;2,3"),
                            .folder = strdup("/a b/\xff"),
                            .slice = 1,
                            .n_slices = 2,
                            .mask_only = true,
                            .accounts = true,
                            .timeout_s = 12.5,
                            .nonce = strdup("abcdef0123456789")};
    for (size_t i = 0; i < N_ODD; i++) {
        rxt_words_add(&task.argv, "%s", odd[i]);
        rxt_words_add(&task.env_set, "V%zu=%s", i, odd[i]);
    }
    rxt_words_add(&task.env_unset, "GOMP_CPU_AFFINITY");
    task.find = (struct rxt_find_spec){.metric = strdup("^x = ([0-9\\.]+)\xff"), .take = RXT_TAKE_MAX};
    return task;
}

static void a_task_comes_back_byte_by_byte(void)
{
    struct rxt_task task = made_task(), back;
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL(rxt_task_to_text(&task, &text), RXT_OK);
    CU_ASSERT_EQUAL(rxt_task_from_text(rxt_text_of(&text), &back), RXT_OK);
    CU_ASSERT_EQUAL_FATAL(back.argv.n, N_ODD);
    CU_ASSERT_EQUAL_FATAL(back.env_set.n, N_ODD);
    for (size_t i = 0; i < N_ODD; i++) {
        CU_ASSERT_STRING_EQUAL(back.argv.word[i], odd[i]);
        CU_ASSERT_STRING_EQUAL(back.env_set.word[i], task.env_set.word[i]);
    }
    CU_ASSERT_STRING_EQUAL(back.env_unset.word[0], "GOMP_CPU_AFFINITY");
    CU_ASSERT_STRING_EQUAL(back.folder, task.folder);
    CU_ASSERT_STRING_EQUAL(back.plan, "0,1;2,3");
    CU_ASSERT_STRING_EQUAL(back.layout, "2x3@l3");
    CU_ASSERT_STRING_EQUAL(back.nonce, task.nonce);
    CU_ASSERT_STRING_EQUAL(back.find.metric, task.find.metric);
    CU_ASSERT_PTR_NULL(back.find.expect);
    CU_ASSERT_PTR_NULL(back.stdin_path);
    CU_ASSERT_EQUAL(back.find.take, RXT_TAKE_MAX);
    CU_ASSERT(back.slice == 1 && back.n_slices == 2 && back.mask_only && back.accounts && !back.smt &&
              !back.one_process);
    CU_ASSERT_EQUAL(back.timeout_s, 12.5);
    rxt_task_free(&task);
    rxt_task_free(&back);
    rxt_text_free(&text);
}

static void a_task_that_is_none_is_refused(void)
{
    static const char *const wrong[] = {"",           "A",     "bm9uc2Vuc2U", "e30" /* {} */,
                                        "eyJhIjoxfQ", "a b c", "\xff\xff"};
    struct rxt_task task = made_task(), out;
    struct rxt_text text = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CU_ASSERT_EQUAL(rxt_task_from_text(wrong[i], &out), RXT_E_INPUT);
        rxt_task_free(&out);
    }
    CU_ASSERT_EQUAL(rxt_task_to_text(&task, &text), RXT_OK);
    for (size_t n = 0; n < text.n; n++) { /* cut anywhere */
        char *cut = strndup(rxt_text_of(&text), n);
        CU_ASSERT_EQUAL(rxt_task_from_text(cut, &out), RXT_E_INPUT);
        rxt_task_free(&out);
        free(cut);
    }
    rxt_task_free(&task);
    rxt_text_free(&text);
}

static void words_too_long_for_a_variable_are_refused(void)
{
    struct rxt_task task = {.timeout_s = 0.0};
    struct rxt_text text = {0};
    char *word = malloc(RXT_TASK_MOST);
    CU_ASSERT_PTR_NOT_NULL_FATAL(word);
    memset(word, 'x', RXT_TASK_MOST - 1);
    word[RXT_TASK_MOST - 1] = '\0';
    rxt_words_add(&task.argv, "%s", word);
    CU_ASSERT_EQUAL(rxt_task_to_text(&task, &text), RXT_E_RANGE);
    free(word);
    rxt_task_free(&task);
    rxt_text_free(&text);
}

static struct rxt_watched full_watched(void)
{
    struct rxt_watched w = made_watched(3);
    w.rank = 1, w.local_rank = 1, w.end = RXT_END_SIGNAL, w.status = 139, w.signal = 11;
    w.note = strdup("killed \xff");
    w.wait_s = NAN;
    w.on_one_pu = 7;
    w.unknown = strdup("hidepid");
    w.plan = malloc(2 * sizeof *w.plan);
    w.plan[0] = 0, w.plan[1] = 1, w.n_plan = 2;
    w.n_more = 5, w.more_cpu_s = 0.25;
    w.threads[2].mask_changes = 1, w.threads[2].n_masks = 2;
    w.threads[2].masks[1] = (struct rxt_seen_mask){3.5, "0-1"};
    w.threads[2].wait_s = NAN;
    w.processes[0].is_left = w.processes[0].is_launchers = true;
    w.rivals[0] = (struct rxt_rival){.pid = 7, .cpu = 1, .name = "burn", .looks = 2};
    w.n_rivals = 1;
    w.found.metric = 42.5, w.found.n_metrics = 1;
    snprintf(w.found.answer, sizeof w.found.answer, "-68.25");
    w.mpi = json_pack("{s:f}", "wait_s", 0.5);
    w.head = malloc(4), w.n_head = 4;
    memcpy(w.head, "\0\xff\\n", 4);
    w.tail = calloc(1, 1), w.n_tail = 0;
    w.output_bytes = 1073741824.0;
    return w;
}

static void a_record_comes_back_from_json(void)
{
    struct rxt_watched w = full_watched(), back;
    json_t *json = rxt_watched_to_json(&w);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_EQUAL_FATAL(rxt_watched_from_json(json, &back), RXT_OK);
    json_t *again = rxt_watched_to_json(&back);
    CU_ASSERT_TRUE(json_equal(json, again));
    CU_ASSERT_STRING_EQUAL(back.note, w.note);
    CU_ASSERT(isnan(back.wait_s) && isnan(back.threads[2].wait_s) && back.threads[1].wait_s == 0.05);
    CU_ASSERT(back.n_head == 4 && !memcmp(back.head, "\0\xff\\n", 4));
    CU_ASSERT(back.tail != NULL && back.n_tail == 0);
    CU_ASSERT(back.n_plan == 2 && back.plan[1] == 1);
    CU_ASSERT_STRING_EQUAL(back.threads[2].masks[1].cpus, "0-1");
    CU_ASSERT(back.processes[0].is_left && back.processes[0].is_launchers);
    CU_ASSERT_EQUAL(back.found.metric, 42.5);
    CU_ASSERT_TRUE(json_is_null(json_object_get(json, "wait_s")));
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(json, "output_bytes")), 1073741824);
    rxt_watched_free(&w);
    rxt_watched_free(&back);
    json_decref(json);
    json_decref(again);
}

/* Every field in turn is gone, or of another kind: never taken for something else, and nothing is read beyond. */
static void a_record_with_a_wrong_field_is_refused(void)
{
    struct rxt_watched w = full_watched(), out;
    json_t *json = rxt_watched_to_json(&w);
    const char *key;
    json_t *value;
    json_object_foreach(json, key, value)
    {
        json_t *damaged = json_copy(json);
        json_object_set_new(damaged, key, json_true());
        CU_ASSERT_EQUAL(rxt_watched_from_json(damaged, &out), RXT_E_INPUT);
        rxt_watched_free(&out);
        json_decref(damaged);
    }
    json_t *damaged = json_deep_copy(json);
    json_t *thread = json_array_get(json_object_get(damaged, "threads"), 0);
    json_object_set_new(thread, "name", json_string("a name of more than sixteen bytes"));
    CU_ASSERT_EQUAL(rxt_watched_from_json(damaged, &out), RXT_E_INPUT);
    rxt_watched_free(&out);
    json_object_set_new(thread, "name", json_string("app"));
    for (int i = 0; i < 20; i++) {
        json_array_append_new(json_object_get(thread, "cpus"), json_pack("[i, f]", i, 0.1));
    }
    CU_ASSERT_EQUAL(rxt_watched_from_json(damaged, &out), RXT_E_INPUT);
    rxt_watched_free(&out);
    json_decref(damaged);
    json_decref(json);
    rxt_watched_free(&w);
}

static const char nonce[] = "0123456789abcdef";

/* The lines of a record of a rank, apart; give back lines and *text. */
static char **lines_of(int rank, const char *of_nonce, struct rxt_text *text, size_t *n)
{
    struct rxt_watched w = full_watched();
    w.rank = rank;
    rxt_wire_write(&w, of_nonce, rank, text);
    rxt_watched_free(&w);
    char **lines = calloc(text->n / 10, sizeof *lines);
    *n = 0;
    for (char *at = strtok(text->bytes, "\n"); at; at = strtok(NULL, "\n")) {
        lines[(*n)++] = at;
    }
    return lines;
}

static bool arrives(struct rxt_wire *wire, int rank)
{
    struct rxt_watched w;
    const bool came = rxt_wire_take(wire, rank, &w) == RXT_OK && w.rank == rank && w.n_threads == 3;
    rxt_watched_free(&w);
    return came;
}

static void feed(struct rxt_wire *wire, const char *line)
{
    CU_ASSERT_TRUE(rxt_wire_feed(wire, line, strlen(line)));
}

static void lines_are_cut_nowhere_by_open_mpi_and_sent_twice(void)
{
    struct rxt_text text = {0};
    size_t n;
    char **lines = lines_of(999999999, "0123456789abcdef0123456789abcdef", &text, &n);
    CU_ASSERT_TRUE(n > 4 && n % 2 == 0);
    CU_ASSERT_EQUAL(4095 % RXT_WIRE_LINE, 0);
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_EQUAL(strlen(lines[i]) + 1, RXT_WIRE_LINE);
        CU_ASSERT_STRING_EQUAL(lines[i], lines[(i + n / 2) % n]);
    }
    free(lines);
    rxt_text_free(&text);
}

static void lines_in_any_order_make_the_record(void)
{
    struct rxt_text text[2] = {{0}, {0}};
    size_t n[2];
    char **lines[2];
    struct rxt_wire *wire = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 2), RXT_OK);
    for (int r = 0; r < 2; r++) {
        lines[r] = lines_of(r, nonce, &text[r], &n[r]);
    }
    for (size_t i = n[0]; i-- > 0;) {
        feed(wire, lines[1][i]);
        feed(wire, lines[0][i]);
    }
    CU_ASSERT_TRUE(arrives(wire, 0));
    CU_ASSERT_TRUE(arrives(wire, 1));
    for (int r = 0; r < 2; r++) {
        free(lines[r]);
        rxt_text_free(&text[r]);
    }
    rxt_wire_close(wire);
}

/* Each line of the first time in turn is lost, cut, or has another one in its middle, as mpirun does; the second saves it. */
static void a_line_that_is_torn_or_lost_comes_the_second_time(void)
{
    struct rxt_text text = {0}, mixed = {0};
    size_t n;
    char **lines = lines_of(0, nonce, &text, &n);
    for (size_t bad = 0; bad < n / 2; bad++) {
        struct rxt_wire *wire = NULL;
        CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 1), RXT_OK);
        for (size_t i = 0; i < n; i++) {
            const size_t half = strlen(lines[i]) / 2;
            if (i != bad) {
                feed(wire, lines[i]);
            } else if (bad % 3 == 1) {
                rxt_wire_feed(wire, lines[i], half);
                rxt_wire_feed(wire, lines[i] + half, strlen(lines[i]) - half);
            } else if (bad % 3 == 2) {
                mixed.n = 0;
                rxt_text_add(&mixed, "%.*s%s%s", (int)half, lines[i], "other words", lines[i] + half);
                feed(wire, rxt_text_of(&mixed));
            }
        }
        CU_ASSERT_TRUE(arrives(wire, 0));
        rxt_wire_close(wire);
    }
    free(lines);
    rxt_text_free(&text);
    rxt_text_free(&mixed);
}

static void a_whole_line_counts_wherever_it_begins(void)
{
    struct rxt_text text = {0}, line = {0};
    size_t n;
    char **lines = lines_of(0, nonce, &text, &n);
    struct rxt_wire *wire = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 1), RXT_OK);
    for (size_t i = 0; i < n / 2; i++) { /* behind a torn one, before talk */
        line.n = 0;
        rxt_text_add(&line, "[1,0]<stdout>:rxtw1:rxtw1%.*s%s and more", (int)(i % 40), lines[0], lines[i]);
        feed(wire, rxt_text_of(&line));
    }
    CU_ASSERT_TRUE(arrives(wire, 0));
    rxt_wire_close(wire);
    free(lines);
    rxt_text_free(&text);
    rxt_text_free(&line);
}

static void a_line_lost_twice_is_told_and_not_made_up(void)
{
    struct rxt_text text = {0};
    size_t n;
    struct rxt_watched w;
    char **lines = lines_of(0, nonce, &text, &n);
    struct rxt_wire *wire = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 2), RXT_OK);
    for (size_t i = 0; i < n; i++) {
        if (i % (n / 2) != 1) {
            feed(wire, lines[i]);
        }
    }
    CU_ASSERT_EQUAL(rxt_wire_take(wire, 0, &w), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "lines arrived"));
    CU_ASSERT_EQUAL(rxt_wire_take(wire, 1, &w), RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "rank 1 sent no record"));
    CU_ASSERT_EQUAL(rxt_wire_take(wire, -1, &w), RXT_E_INPUT);
    CU_ASSERT_EQUAL(rxt_wire_take(wire, 2, &w), RXT_E_INPUT);
    rxt_wire_close(wire);
    free(lines);
    rxt_text_free(&text);
}

static void lines_of_another_launch_or_rank_do_not_count(void)
{
    struct rxt_text text = {0}, beyond = {0};
    size_t n, n_beyond;
    struct rxt_watched w;
    char **lines = lines_of(0, "fedcba9876543210", &text, &n),
         **others = lines_of(1, nonce, &beyond, &n_beyond);
    struct rxt_wire *wire = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 1), RXT_OK);
    for (size_t i = 0; i < n; i++) {
        feed(wire, lines[i]);
    }
    for (size_t i = 0; i < n_beyond; i++) {
        feed(wire, others[i]);
    }
    CU_ASSERT_EQUAL(rxt_wire_take(wire, 0, &w), RXT_E_INPUT);
    rxt_wire_close(wire);
    free(lines);
    free(others);
    rxt_text_free(&text);
    rxt_text_free(&beyond);
}

static void a_changed_byte_anywhere_is_seen(void)
{
    struct rxt_text text = {0};
    size_t n;
    char **lines = lines_of(0, nonce, &text, &n);
    const size_t n_told = strcspn(lines[0], ";") + 1; /* blanks follow */
    for (size_t i = 0; i < n_told; i++) {
        struct rxt_watched w;
        struct rxt_wire *wire = NULL;
        CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 1), RXT_OK);
        const char was = lines[0][i];
        lines[0][i] = was == '1' ? '2' : '1';
        rxt_wire_feed(wire, lines[0], strlen(lines[0]));
        lines[0][i] = was;
        CU_ASSERT_EQUAL(rxt_wire_take(wire, 0, &w), RXT_E_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "sent no record"));
        rxt_wire_close(wire);
    }
    free(lines);
    rxt_text_free(&text);
}

static void talk_of_others_is_left_to_others(void)
{
    static const char *const hostile[] = {
        "rxtw1:",
        "rxtw1:::::::",
        "rxtw1:0123456789abcdef:0:0:999999999:AAAA:0000000000000000;",
        "rxtw1:0123456789abcdef:0:0:99999999999999999999:AAAA:0000000000000000;",
        "rxtw1:0123456789abcdef:-1:0:1:AAAA:0000000000000000;",
        "rxtw1:rxtw1:rxtw1:rxtw1:rxtw1:"};
    struct rxt_wire *wire = NULL;
    CU_ASSERT_EQUAL_FATAL(rxt_wire_open(&wire, nonce, 1), RXT_OK);
    CU_ASSERT_FALSE(rxt_wire_feed(wire, "", 0));
    CU_ASSERT_FALSE(rxt_wire_feed(wire, "mpirun noticed that", 19));
    CU_ASSERT_FALSE(rxt_wire_feed(wire, "rxtw1", 5));
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        feed(wire, hostile[i]);
    }
    CU_ASSERT_FALSE(arrives(wire, 0));
    rxt_wire_close(wire);
    rxt_wire_close(NULL);
    CU_ASSERT_TRUE(rxt_wire_is_nonce(nonce));
    CU_ASSERT_FALSE(rxt_wire_is_nonce("0123456"));
    CU_ASSERT_FALSE(rxt_wire_is_nonce("01234567:"));
    CU_ASSERT_FALSE(rxt_wire_is_nonce("0123456789abcdef0123456789abcdef0"));
}

static enum rxt_err start_watch(const char *path)
{
    struct rxt_watched watched;
    const struct rxt_words words = orphan_program(path);
    return rxt_watch_run(&(struct rxt_watching){.argv = words.word}, &watched);
}

static void no_program_begins_for_a_watch_that_died(void)
{
    CU_ASSERT_FALSE(orphan_runs(start_watch));
}

CU_TestInfo test_watch[] = {CLAIM(a_task_comes_back_byte_by_byte),
                            CLAIM(a_task_that_is_none_is_refused),
                            CLAIM(words_too_long_for_a_variable_are_refused),
                            CLAIM(a_record_comes_back_from_json),
                            CLAIM(a_record_with_a_wrong_field_is_refused),
                            CLAIM(lines_are_cut_nowhere_by_open_mpi_and_sent_twice),
                            CLAIM(lines_in_any_order_make_the_record),
                            CLAIM(a_line_that_is_torn_or_lost_comes_the_second_time),
                            CLAIM(a_whole_line_counts_wherever_it_begins),
                            CLAIM(a_line_lost_twice_is_told_and_not_made_up),
                            CLAIM(lines_of_another_launch_or_rank_do_not_count),
                            CLAIM(a_changed_byte_anywhere_is_seen),
                            CLAIM(talk_of_others_is_left_to_others),
                            CLAIM(no_program_begins_for_a_watch_that_died),
                            CU_TEST_INFO_NULL};
