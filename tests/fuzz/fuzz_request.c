/* SPDX-License-Identifier: BSD-3-Clause
 * fuzz_request.c - kernels and their parameters, a word a line: what is accepted can be told, and grows.
 */
#include "fuzz.h"

#include "trial_kernel.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 64, MOST_PARAMS = 64 };

static void use(const struct rxt_setting *setting)
{
    union rxt_value values[MOST_PARAMS];
    char word[256];
    json_t *json = rxt_setting_json(setting);
    for (size_t i = 0; i < rxt_setting_params(setting); i++) {
        (void)rxt_setting_word(setting, i, word, sizeof word);
    }
    if (rxt_setting_grow(setting, 3.0, values) == RXT_OK) {
        struct rxt_need need;
        rxt_kernel_need(setting->kernel, values, &need);
    }
    json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rxt_request request = {.n_reps = 1};
    char *text = fuzz_text(data, n), *words[MOST_WORDS], *rest = NULL;
    size_t n_words = 0;
    for (char *w = strtok_r(text, "\n", &rest); w && n_words < MOST_WORDS; w = strtok_r(NULL, "\n", &rest)) {
        words[n_words++] = w;
    }
    if (rxt_request_add(&request, words, n_words, RXT_SMALL) == RXT_OK) {
        for (size_t i = 0; i < request.n_settings; i++) {
            use(&request.settings[i]);
        }
    }
    rxt_request_free(&request);
    free(text);
    return 0;
}
