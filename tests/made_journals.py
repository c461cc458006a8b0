#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""made_journals.py RXT [N] - journals of known truth through `rxt report`: what it says of them is false as seldom as promised.

First N journals (40) of several subjects, whose times and noise are made up: of all that is said to be out, and of all
intervals, too many may not be false, and what is decided is what the rule decides (race_rule.py), also of studies that were
cut short, of several numbers of workers, with values missing, wrong or disturbed. Then journals in each of which one
statement would be false: it is not made.
"""
import json, math, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "cluster"))
import study_agrees

rxt, n_journals = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40
work = tempfile.TemporaryDirectory(prefix="rxt-made-")
os.environ.update(NO_COLOR="1", LC_ALL="C", HOME=work.name)
failed = passed = 0


def claim(what, holds, why=""):
    global failed, passed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {why}")


def sample(kernel, layout, round, times, **more):
    ranks, threads = (int(x) for x in layout.split("@")[0].split("x"))
    s = {"schema": "rxt-sample/1", "kernel": kernel, "params": {"n": 5}, "layout": layout, "mode": "ranks", "nodes": 1, "ranks": ranks,
         "threads": threads, "policy": "none" if "@none" in layout else "spread", "sched": "static", "launcher": "openmpi", "time_s": times,
         "check": "pass", "check_note": None, "answer": None, "digest": "00000000000000aa", "rejected": None,
         "work": {"items": 5.0, "flop": 0.0, "bytes": 0.0, "messages": 0.0}, "memory": {"peak_node_B": 1e6}, "setup_s": 0.01, "placement": [],
         "efficiency": {"parallel": 1.0, "mpi_load_balance": 1.0, "mpi_transfer": 1.0, "omp_load_balance": 1.0, "omp_overhead": 1.0,
                        "useful_s": times[0], "mpi_s": 0.0}, "round": round, "launch": 0, "date": "2026-01-31T12:00:00Z"}
    s.update(more)
    return s


def launched(number, round, layout, times, end="ok"):
    ranks, threads = (int(x) for x in layout.split("@")[0].split("x"))
    return {"schema": "rxt-launch/1", "launch": number, "round": round, "place": 0, "try": 0, "layout": layout, "subjects": list(times),
            "start": "2026-01-31T12:00:00Z", "wall_s": 0.1 + sum(times.values()), "cores": ranks * threads, "run_s": list(times.values()),
            "cpu_share": None, "end": end}


def header(kernels, layouts, **more):
    h = {"schema": "rxt-study/1", "name": "made", "date": "2026-01-31T12:00:00Z", "indifference": 0.01, "launcher": "openmpi",
         "kernels": [{"name": k, "ceiling": False, "params": {"n": 5}} for k in kernels], "layouts": layouts,
         "default_layout": next((l for l in layouts if l.endswith("@none")), None)}
    h.update(more)
    return h


def report(name, records, *options):
    folder = os.path.join(work.name, name)
    os.mkdir(folder)
    with open(os.path.join(folder, "journal.jsonl"), "w") as f:
        f.writelines(json.dumps(r) + "\n" for r in records)
    done = subprocess.run([rxt, "report", folder, *options], capture_output=True, text=True, timeout=120)
    return folder, done.stdout + done.stderr


def decided(name, records):
    folder, said = report(name, records)
    try:
        with open(os.path.join(folder, "decision.json")) as f:
            return json.load(f), said
    except OSError:
        claim(f"{name} is decided", False, said)
        sys.exit(1)


# ---- many studies: laws of noise, landscapes of times --------------------------------------------------------------------


def landscape(rng, land, k):
    """True logarithms: of k contenders, then of the plain line and serial."""
    if land == "spread":
        u = [rng.random() for _ in range(k)]
        th = [math.log(4) * (x - min(u)) ** 2 for x in u]
    elif land == "gap5":
        th = [0.0] + [math.log(1.05)] * (k - 1)
    else:
        th = [0.0] * k
    rng.shuffle(th)
    return th + ([0.0, 0.0] if land == "noscale" else [math.log(1.15), math.log(8)])


def noise(rng, law, sd):
    if law == "outlier2x":
        return rng.gauss(0, 0.02) + (math.log(2) if rng.random() < 0.05 else 0.0)
    return rng.gauss(0, {"quiet1": 0.01, "normal3": 0.03, "unequal": sd}[law])


def made_study(number):
    """A journal and its truth: of the race with 8 or 24 contenders, or of before, when every round was of all."""
    rng = random.Random(number)
    is_race, land = number % 4 != 3, ["equal", "spread", "noscale", "gap5"][number // 4 % 4]
    law = ["normal3", "outlier2x", "unequal", "quiet1"][(number // 2) % 4]
    k, n_subjects, n_rounds = (24 if number % 8 == 0 else 8), (16 if number % 10 == 0 else 3), (20 if is_race else 12)
    layouts = [f"{r}x{16 // r if r < 16 else 1}" for r in range(2, k + 2)] + ["16x1@none", "1x1"]
    kernels = [f"k{q}" for q in range(n_subjects)]
    truth = {q: landscape(rng, land, k) for q in kernels}
    sds = {q: [0.005 * 16 ** rng.random() for _ in layouts] for q in kernels}
    records = [header(kernels, layouts, **({"strategy": "race", "rounds": None, "tolerance": 0.02} if is_race else {"rounds": n_rounds}))]
    for r in range(n_rounds):
        for i, layout in enumerate(layouts):
            took = {}
            for q in kernels:
                t = math.exp(truth[q][i] + noise(rng, law, sds[q][i]))
                took[q] = t
                records.append(sample(q, layout, r, [t * math.exp(rng.gauss(0, 0.005)) for _ in range(3)]))
            records.append(launched(r * len(layouts) + i, r, layout, took))
    return records, layouts, truth, land


def look_at_many():
    n_false_out = n_intervals = n_hold = n_bounds = n_true = n_spread = n_close = n_recommended = 0
    for number in range(n_journals):
        records, layouts, truth, land = made_study(number)
        decision, _ = decided(f"made{number}", records)
        follows_the_rule(f"made{number}")
        false_out = False
        for kernel in decision["kernels"]:
            th = dict(zip(layouts, truth[kernel["kernel"]]))
            best, use = th[kernel["best"]], th[kernel["recommended"]]
            for row in kernel["rows"]:
                true = math.exp(th[row["layout"]] - best)
                false_out |= row["verdict"] == "out" and true <= 1.01
                if row["ratio_interval"] and row["layout"] != kernel["best"] and "strategy" in records[0]:
                    n_intervals += 1
                    n_hold += row["ratio_interval"][0] <= true <= row["ratio_interval"][1]
            n_bounds += kernel["regret"] is not None
            n_true += kernel["regret"] is not None and kernel["regret"] >= math.exp(use - min(th.values())) - 1 - 1e-9
            n_recommended += kernel["recommended"] == kernel["best"] or kernel["recommended"] in kernel["equal"]
            if land == "spread" and "strategy" in records[0]:
                n_spread += 1
                n_close += math.exp(use) <= 1.02 * 1.02
        n_false_out += false_out
    n = sum(len(made_study_kernels(number)) for number in range(n_journals))
    print(f"{n_journals} journals, {n} subjects: false out in {n_false_out} journals; {n_intervals} intervals, "
          f"{n_hold / n_intervals:.3f} hold; {n_bounds} bounds, {n_true / max(n_bounds, 1):.3f} true; "
          f"the recommended layout within 4 % of the fastest in {n_close} of {n_spread}")
    claim("what is out is slower", n_false_out <= max(1, 0.05 * n_journals), n_false_out)
    claim("intervals hold as often as they say", 0.91 <= n_hold / n_intervals <= 0.98, n_hold / n_intervals)
    claim("bounds are true", n_bounds > 0.9 * n and n_true >= 0.95 * n_bounds, (n_bounds, n_true))
    claim("what is recommended is nearly the fastest", n_close >= 0.94 * n_spread, (n_close, n_spread))
    claim("what is recommended is the best or its equal", n_recommended == n, (n_recommended, n))


def made_study_kernels(number):
    return range(16 if number % 10 == 0 else 3)


# ---- what is decided is what the rule decides ----------------------------------------------------------------------------


def follows_the_rule(name):
    try:
        differ = study_agrees.look("winners", os.path.join(work.name, name))
    except Exception as why:
        differ = [repr(why)]
    claim(f"{name} is decided by the rule", not differ, differ[:3])


def odd_study(number):
    """A journal of few and many rounds, one step or several, in which things are missing, wrong, disturbed, or all alike."""
    rng = random.Random(1000 + number)
    scaling = [None, "strong", "weak"][number % 3]
    layouts = ["1x1"] + [f"{r}x{w // r}" for w in (2, 4, 8) for r in (1, 2, w) if w % r == 0 and (r < w or w > r // 2)]
    layouts = list(dict.fromkeys(layouts)) + ["8x1@none"]
    kernels, n_rounds = ["k0", "k1"], rng.choice([1, 2, 3, 5, 6, 8, 9, 13, 20])
    sd, step = rng.choice([0.0, 0.005, 0.03, 0.1]), rng.choice([0.0, 0.005, 0.02, 0.2])
    h = header(kernels, layouts, strategy=rng.choice(["rounds", "race"]), rounds=rng.choice([None, n_rounds]), tolerance=0.02)
    if scaling:
        h["scaling"] = scaling
        for k in h["kernels"]:
            k.update(size_param="n", growth=1.0)
    records, truth = [h], {(q, l): step * rng.randrange(4) - (0.0 if rng.random() < 0.3 else math.log(cores(l)) / 2)
                           for q in kernels for l in layouts}
    wrong = rng.choice(layouts) if rng.random() < 0.2 else None
    for r in range(n_rounds):
        last = len(layouts) if r + 1 < n_rounds or rng.random() < 0.5 else rng.randrange(1, len(layouts))
        for i, l in enumerate(layouts[:last]):
            took = {}
            for q in kernels:
                took[q] = math.exp(truth[q, l] + rng.gauss(0, sd))
                if rng.random() < 0.04:
                    records.append({"schema": "rxt-failure/1", "layout": l, "kernel": q, "reason": "it crashed", "status": 3,
                                    "round": r, "launch": r * len(layouts) + i, "date": "2026-01-31T12:00:00Z"})
                    continue
                more = {"check": "fail"} if l == wrong and q == "k0" else {"disturbed": True, "cpu_share": 0.5} if rng.random() < 0.1 else {}
                more["params"] = {"n": 5 * cores(l) if scaling == "weak" else 5}
                more["memory"] = {"peak_node_B": rng.choice([1e6, 1.05e6])} if r == 0 else {"peak_node_B": 1e6}
                records.append(sample(q, l, r, [took[q]] * 3, **more))
                if "disturbed" in more and rng.random() < 0.5:  # tried again
                    records.append(sample(q, l, r, [took[q] * 0.9] * 3, **{**more, "cpu_share": rng.choice([0.4, 0.6]), "disturbed": rng.random() < 0.5}))
            records.append(launched(r * len(layouts) + i, r, l, took))
    return records


def cores(layout):
    ranks, threads = (int(x) for x in layout.split("@")[0].split("x"))
    return ranks * threads


def look_at_the_rule():
    for number in range(n_journals):
        decided(f"odd{number}", odd_study(number))
        follows_the_rule(f"odd{number}")


def another(decision):
    """Decisions that are not the rule's: what was changed, and the decision."""
    kernel = decision["kernels"][0]
    for step in kernel.get("steps") or [kernel]:
        rows = [r for r in kernel["rows"] if "@none" not in r["layout"] and r["verdict"] in ("equal", "undecided", "out", "open")]
        rows = [r for r in rows if step is kernel or r["workers"] == step["workers"]]
        for row in rows[:1]:
            for field in ("best", "recommended"):
                if step[field] not in (None, row["layout"]):
                    yield field, step, field, row["layout"]
            yield "a verdict", row, "verdict", "equal" if row["verdict"] != "equal" else "undecided"
        if step["regret"]:
            yield "the bound", step, "regret", step["regret"] * 1.01
    if kernel["rounds"]["screening"]:
        yield "rounds", kernel["rounds"], "screening", kernel["rounds"]["screening"] + 1


