/* SPDX-License-Identifier: BSD-3-Clause
 * test_plugin.c - a kernel with what it needs alone, and what a plug-in's file says of itself.
 */
#include "tests.h"

#include "runtimes.h"
#include "trial_describe.h"
#include "trial_kernel.h"
#include "trial_plugin.h"
#include "trial_step.h"
#include "trial_whole.h"

#include "rxt/plugin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static enum rxt_err open_state(void **state, struct rxt_team *team, const union rxt_value *values)
{
    (void)state, (void)team, (void)values;
    return RXT_OK;
}

static enum rxt_err succeed(void *state)
{
    (void)state;
    return RXT_OK;
}

static uint64_t digest(void *state)
{
    (void)state;
    return 7;
}

static void close_state(void *state)
{
    (void)state;
}

static const struct rxt_param params[] = {
    {"n", "", RXT_INTEGER, 0, 1000, {"10", "100", "1000"}, "size"},
    {NULL, NULL, RXT_INTEGER, 0, 0, {NULL, NULL, NULL}, NULL},
};

static const struct rxt_kernel least = {.name = "least",
                                        .what = "as little as a kernel has",
                                        .params = params,
                                        .size_param = "n",
                                        .open = open_state,
                                        .run = succeed,
                                        .check = succeed,
                                        .digest = digest,
                                        .close = close_state};
RXT_PLUGIN(least);

static void what_a_kernel_does_not_have_has_a_meaning(void)
{
    const union rxt_value values[] = {{.integer = 42}};
    const struct rxt_setting setting = {&least, (union rxt_value *)(uintptr_t)values, NULL};
    struct rxt_need need;
    struct rxt_work work;
    uint64_t hash;
    char text[8] = "xxxxxxx";
    rxt_kernel_reset(&least, NULL);
    rxt_kernel_need(&least, values, &need);
    CU_ASSERT(need.split_bytes == 0.0 && need.rank_bytes == 0.0);
    rxt_setting_work(&setting, NULL, &work);
    CU_ASSERT(work.items == 42.0 && work.flop == 0.0 && work.bytes == 0.0 && work.messages == 0.0);
    CU_ASSERT(rxt_kernel_digest(&least, NULL, &hash) && hash == 7);
    CU_ASSERT(!rxt_kernel_tell(&least, NULL, text, sizeof text) && !text[0]);
    CU_ASSERT(!rxt_kernel_spoil(&least, NULL));
    CU_ASSERT_EQUAL(rxt_kernel_output(&least, NULL), RXT_OK);
}

static void a_whole_kernel_needs_no_digest_and_no_size(void)
{
    struct rxt_kernel whole = least;
    const struct rxt_setting setting = {&whole, NULL, NULL};
    struct rxt_work work;
    uint64_t hash = 1;
    whole.digest = NULL;
    whole.size_param = NULL;
    rxt_setting_work(&setting, NULL, &work);
    CU_ASSERT(work.items == 1.0);
    CU_ASSERT(!rxt_kernel_digest(&whole, NULL, &hash) && hash == 0);
}

/* Who changes what the two sides of the interface hand each other counts RXT_INTERFACE up, and these sizes with it. */
static void the_interface_has_a_number_for_its_shape(void)
{
    CU_ASSERT_EQUAL(RXT_INTERFACE, 1);
    CU_ASSERT_EQUAL(sizeof(struct rxt_kernel), 232);
    CU_ASSERT_EQUAL(sizeof(struct rxt_param), 72);
    CU_ASSERT_EQUAL(sizeof(struct rxt_chunk), 40);
    CU_ASSERT_EQUAL(sizeof(struct rxt_work), 32);
    CU_ASSERT_EQUAL(sizeof(struct rxt_need), 16);
}

static void a_plug_in_tells_its_interface_and_no_mpi(void)
{
    CU_ASSERT(rxt_plugin.kernel == &least && rxt_plugin.interface == RXT_INTERFACE);
    CU_ASSERT_EQUAL(rxt_plugin.kernel_bytes, sizeof(struct rxt_kernel));
    CU_ASSERT_EQUAL(rxt_plugin.mpi, 0); /* this file includes no <mpi.h> */
    CU_ASSERT_EQUAL(offsetof(struct rxt_plugin, interface), 0);
}

