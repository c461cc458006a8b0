# SPDX-License-Identifier: BSD-3-Clause
"""race_rule.py - the rule of docs/method.md once more, in Python and by no code of rxt: what a journal's times decide.

One subject, one step. y[i][r]: the logarithm of what layout i took in round r, None if there is no value. Rounds that are
there are taken as they are: when a study ends is not asked here.
"""
from math import ceil, comb, exp, inf, log, log2, sqrt
from statistics import median

SHOWN, LEAST, CUT, WIDTH_OF_SCREENING, SHARE, FULL, FIRST = 0.96, 6, 8.0, 0.02, 0.25, 20, 2
BUSY = 0.2  # a larger share of disturbed launches says nothing
NEAR = 1e-9  # sums in another order differ in the last digits


def t_exceeded(df, z=1.6448536269514722):
    """Exceeded by one in twenty (Cornish & Fisher)."""
    return (z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
            + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * df**4))


def interval(d, level):
    """Of a median (Hettmansperger & Sheather 1986); None: too few values for one."""
    d, n = sorted(d), len(d)

    def covers(k):
        return 1 - 2 * sum(comb(n, j) for j in range(k)) / 2**n if k <= n // 2 else 0.0

    k = 0
    while k + 1 <= n // 2 and covers(k + 1) >= level - 1e-12:
        k += 1
    if k == 0:
        return None
    share = (covers(k) - level) / (covers(k) - covers(k + 1))
    part = (n - k) * share / (k + (n - 2 * k) * share)
    return (1 - part) * d[k - 1] + part * d[k], (1 - part) * d[n - k] + part * d[n - k - 1]


def hodges_lehmann(d):
    return median((a + b) / 2 for i, a in enumerate(d) for b in d[i:])


def centred(y, who, rounds):
    if len(who) == 1:
        return {i: [y[i][r] for r in rounds] for i in who}
    middle = {r: median([y[i][r] for i in who if y[i][r] is not None] or [0.0]) for r in rounds}
    return {i: [None if y[i][r] is None else y[i][r] - middle[r] for r in rounds] for i in who}


def scale(x):
    jumps = [abs(b - a) / sqrt(2) for xi in x.values() for a, b in zip(xi, xi[1:]) if a is not None and b is not None]
    return 1.4826 * median(jumps or [0.0]) * (sqrt(len(x) / (len(x) - 1)) if len(x) > 1 else 1.0)


def effect(xi, s):
    xi = [v for v in xi if v is not None]
    kept = [v for v in xi if v <= min(xi) + CUT * s]
    mean = sum(kept) / len(kept)
    return mean, sqrt(sum((v - mean)**2 for v in kept) / max(len(kept) - 1, 1))


def pairs(y, i, j, rounds):
    return [y[i][r] - y[j][r] for r in rounds if y[i][r] is not None and y[j][r] is not None]


def beaten_by_least(able, loss):
    """All that are, but for rounding: loss(i, j) are the ratios that tell of two."""
    most = {i: max([hodges_lehmann(d) for j in able if j != i and (d := loss(i, j))] or [-inf]) for i in able}
    return [i for i in able if most[i] <= min(most.values()) + NEAR]


