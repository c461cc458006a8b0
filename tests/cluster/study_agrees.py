# SPDX-License-Identifier: BSD-3-Clause
# study_agrees.py CLAIM FOLDER [WORD...] - does what a study reports agree with its journal? Says where not, and exits 1.
#
# Everything is computed again from the lines of journal.jsonl, by no code of rxt.
#   times               medians and launches of each kernel and layout, in decision.json, report.csv, report.md
#   winners             best, recommended, verdicts, bound and number of workers: those of the rule (../race_rule.py)
#   rounds N            every kernel has one sample of every layout in each of N rounds, and all passed
#   launches            each launch has one line, of its samples' round and layout, with what they took, within its time
#   digests             one digest for a kernel and its parameters, over all layouts; the reports name it
#   hosts NODE...       the ranks ran on the nodes of the job: on all of them, or on as many as the layout has
#   steps NODES...      the layouts are of these numbers of nodes, and steps of as many workers were decided
#   size same|grows     the counted work of every layout is that of 1x1, or grows with the workers
#   merged KERNEL...    the study has these kernels, and their samples are those of the folders named after them
import csv
import json
import os
import re
import sys
from math import log
from statistics import median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from race_rule import Race, pairs, recommended, workers as number_of_workers

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
problems = []


def expect(is_so, what):
    if not is_so:
        problems.append(what)


def near(a, b, share):
    return a is not None and b is not None and abs(a - b) <= share * abs(b)


class Study:
    def __init__(self, folder):
        with open(folder + "/journal.jsonl") as lines:
            records = [json.loads(line) for line in lines]
        self.folder, self.header = folder, records[0]
        self.samples = [r for r in records if r["schema"] == "rxt-sample/1"]
        self.samples_of, self.sections = {}, {}
        for s in self.samples:
            self.samples_of.setdefault((s["kernel"], s["layout"]), []).append(s)
        self.launches = [r for r in records if r["schema"] == "rxt-launch/1"]
        self.failures = [r for r in records if r["schema"] == "rxt-failure/1"]
        self.layouts = self.header["layouts"]
        self.kernels = [k["name"] for k in self.header["kernels"] if not k["ceiling"]]
        with open(folder + "/decision.json") as f:
            self.decided = {k["kernel"]: k for k in json.load(f)["kernels"]}
        with open(folder + "/report.csv", newline="") as f:
            self.csv = {(r["kernel"], r["layout"]): r for r in csv.DictReader(f)}
        with open(folder + "/report.md") as f:
            self.markdown = f.read()
        expect(self.kernels, "the header names no kernel")
        expect(list(self.decided) == self.kernels, f"decided are {list(self.decided)}, not {self.kernels}")

    def of(self, kernel, layout):
        return self.samples_of.get((kernel, layout), [])

    def chosen(self, kernel, layout):  # of each round whether its launch was disturbed, and its time
        chosen = {}  # of a round's tries the first that was not disturbed, else the one that was by least
        for s in self.of(kernel, layout):
            if s["check"] != "fail" and s["rejected"] is None:
                rank = (not s.get("disturbed"), (s.get("cpu_share") or 0.0) if s.get("disturbed") else 0.0)
                if s["round"] not in chosen or rank > chosen[s["round"]][0]:
                    chosen[s["round"]] = (rank, median(s["time_s"]))
        return {r: (not rank[0], time) for r, (rank, time) in chosen.items()}

    def rounds(self, kernel, layout):  # the time of each round's launch
        return {r: time for r, (_, time) in self.chosen(kernel, layout).items()}

    def section(self, kernel):
        if kernel not in self.sections:
            found = re.search(rf"^## {kernel}\n(.*?)(?=^## )", self.markdown, re.M | re.S)
            self.sections[kernel] = found.group(1) if found else ""
        return self.sections[kernel]

    def cells(self, kernel, layout):  # of the row of the kernel's own table; its columns by name
        tables = [line.strip("| ").split(" | ") for line in self.section(kernel).splitlines() if line[:1] == "|"]
        names = next((t for t in tables if "digest" in t), [])
        rows = [t for t in tables if t[0] == layout and len(t) == len(names)]
        return dict(zip(names, rows[0])) if rows else {}


