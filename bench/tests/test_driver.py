"""The driver of the bench itself: what counts as a time, how growth is fitted, what a table says."""
import json
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from driver import growth, process, results
from driver.accuracy import tables
from driver.cases import Case, peer_lines
from driver.rows import Table, difference, spread


def context(**more):
    return SimpleNamespace(machine="test-2core", version="1", idle_mb=20.0, say=lambda text: None, **more)


class Answers(unittest.TestCase):
    OURS = {"answer": [1.0, 200.0], "seconds": [2.0, 3.0]}

    def test_an_equal_answer_has_a_time_and_a_ratio(self):
        line = {"implementation": "peer", "answer": [1.0, 200.0], "seconds": [4.0, 5.0, 6.0]}
        row = Table(context(), "area").compared("case", "1", line, self.OURS, 1e-9)
        self.assertEqual((row["best"], row["median"], row["ratio"]), ("4", "5", "0.5"))

    def test_another_answer_has_an_error_and_no_time(self):
        line = {"implementation": "peer", "answer": [1.0, 200.1], "seconds": [4.0]}
        row = Table(context(), "area").compared("case", "1", line, self.OURS, 1e-9)
        self.assertNotIn("best", row)
        self.assertTrue(row["note"].startswith("error"))

    def test_no_answer_and_no_number_are_far_away(self):
        self.assertEqual(difference([1.0], []), float("inf"))
        self.assertEqual(difference([1.0], [float("nan")]), float("inf"))

    def test_spread_is_of_the_quartiles(self):
        self.assertEqual(spread([1.0, 2.0, 3.0, 4.0, 5.0]), results.number(2 / 3))
        self.assertEqual(spread([1.0, 9.0]), "")


class Peers(unittest.TestCase):
    def test_a_missing_peer_says_so(self):
        table = Table(context(missing=lambda peer: "no environment"), "area")
        self.assertEqual(peer_lines(table.context, table, Case("c", (1,), 1, "rows"), 1, "1 rows", Path("."), "p.py"), [])
        self.assertEqual(table.rows[0]["note"], "missing: no environment")

    def test_a_peer_that_fails_is_an_error(self):
        def run(arguments):
            return process.Used(1, "", "Traceback\nValueError: no", 0.0, 0.0, 0.0)
        table = Table(context(missing=lambda peer: "", peer_command=lambda peer: [], run=run, repetitions=1), "area")
        peer_lines(table.context, table, Case("c", (1,), 1, "rows"), 1, "1 rows", Path("."), "p.py")
        self.assertEqual(table.rows[0]["note"], "error: ValueError: no")


class Processes(unittest.TestCase):
    def test_output_status_and_memory(self):
        used = process.run([sys.executable, "-c", "x = bytearray(80 << 20); print('a'); raise SystemExit(3)"])
        self.assertEqual((used.status, used.output), (3, "a\n"))
        self.assertGreater(used.peak_mb, 80)

    def test_a_process_over_its_time_is_ended(self):
        self.assertLess(process.run([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.2).status, 0)

    def test_libraries_are_held_to_one_thread(self):
        used = process.run([sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"])
        self.assertEqual(json.loads(used.output)["POLARS_MAX_THREADS"], "1")


class Growth(unittest.TestCase):
    def test_a_power_law_gives_its_exponent(self):
        self.assertAlmostEqual(growth.exponent([10, 100, 1000], [5e-3, 5e-1, 5e1]), 2)

    def test_memory_is_over_an_idle_process(self):
        table = Table(context(), "area")
        growth.rows(table, "case", "rows", [(n, n * 1e-3, 20 + n) for n in (10, 100, 1000)], 1, 1)
        self.assertEqual([row["best"] for row in table.rows], ["1", "1"])

    def test_memory_that_is_lost_in_the_idle_process_has_no_exponent(self):
        table = Table(context(), "area")
        growth.rows(table, "case", "rows", [(n, n * 1e-3, 20.1) for n in (10, 100, 1000)], 1, 1)
        self.assertEqual([row["unit"] for row in table.rows], ["time exponent"])


class Files(unittest.TestCase):
    def test_a_new_row_takes_the_place_of_the_same_thing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "r.csv"
            results.merge(path, [{"area": "a", "case": "x", "best": "1"}, {"area": "a", "case": "y", "best": "2"}])
            results.merge(path, [{"area": "a", "case": "x", "best": "3"}])
            self.assertEqual([(row["case"], row["best"]) for row in results.read(path)], [("y", "2"), ("x", "3")])

    def test_other_columns_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "r.csv"
            path.write_text("bench,value\na,1\n", encoding="utf-8")
            with self.assertRaises(SystemExit):
                results.read(path)


class Tables(unittest.TestCase):
    PAGE = "before\n  <!-- accuracy: calibration -->\n  | old |\n  <!-- end of accuracy -->\nafter\n"

    def test_a_table_is_written_between_its_marks_with_their_margin(self):
        rows = [{"area": "calibration", "case": tables.YEARLY, "implementation": "mixture", "unit": "",
                 "accuracy": "calibration_level=0.0686;calibration_touch=0.0676;brier_level=0.134;brier_touch=0.137;"
                             "cover95=0.953;msis95=24.21"}]
        text = tables.rewritten(self.PAGE, tables.Figures(rows))
        self.assertIn("  | `mixture` | 0.069 / 0.068 | 0.134 / 0.137 | 0.953 | 24.2 |\n", text)
        self.assertNotIn("old", text)
        self.assertEqual((text.split("\n")[0], text.split("\n")[-2]), ("before", "after"))

    def test_a_later_row_counts(self):
        rows = [{"area": "a", "case": "c", "implementation": "m", "unit": "", "accuracy": f"mase={v}"} for v in (1, 2)]
        self.assertEqual(tables.Figures(rows).get("a", "c", "m", "mase"), 2)


if __name__ == "__main__":
    unittest.main()
