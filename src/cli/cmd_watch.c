/* SPDX-License-Identifier: BSD-3-Clause
 * cmd_watch.c - rxt watch: run a program once, and say where its threads ran; or watch a rank for a study.
 */
#include "cli.h"

#include "cli_watch.h"
#include "json_text.h"
#include "launch.h"
#include "launch_bind.h"
#include "launch_place.h"
#include "text.h"
#include "watch.h"
#include "watch_say.h"
#include "watch_task.h"
#include "watch_worker.h"

#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* End as the program did: by the same signal, without a second core file; else with its status. */
static void end_like(const struct rxt_watched *watched)
{
    fflush(NULL);
    if (watched->end == RXT_END_SIGNAL) {
        sigset_t signals;
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        signal(watched->signal, SIG_DFL);
        sigemptyset(&signals);
        sigaddset(&signals, watched->signal);
        sigprocmask(SIG_UNBLOCK, &signals, NULL);
        raise(watched->signal);
    }
    _exit(watched->status);
}

/* The first variable that tells a run-time how many threads to start. */
static int find_told(char *out, size_t n_bytes)
{
    for (const struct rxt_thread_variable *v = rxt_thread_variables; v->name; v++) {
        const char *value = getenv(v->name);
        const long n = value ? strtol(value, NULL, 10) : 0; /* of "4,2" the first level */
        if (n > 0 && n <= RXT_MAX_PUS) {
            snprintf(out, n_bytes, "%s=%s", v->name, value);
            return (int)n;
        }
    }
    return 0;
}

static void find_movers(struct rxt_text *out, struct rxt_text *names)
{
    for (const struct rxt_thread_mover *m = rxt_thread_movers; m->name; m++) {
        if (getenv(m->name)) {
            rxt_text_add(out, "%s%s=%s", out->n > 0 ? " " : "", m->name, getenv(m->name));
            rxt_text_add(names, "%s%s", names->n > 0 ? " " : "", m->name);
        }
    }
}

/* The five lines, at once, so that those of several ranks do not mix. */
static void say(const struct rxt_watched *watched, const struct rxt_rank *rank,
                struct rxt_watch_ground *ground)
{
    char told[128], advice[300], begin[64];
    struct rxt_text movers = {0}, names = {0}, lines = {0};
    const int n_workers = (int)rxt_watch_workers(watched);
    find_movers(&movers, &names);
    ground->n_told = find_told(told, sizeof told);
    ground->told = told;
    ground->movers = rxt_text_of(&movers);
    ground->mover_names = rxt_text_of(&names);
    ground->quota_cpus = rxt_limits_here().cpus;
    ground->n_local =
        rank->is_one && rank->n_ranks > 0 && rank->n_nodes > 0 ? rank->n_ranks / rank->n_nodes : 1;
    if (rank->is_one && rank->ranks && rank->ranks->advise) {
        rank->ranks->advise(n_workers > 0 ? n_workers : 1, advice, sizeof advice);
        ground->advice = advice;
    }
    rxt_watch_say(watched, ground, &lines);
    snprintf(begin, sizeof begin, rank->is_one && rank->rank >= 0 ? "rxt: rank %d: " : "rxt: ", rank->rank);
    rxt_say(begin, "%.*s", (int)(lines.n > 0 ? lines.n - 1 : 0), rxt_text_of(&lines));
    rxt_text_free(&lines);
    rxt_text_free(&movers);
    rxt_text_free(&names);
}

static void say_json(const struct rxt_watched *watched)
{
    struct rxt_text text = {0};
    json_t *json = rxt_watched_to_json(watched);
    rxt_text_add_json(&text, json, JSON_COMPACT);
    json_decref(json);
    rxt_text_add(&text, "\n");
    fputs(text.failed ? "rxt: no room for the record\n" : rxt_text_of(&text), stderr);
    rxt_text_free(&text);
}

static enum rxt_err watch_alone(const struct rxt_args *args)
{
    const struct rxt_rank rank = rxt_rank_here();
    struct rxt_watch_ground ground = {.command = args->words[0]};
    struct rxt_watched watched;
    char host[256] = "";
    const struct rxt_watching watching = {.argv = args->words,
                                          .stdin_path = rank.is_one && rank.rank > 0 ? "/dev/null" : NULL,
                                          .is_rank = rank.is_one,
                                          .is_launchers = rxt_is_launchers,
                                          .launcher_fd = rxt_rank_socket(),
                                          .timeout_s = args->timeout_s};
    enum rxt_err err = rxt_mask_of_process(&ground.mask);
    if (!err) {
        err = rxt_watch_run(&watching, &watched);
    }
    if (err != RXT_OK) {
        return err;
    }
    watched.rank = rank.is_one ? rank.rank : -1;
    watched.local_rank = rank.is_one ? rank.local_rank : -1;
    gethostname(host, sizeof host - 1);
    watched.host = strdup(host);
    if (watched.end == RXT_END_ABSENT) {
        rxt_say("rxt: ", "%s", watched.note ? watched.note : "the program cannot be started");
    } else if (args->json) {
        say_json(&watched);
    } else {
        say(&watched, &rank, &ground);
    }
    end_like(&watched);
    return RXT_OK;
}

static enum rxt_err run(const struct rxt_args *args)
{
    const char *task = getenv(RXT_TASK_VARIABLE);
    if (task && args->n_words == 0) {
        return rxt_watch_for_study(task);
    }
    if (args->n_words == 0) {
        return rxt_fail(RXT_E_USAGE,
                        "rxt watch needs the program that it is to run: rxt watch -- ./app args");
    }
    return watch_alone(args);
}

const struct rxt_cmd rxt_cmd_watch = {
    .name = "watch",
    .words = "-- COMMAND ARGS",
    .most_words = SIZE_MAX,
    .options = "timeout json",
    .what = "run your program once and say where its threads ran and what to try",
    .more =
        "The program runs as it would alone: its input, output, signals and exit status are its own. At its end five\n"
        "lines on standard error say what it used, where its threads ran, what they had of their cores, what was\n"
        "found, and what to try. --json: the whole record instead, on one line. Started by a launcher, each rank says\n"
        "its own lines. It looks at /proc every 20 to 50 ms and takes less than 1 % of a core.\n"
        "What outlives the program is named; of a launcher's rank it is ended, since the launcher would wait for it.\n\n"
        "Examples:\n"
        "  rxt watch -- ./app input\n"
        "  OMP_NUM_THREADS=4 rxt watch -- ./app input\n"
        "  mpirun -n 2 rxt watch -- ./app input\n"
        "  rxt watch --json -- make -j8 2>record.json\n",
    .run = run,
};