static void only_a_path_or_a_library_is_a_plug_in(void)
{
    CU_ASSERT(rxt_is_plugin("./saxpy.so") && rxt_is_plugin("saxpy.so") && rxt_is_plugin("/tmp/saxpy"));
    CU_ASSERT(!rxt_is_plugin("saxpy") && !rxt_is_plugin(".so") && !rxt_is_plugin("so"));
    CU_ASSERT(rxt_is_param("n=1") && rxt_is_param("input=/tmp/x") && !rxt_is_param("./a=b.so") &&
              !rxt_is_param("pi"));
}

static void every_kernel_of_rxts_own_passes_the_check(void)
{
    for (size_t i = 0; rxt_kernels[i]; i++) {
        if (rxt_kernels[i]->ceiling == RXT_NO_CEILING) {
            const enum rxt_err err = rxt_kernel_check(rxt_kernels[i]);
            CU_ASSERT_EQUAL(err, RXT_OK);
        }
    }
    CU_ASSERT_EQUAL(rxt_kernel_check(&least), RXT_OK);
}

static bool is_refused(const struct rxt_kernel *kernel, const char *word)
{
    const enum rxt_err err = rxt_kernel_check(kernel);
    return err == RXT_E_INPUT && strstr(rxt_reason(), word) != NULL;
}

