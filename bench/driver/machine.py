"""What the times were measured on."""
import ctypes
import os
import re
import subprocess
import sys

MEGABYTES = 256


def name():
    """A short name such as epyc-2core."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    words = model.group(1).lower() if model else "unknown"
    known = re.search(r"epyc|xeon|ryzen|threadripper|core|neoverse", words)
    return f"{known.group() if known else 'cpu'}-{os.cpu_count()}core"


def openblas():
    """Version and kernel of the OpenBLAS that the program links; empty where it is not found."""
    try:
        library = ctypes.CDLL("libopenblas.so.0")
    except OSError:
        return "", ""
    library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
    version = re.search(r"OpenBLAS (\S+)", library.openblas_get_config().decode())
    return version.group(1) if version else "", library.openblas_get_corename().decode()


COPY = """
import time
source, target = bytearray(SIZE), memoryview(bytearray(SIZE))
best = float("inf")
for _ in range(5):
    start = time.process_time()
    target[:] = source
    best = min(best, time.process_time() - start)
print(SIZE / best)
"""


def copy_speed():
    """Bytes a second of copying memory that no cache holds, the best of several.

    In a process of its own: a child's peak memory starts at that of the process it was started from.
    """
    script = COPY.replace("SIZE", str(MEGABYTES << 20))
    return float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout)
