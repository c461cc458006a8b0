#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
# package: python3-mpi4py
# rival_pools.py KIND WORKERS [THREADS] - tasks a second of Python's pools: the tasks of pool_tasks.h, in the same lines.
#   thread    concurrent.futures.ThreadPoolExecutor      process  concurrent.futures.ProcessPoolExecutor
#   multi     multiprocessing.Pool                       nested   a ProcessPoolExecutor of ThreadPoolExecutors
#   mpi4py    mpi4py.futures.MPICommExecutor, started by mpirun with a rank more than workers
# submit: one call and one future a task. map: in chunks of a quarter of a worker's share, as multiprocessing.Pool cuts them.
import sys
import time
from concurrent import futures

POINTS, MOST, LEAST_S, MOST_TASKS = 256, 100, 0.1, 1 << 22


def empty(number):
    return None


def square(number):
    return number * number


def row(number):
    side = 3.0 / POINTS
    b = (number % POINTS) * side - 1.5
    steps = []
    for i in range(POINTS):
        a = i * side - 2.0
        x = y = xx = yy = 0.0
        n = 0
        while n < MOST and xx + yy <= 4.0:
            y = 2.0 * x * y + b
            x = xx - yy + a
            xx = x * x
            yy = y * y
            n += 1
        steps.append(n)
    return steps


def chunk(n, workers):
    return max(1, n // (4 * workers))


def run_s(call, task, n):
    start = time.perf_counter()
    results = call(task, n)
    took = time.perf_counter() - start
    if len(results) != n or any(results[i] != task(i) for i in range(0, n, 97)):
        sys.exit("results of %s are wrong" % task.__name__)
    return took


def tell(name, call):
    for task, n in ((empty, 64), (square, 64), (row, 16)):
        took = run_s(call, task, n)
        while took < LEAST_S and 2 * n <= MOST_TASKS:
            n *= 2
            took = run_s(call, task, n)
        took = min(took, run_s(call, task, n))
        print("%s %s %.6g" % (name, task.__name__, n / took), flush=True)


def tell_executor(executor, workers):
    def submit(task, n):
        pending = [executor.submit(task, i) for i in range(n)]
        return [future.result() for future in pending]

    tell("submit", submit)
    tell("map", lambda task, n: list(executor.map(task, range(n), chunksize=chunk(n, workers))))


def tell_multi(workers):
    import multiprocessing

    with multiprocessing.Pool(workers) as pool:
        def submit(task, n):
            pending = [pool.apply_async(task, (i,)) for i in range(n)]
            return [result.get() for result in pending]

        tell("submit", submit)
        tell("map", lambda task, n: pool.map(task, range(n)))


threads = None  # of a process of the nested pool, made once


def make_threads(n):
    global threads
    threads = futures.ThreadPoolExecutor(n)


def inner(task, first, last):
    return list(threads.map(task, range(first, last)))


def tell_nested(workers, n_threads):
    with futures.ProcessPoolExecutor(workers, initializer=make_threads, initargs=(n_threads,)) as executor:
        def spread(task, n):
            step = chunk(n, workers)
            pending = [executor.submit(inner, task, i, min(i + step, n)) for i in range(0, n, step)]
            return [result for future in pending for result in future.result()]

        tell("map", spread)


def main():
    kind, workers = sys.argv[1], int(sys.argv[2])
    if kind == "multi":
        tell_multi(workers)
    elif kind == "nested":
        tell_nested(workers, int(sys.argv[3]))
    elif kind == "mpi4py":
        from mpi4py import MPI
        from mpi4py.futures import MPICommExecutor

        with MPICommExecutor(MPI.COMM_WORLD, root=0) as executor:
            if executor is not None:
                tell_executor(executor, workers)
    else:
        make = {"thread": futures.ThreadPoolExecutor, "process": futures.ProcessPoolExecutor}[kind]
        with make(workers) as executor:
            tell_executor(executor, workers)


if __name__ == "__main__":
    main()