def each_row(study):
    for kernel in study.kernels:
        for layout in study.layouts:
            row = next((r for r in study.decided[kernel]["rows"] if r["layout"] == layout), {})
            yield kernel, layout, row, study.csv.get((kernel, layout), {}), study.cells(kernel, layout)


def times(study):
    for kernel, layout, row, line, cells in each_row(study):
        time_s = study.rounds(kernel, layout)
        name, want = f"{kernel} {layout}", median(time_s.values()) if time_s else None
        number, unit = (cells.get("median", "- -").split() + [""])[:2]
        shown = float(number) * UNITS[unit] if unit in UNITS else None
        expect(near(row.get("time_s"), want, 1e-10), f"{name}: {want} s, decision.json {row.get('time_s')}")
        expect(near(float(line.get("time_s") or "nan"), want, 1e-10), f"{name}: {want} s, report.csv {line.get('time_s')}")
        expect(near(shown, want, 0.0051), f"{name}: {want} s, report.md {cells.get('median')}")
        launches = [row.get("launches"), int(line.get("launches", -1)), int(cells.get("launches", -1))]
        tries = sum(s["check"] != "fail" and s["rejected"] is None for s in study.of(kernel, layout))
        expect(launches == 3 * [tries], f"{name}: {tries} launches, the reports say {launches}")


def workers(layout):
    nodes, rest = layout.split(":") if ":" in layout else ("1", layout)
    ranks, threads = rest.split("@")[0].split("x")
    return int(nodes) * int(ranks) * int(threads)


def ranks(layout):
    return int(layout.split(":")[-1].split("x")[0])


def race_of(study, kernel, step):
    """The race of a kernel's step, and of each layout which of its launches that count were disturbed."""
    header = study.header
    without = next(k.get("without") or [] for k in header["kernels"] if k["name"] == kernel)
    there = [i for i in study.layouts if step in (None, workers(i)) and i not in without]
    mine = [s for i in there for s in study.of(kernel, i)]
    lines = [l for l in study.launches if kernel in l["subjects"] and l["layout"] in there]
    failures = [f for f in study.failures if f.get("kernel") in (None, kernel) and f["layout"] in there]
    ended = mine + failures + [l for l in lines if l["end"] != "preempted"]
    n = max([r["round"] for r in ended], default=-1) + 1
    launched = {i: [False] * n for i in there}
    cost = {i: [0.0] * n for i in there}
    for r in ended:
        launched[r["layout"]][r["round"]] = True
    for l in lines:
        if l["round"] < n:
            own = l["run_s"][l["subjects"].index(kernel)] or 0.0
            start = max((l["wall_s"] or 0.0) - sum(t or 0.0 for t in l["run_s"]), 0.0)
            cost[l["layout"]][l["round"]] += l["cores"] * (own + start / len(l["subjects"]))
    there = [i for i in there if n < 2 or any(launched[i])]
    chosen = {i: study.chosen(kernel, i) for i in there}
    wrong = {s["layout"] for s in mine if s["check"] == "fail"}
    y = {i: [log(chosen[i][r][1]) if r in chosen[i] and i not in wrong else None for r in range(n)] for i in there}
    bound = [i for i in there if "@none" not in i]
    serial = next((i for i in bound if workers(i) == 1), None)
    steps = len({workers(i) for i in study.layouts}) if header.get("scaling") else 1
    race = Race(y, [i for i in bound if i != serial], serial, next((i for i in there if "@none" in i), None), launched, cost,
                parts=len(study.kernels) * steps, screens=header.get("strategy") == "race" and not header.get("scaling"),
                exactly=header.get("strategy") and header.get("rounds"), indifference=header["indifference"],
                tolerance=header.get("tolerance", 0.02), ranks={i: ranks(i) for i in there}, wrong=wrong)
    tagged = {i: {r: bool(how[0]) for r, how in chosen[i].items()} for i in there}
    return race, tagged


def about(study, kernel, race, best):
    """What decides among equals."""
    def of(i):
        peak = median([s["memory"].get("peak_node_B") or 0.0 for s in study.of(kernel, i)])
        return workers(i), peak, ranks(i), median(pairs(race.y, i, best, race.fresh) or [0.0])
    return {i: of(i) for i in race.candidates if race.count(i, range(race.rounds))}


