/* SPDX-License-Identifier: BSD-3-Clause
 * end.h - the second half of a kernel that is right, save what the file that includes it HAS_ itself.
 */
#ifndef HAS_OPEN
static enum rxt_err open_state(void **out, struct rxt_team *team, const union rxt_value *values)
{
    struct state *s = NULL;
    enum rxt_err err = rxt_state_open(out, team, sizeof *s);
    if (err != RXT_OK) {
        return err;
    }
    s = *out;
    s->team = team;
    s->n = (size_t)values[0].integer;
    s->a = calloc(s->n + 1, sizeof *s->a);
    s->scratch = calloc((size_t)rxt_team_threads(team), sizeof *s->scratch);
    err = rxt_team_agree(team, s->a && s->scratch ? RXT_OK
                                                  : rxt_fail(RXT_E_MEMORY, "no room for %zu numbers", s->n));
    const struct rxt_loop_spec spec = {.n_items = ITEMS, .grain = GRAIN, .n_partial_bytes = PART_BYTES};
    return err != RXT_OK ? err : rxt_loop_open(&s->loop, team, &spec);
}
#endif

#if !defined HAS_BODY && !defined HAS_NO_BODY
static void body(void *context, const struct rxt_chunk *chunk)
{
    set_items(context, chunk->first, chunk->last, chunk->partial);
}
#endif

#ifndef HAS_RUN
static enum rxt_err run(void *state)
{
    struct state *s = state;
    rxt_map(s->loop, body, s);
    fold(s);
    return RXT_OK;
}
#endif

#ifndef HAS_CHECK
static enum rxt_err check(void *state)
{
    const struct state *s = state;
    const struct rxt_span home = rxt_loop_home(s->loop);
    const double n = (double)s->n, want = 1.5 * n * (n - 1.0) + n;
    for (size_t i = home.first; i < home.last; i++) {
        if (!(s->a[i] == value_of(i))) {
            return rxt_fail(RXT_E_WRONG, "item %zu is %g, and should be %g", i, s->a[i], value_of(i));
        }
    }
    return fabs(s->sum - want) <= 1e-9 * want
               ? RXT_OK
               : rxt_fail(RXT_E_WRONG, "the sum is %g, and should be %g", s->sum, want);
}
#endif

#ifndef HAS_DIGEST
static uint64_t digest(void *state)
{
    return ((struct state *)state)->digest;
}
#endif

#ifndef HAS_CLOSE
static void close_state(void *state)
{
    struct state *s = state;
    if (s) {
        rxt_loop_close(s->loop);
        free(s->a);
        free(s->scratch);
        free(s);
    }
}
#endif

#ifndef HAS_NEED
static void need(const union rxt_value *values, struct rxt_need *out)
{
    /* Parts: two arrays of one a chunk. */
    out->rank_bytes = 8.0 * (double)values[0].integer + 3.2 * (double)values[0].integer;
}
#endif

#ifndef OPEN
#define OPEN open_state
#endif

static const struct rxt_param params[] = {
    {"n", "", RXT_INTEGER, 0, 1e9, PRESETS, "numbers"},
    {NULL, NULL, RXT_INTEGER, 0, 0, {NULL, NULL, NULL}, NULL},
};

static const struct rxt_kernel kernel = {
    .name = "threes",
    .what = "a[i] = 3 i + 1",
    .category = "mathematics",
    .stresses = "memory bandwidth",
    .formula = "a(i) = 3 i + 1",
    .source = "own",
    .params = params,
    .size_param = SIZE_PARAM,
    .growth = {.power = 1.0},
    .need = need,
    .open = OPEN,
    .run = run,
    .check = check,
    .digest = digest,
#ifdef HAS_SPOIL
    .spoil = spoil,
#endif
    .close = close_state,
};

RXT_PLUGIN(kernel);
