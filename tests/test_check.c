/* SPDX-License-Identifier: BSD-3-Clause
 * test_check.c - names and layouts of a journal that somebody else wrote.
 */
#include "tests.h"

#include "journal.h"

#include <CUnit/CUnit.h>

#include <stdio.h>
#include <string.h>

static json_t *header(void)
{
    return json_pack("{s:s, s:[{s:s}, {s:s}], s:[s, s], s:n}", "schema", RXT_SCHEMA_STUDY, "kernels", "name",
                     "pi", "name", "lu.C-2_x+", "layouts", "1x1", "2:4x8@l3", "default_layout");
}

static void check(json_t *record, enum rxt_err want)
{
    CU_ASSERT_EQUAL(rxt_record_check(record), want);
    json_decref(record);
}

static void set_list(json_t *record, const char *key, const char *first, const char *second)
{
    json_object_set_new(record, key, json_pack("[s, s]", first, second));
}

static void a_name_that_is_a_path_or_a_command_is_refused(void)
{
    static const char *const bad[] = {"../../x", "a`b`", "x\ny", "pi\x1b]0;t\x07", "", ".x", "a/b", "$(x)"};
    check(header(), RXT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *record = header();
        json_object_set_new(json_array_get(json_object_get(record, "kernels"), 1), "name",
                            json_string(bad[i]));
        check(record, RXT_E_INPUT);
        CU_ASSERT_PTR_NULL(strpbrk(rxt_reason(), "\n\x1b"));
        check(json_pack("{s:s, s:s, s:s}", "schema", RXT_SCHEMA_SAMPLE, "kernel", bad[i], "layout", "1x1"),
              RXT_E_INPUT);
        check(json_pack("{s:s, s:s, s:s}", "schema", RXT_SCHEMA_FAILURE, "kernel", bad[i], "layout", "1x1"),
              RXT_E_INPUT);
    }
    check(json_pack("{s:s, s:n, s:s}", "schema", RXT_SCHEMA_FAILURE, "kernel", "layout", "1x1"), RXT_OK);
}

static void a_layout_that_is_none_is_refused_wherever_it_stands(void)
{
    json_t *record = header();
    set_list(record, "layouts", "1x1", "2x1 | touch x");
    check(record, RXT_E_INPUT);
    record = header();
    json_object_set_new(record, "default_layout", json_string("2x1@\x1b[31m"));
    check(record, RXT_E_INPUT);
    check(json_pack("{s:s, s:s, s:s}", "schema", RXT_SCHEMA_SAMPLE, "kernel", "pi", "layout", "../x"),
          RXT_E_INPUT);
    check(json_pack("{s:s, s:n, s:s}", "schema", RXT_SCHEMA_FAILURE, "kernel", "layout", "1x1\n"),
          RXT_E_INPUT);
    check(json_pack("{s:s, s:n}", "schema", RXT_SCHEMA_FAILURE, "kernel"), RXT_E_INPUT);
}

static void what_a_header_names_twice_is_refused(void)
{
    json_t *record = header();
    set_list(record, "layouts", "1x1", "1:1x1@spread"); /* two texts, one layout */
    check(record, RXT_E_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(rxt_reason(), "'1x1' twice"));
    record = header();
    json_object_set_new(json_array_get(json_object_get(record, "kernels"), 1), "name", json_string("pi"));
    check(record, RXT_E_INPUT);
}

static void more_layouts_than_can_be_compared_are_refused(void)
{
    json_t *record = header(), *layouts = json_array();
    char text[32];
    for (int i = 1; i <= 10001; i++) {
        snprintf(text, sizeof text, "%dx1", i);
        json_array_append_new(layouts, json_string(text));
    }
    json_object_set_new(record, "layouts", layouts);
    json_incref(record);
    check(record, RXT_E_INPUT);
    json_array_remove(layouts, 10000);
    check(record, RXT_OK);
}

CU_TestInfo test_check[] = {
    CLAIM(a_name_that_is_a_path_or_a_command_is_refused),
    CLAIM(a_layout_that_is_none_is_refused_wherever_it_stands),
    CLAIM(what_a_header_names_twice_is_refused),
    CLAIM(more_layouts_than_can_be_compared_are_refused),
    CU_TEST_INFO_NULL,
};