def loads(study, kernel):
    """The work of each layout, in that of 1x1: of the size that grew."""
    entry = next(k for k in study.header["kernels"] if k["name"] == kernel)
    of = {i: (study.of(kernel, i) or [{"params": {}}])[0]["params"].get(entry.get("size_param")) for i in study.layouts}
    base = of.get("1x1")
    def load(n):
        grown = (n / base) ** entry["growth"]
        return grown * (log(max(n, 2)) / log(max(base, 2)) if entry.get("growth_log") else 1.0)
    return {i: load(n) if isinstance(n, (int, float)) and base and entry.get("growth") else 1.0 for i, n in of.items()}


def same(a, b):
    return a == b if None in (a, b) else abs(a - b) <= 1e-7 * max(1.0, abs(b))


def judge_step(study, kernel, race, tagged, said):
    """What is decided of a step against the rule; said: its best, recommended, regret, rounds."""
    name, rows = f"{kernel} {said.get('workers', '')}".strip(), {r["layout"]: r for r in study.decided[kernel]["rows"]}
    bests = race.bests()
    if not bests:
        return expect(said["best"] is None, f"{name}: nobody can be the best, and {said['best']} is")
    if said["best"] not in bests:
        return expect(False, f"{name}: {said['best']} is not the best, by the rule it is {' or '.join(bests)}")
    told = race.verdicts(said["best"], tagged)
    for i, verdict in told.items():
        expect(rows[i]["verdict"] == verdict, f"{name}: {i} is called {rows[i]['verdict']}, by the rule it is {verdict}")
    for gone, _, _, after, _ in race.moments:
        for i in gone:
            expect(rows[i].get("dropped_after") == after, f"{name}: {i} left after {after} rounds, not {rows[i].get('dropped_after')}")
    use = recommended(said["best"], told, about(study, kernel, race, said["best"]))
    expect(said["recommended"] == use, f"{name}: {said['recommended']} is recommended, by the rule it is {use}")
    bound = race.regret(use, told, tagged)
    expect(same(said["regret"], bound), f"{name}: the bound is {said['regret']}, by the rule it is {bound}")
    counted = {"screening": race.screening, "confirming": len(race.fresh)}
    expect(said["rounds"] == counted, f"{name}: rounds {said['rounds']}, by the rule they are {counted}")


def winners(study):
    for kernel in study.kernels:
        decided = study.decided[kernel]
        steps = decided.get("steps")
        shown = [n for n in study.layouts if study.cells(kernel, n).get("verdict") == "best"]
        bests = [s["best"] for s in steps or [decided] if s["best"]]
        expect(sorted(shown) == sorted(bests), f"{kernel}: the best is {bests}, report.md {shown}")
        if not steps:
            judge_step(study, kernel, *race_of(study, kernel, None), decided)
            continue
        load, y = loads(study, kernel), {}
        for step in steps:
            race, tagged = race_of(study, kernel, step["workers"])
            judge_step(study, kernel, race, tagged, step)
            best = step["best"]
            y[step["workers"]] = [None if v is None else v - log(load[best]) for v in race.y.get(best, [])]
        answers = number_of_workers(y, study.header.get("tolerance", 0.02))
        best, use = ({s["best"]: s["workers"] for s in steps}.get(decided["best"]),
                     {s["recommended"]: s["workers"] for s in steps}.get(decided["recommended"]))
        expect(answers.get(best) == use if answers else use is None,
               f"{kernel}: the fastest step is {best} and {use} workers are enough, by the rule {answers}")


def rounds(study, n):
    names = [k["name"] for k in study.header["kernels"]]
    for kernel in names:
        for layout in study.layouts:
            seen = sorted({s["round"] for s in study.of(kernel, layout) if s["check"] == "pass" and not s["rejected"]})
            expect(seen == list(range(int(n))), f"{kernel} {layout}: samples of rounds {seen}")


