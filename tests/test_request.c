/* SPDX-License-Identifier: BSD-3-Clause
 * test_request.c - kernels and parameters from words, and errors that tell the way out.
 */
#include "tests.h"

#include "trial.h"

#include <math.h>
#include <string.h>

static enum rxt_err add(struct rxt_request *request, const char *a, const char *b)
{
    static char words[2][64];
    char *list[2] = {words[0], words[1]};
    strcpy(words[0], a);
    strcpy(words[1], b ? b : "");
    rxt_request_free(request);
    return rxt_request_add(request, list, b ? 2 : 1, RXT_SMALL);
}

static void an_unknown_kernel_is_answered_by_the_nearest(void)
{
    struct rxt_request request = {0};
    CU_ASSERT_EQUAL(add(&request, "mandelbrod", NULL), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "'mandelbrot'"));
    rxt_request_free(&request);
}

static void a_parameter_needs_its_kernel_its_name_and_its_range(void)
{
    struct rxt_request request = {0};
    CU_ASSERT_EQUAL(add(&request, "n=3", NULL), RXT_E_USAGE);
    CU_ASSERT_EQUAL(add(&request, "pi", "sed=3"), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "'seed'"));
    CU_ASSERT_EQUAL(add(&request, "pi", "n=0"), RXT_E_RANGE);
    CU_ASSERT_EQUAL(add(&request, "pi", "n=12x"), RXT_E_RANGE);
    CU_ASSERT_EQUAL(add(&request, "pi", "n=12"), RXT_OK);
    CU_ASSERT_EQUAL(request.n_settings, 1);
    char word[64];
    CU_ASSERT_STRING_EQUAL(rxt_setting_word(&request.settings[0], 0, word, sizeof word), "n=12");
    rxt_request_free(&request);
}

static void every_kernel_is_whole_and_its_presets_are_in_range(void)
{
    struct rxt_request request = {0};
    for (size_t k = 0; rxt_kernels[k]; k++) {
        const struct rxt_kernel *kernel = rxt_kernels[k];
        CU_ASSERT_TRUE(kernel->name && kernel->what && kernel->category && kernel->formula && kernel->source);
        CU_ASSERT_TRUE(kernel->lack || (kernel->need && kernel->open && kernel->run && kernel->check &&
                                        kernel->digest && kernel->work && kernel->spoil && kernel->close));
    }
    for (enum rxt_size size = RXT_SMALL; size < RXT_SIZES; size++) {
        CU_ASSERT_EQUAL(rxt_request_add_all(&request, false, size), RXT_OK);
        CU_ASSERT_EQUAL(rxt_request_add_all(&request, true, size), RXT_OK);
    }
    rxt_request_free(&request);
}

static void work_grows_by_the_kernels_own_rule(void)
{
    char text[4][16] = {"nbody", "n=100", "words", "input=file"};
    char *const words[] = {text[0], text[1], text[2], text[3]};
    struct rxt_request request = {0};
    union rxt_value values[32];
    CU_ASSERT_EQUAL_FATAL(rxt_request_add(&request, words, 4, RXT_SMALL), RXT_OK);
    CU_ASSERT_EQUAL(rxt_setting_grow(&request.settings[0], 4.0, values), RXT_OK);
    CU_ASSERT_EQUAL(values[0].integer, 200);
    CU_ASSERT_EQUAL(rxt_setting_grow(&request.settings[0], 1e30, values), RXT_E_RANGE);
    CU_ASSERT_EQUAL(rxt_setting_grow(&request.settings[1], 2.0, values), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "a file does not grow"));
    rxt_request_free(&request);
}

/* 64 times the counted flop 10 n^2 log2(n), which a power of n alone misses by a third. */
static void work_with_a_logarithm_grows_by_it(void)
{
    char text[2][16] = {"fft", "n=512"};
    char *const words[] = {text[0], text[1]};
    struct rxt_request request = {0};
    union rxt_value values[32];
    if (rxt_request_add(&request, words, 2, RXT_SMALL) == RXT_OK) { /* else this build has no FFTW */
        CU_ASSERT_EQUAL(rxt_setting_grow(&request.settings[0], 64.0, values), RXT_OK);
        const double n = (double)values[0].integer;
        CU_ASSERT_DOUBLE_EQUAL(n * n * log2(n) / (512.0 * 512.0 * 9.0), 64.0, 0.05);
        CU_ASSERT_DOUBLE_EQUAL(rxt_growth_load((struct rxt_growth){2.0, true}, n, 512.0), 64.0, 0.05);
    }
    CU_ASSERT_DOUBLE_EQUAL(rxt_growth_load((struct rxt_growth){.power = 3.0}, 20.0, 10.0), 8.0, 1e-12);
    rxt_request_free(&request);
}

/* The same functions as square's, in an object that no table lists. */
static void a_kernel_of_no_table_is_asked_with_its_parameters(void)
{
    enum rxt_err err = RXT_OK;
    struct rxt_kernel own = *rxt_kernel_find("square", &err);
    char right[] = "n=12", unknown[] = "m=1", bare[] = "12";
    char *words[] = {right, unknown, bare};
    struct rxt_request request = {0};
    own.name = "own";
    CU_ASSERT_EQUAL_FATAL(rxt_request_add_own(&request, &own, words, 1, RXT_SMALL), RXT_OK);
    CU_ASSERT_PTR_EQUAL(request.settings[0].kernel, &own);
    CU_ASSERT_EQUAL(rxt_setting_value(&request.settings[0], own.size_param)->integer, 12);
    CU_ASSERT_EQUAL(rxt_request_add_own(&request, &own, words + 1, 1, RXT_SMALL), RXT_E_USAGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "kernel 'own' has no parameter 'm'"));
    CU_ASSERT_PTR_NULL(strstr(rxt_reason(), "rxt kernels"));
    CU_ASSERT_EQUAL(rxt_request_add_own(&request, &own, words + 2, 1, RXT_SMALL), RXT_E_USAGE);
    rxt_request_free(&request);
}

CU_TestInfo test_request[] = {
    CLAIM(a_kernel_of_no_table_is_asked_with_its_parameters),
    CLAIM(work_with_a_logarithm_grows_by_it),
    CLAIM(work_grows_by_the_kernels_own_rule),
    CLAIM(an_unknown_kernel_is_answered_by_the_nearest),
    CLAIM(a_parameter_needs_its_kernel_its_name_and_its_range),
    CLAIM(every_kernel_is_whole_and_its_presets_are_in_range),
    CU_TEST_INFO_NULL,
};