class Race:
    def __init__(self, y, contenders, serial=None, plain=None, launched=None, cost=None, parts=1, screens=False, exactly=None,
                 indifference=0.01, tolerance=0.02, ranks=None, wrong=()):
        self.y, self.contenders, self.serial, self.plain, self.wrong = y, list(contenders), serial, plain, set(wrong)
        self.bases = [b for b in (serial, plain) if b is not None]
        self.rounds = max((len(v) for v in y.values()), default=0)
        self.launched = launched or {i: [v is not None for v in y[i]] for i in y}
        self.cost = cost or {i: [0.0] * self.rounds for i in y}
        self.parts, self.exactly, self.indifference, self.tolerance = parts, exactly, indifference, tolerance
        self.ranks = ranks or {i: 0 for i in y}
        self.moments = []  # of drops: who left, everybody's effect and spread, the noise, rounds, how many were alive
        self.screening, self.finalists, self.confirms = self.screen(screens)
        self.candidates = [i for i in self.finalists + [s for s in [serial] if s is not None] if i not in self.wrong]
        self.m = len(self.finalists) + (serial is not None)
        self.fresh = range(self.screening, self.rounds) if self.confirms else range(0)

    def count(self, i, rounds):
        return sum(self.y[i][r] is not None for r in rounds)

    def screen(self, screens):
        """Rounds of it, who is left, and whether it is over."""
        alive, f, spent = list(self.contenders), 3 if len(self.contenders) < 16 else 4, 0.0
        if not screens or len(alive) <= f:
            return 0, alive, True
        m, r = f + (self.serial is not None), 0
        least = self.exactly or max(8, ceil(log2(20 * self.parts * m * (m - 1)) - 1e-9))
        while len(alive) > f:
            takes = [i for i in alive + (self.bases if r == 0 else []) if not (r >= FIRST and self.count(i, range(r)) == 0)]
            is_whole = r < self.rounds and (r + 1 < self.rounds or all(self.launched[i][r] for i in takes))
            if not is_whole:
                return self.rounds, alive, False
            spent, r = spent + sum(self.cost[i][r] for i in takes), r + 1
            mean = {i: sum(self.cost[i][:r]) / max(sum(self.launched[i][:r]), 1) for i in self.y}
            if r == 1:
                budget = SHARE * FULL * sum(mean[i] for i in alive + self.bases)
            if r >= FIRST:
                alive = self.drop(alive, f, r, mean, budget - spent - least * (
                    sum(sorted(mean[i] for i in alive if self.count(i, range(r)))[:f]) + sum(mean[b] for b in self.bases)))
        return r, alive, True

    def drop(self, alive, f, r, cost, left):
        alive = [i for i in alive if self.count(i, range(r))]
        x = centred(self.y, alive, range(r))
        s = scale(x)
        e = {i: effect(x[i], s) for i in alive}
        k, all_s = len(alive), sum(cost[i] for i in alive)
        factor = min(max(1 + all_s / left, 1.25), 4.0) if left > 0 else 4.0
        keep = max(f, min(k - 1, int(k / factor)))
        if 2 * s * sqrt(2 / r) <= WIDTH_OF_SCREENING or all_s * keep / k > left:
            keep = f
        kept = sorted(alive, key=lambda i: (e[i][0], self.ranks[i]))[:keep]
        self.moments.append(([i for i in alive if i not in kept], e, s, r, k))
        return [i for i in alive if i in kept]

    def bests(self):
        """The layouts that may be called best: one, or several that only rounding tells apart."""
        if not self.confirms:
            x = centred(self.y, self.finalists, range(self.rounds))
            s = scale(x)
            e = {i: effect(x[i], s)[0] for i in self.finalists if i in self.candidates and self.count(i, range(self.rounds))}
            return [i for i in e if e[i] <= min(e.values()) + NEAR]
        has = {i: self.count(i, self.fresh) for i in self.candidates}
        able = [i for i in has if has[i] >= min(LEAST, max(1, max(has.values())))]
        return beaten_by_least(able, lambda i, j: pairs(
            self.y, i, j, self.fresh if self.serial in (i, j) else range(self.rounds)))

    def is_busy(self, tagged):
        """So many of its launches were disturbed that nothing is concluded."""
        seen = [tagged[i][r] for i in self.candidates + [b for b in [self.plain] if b is not None]
                for r in self.fresh if self.y[i][r] is not None]
        return sum(seen) > BUSY * len(seen)

    def verdict(self, i, best, tagged):
        """Of a candidate."""
        d = pairs(self.y, i, best, self.fresh)
        rounds = [r for r in self.fresh if self.y[i][r] is not None and self.y[best][r] is not None]
        differ = abs(sum(tagged[i][r] - tagged[best][r] for r in rounds))
        if len(d) < LEAST or differ >= max(2, len(d) / 4) or self.is_busy(tagged):
            return "open"
        low, high = interval(d, SHOWN)
        strict = interval(d, 1 - 0.1 / (self.parts * self.m * (self.m - 1)))
        tolerated = log(1 + self.tolerance)
        return ("equal" if -tolerated <= low and high <= tolerated else
                "out" if strict and strict[0] > log(1 + self.indifference) else "undecided")

    def verdicts(self, best, tagged):
        """Of all that ran."""
        all_rounds, told = range(self.rounds), {}
        for i in self.y:
            if i == best:
                told[i] = "best"
            elif i in self.wrong:
                told[i] = "wrong"
            elif self.count(i, all_rounds) == 0:
                told[i] = "failed" if any(self.launched[i]) else "not run"
            elif i == self.plain:
                told[i] = "plain"
            elif i not in self.candidates:
                told[i] = "dropped"
            elif any(self.launched[i][r] for r in self.fresh) and self.count(i, self.fresh) == 0:
                told[i] = "failed"
            else:
                told[i] = self.verdict(i, best, tagged)
        return told

    def regret(self, of, told, tagged):
        """How much slower than the fastest that ran a layout may be; None: open."""
        others = [i for i, v in told.items() if i != of and v in ("best", "equal", "undecided", "out", "plain")]
        low = [interval(pairs(self.y, i, of, self.fresh), SHOWN) for i in others]
        if "open" in told.values() or self.is_busy(tagged) or None in low or self.count(of, self.fresh) < LEAST:
            return None
        bound = max([0.0] + [-limits[0] for limits in low])
        at, shift = of, 0.0
        if of == self.serial and self.moments:  # not screened: through the finalist that loses least against it
            at = min(self.finalists, key=lambda i: median(pairs(self.y, i, of, self.fresh) or [inf]))
            shift = median(pairs(self.y, at, of, self.fresh))
        for gone, e, s, r, k in self.moments:
            t = t_exceeded(max(3, int(0.4 * (k - 1) * (r - 1))))
            for i in gone:
                if i not in self.wrong:
                    own = max(s, e[i][1])
                    bound = max(bound, t * sqrt((own**2 + s**2) / r) - (e[i][0] - e[at][0] + shift))
        return exp(bound) - 1


def recommended(best, told, about):
    """Of the best and its equals the one that holds least; about[i]: cores, memory, ranks, what it took over the best."""
    pick = [i for i, v in told.items() if v in ("best", "equal")]
    pick = [i for i in pick if about[i][0] == min(about[j][0] for j in pick)]
    pick = [i for i in pick if about[i][1] <= min(about[j][1] for j in pick) / 0.9]
    return min(pick, key=lambda i: (about[i][2], i != best, about[i][3]))


def workers(y, tolerance):
    """y[w]: of the best of each step. The fastest step (several if rounding tells them apart), and for each its answer."""
    steps = sorted(w for w in y if any(v is not None for v in y[w]))
    rounds = range(max((len(v) for v in y.values()), default=0))
    y = {w: v + [None] * (len(rounds) - len(v)) for w, v in y.items()}  # a step may have begun fewer
    tolerated, answers = log(1 + tolerance), {}
    for fastest in beaten_by_least(steps, lambda v, w: pairs(y, v, w, rounds)) if steps else []:
        limits = {w: interval(pairs(y, w, fastest, rounds), SHOWN) for w in steps}
        answers[fastest] = min([w for w in steps if limits[w] and -tolerated <= limits[w][0] and limits[w][1] <= tolerated] + [fastest])
    return answers
