#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
# package: python3-sklearn
# rival_kmeans_sklearn.py WORKERS - scikit-learn's KMeans, Lloyd's iterations in double, 1e6 points of 16 dimensions, 16 centres.
import os
import sys
import time

workers = sys.argv[1] if len(sys.argv) > 1 else "1"
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = workers

import warnings

import numpy
from sklearn.cluster import KMeans

warnings.simplefilter("ignore")  # it has not converged, which is meant
N, D, K = 1000000, 16, 16
SHORT, LONG = 1, 6  # their difference is time of iterations alone: KMeans also copies, centres and labels
rng = numpy.random.default_rng(1)
points = rng.random((N, D))  # no clusters, so that it does not end early
start = points[:K].copy()


def fit(n_iterations):
    kmeans = KMeans(K, init=start, n_init=1, max_iter=n_iterations, tol=0.0, algorithm="lloyd", copy_x=False)
    began = time.perf_counter()
    kmeans.fit(points)
    if kmeans.n_iter_ != n_iterations:
        sys.exit("it ended early, after %d iterations" % kmeans.n_iter_)
    return time.perf_counter() - began


short = min(fit(SHORT) for _ in range(3))
for _ in range(5):
    print("%.6g" % (N * (LONG - SHORT) / (fit(LONG) - short)))
