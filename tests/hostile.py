#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""hostile.py RXT EXAMPLE - journals, folders and readers that mean harm: text never becomes code, a path, or an escape.

Each journal is the example study with one thing changed. All that is printed or written is looked at byte by byte.
"""
import copy, csv, html.parser, io, json, os, re, shutil, subprocess, sys, tempfile, xml.etree.ElementTree

rxt, example = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
lines = [json.loads(line) for line in open(os.path.join(example, "journal.jsonl"))]
work = tempfile.mkdtemp(prefix="rxt-hostile-")
os.environ.update(NO_COLOR="1", LC_ALL="C", TMPDIR=os.path.join(work, "tmp"), HOME=work)
os.mkdir(os.environ["TMPDIR"])
has_gnuplot = shutil.which("gnuplot") is not None

# Every way out of a text at once: title of a terminal, newline, backquote, table, HTML, link, C1, direction, quotes.
EVIL = "a\x1b]0;t\x07\n# head\nrxt: said\n`touch PWNED`$(touch PWNED)|<script>x</script>![i](j)](k)```\n\x9b31m\u202e'\"\x7f\r\t\\"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

failed = passed = 0


def claim(what, holds, why=""):
    global failed, passed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {why}")


def small(n_samples=24):
    head = copy.deepcopy(lines[0])
    head["kernels"] = [k for k in head["kernels"] if k["name"] == "pi"]
    head["notes"] = ["a note"]
    head["job"] = {"id": "1", "nodes": 1, "left_from": "x"}
    samples = [copy.deepcopy(line) for line in lines[1:] if line.get("kernel") == "pi"][:n_samples]
    failure = {"schema": "rxt-failure/1", "layout": "1x2", "kernel": "pi", "reason": "why", "status": 3, "round": 0, "launch": 0,
               "date": "2026-01-31T12:00:00Z"}
    samples[1]["rejected"] = "moved"
    return [head] + samples + [failure]


def save(case, records):
    folder = os.path.join(work, case)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(folder, "journal.jsonl"), "wb") as f:
        f.write(b"".join(json.dumps(r).encode() + b"\n" for r in records))
    return folder


def run(*words, **more):
    where = os.path.join(work, "here")
    os.makedirs(where, exist_ok=True)
    return subprocess.run([rxt, *words], cwd=where, stdin=subprocess.DEVNULL, capture_output="stdout" not in more, timeout=300, **more)


def shown(data):
    """Why these bytes are not fit to be shown; None if they are."""
    try:
        hidden = HIDDEN.search(data.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        return f"no UTF-8: {error}"
    return hidden and f"{hidden.group()!r} in {data.decode()[max(0, hidden.start() - 40):hidden.end()]!r}"


def whole_markdown(text):
    """Is every mark of the evil text escaped?"""
    outside = re.sub(r"^(`{3,})sh\n[^\n]*\n\1$", "", text, flags=re.M)  # a line to paste is code, between its fences
    for line in outside.splitlines():
        if line.startswith(("# head", "rxt: said", "a]", "\\# head")):
            return f"a line begins with {line[:40]!r}"
        if re.search(r"(?<!\\)<script>|(?<!\\)!\[i\]\(|(?<!\\)\]\(k\)|(?<!\\)`touch", line):
            return f"unescaped: {line[:120]!r}"
    return None


class Page(html.parser.HTMLParser):
    """What a browser would make of a page: elements that do something, or bring something from outside."""

    ELEMENTS = set("html head meta title style body main nav a h1 h2 h3 p b pre code div article details summary table thead tbody tr "
                   "th td span small br figure figcaption svg desc g path rect text".split())
    ATTRIBUTES = set("lang charset name content id href class scope title tabindex role aria-label viewbox d x y width height "
                     "opacity".split())

    def __init__(self, text):
        super().__init__()
        self.why, self.open = None, []
        self.feed(text)
        self.close()
        if self.open:
            self.why = self.why or f"open at the end: {self.open}"

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name not in self.ATTRIBUTES or (name == "href" and not value.startswith("#")):
                self.why = self.why or f"{name}={value!r} of {tag}"
        if tag not in self.ELEMENTS:
            self.why = self.why or f"an element {tag!r}"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.why = self.why or f"an end of {tag!r} that is not open"

    def handle_comment(self, data):
        self.why = self.why or f"a comment {data!r}"


def whole_file(name, data):
    text = data.decode()
    if name.endswith(".html"):
        return Page(text).why
    if name.endswith(".md"):
        return whole_markdown(text)
    if name.endswith(".csv"):
        widths = {len(row) for row in csv.reader(io.StringIO(text))}
        return None if len(widths) == 1 else f"records of {widths} fields"
    if name.endswith(".json"):
        json.loads(text)
    if name.endswith(".gp") and "`" in text:
        return "a backquote"
    if name.endswith(".svg"):
        tags = {e.tag for e in xml.etree.ElementTree.fromstring(text).iter()}
        return "a script" if any("script" in t for t in tags) else None
    return None


def look(what, folder, *outputs):
    """Look at all that a command printed and left."""
    for data in outputs:
        why = shown(data)
        claim(f"{what}: nothing printed is obeyed", not why, why)
    for top, _, files in os.walk(folder):
        for name in files:
            if name == "journal.jsonl" or name.endswith(".pdf"):
                continue
            data = open(os.path.join(top, name), "rb").read()
            why = shown(data) or whole_file(name, data)
            claim(f"{what}: {name} is text", not why, why)


def nothing_outside(what):
    found = [os.path.join(top, f) for top, folders, files in os.walk(work) for f in folders + files
             if "PWNED" in f or f.startswith(("x.", "scaling-..")) or "rxt-pictures" in f]
    claim(f"{what}: no command ran, nothing lies outside", not found and not os.listdir(os.environ["TMPDIR"]), found)


def report(what, folder):
    done = run("report", folder)
    messages = [line for line in done.stderr.decode(errors="replace").split("\n") if line.startswith("rxt: ")]
    claim(f"{what}: one message at most", len(messages) <= 1 and done.returncode in (0, 1, 2), (done.returncode, messages))
    if done.returncode == 2:
        claim(f"{what}: refused by its line", re.search(r"journal\.jsonl line \d+: ", messages[0]), messages)
    look(what, folder, done.stdout, done.stderr)
    return done.returncode


def places(value, path=()):
    """Every text of a record, and every object, which may get a key."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        yield path
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for i in range(min(len(value), 2)):
            yield from places(value[i], path + (i,))