def look_at_refutations():
    """Any other decision is told from the rule's."""
    n = 0
    for name in ["made0", "made1", "made3", "odd0", "odd1", "odd2", "odd4"][:7 if n_journals > 4 else 1]:
        path = os.path.join(work.name, name, "decision.json")
        with open(path) as f:
            decision = json.load(f)
        for what, where, field, value in another(decision):
            right, where[field] = where[field], value
            with open(path, "w") as f:
                json.dump(decision, f)
            differ = study_agrees.look("winners", os.path.join(work.name, name))
            claim(f"{name}: {what} that is not the rule's is found", any("by the rule" in d for d in differ), differ)
            where[field] = right
            n += 1
    claim("other decisions were tried", n >= 20 or n_journals < 5, n)


# ---- a journal for each statement in which it would be false -----------------------------------------------------------------

FEW = ["1x1", "1x2", "2x1", "2x1@none"]


def rounds_of(times, n_rounds=12, dither=0.0, layouts=None, **more):
    """Samples of one kernel: times[layout] in every round, give or take."""
    rng = random.Random(1)
    return [sample("pi", layout, r, [t * (1 + dither * rng.uniform(-1, 1))], **more)
            for r in range(n_rounds) for layout, t in times.items()]


def one(name, records, layouts=FEW, **more):
    decision, said = decided(name, [header(["pi"], layouts, **more)] + records)
    kernel = decision["kernels"][0]
    return kernel, {row["layout"]: row for row in kernel["rows"]}, " ".join(said.split())