static void a_kernel_is_refused_for_its_words(void)
{
    char names[][80] = {
        "", "a b", "a/b", "-a", "a\nb", "caf\xc3\xa9", "01234567890123456789012345678901234567890"};
    struct rxt_kernel k = least;
    k.name = NULL;
    CU_ASSERT(is_refused(&k, "'NULL' is no name"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        k.name = names[i];
        CU_ASSERT(is_refused(&k, "is no name of a kernel"));
    }
    k = least, k.what = NULL;
    CU_ASSERT(is_refused(&k, "no 'what'"));
    k = least, k.formula = "a\x1b[2J";
    CU_ASSERT(is_refused(&k, "its 'formula'"));
    k = least, k.size_param = "m";
    CU_ASSERT(is_refused(&k, "no parameter is called so"));
    k = least, k.input_param = "n";
    CU_ASSERT(is_refused(&k, "no RXT_TEXT"));
    k = least, k.growth.power = NAN;
    CU_ASSERT(is_refused(&k, "grow"));
    k = least, k.size_param = NULL, k.growth.power = 1.0;
    CU_ASSERT(is_refused(&k, "no size_param"));
    k = least, k.tolerance = NAN;
    CU_ASSERT(is_refused(&k, "tolerance"));
    k = least, k.kind = (enum rxt_kind)7;
    CU_ASSERT(is_refused(&k, "no kind"));
    k = least, k.ceiling = RXT_CEILING_FLOP;
    CU_ASSERT(is_refused(&k, "ceilings"));
}

static void a_kernel_is_refused_for_a_function_that_it_lacks(void)
{
    struct rxt_kernel k = least;
    k.digest = NULL;
    CU_ASSERT(is_refused(&k, "'digest'"));
    k = least, k.open = NULL;
    CU_ASSERT(is_refused(&k, "'open'"));
    k = least, k.close = NULL;
    CU_ASSERT(is_refused(&k, "'close'"));
    k = least, k.kind = RXT_WHOLE;
    CU_ASSERT(is_refused(&k, "'answer'"));
    k = least, k.output = succeed;
    CU_ASSERT(is_refused(&k, "go together"));
    k = least, k.run = NULL, k.lack = "a library";
    CU_ASSERT_EQUAL(rxt_kernel_check(&k), RXT_OK);
}

/* A kernel whose first parameter is this one. */
static bool is_param_refused(struct rxt_param param, const char *word)
{
    const struct rxt_param list[] = {param, params[1]};
    struct rxt_kernel k = least;
    k.params = list;
    k.size_param = NULL;
    return is_refused(&k, word);
}

static void a_kernel_is_refused_for_a_parameter(void)
{
    const double past_doubles = 1e17;
    struct rxt_param p = params[0];
    p.name = "a=b";
    CU_ASSERT(is_param_refused(p, "no name of a parameter"));
    p = params[0], p.type = (enum rxt_type)9;
    CU_ASSERT(is_param_refused(p, "no type"));
    p = params[0], p.min = 1001;
    CU_ASSERT(is_param_refused(p, "no range"));
    p = params[0], p.max = NAN;
    CU_ASSERT(is_param_refused(p, "no range"));
    p = params[0], p.type = RXT_REAL, p.max = INFINITY;
    CU_ASSERT(is_param_refused(p, "no range"));
    p = params[0], p.max = past_doubles;
    CU_ASSERT(is_param_refused(p, "no range"));
    p = params[0], p.preset[RXT_LARGE] = "1001";
    CU_ASSERT(is_param_refused(p, "large"));
    p = params[0], p.preset[RXT_DEFAULT] = "12x";
    CU_ASSERT(is_param_refused(p, "default"));
    p = params[0], p.preset[RXT_SMALL] = NULL;
    CU_ASSERT(is_param_refused(p, "small is NULL"));
    p = params[0], p.type = RXT_TEXT, p.preset[RXT_SMALL] = "a\tb";
    CU_ASSERT(is_param_refused(p, "small is not one line"));
    p = params[0], p.unit = NULL, p.what = NULL;
    CU_ASSERT(!is_param_refused(p, ""));
}

static void a_list_of_parameters_without_an_end_is_refused(void)
{
    static char names[40][4];
    struct rxt_param list[40];
    struct rxt_kernel k = least;
    for (size_t i = 0; i < 40; i++) {
        list[i] = params[0];
        snprintf(names[i], sizeof names[i], "n%zu", i);
        list[i].name = names[i];
    }
    k.params = list;
    k.size_param = "n0";
    CU_ASSERT(is_refused(&k, "name NULL"));
    list[1].name = names[0];
    CU_ASSERT(is_refused(&k, "two parameters 'n0'"));
    list[0] = params[1];
    k.size_param = NULL;
    CU_ASSERT_EQUAL(rxt_kernel_check(&k), RXT_OK);
    k.params = NULL;
    CU_ASSERT_EQUAL(rxt_kernel_check(&k), RXT_OK);
}

static void a_kernel_that_was_described_says_the_same(void)
{
    for (size_t i = 0; rxt_kernels[i]; i++) {
        struct rxt_described *d = NULL;
        json_t *json = rxt_kernel_describe(rxt_kernels[i]);
        const enum rxt_err err = rxt_kernel_from_description(json, &d);
        CU_ASSERT_EQUAL(err, RXT_OK);
        if (err == RXT_OK && rxt_kernels[i]->ceiling == RXT_NO_CEILING) {
            json_t *again = rxt_kernel_describe(&d->kernel);
            json_object_set(again, "has", json_object_get(json, "has")); /* it has no functions */
            json_object_set(again, "growth_varies", json_object_get(json, "growth_varies"));
            CU_ASSERT(json_equal(json, again));
            CU_ASSERT(d->growth_varies == (rxt_kernels[i]->growth_of != NULL));
            json_decref(again);
        }
        rxt_described_free(d);
        json_decref(json);
    }
}

static void a_description_that_is_none_is_refused(void)
{
    static const char *const fields[] = {"name", "what", "growth", "tolerance", "kind"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct rxt_described *d = NULL;
        json_t *json = rxt_kernel_describe(&least);
        json_object_del(json, fields[i]);
        CU_ASSERT_EQUAL(rxt_kernel_from_description(json, &d), RXT_E_INPUT);
        CU_ASSERT_PTR_NULL(d);
        json_decref(json);
    }
    struct rxt_described *d = NULL;
    CU_ASSERT_EQUAL(rxt_kernel_from_description(NULL, &d), RXT_E_INPUT);
}

static enum rxt_err read_maps(const char *text, char *out, size_t n_bytes)
{
    FILE *maps = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(maps);
    const enum rxt_err err = rxt_runtimes_read(maps, out, n_bytes);
    fclose(maps);
    return err;
}

static void two_run_times_of_a_kind_are_told(void)
{
    char out[512];
    CU_ASSERT_EQUAL(read_maps("7f00-7f01 r-xp 0 08:01 5 /usr/lib/libgomp.so.1.0.0\n"
                              "7f01-7f02 r-xp 0 08:01 5 /usr/lib/libgomp.so.1.0.0\n7f03-7f04 rw-p 0\n"
                              "7f05-7f06 r-xp 0 08:01 6 /usr/lib/libmpi.so.40.30.4\n",
                              out, sizeof out),
                    RXT_OK);
    CU_ASSERT_STRING_EQUAL(out, "");
    CU_ASSERT_EQUAL(
        read_maps("7f 0 /usr/lib/libgomp.so.1.0.0\n7f 0 /usr/lib/llvm-14/lib/libomp.so.5\n", out, sizeof out),
        RXT_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "libgomp.so.1.0.0 and libomp.so.5"));
    CU_ASSERT_EQUAL(
        read_maps("7f 0 /usr/lib/libmpi.so.40.30.4\n7f 0 /usr/lib/libmpich.so.12.2.0\n", out, sizeof out),
        RXT_E_ABSENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "libmpi.so.40.30.4 and libmpich.so.12.2.0"));
}

