"""numpy on the matrix of SpeedBench: linear_algebra.py CASE SIZE REPETITIONS FOLDER"""
from stopwatch import arguments, measure, numpy_kernel

import numpy as np

case, n, repetitions, folder = arguments()
a = np.fromfile(f"{folder}/matrix.bin").reshape(n, n, order="F")


def multiply():
    c = a @ a
    return c[0, 0], c[-1, 0], c[-1, -1], c[n // 2, n // 2]


def gram():
    c = a.T @ a
    return c[0, 0], c[-1, 0], c[-1, -1]


def cholesky():
    c = np.linalg.cholesky(a)
    return c[0, 0], c[-1, 0], c[-1, -1]


def eigen():
    values = np.linalg.eigh(a).eigenvalues
    return values[0], values[n // 2], values[-1]


def svd():
    values = np.linalg.svd(a, full_matrices=False).S
    return values[0], values[n // 2]


measure("numpy", np.__version__, globals()[case], repetitions, numpy_kernel())
