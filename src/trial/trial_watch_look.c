/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_look.c - look at the threads of a program: what they used, where they are, whether two meet on a core.
 *
 * A thread is busy in a look if it ran, or wanted to, for at least half of the time since the look before: waiting for a CPU
 * counts, so that two threads on one core are both busy. They met if, besides, both ran last on that PU and together had no
 * more of it than one PU gives: a thread that has just come there from another had more.
 */
#include "watch_look_parts.h"

#include "rxt/digest.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const double busy_share = 0.5, one_pu = 1.2, crowded_share = 0.2, memory_every_s = 0.2;

static bool mask_of(pid_t tid, struct rxt_mask *out)
{
    *out = (struct rxt_mask){{0}};
    return syscall(SYS_sched_getaffinity, (long)tid, sizeof out->words, out->words) > 0;
}

const struct rxt_look_world rxt_look_here = {"/proc", "/sys/devices/system/cpu", mask_of};

enum rxt_err rxt_look_open(struct rxt_look **out, const struct rxt_look_world *world, pid_t self,
                           double start_s)
{
    struct rxt_look *look = calloc(1, sizeof *look);
    struct look_pu *pus = calloc(RXT_MAX_PUS, sizeof *pus);
    const long ticks = sysconf(_SC_CLK_TCK);
    *out = look;
    if (!look || !pus) {
        free(pus);
        free(look);
        *out = NULL;
        return rxt_fail(RXT_E_MEMORY, "no room for the threads of a program");
    }
    *look = (struct rxt_look){.world = *world,
                              .self = self,
                              .start_s = start_s,
                              .tick_s = ticks > 0 ? 1.0 / (double)ticks : 0.01,
                              .peak_bytes = NAN,
                              .private_bytes = NAN,
                              .shared_bytes = NAN,
                              .pus = pus};
    for (int i = 0; i < RXT_MAX_PUS; i++) {
        pus[i] = (struct look_pu){.look = -1, .crowded = -1, .core_look = -1, .core = -1};
    }
    return RXT_OK;
}

void rxt_look_close(struct rxt_look *look)
{
    for (size_t i = 0; look && i < look->n_processes; i++) {
        struct look_process *p = look->processes[i];
        for (size_t t = 0; t < p->n_threads; t++) {
            rxt_look_let_go(look, p->threads[t]);
            free(p->threads[t]);
        }
        if (p->task_fd >= 0) {
            close(p->task_fd);
        }
        free(p->threads);
        free(p->row.exe);
        free(p);
    }
    if (look) {
        free(look->processes);
        free(look->pus);
        free(look);
    }
}

static void look_at_mask(struct rxt_look *look, struct look_thread *t, double now_s)
{
    struct rxt_mask mask;
    if (!look->world.mask_of(t->tid, &mask)) {
        look->has_no_masks = true;
        return;
    }
    const uint64_t digest = rxt_digest_bytes(RXT_DIGEST_START, &mask, sizeof mask);
    if (t->row.n_masks > 0 && digest == t->mask) {
        return;
    }
    t->row.mask_changes += t->row.n_masks > 0;
    t->mask = digest;
    t->row.n_masks += t->row.n_masks < RXT_WATCHED_MASKS; /* beyond, the last row is written over */
    struct rxt_seen_mask *row = &t->row.masks[t->row.n_masks - 1];
    row->since_s = t->row.n_masks == 1 ? t->row.from_s : now_s - look->start_s;
    rxt_mask_text(&mask, row->cpus, sizeof row->cpus);
}

/* Where a busy thread is: beyond PU_COUNTS PUs the rarest gives way, so that a frequent one is counted sooner or later. */
static void count_pu(struct look_thread *t, int pu)
{
    int i = 0, least = 0;
    for (; i < t->n_counts && t->counts[i].pu != pu; i++) {
        least = t->counts[i].n < t->counts[least].n ? i : least;
    }
    if (i == t->n_counts) {
        i = t->n_counts < PU_COUNTS ? t->n_counts++ : least;
        t->counts[i].pu = pu;
        t->counts[i].n = 0;
    }
    t->counts[i].n++;
    t->row.moves += t->busy_pu >= 0 && t->busy_pu != pu;
    t->busy_pu = pu;
}

/* Read the times of a thread; false: the kernel keeps none, or it has ended. */
static bool read_times(struct rxt_look *look, int folder, struct look_thread *t, double *run_s,
                       double *wait_s)
{
    char name[64], text[128];
    *run_s = *wait_s = NAN;
    if (look->has_no_schedstat) {
        return false;
    }
    snprintf(name, sizeof name, "%d/schedstat", t->tid);
    return rxt_look_read(folder, name, &t->run_fd, text, sizeof text) &&
           rxt_proc_schedstat_read(text, run_s, wait_s);
}