/* What becomes of a proof that held, or was broken, with these run-times. */
static const char *judged(enum rxt_kind kind, int n_threads, const char *run_times, const char *so_far)
{
    static char why[512];
    const struct rxt_kernel kernel = {.kind = kind};
    snprintf(why, sizeof why, "%s", so_far);
    rxt_whole_judge(&kernel, n_threads, run_times, why, sizeof why);
    return why;
}

static void two_run_times_prove_no_whole_kernel_of_threads(void)
{
    static const char strange[] = "rank 0: in 1 s other threads than the 2 of its layout ran for 0.5 s";
    CU_ASSERT_STRING_EQUAL(judged(RXT_WHOLE, 2, "", ""), "");
    CU_ASSERT_STRING_EQUAL(judged(RXT_WHOLE, 1, "libgomp.so.1 and libomp.so.5", ""), "");
    CU_ASSERT_STRING_EQUAL(judged(RXT_SPLIT, 2, "libgomp.so.1 and libomp.so.5", ""), "");
    CU_ASSERT_STRING_EQUAL(judged(RXT_SPLIT, 2, "", strange), strange);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(judged(RXT_WHOLE, 2, "libgomp.so.1 and libomp.so.5", ""),
               "not proven: two run-times of OpenMP are in the process, libgomp.so.1 and libomp.so.5"));
    CU_ASSERT_PTR_NOT_NULL(strstr(judged(RXT_WHOLE, 1, "libgomp.so.1 and libomp.so.5", strange),
                                  "build the kernel with rxt's compiler ("));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(judged(RXT_WHOLE, 2, "", strange), "ran for 0.5 s: leave their number to the layout"));
}

/* A packet is one write. */
static void the_end_of_a_plug_in_is_told_in_one_piece(void)
{
    const struct rxt_setting setting = {.file = "/a/crash.so"};
    char said[1000] = "";
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        rxt_step(&setting, "open");
        abort();
    }
    CU_ASSERT_TRUE(read(ends[0], said, sizeof said - 1) > 0);
    CU_ASSERT_STRING_EQUAL(said,
                           "rxt: plug-in /a/crash.so: its open ended the process by signal 6 (SIGABRT)\n");
    close(ends[0]);
    close(ends[1]);
    waitpid(pid, NULL, 0);
}

CU_TestInfo test_plugin[] = {
    CLAIM(what_a_kernel_does_not_have_has_a_meaning),
    CLAIM(a_whole_kernel_needs_no_digest_and_no_size),
    CLAIM(the_interface_has_a_number_for_its_shape),
    CLAIM(a_plug_in_tells_its_interface_and_no_mpi),
    CLAIM(only_a_path_or_a_library_is_a_plug_in),
    CLAIM(every_kernel_of_rxts_own_passes_the_check),
    CLAIM(a_kernel_is_refused_for_its_words),
    CLAIM(a_kernel_is_refused_for_a_function_that_it_lacks),
    CLAIM(a_kernel_is_refused_for_a_parameter),
    CLAIM(a_list_of_parameters_without_an_end_is_refused),
    CLAIM(a_kernel_that_was_described_says_the_same),
    CLAIM(a_description_that_is_none_is_refused),
    CLAIM(the_end_of_a_plug_in_is_told_in_one_piece),
    CLAIM(two_run_times_of_a_kind_are_told),
    CLAIM(two_run_times_prove_no_whole_kernel_of_threads),
    CU_TEST_INFO_NULL,
};
