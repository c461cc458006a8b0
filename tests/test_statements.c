/* SPDX-License-Identifier: BSD-3-Clause
 * test_statements.c - what a report says of made-up journals: each statement where it is true, and nowhere else.
 *
 * A journal has a letter. A statement stands with the letters of the journals of which it is said; of all others it would be
 * false, and is not made.
 */
#include "tests.h"

#include "decide.h"
#include "made.h"
#include "report.h"

#include <CUnit/CUnit.h>

#include <ctype.h>
#include <stdio.h>

enum { LAYOUTS = 5 };

/* One layout: its time, by how much it differs from launch to launch, and in how many rounds it ran. */
struct law {
    const char *layout;
    double time_s, shake;
    int rounds;
    enum { EVERY_ONE = 1, EVERY_OTHER = 2, NEVER = 1000 } disturbed; /* of its launches */
};

static const struct journal {
    char letter;
    const char *what, *scaling, *failed; /* failed: this layout, twice */
    struct law laws[LAYOUTS];
} journals[] = {
    {'a',
     "2x1 is the best",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 12, NEVER},
      {"1x2", 1.2, 0.002, 12, NEVER},
      {"2x1", 1.0, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'b',
     "all are tied",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.1, 12, NEVER},
      {"1x2", 1.0, 0.1, 12, NEVER},
      {"2x1", 1.0, 0.1, 12, NEVER},
      {"2x1@none", 1.0, 0.1, 12, NEVER}}},
    {'c',
     "all are equal",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.0, 12, NEVER},
      {"1x2", 1.0, 0.0, 12, NEVER},
      {"2x1", 1.0, 0.0, 12, NEVER},
      {"2x1@none", 1.0, 0.0, 12, NEVER}}},
    {'d', "nothing else ran", NULL, NULL, {{"1x1", 1.0, 0.002, 12, NEVER}}},
    {'e',
     "three rounds",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 3, NEVER},
      {"1x2", 1.2, 0.002, 3, NEVER},
      {"2x1", 1.0, 0.002, 3, NEVER},
      {"2x1@none", 1.5, 0.002, 3, NEVER}}},
    {'f',
     "1x2 was disturbed more",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 12, NEVER},
      {"1x2", 1.2, 0.002, 12, EVERY_OTHER},
      {"2x1", 1.0, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'g',
     "a busy machine",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 12, EVERY_ONE},
      {"1x2", 1.2, 0.002, 12, EVERY_ONE},
      {"2x1", 1.0, 0.002, 12, EVERY_ONE},
      {"2x1@none", 1.5, 0.002, 12, EVERY_ONE}}},
    {'h',
     "the plain line is faster",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 12, NEVER},
      {"1x2", 1.2, 0.002, 12, NEVER},
      {"2x1", 1.0, 0.002, 12, NEVER},
      {"2x1@none", 0.9, 0.002, 12, NEVER}}},
    {'i', "all were stopped", NULL, NULL, {{NULL, 0.0, 0.0, 0, NEVER}}},
    {'j',
     "1x2 failed",
     NULL,
     "1x2",
     {{"1x1", 2.0, 0.002, 12, NEVER}, {"2x1", 1.0, 0.002, 12, NEVER}, {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'k',
     "serial is the fastest",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.002, 12, NEVER},
      {"1x2", 1.2, 0.002, 12, NEVER},
      {"2x1", 1.5, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'l',
     "fewer cores may do",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.1, 12, NEVER},
      {"1x2", 1.5, 0.002, 12, NEVER},
      {"2x1", 0.985, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'m',
     "more workers are faster",
     "strong",
     NULL,
     {{"1x1", 2.0, 0.002, 12, NEVER}, {"1x2", 1.2, 0.002, 12, NEVER}, {"2x1", 1.0, 0.002, 12, NEVER}}},
    {'n',
     "more workers are a coin",
     "strong",
     NULL,
     {{"1x1", 1.0, 0.1, 12, NEVER}, {"1x2", 1.0, 0.1, 12, NEVER}, {"2x1", 1.0, 0.1, 12, NEVER}}},
    {'o',
     "more workers are slower",
     "strong",
     NULL,
     {{"1x1", 1.0, 0.002, 12, NEVER}, {"1x2", 1.2, 0.002, 12, NEVER}, {"2x1", 1.5, 0.002, 12, NEVER}}},
    {'p',
     "serial did not run",
     NULL,
     NULL,
     {{"1x2", 1.2, 0.002, 12, NEVER}, {"2x1", 1.0, 0.002, 12, NEVER}, {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'q',
     "serial is ahead on a busy machine",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.002, 12, EVERY_ONE},
      {"1x2", 1.2, 0.002, 12, EVERY_ONE},
      {"2x1", 1.5, 0.002, 12, EVERY_ONE},
      {"2x1@none", 1.5, 0.002, 12, EVERY_ONE}}},
    {'r',
     "serial is as good as 2x1",
     NULL,
     NULL,
     {{"1x1", 1.0, 0.002, 12, NEVER},
      {"1x2", 1.5, 0.002, 12, NEVER},
      {"2x1", 0.993, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
    {'s',
     "1x2 is as good as 2x1",
     NULL,
     NULL,
     {{"1x1", 2.0, 0.002, 12, NEVER},
      {"1x2", 1.0, 0.002, 12, NEVER},
      {"2x1", 0.993, 0.002, 12, NEVER},
      {"2x1@none", 1.5, 0.002, 12, NEVER}}},
};

static const struct {
    const char *statement, *letters;
} statements[] = {
    {"use 2x1 (two processes, one thread each)", "abefhjlmp"},
    {"use 1x1 (one process, one thread)", "cdkor"},
    {"no answer: no bound layout gave a time", "i"},
    {"no answer: measured while the machine was busy", "gq"},
    {"), as good as 2x1", "rs"},
    {", the fastest, on fewer cores: ", "r"},
    {", the fastest, with fewer ranks: ", "s"},
    {"x serial, ", "abefghjlmns"},
    {" of two cores", "abefghjlmns"},
    {"sure: no other layout measured is faster", "acjkp"},
    {"slower than the fastest that ran (95 %)", "bhlrs"},
    {"not sure: fewer than 6 rounds", "e"},
    {"not sure: the layouts were not disturbed alike", "f"},
    {"not sure: too many launches were disturbed", "gq"},
    {"not known: no other layout gave a time", "d"},
    {"; as good: ", "crs"},
    {"; not told apart: ", "bln"},
    {"; never ran: ", "dp"},
    {" may do: ", "bln"},
    {"1x1 costs ", "afhjs"},
    {"2x1 costs ", "k"},
    {"plain mpirun (2x1@none) costs ", "afjklprs"},
    {"plain mpirun (2x1@none) no difference shown: ", "bc"},
    {"plain mpirun (2x1@none) not sure: ", "egq"},
    {" was faster: ", "h"},
    {"serial is the fastest here: the others pay more", "k"},
    {"no other is shown to be faster than serial", "c"},
    {"serial is as good as 2x1, the fastest", "r"},
    {"serial gave no time to compare", "p"},
    {"serial was ahead while the machine was busy", "q"},
    {"no number of workers is shown to be faster", "n"},
    {"quality quiet", "abcdehjklmnoprs"},
    {"quality disturbed: ", "fgq"},
    {"still true ", "fgq"},
    {"a launch varies by ", "abdefghjklmnopqrs"},
    {" lose ", "ahklmpr"},
    {" failed 1x2", "j"},
    {" run ", "abefghjlmnp"},
};

static double shaken(const struct law *law, int round, size_t i)
{
    const unsigned mixed = (unsigned)(round + 1) * 2654435761U ^ (unsigned)(i + 1) * 2246822519U;
    return law->time_s * (1.0 + law->shake * ((double)((mixed >> 7) % 1000) / 500.0 - 1.0));
}

static void add_failure(struct rxt_study *study, const char *layout, int round)
{
    study->failures = realloc(study->failures, (study->n_failures + 1) * sizeof *study->failures);
    study->failures[study->n_failures++] = (struct rxt_failure){
        .layout = strdup(layout), .kernel = strdup("pi"), .reason = strdup("it crashed"), .round = round};
}

static struct rxt_study *study_of(const struct journal *journal)
{
    struct rxt_study *study = made_study();
    if (journal->scaling) {
        json_object_set_new(study->header->json, "scaling", json_string(journal->scaling));
        json_object_set_new(study->header->json, "default_layout", json_null());
        json_object_set_new(study->header->json, "layouts", json_pack("[s, s, s]", "1x1", "1x2", "2x1"));
        made_header(study, NULL);
    }
    for (size_t i = 0; i < LAYOUTS && journal->laws[i].layout; i++) {
        const struct law *law = &journal->laws[i];
        for (int round = 0; round < law->rounds; round++) {
            struct rxt_sample *sample = made_sample("pi", law->layout, round, shaken(law, round, i));
            sample->disturbed = law->disturbed != NEVER && round % (int)law->disturbed == 0;
            sample->cpu_share = sample->disturbed ? 0.5 : 1.0;
            made_add(study, sample);
        }
    }
    for (int round = 0; journal->failed && round < 2; round++) {
        add_failure(study, journal->failed, round);
    }
    return study;
}

/* On one line, with one blank between words. */
static char *said_of(const struct journal *journal)
{
    struct rxt_study *study = study_of(journal);
    struct rxt_decision *decision = NULL;
    struct rxt_text text = {0};
    CU_ASSERT_EQUAL_FATAL(rxt_decide(&decision, study), RXT_OK);
    rxt_report_format(&text, &rxt_format_terminal, study, decision, NULL);
    char *line = calloc(text.n + 1, 1);
    size_t n = 0;
    for (const char *c = rxt_text_of(&text); line && *c; c++) {
        const char next = isspace((unsigned char)*c) ? ' ' : *c;
        if (next != ' ' || (n > 0 && line[n - 1] != ' ')) {
            line[n++] = next;
        }
    }
    rxt_text_free(&text);
    rxt_decision_close(decision);
    rxt_study_close(study);
    return line;
}

static void every_statement_is_made_where_it_is_true_alone(void)
{
    for (size_t j = 0; j < sizeof journals / sizeof *journals; j++) {
        char *said = said_of(&journals[j]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(said);
        for (size_t s = 0; s < sizeof statements / sizeof *statements; s++) {
            const bool is_said = strstr(said, statements[s].statement) != NULL;
            const bool is_true = strchr(statements[s].letters, journals[j].letter) != NULL;
            CU_ASSERT_EQUAL(is_said, is_true);
            if (is_said != is_true) {
                printf("\n%s: '%s' is %ssaid: %s\n", journals[j].what, statements[s].statement,
                       is_said ? "" : "not ", said);
            }
        }
        free(said);
    }
}

CU_TestInfo test_statements[] = {
    CLAIM(every_statement_is_made_where_it_is_true_alone),
    CU_TEST_INFO_NULL,
};
