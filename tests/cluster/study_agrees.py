# SPDX-License-Identifier: BSD-3-Clause
# study_agrees.py CLAIM FOLDER [WORD...] - does what a study reports agree with its journal? Says where not, and exits 1.
#
# Everything is computed again from the lines of journal.jsonl, by no code of rxt.
#   times               medians and launches of each kernel and layout, in decision.json, report.csv, report.md
#   winners             the best of each step: a layout of the journal that no other is faster than, round by round
#   rounds N            every kernel has one sample of every layout in each of N rounds, and all passed
#   launches            each launch has one line, of its samples' round and layout, with what they took, within its time
#   digests             one digest for a kernel and its parameters, over all layouts; the reports name it
#   hosts NODE...       the ranks ran on the nodes of the job: on all of them, or on as many as the layout has
#   steps NODES...      the layouts are of these numbers of nodes, and steps of as many workers were decided
#   size same|grows     the counted work of every layout is that of 1x1, or grows with the workers
#   merged KERNEL...    the study has these kernels, and their samples are those of the folders named after them
import csv
import json
import re
import sys
from statistics import median

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
        self.launches = [r for r in records if r["schema"] == "rxt-launch/1"]
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
        return [s for s in self.samples if (s["kernel"], s["layout"]) == (kernel, layout)]

    def rounds(self, kernel, layout):  # the time of each round's launch
        chosen = {}  # of a round's tries the first that was not disturbed, else the one that was by least
        for s in self.of(kernel, layout):
            if s["check"] == "pass" and s["rejected"] is None:
                rank = (not s.get("disturbed"), (s.get("cpu_share") or 0.0) if s.get("disturbed") else 0.0)
                if s["round"] not in chosen or rank > chosen[s["round"]][0]:
                    chosen[s["round"]] = (rank, median(s["time_s"]))
        return {r: time for r, (_, time) in chosen.items()}

    def section(self, kernel):
        found = re.search(rf"^## {kernel}\n(.*?)(?=^## )", self.markdown, re.M | re.S)
        return found.group(1) if found else ""

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
        expect(launches == 3 * [len(time_s)], f"{name}: {len(time_s)} launches, the reports say {launches}")


def faster(study, kernel, than, others):
    base = study.rounds(kernel, than)
    for other in others:
        ratios = [t / base[r] for r, t in study.rounds(kernel, other).items() if r in base]
        if ratios and median(ratios) < 1:
            return True
    return False


def workers(layout):
    nodes, rest = layout.split(":") if ":" in layout else ("1", layout)
    ranks, threads = rest.split("@")[0].split("x")
    return int(nodes) * int(ranks) * int(threads)


def winners(study):
    for kernel in study.kernels:
        decided = study.decided[kernel]
        steps = decided.get("steps") or [{"workers": None, "best": decided["best"]}]
        shown = [n for n in study.layouts if study.cells(kernel, n).get("verdict") == "best"]
        expect(sorted(shown) == sorted(s["best"] for s in steps) and decided["best"] in shown,
               f"{kernel}: the best is {decided['best']}, report.md {shown}")
        for step in steps:
            rivals = [n for n in study.layouts if "@none" not in n and step["workers"] in (None, workers(n))]
            expect(step["best"] in rivals, f"{kernel}: the best {step['best']} is none of {rivals}")
            # Of three rivals, each may be faster than one other: then nobody can say who is the best.
            beaten = [n for n in rivals if faster(study, kernel, n, rivals)]
            expect(step["best"] not in beaten or beaten == rivals, f"{kernel}: {step['best']} is not the fastest")


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
claims[sys.argv[1]](Study(sys.argv[2]), *sys.argv[3:])
for problem in problems[:5]:
    print(problem)
sys.exit(1 if problems else 0)