def poison(record, path):
    at = record
    for step in path[:-1]:
        at = at[step]
    if path and isinstance(at[path[-1]], str):
        at[path[-1]] = EVIL
    else:
        (at[path[-1]] if path else at)[EVIL] = EVIL


def fields():
    records = small()
    for i in (0, 1, len(records) - 1):
        for path in places(records[i]):
            if path == ("schema",):
                continue
            changed = copy.deepcopy(records)
            poison(changed[i], path)
            report(f"line {i + 1} {'.'.join(map(str, path))[:60]}", save("fields", changed))
    nothing_outside("fields")


def names():
    for name in ("../../x", "a`touch PWNED`", 'x\nsystem "touch PWNED"\n#', "pi\x1b]0;t\x07", "-x", "", "a" * 65):
        records = small()
        records[0]["kernels"][0]["name"] = name
        for r in records[1:]:
            r["kernel"] = name
        claim(f"a kernel called {name[:20]!r} is refused", report(f"kernel {name[:20]!r}", save("a/b/names", records)) == 2)
    nothing_outside("names")


def emphasis():
    """A file is called as it is called: its name makes no italics."""
    records, name = small(), "my_file_*name*.txt"
    records[0]["machine"]["cpu"] = records[0]["kernels"][0]["params"]["input"] = records[-1]["reason"] = name
    folder = save("emphasis", records)
    report("emphasis", folder)
    text = re.sub(r"^(`{3,})sh\n[^\n]*\n\1$", "", open(os.path.join(folder, "report.md")).read(), flags=re.M)
    claim("names of files are no italics", text.count(r"my\_file\_\*name\*.txt") == 3 and name not in text, text.count("file"))