def launches(study):
    lines = {r["launch"]: r for r in study.launches}
    expect(len(lines) == len(study.launches), "two launches have one number")
    expect({s["launch"] for s in study.samples} <= set(lines), "a sample is of a launch that has no line")
    for number, line in lines.items():
        of = {s["kernel"]: s for s in study.samples if s["launch"] == number}
        expect(set(of) <= set(line["subjects"]), f"launch {number}: samples of {list(of)}, it was for {line['subjects']}")
        expect(all((s["round"], s["layout"]) == (line["round"], line["layout"]) for s in of.values()),
               f"launch {number}: its samples are of another round or layout")
        expect(line["run_s"] == [of[name]["run_s"] if name in of else None for name in line["subjects"]],
               f"launch {number}: its samples took {[s['run_s'] for s in of.values()]}, it says {line['run_s']}")
        expect(sum(t or 0 for t in line["run_s"]) <= line["wall_s"], f"launch {number}: its parts take more than the whole")
        expect((line["end"] == "ok") == (set(of) == set(line["subjects"])), f"launch {number}: it ended {line['end']}")


def digests(study):
    seen = {}
    for s in study.samples:
        seen.setdefault((s["kernel"], json.dumps(s["params"])), set()).add(s["digest"])
    for problem, found in seen.items():
        expect(len(found) == 1 and None not in found, f"{problem}: digests {found}")
    for kernel, layout, row, line, cells in each_row(study):
        want = study.of(kernel, layout)[0]["digest"]
        said = [row.get("digest"), line.get("digest"), cells.get("digest", "").strip("`")]
        expect(said == 3 * [want], f"{kernel} {layout}: digest {want}, the reports say {said}")


def hosts(study, *nodes):
    for s in study.samples:
        rows, name = s["placement"], f"{s['kernel']} {s['layout']}"
        seen = {p["host"] for p in rows}
        expect(seen <= set(nodes), f"{name}: ran on {sorted(seen)}")
        expect(len(seen) == s["nodes"], f"{name}: ran on {len(seen)} nodes")
        expect(len(rows) == workers(s["layout"]), f"{name}: {len(rows)} rows of proof")
        places = {(p["host"], p["pu"]) for p in rows}
        expect(s["policy"] == "none" or len(places) == len(rows), f"{name}: two workers on one core")
        expect(all(p["planned_pu"] in (None, p["pu"]) for p in rows), f"{name}: not where it was planned")
    expect(any({p["host"] for p in s["placement"]} == set(nodes) for s in study.samples), f"never on all of {nodes}")


def steps(study, *nodes):
    seen = sorted({s["nodes"] for s in study.samples})
    expect(seen == sorted(map(int, nodes)), f"samples are of {seen} nodes")
    want = sorted({workers(n) for n in study.layouts})
    for kernel in study.kernels:
        decided = [step["workers"] for step in study.decided[kernel]["steps"]]
        expect(decided == want, f"{kernel}: steps of {decided} workers, not {want}")
        bare = [step["workers"] for step in study.decided[kernel]["steps"] if not step["best"]]
        expect(not bare, f"{kernel}: no best of {bare} workers")


def size(study, how):
    for kernel in study.kernels:
        counted = "flop" if study.of(kernel, "1x1")[0]["work"]["flop"] else "items"
        base = study.of(kernel, "1x1")[0]["work"][counted]
        for layout in study.layouts:
            times_more = workers(layout) if how == "grows" else 1
            for s in study.of(kernel, layout):  # a size is rounded to a whole number
                is_so = near(s["work"][counted] / base, times_more, 0.05 if how == "grows" else 0)
                expect(is_so, f"{kernel} {layout}: {s['work'][counted]} {counted}, 1x1 {base}")


def merged(study, *kernels):
    expect(study.kernels == list(dict.fromkeys(study.kernels)), "a kernel is there twice")
    expect(sorted(study.kernels) == sorted(kernels), f"kernels {study.kernels}")
    def key(s):
        return (s["kernel"], s["layout"], s["digest"], s["time_s"])
    parts = []
    for kernel in kernels:
        part = Study(f"{study.folder}/../rxt-array/{kernel}")
        expect(part.kernels == [kernel], f"the task of {kernel} did {part.kernels}")
        parts += map(key, part.samples)
    expect(sorted(map(key, study.samples)) == sorted(parts), "the samples are not those of the tasks")


claims = {f.__name__: f for f in (times, winners, rounds, launches, digests, hosts, steps, size, merged)}


def look(claim, folder, *words):
    """What does not agree."""
    problems.clear()
    claims[claim](Study(folder), *words)
    return list(problems)


if __name__ == "__main__":
    found = look(*sys.argv[1:])
    print("\n".join(found[:5]))
    sys.exit(1 if found else 0)
