"""What all areas need: programs, peers, the machine and how often to repeat."""
import shutil
import sys
from pathlib import Path

from driver import machine, process

BENCH = Path(__file__).resolve().parents[1]
ROOT = BENCH.parent


class Context:
    def __init__(self, options):
        self.quick = options.quick
        self.repetitions = 3 if options.quick else options.repetitions
        self.reference = Path(options.reference) if options.reference else None
        self.program = Path(options.program).resolve()
        self.speed_bench = Path(options.benches).resolve() / "SpeedBench"
        self.python = Path(options.peers).resolve() / "bin" / "python"
        self.machine = machine.name()
        self.openblas_version, self.kernel = machine.openblas()
        for needed in (self.program, self.speed_bench):
            if not needed.exists():
                raise SystemExit(f"bench: {needed} is not built ('make bench' builds it)")
        idle = self.run([self.program, "--version"])
        self.version, self.idle_mb = idle.output.split()[-1], idle.peak_mb

    @staticmethod
    def say(text):
        print(text, file=sys.stderr, flush=True)

    @staticmethod
    def run(arguments, limit=900):
        return process.run(arguments, limit)

    def peer_command(self, peer):
        script = BENCH / "peers" / peer
        return ["Rscript", "--vanilla", script] if peer.endswith(".R") else [self.python, script]

    def missing(self, peer):
        """Why the peers of a script cannot run; empty where they can."""
        if peer.endswith(".R"):
            return "" if shutil.which("Rscript") else "R is not installed (bench/peers.sh --debian)"
        return "" if self.python.exists() else "no environment (bench/peers.sh)"
