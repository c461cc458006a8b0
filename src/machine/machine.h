/* SPDX-License-Identifier: BSD-3-Clause
 * machine.h - the cores that a program may use here, and how they hang together.
 *
 * hwloc stays inside this floor. The floors above get a plain table of cores,
 * so that planning is a pure function of it.
 */
#ifndef RXT_MACHINE_H
#define RXT_MACHINE_H

#include "rxt/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Domains that cores share, coarse to fine as they usually nest. A level that the topology does
 * not know is one domain for all cores and counts as absent; so is a lone NUMA node. Cores that lie in no
 * domain of a level that others have are a domain of it in each package. */
enum rxt_level { RXT_PACKAGE, RXT_NUMA, RXT_L3, RXT_L2, RXT_LEVELS };

enum { RXT_MAX_SMT = 16, RXT_MAX_PUS = 4096 };

/* A core of the table: allowed, with at least one allowed PU. */
struct rxt_core {
    int core;               /* hwloc logical index in the whole machine                          */
    int domain[RXT_LEVELS]; /* number of the domain at each level, dense from 0 in topology order */
    int package, numa, l3;  /* hwloc OS index of package and NUMA node, logical of L3; -1 unknown  */
    int kind;               /* kind of core, 0 the least powerful; 0 if all are alike       */
    int n_pus;              /* allowed hardware threads of this core                              */
    int pu[RXT_MAX_SMT];    /* their OS indices                                                   */
};

struct rxt_topology {
    struct rxt_core *cores; /* allowed cores in topology order */
    size_t n_cores;
    size_t n_pus;                      /* allowed PUs                                                      */
    size_t n_domains[RXT_LEVELS];      /* allowed domains of each level; 1 if absent                      */
    bool has[RXT_LEVELS];              /* the machine has this level                                       */
    int n_kinds;                       /* kinds among the allowed cores                                    */
    size_t machine_cores, machine_pus; /* known in the whole machine, allowed or not, online or not     */
    double memory_bytes;               /* of the whole machine; 0 unknown                                  */
    double quota_cpus;         /* CPU time a second that the cgroups leave, in CPUs; 0: no limit is known */
    double memory_limit_bytes; /* of the cgroups; 0: none is known */
    bool hides_limits;         /* here is a cgroup above that cannot be seen, or may be  */
    bool is_here;              /* this machine, not a file or a text                               */
    char source[128];          /* "this machine", the file's name, the synthetic text            */
    char cpu_model[128];       /* "" if unknown                                                    */
};

/** Read the topology of this machine, of an hwloc XML file, or of a synthetic text.
 *
 *  out     out  close with rxt_topology_close; NULL on error
 *  source  in   NULL: this machine, allowed = cgroup AND affinity mask of the process;
 *               a path of an XML file that this hwloc reads; else hwloc's synthetic text
 *
 *  Errors:      RXT_E_INPUT   the file cannot be read, is no XML of hwloc, or has no cores;
 *                             the text is no synthetic topology; a PU index or a core's width
 *                             is beyond RXT_MAX_PUS or RXT_MAX_SMT
 *               RXT_E_ABSENT  hwloc cannot read this machine
 *  Collective:  no
 *  Source:      hwloc 2 (Broquedis et al., PDP 2010)
 */
RXT_CHECKED
enum rxt_err rxt_topology_open(struct rxt_topology **out, const char *source);
void rxt_topology_close(struct rxt_topology *topology);

/* What the control groups of this process limit, the least of all; infinity: no limit is seen. */
struct rxt_limits {
    double cpus; /* CPU time a second: 2.5 is that of two and a half CPUs */
    double memory_bytes;
    bool hides; /* a group above this process' own cannot be seen, or may be: a limit of it is unknown */
};
struct rxt_limits rxt_limits_here(void);
/** Return how many of n workers the CPU quota of a topology lets run at once: at most max(1, floor(quota)). */
size_t rxt_quota_workers(const struct rxt_topology *topology, size_t n);

/** Return "package", "NUMA node", "L3", "L2". */
const char *rxt_level_name(enum rxt_level level);

/* A set of PUs by OS index, for masks of processes and threads. */
struct rxt_mask {
    unsigned long words[RXT_MAX_PUS / (8 * sizeof(unsigned long))];
};

