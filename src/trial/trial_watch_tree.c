/* SPDX-License-Identifier: BSD-3-Clause
 * trial_watch_tree.c - which processes and threads there are to look at.
 */
#include "machine_tree.h"
#include "watch_look_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PROCESSES = 4096 };

bool rxt_look_read(int folder, const char *name, int *fd, char *text, size_t n_bytes)
{
    const int at = *fd >= 0 ? *fd : openat(folder, name, O_RDONLY | O_CLOEXEC);
    const ssize_t n = at >= 0 ? pread(at, text, n_bytes - 1, 0) : -1;
    text[n > 0 ? n : 0] = '\0';
    *fd = at;
    return n > 0;
}

static struct look_process *find_process(const struct rxt_look *look, pid_t pid)
{
    for (size_t i = look->n_processes; i-- > 0;) {
        if (look->processes[i]->row.pid == pid && !look->processes[i]->is_gone) {
            return look->processes[i];
        }
    }
    return NULL;
}

void rxt_look_at_exe(struct look_process *p)
{
    char exe[4096];
    const ssize_t n = p->task_fd >= 0 ? readlinkat(p->task_fd, "../exe", exe, sizeof exe - 1) : -1;
    free(p->row.exe);
    p->row.exe = n > 0 ? strndup(exe, (size_t)n) : NULL;
}

static struct look_process *add_process(struct rxt_look *look, pid_t pid)
{
    char path[300];
    if (look->n_processes == look->room) {
        const size_t room = 2 * look->room + 16;
        struct look_process **more = realloc(look->processes, room * sizeof *more);
        look->failed |= !more;
        look->processes = more ? more : look->processes;
        look->room = more ? room : look->room;
    }
    struct look_process *p = look->n_processes < look->room ? calloc(1, sizeof *p) : NULL;
    if (!p) {
        look->failed = true;
        return NULL;
    }
    *p = (struct look_process){.row = {.pid = pid, .parent = 0},
                               .is_stale = true,
                               .peak = NAN,
                               .now = NAN,
                               .anonymous = NAN,
                               .shared = NAN,
                               .read = NAN,
                               .written = NAN,
                               .memory_at_s = -1.0};
    snprintf(path, sizeof path, "%s/%d/task", look->world.table, (int)pid);
    p->task_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    rxt_look_at_exe(p);
    p->is_gone = p->task_fd < 0;
    look->processes[look->n_processes++] = p;
    return p;
}

/* Add the children that a text of them names, and that are new. */
static void add_children(struct rxt_look *look, const char *text)
{
    char *end = NULL;
    for (long pid = strtol(text, &end, 10); end != text; text = end, pid = strtol(text, &end, 10)) {
        if (pid > 0 && look->n_processes < MOST_PROCESSES && !find_process(look, (pid_t)pid)) {
            (void)add_process(look, (pid_t)pid);
        }
    }
}

/* Add the children of one thread; false: the kernel has no such files. */
static bool add_children_of(struct rxt_look *look, int folder, const char *tid)
{
    char name[64], text[8192];
    int fd = -1;
    snprintf(name, sizeof name, "%s/children", tid);
    if (rxt_look_read(folder, name, &fd, text, sizeof text)) {
        add_children(look, text);
    }
    const bool is_there = fd >= 0 || errno != ENOENT;
    if (fd >= 0) {
        close(fd);
    }
    return is_there;
}

static void find_by_children(struct rxt_look *look)
{
    char path[300], tid[16];
    snprintf(path, sizeof path, "%s/%d/task", look->world.table, (int)look->self);
    const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    snprintf(tid, sizeof tid, "%d", (int)look->self);
    look->has_no_children = folder < 0 || !add_children_of(look, folder, tid);
    if (folder >= 0) {
        close(folder);
    }
    /* Those that are found here are looked at in turn, since they are added behind. */
    for (size_t i = 0; i < look->n_processes && !look->has_no_children; i++) {
        struct look_process *p = look->processes[i];
        for (size_t t = 0; t < p->n_threads && !p->is_gone; t++) {
            if (!p->threads[t]->is_gone) {
                snprintf(tid, sizeof tid, "%d", p->threads[t]->tid);
                (void)add_children_of(look, p->task_fd, tid);
            }
        }
        if (p->n_threads == 0 && !p->is_gone) { /* it was added just now */
            snprintf(tid, sizeof tid, "%d", p->row.pid);
            (void)add_children_of(look, p->task_fd, tid);
        }
    }
}

static void find_by_parents(struct rxt_look *look)
{
    struct rxt_process *list = NULL;
    const size_t n = rxt_tree_below(look->world.table, look->self, &list);
    for (size_t i = 0; i < n && look->n_processes < MOST_PROCESSES; i++) {
        if (list[i].state != 'Z' && !find_process(look, list[i].pid)) {
            (void)add_process(look, list[i].pid);
        }
    }
    free(list);
}