/* Read what a thread used; false: it has ended. The longer text is read only if it may say something new. */
static bool read_thread(struct rxt_look *look, int folder, struct look_thread *t, struct rxt_proc_stat *stat)
{
    char name[64], text[1024];
    double run_s, wait_s;
    bool has_times = read_times(look, folder, t, &run_s, &wait_s);
    const bool is_absent = !has_times && t->run_fd < 0 && errno == ENOENT;
    if (!has_times || t->at_s < 0.0 || run_s != t->run_s || wait_s != t->wait_s || t->state == 'R') {
        snprintf(name, sizeof name, "%d/stat", t->tid);
        if (!rxt_look_read(folder, name, &t->stat_fd, text, sizeof text) ||
            !rxt_proc_stat_read(text, look->tick_s, stat)) {
            return false;
        }
        /* Switched off, the file is there and holds zeros. */
        look->has_no_schedstat |= is_absent || (run_s == 0.0 && wait_s == 0.0 && stat->cpu_s > 0.05);
        has_times = has_times && !look->has_no_schedstat;
        t->state = stat->state;
        memcpy(t->row.name, stat->name, sizeof t->row.name);
    }
    t->row.cpu_s = has_times ? run_s : stat->cpu_s;
    t->row.wait_s = has_times ? wait_s : NAN;
    return true;
}

static bool is_busy(const struct look_thread *t, double ran_s, double waited_s, double passed_s)
{
    const double wanted_s = ran_s + (isnan(waited_s) ? 0.0 : waited_s);
    return wanted_s >= busy_share * passed_s || (wanted_s == 0.0 && t->state == 'R');
}

/* Count a busy thread for its PU. */
static void mark_pu(struct rxt_look *look, int pu, double ran_s)
{
    struct look_pu *at = &look->pus[pu];
    if (at->look != look->looks) {
        at->look = look->looks;
        at->n_busy = 0;
        at->run_s = 0.0;
    }
    at->n_busy++;
    at->run_s += ran_s;
}

/* Keep the files of a thread open, as long as there are not too many. */
static void keep_open(struct rxt_look *look, struct look_thread *t)
{
    if (!t->is_kept && look->n_open < KEEP_OPEN) {
        t->is_kept = true;
        look->n_open++;
    } else if (!t->is_kept) {
        rxt_look_shut(t);
    }
}

/* Returns whether the thread is busy; false, too, if it has ended. */
static bool look_at_thread(struct rxt_look *look, struct look_process *p, struct look_thread *t, double now_s,
                           bool counts)
{
    struct rxt_proc_stat stat = {.cpu = -1};
    const double run_before = t->at_s < 0.0 ? NAN : t->row.cpu_s, wait_before = t->row.wait_s;
    const double passed_s = now_s - t->at_s;
    if (!read_thread(look, p->task_fd, t, &stat)) {
        rxt_look_let_go(look, t);
        p->is_stale = true;
        return false;
    }
    if (t->at_s < 0.0) {
        t->row.from_s = now_s - look->start_s;
    }
    const bool was_seen = t->at_s >= 0.0;
    keep_open(look, t);
    t->run_s = t->row.cpu_s;
    t->wait_s = t->row.wait_s;
    t->at_s = now_s;
    t->row.until_s = now_s - look->start_s;
    t->row.looks += counts;
    if (stat.cpu < 0 || !counts) {
        return false;
    }
    look_at_mask(look, t, now_s);
    const double ran_s = t->row.cpu_s - run_before;
    if (!was_seen || !is_busy(t, ran_s, t->row.wait_s - wait_before, passed_s)) {
        return false;
    }
    t->row.busy_looks++;
    count_pu(t, stat.cpu);
    if (stat.cpu < RXT_MAX_PUS) {
        mark_pu(look, stat.cpu, ran_s / passed_s);
        if (t->row.wait_s - wait_before >= crowded_share * passed_s) {
            look->pus[stat.cpu].crowded = look->looks;
        }
    }
    return true;
}

static void look_at_memory(struct look_process *p, double now_s)
{
    char text[4096];
    int fd = -1;
    if (now_s - p->memory_at_s < memory_every_s) {
        return;
    }
    p->memory_at_s = now_s;
    if (rxt_look_read(p->task_fd, "../status", &fd, text, sizeof text)) {
        const struct rxt_proc_memory memory = rxt_proc_memory_read(text);
        p->peak = memory.peak;
        p->now = memory.now;
        p->anonymous = memory.anonymous;
        p->shared = memory.file + memory.shmem;
    }
    if (fd >= 0) {
        close(fd);
    }
    fd = -1;
    double read_bytes, written_bytes;
    if (rxt_look_read(p->task_fd, "../io", &fd, text, sizeof text) &&
        rxt_proc_io_read(text, &read_bytes, &written_bytes)) {
        p->read = read_bytes;
        p->written = written_bytes;
    }
    if (fd >= 0) {
        close(fd);
    }
}