bool rxt_mask_has(const struct rxt_mask *mask, int pu);
void rxt_mask_add(struct rxt_mask *mask, int pu);
/** The next index of a mask after `after`, -1 at its end; -1 asks for the first. */
int rxt_mask_next(const struct rxt_mask *mask, int after);
size_t rxt_mask_count(const struct rxt_mask *mask);
bool rxt_mask_equal(const struct rxt_mask *a, const struct rxt_mask *b);
/** Read what rxt_mask_text wrote, if it was not cut. */
bool rxt_mask_read(const char *text, struct rxt_mask *out);
/** Write a mask as "0-3,8"; cut with "..." if it does not fit. Return out. */
const char *rxt_mask_text(const struct rxt_mask *mask, char *out, size_t n_bytes);
/** Read such a text back; false if it is none, or was cut. */
bool rxt_mask_parse(const char *text, struct rxt_mask *out);
/** Tell whether all of a is in b. */
bool rxt_mask_within(const struct rxt_mask *a, const struct rxt_mask *b);

/** Read the mask that this process was started with, whatever OpenMP made of it before main began (OMP_PROC_BIND,
 *  OMP_PLACES, GOMP_CPU_AFFINITY); once rxt has bound a thread, that of the calling thread. */
RXT_CHECKED
enum rxt_err rxt_mask_of_process(struct rxt_mask *out);
/** Read or set the mask of the calling thread. */
RXT_CHECKED
enum rxt_err rxt_mask_of_thread(struct rxt_mask *out);
RXT_CHECKED
enum rxt_err rxt_bind_thread(const struct rxt_mask *mask);
/** Bind this process, which has one thread and is to become or to start a program, without hwloc. The masks that
 *  rxt_mask_of_process and rxt_topology_open tell of stay those that it was started with. RXT_E_ABSENT. */
RXT_CHECKED
enum rxt_err rxt_bind_process(const struct rxt_mask *mask);
/** Read the mask of the first thread of any process; false: it cannot be seen. */
bool rxt_mask_of(pid_t pid, struct rxt_mask *out);
/** Tell whether a has all PUs of b; whether they have one in common. */
bool rxt_mask_holds(const struct rxt_mask *a, const struct rxt_mask *b);
bool rxt_mask_meets(const struct rxt_mask *a, const struct rxt_mask *b);
/** Leave of a topology the cores that have PUs in a mask, with those. RXT_E_INPUT if there are none; close it then, too. */
RXT_CHECKED
enum rxt_err rxt_topology_keep(struct rxt_topology *topology, const struct rxt_mask *mask);

/** Return the PU that the calling thread runs on now, -1 if the system does not tell. */
int rxt_pu_now(void);

/* What a thread had of the CPU since it began; NaN where the system does not tell. */
struct rxt_cpu_time {
    double run_s, delay_s; /* it ran; it could have run, and another did */
    double at_s;           /* by the clock */
    double waits, forced;  /* it gave the CPU up; it was put off it */
};
/** Return that of the calling thread. */
struct rxt_cpu_time rxt_cpu_time_now(void);
/** Return how long a thread could have run between two such, and another did. A system that does not tell it counts switches:
 *  a thread that never waited by itself waited for the CPU while it did not run, and one that was never put off it, not at
 *  all. NaN of one that did both. */
double rxt_cpu_delay_between(const struct rxt_cpu_time *before, const struct rxt_cpu_time *after);

/** Let the sleeps of the calling thread last up to slack_s longer than asked for, so that many wake at once; 0: as
 *  the process was started. A system that cannot leaves them exact. */
void rxt_timer_slack(double slack_s);
/** From here on let every other process go before this one. */
void rxt_step_back(void);

/** Take out of the environment what would make hwloc tell of another machine than this one (HWLOC_XMLFILE, ...): only
 *  --topology plans for another. Before the first thread, and before hwloc; loading a topology does it, too. */
void rxt_hwloc_begin(void);
/** Have hwloc read no more than cores need, for a process that is soon another program: no plug-ins (GPUs, PCI), which cost
 *  more than all the rest, and no questions to each processor, for which it binds this thread to all of them in turn, those
 *  of other ranks too. Before it is first used. */
void rxt_hwloc_lightly(void);
/** Give back the variables that these two changed, for a program that this process becomes or starts. */
void rxt_hwloc_give_back(void);
/** Version of the hwloc library in use, such as "2.9.0". Return out. */
const char *rxt_hwloc_version(char *out, size_t n_bytes);

/** Return the memory in bytes that this process may still get here: the least of MemAvailable and
 *  what the limits of its cgroups (v1 or v2) leave; infinity if the system tells neither. */
double rxt_memory_available(void);
/** Return the bytes that are free in /dev/shm, where the ranks of a node exchange messages; infinity if there is none. */
double rxt_shm_available(void);
/** Return the limit of this process' address space in bytes (ulimit -v); infinity if there is none. */
double rxt_address_limit(void);

#endif
