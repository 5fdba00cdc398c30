"""Makes an object of the few items of ICU's data that the program asks for.

    icu_items.py FOUNDATION_ICU.a TARGET.o

Foundation brings 34 MB of ICU's data: names of languages, collation, dictionaries, character sets. Corridor uses one
thing of it, the calendars of moving holidays (Sources/Forecasting/Calendar), which read the items below. TARGET has
them byte for byte as a package of data under the name `__wrap_SYMBOL`, and the routines of icu_items.c, which abort
with the name of what else is asked for. Prints SYMBOL, the name that the linker is to wrap.
"""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile

# The name of a calendar, the default locale of Foundation on Linux with those that it inherits from, the weeks of
# its region, and time zones. `pool` has the keys of all.
ITEMS = """
    en en_US keyTypeData likelySubtags pool root supplementalData timezoneTypes zoneinfo64
""".split()

# ICU's format of a package: sizes of the header, its magic number and "CmnD", then a table of contents.
MAGIC = b"\xda\x27"
FORMAT = b"CmnD"
ALIGNMENT = 16
ENTRY = struct.Struct("<II")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fail(message):
    sys.exit(f"make release: {message}")


def package(whole):
    """The package with ITEMS alone."""
    (start,) = struct.unpack_from("<H", whole)
    if whole[2:4] != MAGIC or whole[12:16] != FORMAT:
        fail("ICU's data has another format")
    (count,) = struct.unpack_from("<I", whole, start)
    entries = [ENTRY.unpack_from(whole, start + 4 + ENTRY.size * i) for i in range(count)]
    ends = [data for _, data in entries[1:]] + [len(whole) - start]
    kept = []
    for (name, data), end in zip(entries, ends):
        text = whole[start + name : whole.index(b"\0", start + name)]
        _, _, item = text.decode().partition("/")
        if item.removesuffix(".res") in ITEMS:
            kept.append((text + b"\0", whole[start + data : start + end]))
    if len(kept) != len(ITEMS):
        fail(f"ICU's data has {len(kept)} of {len(ITEMS)} items")
    names_start = 4 + ENTRY.size * len(kept)
    names = b"".join(name for name, _ in kept)
    table, body = struct.pack("<I", len(kept)), b""
    body_start = -(-(names_start + len(names)) // ALIGNMENT) * ALIGNMENT
    name_start = names_start
    for name, data in kept:
        table += ENTRY.pack(name_start, body_start + len(body))
        name_start += len(name)
        body += data + bytes(-len(data) % ALIGNMENT)
    return whole[:start] + (table + names).ljust(body_start, b"\0") + body


def main(library, target):
    symbols = run("nm", "--defined-only", "--format=posix", library)
    found = set(re.findall(r"^(icudt\d+_dat) ", symbols, re.M))
    if len(found) != 1:
        fail(f"{library} has {len(found)} packages of ICU's data")
    (symbol,) = found
    for routine in ("swift_udata_open", "swift_udata_openChoice"):
        if not re.search(rf"^{routine} T ", symbols, re.M):
            fail(f"{library} lacks {routine}")
    target = pathlib.Path(target).resolve()
    with tempfile.TemporaryDirectory() as stage:
        folder = pathlib.Path(stage)
        member = "icu_packaged_data.cpp.o"
        subprocess.run(["ar", "x", pathlib.Path(library).resolve(), member], cwd=folder, check=True)
        data = folder / "data"
        run("objcopy", "-O", "binary", "-j", ".rodata", folder / member, data)
        data.write_bytes(package(data.read_bytes()))
        assembly = folder / "data.s"
        assembly.write_text(
            '.section .note.GNU-stack,"",@progbits\n'
            f".section .rodata\n.balign {ALIGNMENT}\n"
            f'.globl __wrap_{symbol}\n__wrap_{symbol}: .incbin "{data}"\n'
        )
        code = pathlib.Path(__file__).with_suffix(".c")
        run("gcc", "-O1", "-fPIC", "-c", assembly, "-o", folder / "data.o")
        run("gcc", "-O1", "-fPIC", "-c", code, "-o", folder / "code.o")
        run("ld", "-r", folder / "data.o", folder / "code.o", "-o", target)
    print(symbol)


if __name__ == "__main__":
    main(*sys.argv[1:])