/* Returns how many of its threads are busy. */
static int look_at_process(struct rxt_look *look, struct look_process *p, double now_s, bool counts)
{
    int n_busy = 0;
    rxt_look_list(look, p);
    for (size_t i = 0; i < p->n_threads && !p->is_gone; i++) {
        if (!p->threads[i]->is_gone) {
            n_busy += look_at_thread(look, p, p->threads[i], now_s, counts);
        }
    }
    if (p->n_threads > 0 && p->threads[0]->tid == p->row.pid &&
        strcmp(p->row.name, p->threads[0]->row.name) != 0) { /* another program by exec, too */
        memcpy(p->row.name, p->threads[0]->row.name, sizeof p->row.name);
        rxt_look_at_exe(p);
    }
    if (counts) {
        look_at_memory(p, now_s);
    }
    return n_busy;
}

/* The first PU of the core that a PU is of, by the machine's list of those. */
static int core_of(struct rxt_look *look, int pu)
{
    if (look->pus[pu].core < 0) {
        char path[300], text[64] = "";
        snprintf(path, sizeof path, "%s/cpu%d/topology/thread_siblings_list", look->world.cpus, pu);
        FILE *file = fopen(path, "r");
        int first = pu;
        if (file && fgets(text, sizeof text, file) && sscanf(text, "%d", &first) == 1 && first >= 0 &&
            first < RXT_MAX_PUS) {
            look->pus[pu].core = first;
        } else {
            look->pus[pu].core = pu;
        }
        if (file) {
            fclose(file);
        }
    }
    return look->pus[pu].core;
}

/* Does a thread wait for a PU that no other thread of the program is on? */
static bool is_crowded(struct rxt_look *look)
{
    bool is = false;
    for (int pu = 0; pu < RXT_MAX_PUS; pu++) {
        struct look_pu *at = &look->pus[pu];
        if (at->crowded == look->looks && at->n_busy > 1) {
            at->crowded = -1;
        }
        is |= at->crowded == look->looks;
    }
    return is;
}

/* Did two busy threads meet on a PU, or on the PUs of a core? */
static void count_meetings(struct rxt_look *look)
{
    bool on_one_pu = false, on_one_core = false;
    for (int pu = 0; pu < RXT_MAX_PUS; pu++) {
        const struct look_pu *at = &look->pus[pu];
        if (at->look == look->looks) {
            struct look_pu *core = &look->pus[core_of(look, pu)];
            on_one_pu |= at->n_busy > 1 && at->run_s <= one_pu;
            on_one_core |= core->core_look == look->looks;
            core->core_look = look->looks;
        }
    }
    look->pair_looks++;
    look->on_one_pu += on_one_pu;
    look->on_one_core += on_one_core;
}

/* The memory of all processes at once; what is not known of one that lives makes nothing smaller. */
static void sum_memory(struct rxt_look *look)
{
    double peak = 0.0, now = 0.0, anonymous = 0.0, shared = 0.0;
    for (size_t i = 0; i < look->n_processes; i++) {
        const struct look_process *p = look->processes[i];
        if (!p->is_gone && !isnan(p->now)) {
            peak += p->peak;
            now += p->now;
            anonymous += p->anonymous;
            shared += p->shared;
        }
    }
    if (now > 0.0 && !(peak <= look->peak_bytes)) {
        look->peak_bytes = peak;
    }
    if (now > look->most_now) {
        look->most_now = now;
        look->private_bytes = anonymous;
        look->shared_bytes = shared;
    }
}

void rxt_look_once(struct rxt_look *look, double now_s)
{
    int n_busy = 0;
    rxt_look_find(look, now_s);
    look->looks++;
    for (size_t i = 0; i < look->n_processes; i++) {
        if (!look->processes[i]->is_gone) {
            n_busy += look_at_process(look, look->processes[i], now_s, true);
        }
    }
    if (n_busy > 1) {
        count_meetings(look);
    }
    if (n_busy > 0 && is_crowded(look)) {
        rxt_look_for_rivals(look, now_s);
    }
    sum_memory(look);
    look->first_s = look->looks == 1 ? now_s : look->first_s;
    look->last_s = now_s;
}

void rxt_look_last(struct rxt_look *look, pid_t pid, double now_s)
{
    for (size_t i = 0; i < look->n_processes; i++) {
        if (look->processes[i]->row.pid == pid && !look->processes[i]->is_gone) {
            (void)look_at_process(look, look->processes[i], now_s, false);
            look->processes[i]->is_gone = true;
        }
    }
}

void rxt_look_mark_left(struct rxt_look *look, pid_t pid)
{
    for (size_t i = 0; i < look->n_processes; i++) {
        look->processes[i]->row.is_left |= look->processes[i]->row.pid == pid;
    }
}
