/* SPDX-License-Identifier: BSD-3-Clause
 * program_recipe.h - what is known of a program that many people run: its number, its answer, its rules.
 *
 * A recipe is a file of JSON (docs/own-program.md), whose fields are the options of a study by their names. Those that rxt
 * brings are in share/recipes; one beside the input is named by its file.
 */
#ifndef RXT_PROGRAM_RECIPE_H
#define RXT_PROGRAM_RECIPE_H

#include "program.h"

#define RXT_SCHEMA_RECIPE "rxt-recipe/1"

/** Fill in what a recipe says. What options say is set afterwards and takes its place.
 *
 *  recipe   in     a name, or a file: what holds a '/' or ends with ".json"
 *  program  inout  with its subjects, to whose commands arguments are added that they lack
 *
 *  Errors:  RXT_E_USAGE  no recipe is called so (offers the nearest), or a pattern is none
 *           RXT_E_INPUT  the file cannot be read, or is not what it should be; names the field
 *           RXT_E_ABSENT rxt's own recipes are not there
 */
RXT_CHECKED enum rxt_err rxt_recipe_apply(const char *recipe, struct rxt_program *program);

/** Append rxt's own recipes, one a line: name, whether it was tested and with what, what it is for. */
RXT_CHECKED enum rxt_err rxt_recipe_list(struct rxt_text *out);

#endif