def pasted():
    """A line to paste is one that rxt writes; what else a journal calls so is not shown."""
    for line, is_shown in (("mpirun -n 2 --bind-to none rxt", True), ("rm -rf x rxt", False), ("mpirun -n 2 rm -rf x rxt", False),
                           ("mpirun -n 2 --launch-agent evil rxt", False)):
        records = small()
        records[0]["launch_lines"] = dict.fromkeys(records[0]["launch_lines"], line)
        folder = save("pasted", records)
        done = run("report", folder)
        files = "".join(open(os.path.join(folder, n)).read() for n in ("report.md", "decision.json"))
        found = f"{line} run pi" in re.sub(r" \\\n +", " ", done.stdout.decode()), f"{line} run pi" in files
        claim(f"{line!r} is {'' if is_shown else 'not '}to be pasted", found == (is_shown, is_shown), found)


def eval_answer(what, path, form, before=""):
    """What a job script evals: numbers and a layout; and what is pasted is words, whatever the decision holds."""
    done = run("best", path, "--subject", "pi", "--stale-ok", "--print", form)
    look(what, os.path.join(work, "here"), done.stdout, done.stderr)
    text = done.stdout.decode()
    if form == "env":
        claim(f"{what}: env is numbers and a layout", re.fullmatch(r"(export [A-Z_]+=[0-9a-z:@]+\n)*", text), text)
    if form in ("env", "launch"):
        subprocess.run(["sh", "-c", "eval \"$1\"", "sh", before + text], cwd=os.path.join(work, "here"), capture_output=True)
    claim(f"{what}: an answer or none", done.returncode in (0, 1, 2) and bool(text) == (done.returncode == 0), (done.returncode, text))


def answers():
    records = small()
    for path in places(records[0]):
        if path != ("schema",):
            changed = copy.deepcopy(records)
            poison(changed[0], path)
            eval_answer(f"best, line 1 {'.'.join(map(str, path))[:60]}", save("answers", changed), "env")
    folder = save("answers", records)
    report("answers", folder)
    decision = json.load(open(os.path.join(folder, "decision.json")))
    target = os.path.join(work, "d.json")
    for path in places(decision):
        if path != ("schema",) and path[2:3] != ("rows",):
            changed = copy.deepcopy(decision)
            poison(changed, path)
            json.dump(changed, open(target, "w"))
            for form, before in (("env", ""), ("launch", ": ")):
                eval_answer(f"best --print {form}, {'.'.join(map(str, path))[:60]}", target, form, before)
    for name in ("best", "recommended"):
        for layout in ("2x1;touch PWNED", "$(touch PWNED)", "2x1\ntouch PWNED", "'"):
            changed = copy.deepcopy(decision)
            changed["kernels"][0][name] = layout
            json.dump(changed, open(target, "w"))
            claim(f"a layout {layout!r} is refused", run("best", target, "--subject", "pi", "--stale-ok", "--print", "env").returncode == 2)
    for form in ("layout", "srun", "mpirun", "json"):
        json.dump(decision, open(target, "w"))
        eval_answer(f"best --print {form}", target, form)
    nothing_outside("answers")


def compared():
    """Two studies beside each other, one of them evil in every text of its header."""
    records, good = small(), save("compared/good", small())
    for path in places(records[0]):
        if path != ("schema",):
            changed = copy.deepcopy(records)
            poison(changed[0], path)
            evil = save("compared/evil", changed)
            for words in ((good, evil), (evil, good, "--json")):
                done = run("compare", *words)
                claim(f"compare, {'.'.join(map(str, path))[:60]}: told or refused", done.returncode in (0, 2), done.returncode)
                look(f"compare, {'.'.join(map(str, path))[:60]}", os.path.join(work, "here"), done.stdout, done.stderr)
    nothing_outside("compare")