void rxt_look_find(struct rxt_look *look, double now_s)
{
    if (now_s < look->tree_at_s) {
        return;
    }
    if (!look->has_no_children) {
        find_by_children(look);
    }
    if (look->has_no_children) {
        find_by_parents(look);
    }
    look->tree_at_s = now_s + (now_s - look->start_s < 1.0 ? 0.05 : 0.25);
}

void rxt_look_shut(struct look_thread *thread)
{
    if (thread->stat_fd >= 0) {
        close(thread->stat_fd);
    }
    if (thread->run_fd >= 0) {
        close(thread->run_fd);
    }
    thread->stat_fd = thread->run_fd = -1;
}

void rxt_look_let_go(struct rxt_look *look, struct look_thread *thread)
{
    rxt_look_shut(thread);
    look->n_open -= thread->is_kept;
    thread->is_kept = false;
    thread->is_gone = true;
}

static struct look_thread *add_thread(struct rxt_look *look, struct look_process *p, int tid)
{
    if (p->n_threads == p->room) {
        const size_t room = 2 * p->room + 8;
        struct look_thread **more = realloc(p->threads, room * sizeof *more);
        look->failed |= !more;
        p->threads = more ? more : p->threads;
        p->room = more ? room : p->room;
    }
    struct look_thread *t = p->n_threads < p->room ? calloc(1, sizeof *t) : NULL;
    if (!t) {
        look->failed = true;
        return NULL;
    }
    *t = (struct look_thread){.tid = tid, .stat_fd = -1, .run_fd = -1, .at_s = -1.0, .busy_pu = -1};
    t->row = (struct rxt_watched_thread){.pid = p->row.pid, .tid = tid, .wait_s = NAN};
    p->threads[p->n_threads++] = t;
    return t;
}

/* Of many threads that have ended those that did little are summed up. */
static void drop_ended(struct look_process *p)
{
    const bool is_crowded = p->n_threads > KEEP_ROWS;
    size_t n = 0;
    for (size_t i = 0; i < p->n_threads; i++) {
        struct look_thread *t = p->threads[i];
        if (t->is_gone && p->n_threads > KEEP_ROWS / 8 && (is_crowded || t->row.cpu_s < 0.01)) {
            p->more_cpu_s += t->row.cpu_s;
            p->n_more++;
            free(t);
        } else {
            p->threads[n++] = t;
        }
    }
    p->n_threads = n;
}

/* The thread of an id; the search begins behind the last one that was found, since folders keep their order. */
static struct look_thread *find_thread(const struct look_process *p, int tid, size_t *from)
{
    for (size_t k = 0; k < p->n_threads; k++) {
        const size_t i = (*from + k) % p->n_threads;
        if (p->threads[i]->tid == tid && !p->threads[i]->is_gone) {
            *from = i + 1;
            return p->threads[i];
        }
    }
    return NULL;
}

static void list_threads(struct rxt_look *look, struct look_process *p)
{
    const int fd = openat(p->task_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    size_t from = 0;
    int n = 0;
    for (size_t i = 0; i < p->n_threads; i++) {
        p->threads[i]->is_here = false;
    }
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        const int tid = (int)strtol(entry->d_name, NULL, 10);
        struct look_thread *t = tid > 0 ? find_thread(p, tid, &from) : NULL;
        t = t || tid <= 0 ? t : add_thread(look, p, tid);
        if (t) {
            t->is_here = true;
            n++;
        }
    }
    for (size_t i = 0; i < p->n_threads; i++) {
        if (!p->threads[i]->is_here && !p->threads[i]->is_gone) {
            rxt_look_let_go(look, p->threads[i]);
        }
    }
    if (folder) {
        closedir(folder);
    } else if (fd >= 0) {
        close(fd);
    }
    p->is_gone = n == 0;
    p->row.n_threads = n > p->row.n_threads ? n : p->row.n_threads;
    drop_ended(p);
}

void rxt_look_list(struct rxt_look *look, struct look_process *p)
{
    struct stat st;
    /* The folder has a link a thread, and counting them costs nothing; one that came for one that went is found by the
     * file of the latter, or here, some looks later. */
    const bool is_there = fstat(p->task_fd, &st) == 0;
    if (!p->is_stale && is_there && st.st_nlink == p->n_links && look->looks - p->listed < 16) {
        return;
    }
    p->n_links = is_there ? (unsigned long)st.st_nlink : 0;
    p->listed = look->looks;
    p->is_stale = false;
    list_threads(look, p);
}