def look_at_statements():
    k, rows, said = one("tied", rounds_of({"1x1": 1.0, "1x2": 1.0, "2x1": 1.0, "2x1@none": 1.0}, dither=0.1))
    claim("of layouts that nobody can tell apart none is out", not k["out"], k["out"])
    claim("and serial does not win by chance", "pay more than they gain" not in said and "serial is the fastest" not in said, said)

    k, rows, said = one("wild", [sample("pi", l, r, [t]) for r in range(12) for l, t in
                                 {"1x1": 3.0, "2x1": 1.0, "1x2": 12.72 if r % 12 < 8 else 0.6, "2x1@none": 1.0}.items()])
    claim("a layout of 12x is not equal", rows["1x2"]["verdict"] == "undecided" and "1x2" not in k["equal"], rows["1x2"]["verdict"])
    claim("nor recommended", k["recommended"] == "2x1", k["recommended"])

    k, rows, said = one("alone", rounds_of({"1x1": 1.0}))
    claim("serial that ran alone is not called the fastest", "is the fastest" not in said and "pay more" not in said, said)
    claim("what did not run is told so", sorted(k["not_run"]) == ["1x2", "2x1", "2x1@none"] and "failed" not in said.split("! wrong or failed")[0], (k["not_run"], said))

    claim("and nothing is said of others than it", "fastest that ran" not in said, said)

    k, rows, said = one("stopped", [launched(i, 0, l, {"pi": 0.0}, "preempted") for i, l in enumerate(FEW)])
    claim("a study that was stopped has no best", k["best"] is None and k["recommended"] is None and k["launch"] is None, k["best"])
    claim("and no failed layout", sorted(k["not_run"]) == sorted(FEW) and "- - - -" in said, (k["not_run"], said))

    steps = ["1x1", "1x2", "2x1", "2x2", "4x1"]
    k, rows, said = one("steps", rounds_of({"1x1": 8.0, "1x2": 4.0, "2x1": 4.01, "2x2": 2.0, "4x1": 3.0}), steps, scaling="strong")
    claim("ties are within a step", k["best"] == "2x2" and k["equal"] == [] and k["tied"] == [], (k["best"], k["equal"], k["tied"]))
    claim("each step has its verdicts", rows["2x1"]["verdict"] == "equal" and rows["4x1"]["verdict"] == "out", rows["2x1"]["verdict"])

    slow = {"1x1": 8.0, "1x2": 4.0, "2x1": 4.4, "2x2": 6.0, "4x1": 7.0}
    k, rows, said = one("falls", rounds_of(slow), steps, scaling="strong", launch_lines={l: "mpirun rxt" for l in steps})
    claim("the line to paste is never that of a slower step", k["recommended"] == "1x2" and "--layout 1x2" in k["launch"], k["launch"])

    k, rows, said = one("coin", rounds_of({l: 1.0 for l in steps}, dither=0.1), steps, scaling="strong")
    claim("chance is no winner among numbers of workers", k["no_difference_shown"] or k["recommended"] == "1x1", k["turn"])

    k, rows, said = one("flat", rounds_of({l: 1.0 for l in steps}), steps, scaling="strong")
    claim("one worker that is enough did not run alone", k["recommended"] == "1x1" and "serial alone" not in said and "than one" in said, said)

    records = [s for s in rounds_of({"1x1": 2.0, "1x2": 1.2, "2x1": 1.0, "2x1@none": 1.5}) if (s["layout"], s["round"]) != ("1x2", 3)]
    k, rows, said = one("missing", records)
    claim("a missing launch leaves its layout a verdict", rows["1x2"]["verdict"] == "out" and k["regret"] is not None, rows["1x2"])

    failure = {"schema": "rxt-failure/1", "layout": "1x2", "kernel": "pi", "reason": "it crashed", "status": 3, "launch": 0, "date": "2026-01-31T12:00:00Z"}
    records = rounds_of({"1x1": 2.0, "2x1": 1.0, "2x1@none": 1.5}) + [{**failure, "round": r} for r in range(2)]
    k, rows, said = one("failed", records)
    claim("a failed layout is told and compared with nothing", rows["1x2"]["verdict"] == "failed" and k["best"] == "2x1", rows["1x2"])
    claim("and the bound is of those that ran", k["regret"] is not None and "true best" not in said, said)

    k, rows, said = one("plain", rounds_of({"1x1": 2.0, "1x2": 1.2, "2x1": 1.0, "2x1@none": 0.9}, dither=0.002))
    claim("a plain line that is faster is told so", k["default_is_faster"] and "plain mpirun (2x1@none) was faster" in said, said)
    claim("and counts in the bound", k["regret"] > 0.1 and k["recommended"] == "2x1", k["regret"])

    k, rows, said = one("srun", rounds_of({"1x1": 2.0, "1x2": 1.2, "2x1": 1.0, "2x1@none": 1.5}), launcher="srun")
    claim("plain srun is not called plain mpirun", "plain srun" in said and "plain mpirun" not in said, said)

    k, rows, said = one("clock", rounds_of({"1x1": 1e-3, "1x2": 1e-3, "2x1": 1e-3, "2x1@none": 1e-3}))
    claim("equal times at the clock's resolution are equal", k["best"] is not None and len(k["equal"]) == 2 and not k["out"], k["equal"])
    claim("and fewer cores are recommended", k["recommended"] == "1x1", k["recommended"])

    k, rows, said = one("few", rounds_of({"1x1": 9.0, "1x2": 1.2, "2x1": 1.0, "2x1@none": 1.5}, n_rounds=5))
    claim("five rounds say nothing", k["best"] == "2x1" and not k["out"] and not k["equal"] and k["regret"] is None, k)

    k, rows, said = one("wrong", rounds_of({"1x1": 2.0, "2x1": 1.0, "2x1@none": 1.5}) +
                        rounds_of({"1x2": 0.1}, check="fail", check_note="it is not"))
    claim("a wrong layout is not chosen however fast", rows["1x2"]["verdict"] == "wrong" and k["best"] == "2x1", rows["1x2"]["verdict"])

    many = [f"{r}x1" for r in range(2, 10)] + FEW[:2]
    records = [s for s in rounds_of({l: 1.0 + 0.1 * i for i, l in enumerate(many)}, dither=0.01, n_rounds=14)
               if s["round"] < 2 or s["layout"] in many[:3] + ["1x1"]]
    k, rows, said = one("dropped", records, many, strategy="race", rounds=None)
    claim("a layout that was dropped is not called out", rows["9x1"]["verdict"] == "dropped" and rows["9x1"]["dropped_after"] == 2, rows["9x1"])
    drop = {d["layout"]: d for d in k["drops"]}
    claim("all that left are told with the evidence", list(drop) == k["dropped"] and k["dropped"], (list(drop), k["dropped"]))
    last, ratio = drop["9x1"], rows["9x1"]["ratio"]
    claim("it was held against the slowest that stayed", last["ratio"] == ratio > last["ratio_at_least"] > last["slowest_that_stayed"] > 1, last)
    claim("of so many, behind so many rounds", (last["rounds"], last["raced"], last["stayed"]) == (2, 9, 3) and last["standard_error"] > 0, last)
    claim("the answer has it in short", "left out early: " in said and "(after 2 rounds, at 1." in said, said)
    folder = report("left", [header(["pi"], many, strategy="race", rounds=None)] + records)[0]
    for name in ("report.md", "report.html"):
        text = open(os.path.join(folder, name)).read()
        claim(f"{name} says when it left, and why", "dropped after 2 rounds" in text and "slowest that stayed" in text and
              f"{last['ratio_at_least']:.2f}x" in text and f"{last['slowest_that_stayed']:.2f}x" in text, last)
    claim("and has no interval", rows["9x1"]["ratio_interval"] is None and "9x1" not in k["out"], rows["9x1"])

    disturbed = [{**s, "cpu_share": 0.5, "disturbed": True} if s["layout"] == "1x2" and s["round"] % 2 else s
                 for s in rounds_of({"1x1": 2.0, "1x2": 1.2, "2x1": 1.0, "2x1@none": 1.5})]
    k, rows, said = one("disturbed", disturbed)
    claim("a layout that was disturbed more than the best is open", rows["1x2"]["verdict"] == "open" and rows["1x2"]["disturbed_unequally"], rows["1x2"])


look_at_statements()
look_at_many()
look_at_the_rule()
look_at_refutations()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