def merged():
    records = small()
    for path in (("machine", "cpu"), ("name",), ("launch_lines", "1x2"), ("notes", 0)):
        poison(records[0], path)
    one, other = save("merged/one", records), save("merged/other", records[:10])
    claim("merge and resume have a journal", report("evil header", one) in (0, 1))
    other_head = copy.deepcopy(records[0])
    other_head["date"] = "2020-01-01T00:00:00Z"
    save("merged/other", [other_head] + records[1:10])
    done = run("merge", one, other, "--out", os.path.join(work, "merged/all"))
    look("merge", os.path.join(work, "merged"), done.stdout, done.stderr)
    done = run("study", "pi", "--scaling", "strong", "--out", one, "--resume")
    look("resume", one, done.stdout, done.stderr)
    nothing_outside("merge and resume")


def raw_bytes():
    """What is no JSON, or JSON of broken UTF-8, is told by its line and without its bytes."""
    folder = save("raw", small())
    for raw in (b'{"schema":"rxt-sample/1\xc0\x80"}\n', b"\x1b]0;t\x07\n", b'{"schema":"x\\u0000y"}\n', b"\xff\xfe\n"):
        data = open(os.path.join(folder, "journal.jsonl"), "rb").read()
        with open(os.path.join(folder, "journal.jsonl"), "ab") as f:
            f.write(raw)
        claim(f"{raw!r} is refused", report(f"raw {raw!r}", folder) == 2)
        open(os.path.join(folder, "journal.jsonl"), "wb").write(data)


FILES = ["report.md", "report.html", "report.csv", "rounds.csv", "decision.json", "scaling-pi.gp", "scaling-pi.dat", "scaling-pi.txt"]
FILES += has_gnuplot * ["scaling-pi.svg", "scaling-pi.pdf", "speedup-pi.pdf", "time-pi.pdf", "efficiency-pi.pdf"]


def links():
    """Whoever may write into a results folder puts links there: none is followed."""
    folder, target = save("links", small()), os.path.join(work, "target")
    for name in FILES:
        open(target, "w").write("mine")
        os.symlink(target, os.path.join(folder, name))
    claim("a folder with links gets its report", report("links", folder) in (0, 1))
    claim("no file is written through a link", open(target).read() == "mine")
    claim("files take the place of links", all(not os.path.islink(os.path.join(folder, n)) for n in FILES), os.listdir(folder))
    journal = os.path.join(folder, "journal.jsonl")
    os.rename(journal, target)
    before = open(target).read()
    os.symlink(target, journal)
    claim("a link is no journal to report", run("report", folder).returncode == 2)
    done = run("study", "pi", "--layouts", "1x1", "--rounds", "1", "--out", folder, "--resume")
    claim("a link is no journal to go on with", done.returncode in (2, 3) and open(target).read() == before, done.stderr)
    os.unlink(journal)
    os.mkfifo(journal)
    claim("a pipe is no journal to report", run("report", folder).returncode == 2)
    done = run("study", "pi", "--layouts", "1x1", "--rounds", "1", "--out", folder, "--resume")
    claim("a pipe is no journal to go on with", done.returncode in (2, 3), done.stderr)


def leaving_reader(*words):
    """Run with a standard output whose reader has left."""
    read, write = os.pipe()
    os.close(read)
    where = os.path.join(work, "here")
    done = subprocess.run([rxt, *words], cwd=where, stdin=subprocess.DEVNULL, stdout=write, stderr=subprocess.PIPE, timeout=300)
    os.close(write)
    return done


def readers():
    folder = save("readers", [r for r in small() if r.get("schema") != "rxt-failure/1"])
    done = leaving_reader("report", folder)
    claim("a reader that left is told by the status", done.returncode == 3 and b"reader gone" in done.stderr, done)
    claim("a report is whole without its reader", all(os.path.exists(os.path.join(folder, n)) for n in FILES), os.listdir(folder))
    out = os.path.join(work, "studied")
    done = leaving_reader("study", "pi", "--layouts", "1x1", "--rounds", "1", "--size", "small", "--out", out)
    claim("a study is whole without its reader", done.returncode == 3 and os.path.exists(os.path.join(out, "report.md")), done)


def pictures():
    """A gnuplot that leaves half a picture, and status 0, as on a full disk."""
    folder, programs = save("pictures", small()), os.path.join(work, "bin")
    report("pictures", folder)
    names = ["scaling-pi.svg", "scaling-pi.pdf"]
    for name in names:
        open(os.path.join(folder, name), "w").write("the good one of before")
    os.mkdir(programs)
    for how in ("printf '<svg' >scaling-pi.svg; printf '%%PDF' >scaling-pi.pdf", ": >scaling-pi.svg; : >scaling-pi.pdf", ":", "exit 1"):
        with open(os.path.join(programs, "gnuplot"), "w") as f:
            f.write(f"#!/bin/sh\n{how}\n")
        os.chmod(os.path.join(programs, "gnuplot"), 0o755)
        done = run("report", folder, env=dict(os.environ, PATH=programs + ":" + os.environ["PATH"]))
        claim(f"after '{how[:20]}' the good picture stays", all(open(os.path.join(folder, n)).read() == "the good one of before" for n in names))
        claim(f"after '{how[:20]}' it is said", b"no picture" in done.stderr, done.stderr)
    nothing_outside("pictures")


def sizes():
    """As many layouts, failures and samples as a journal may have, or more, are no reason to hang."""
    records = small()
    records[0]["layouts"] = ["1x1"] * 100000
    claim("100000 layouts are refused", report("many layouts", save("sizes", records)) == 2)
    records = small()
    records[0]["scaling"] = None
    records[0]["layouts"] = ["1x1", "1x2"] + [f"{1 + i % 60}:{1 + i // 60}x1@l3" for i in range(9000)]
    for i in range(30000):
        records.append({"schema": "rxt-failure/1", "layout": "1x2", "kernel": "pi", "reason": f"reason {i}", "status": 3, "round": 0,
                        "launch": i})
    claim("9002 layouts and 30000 failures are reported", report("large", save("sizes", records)) in (0, 1))


def far_round():
    records = small()
    records[0]["layouts"] = ["1x1", "1x2"] + [f"{1 + i % 60}:{1 + i // 60}x1@l3" for i in range(9000)]
    records.append(dict(records[2], round=900000))
    done = run("report", save("far", records))
    claim("9002 layouts in 900001 rounds are refused", done.returncode == 2, done.stderr)


def talk():
    """What launchers and programs say passes through clean."""
    programs = os.path.join(work, "launchers")
    os.mkdir(programs)
    for name in ("mpirun", "mpirun.openmpi", "mpiexec", "mpiexec.hydra", "mpiexec.mpich"):
        with open(os.path.join(programs, name), "w") as f:
            f.write("#!/bin/sh\nprintf 'talk \\033]0;t\\007 \\302\\233 \\300\\200\\n'\nprintf 'err \\033[31m\\nrxt: said \\377\\n' >&2\nexit 1\n")
        os.chmod(os.path.join(programs, name), 0o755)
    more = {"env": dict(os.environ, PATH=programs + ":" + os.environ["PATH"])}
    done = run("run", "pi", "--layout", "2x1", "--oversubscribe", **more)
    look("talk of a run", programs, done.stdout, done.stderr)
    out = os.path.join(work, "talked")
    done = run("study", "pi", "--layouts", "1x1,2x1", "--rounds", "1", "--size", "small", "--oversubscribe", "--out", out, **more)
    look("talk of a study", out, done.stdout, done.stderr)


try:
    for part in (fields, names, emphasis, pasted, answers, compared, merged, raw_bytes, links, readers, pictures, talk, sizes, far_round):
        part()
finally:
    shutil.rmtree(work, ignore_errors=True)
print(f"{passed} claims hold, {failed} do not{'' if has_gnuplot else '; pictures were not drawn: gnuplot is not here'}")
sys.exit(failed > 0)
