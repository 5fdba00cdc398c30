import Foundation
import Testing
import _TestSupport

/// Files sorted by series, packed files, and outputs that come while the work goes on.
@Suite struct ForecastStreamingTests {
  /// Series of 20 years; number 7 is short, number 70 has a period twice.
  static func many(_ count: Int, from first: Int = 0) -> String {
    var text = ""
    for series in first..<(first + count) {
      for year in 0..<(series == 7 ? 1 : 20) {
        text += "s\(series),\(2000 + year),\(100 + (series * 20 + year) * 7919 % 53)\n"
      }
      if series == 70 { text += "s70,2003,1\n" }
    }
    return text
  }

  @Test func sortedFilesGiveTheSameBytes() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\n" + Self.many(300))
    var outputs: [[String]] = []
    for options in ["--jobs 1", "--jobs 5", "--sorted --jobs 1", "--sorted --jobs 5", "--sorted"] {
      let result = try runner.shell(
        """
        "$CORRIDOR" forecast d.csv --horizon 4 --model drift,snaive+log \(options) \
          --failures f.csv --details t.csv -o o.csv
        """)
      #expect(result.status == 3, "\(result.stderr)")
      outputs.append(try ["o.csv", "f.csv", "t.csv"].map(runner.read))
    }
    #expect(outputs.allSatisfy { $0 == outputs[0] })
    #expect(outputs[0][0].split(separator: "\n").count == 1 + 298 * 2 * 4)
    #expect(outputs[0][1].split(separator: "\n").count == 1 + 4)
    #expect(outputs[0][2].split(separator: "\n").count == 1 + 298 * 2)
  }

  @Test func aSeriesThatComesAgainEndsTheRun() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let text = "unique_id,ds,y\n" + Self.many(150, from: 100) + "s105,2030,5\n"
    try runner.write("d.csv", text)
    try runner.write("o.csv", "old")
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--sorted", "-o", "o.csv", "--failures", "f.csv",
      "--details", "t.csv")
    #expect(result.status == 65)
    #expect(result.stderr.contains("d.csv:3002: series 's105' comes again"), "\(result.stderr)")
    #expect(runner.listing() == ["d.csv", "o.csv"])
    #expect(try runner.read("o.csv") == "old")
    // On standard output the series before the fault stay, as many whatever the workers.
    let one = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--sorted", "--jobs", "1")
    let many = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--sorted", "--jobs", "5")
    #expect(one.status == 65 && one.stdout == many.stdout)
    #expect(one.stdout.split(separator: "\n").count == 1 + 128)
    // Without --sorted the rows are grouped.
    #expect(try runner.corridor("forecast", "d.csv", "--horizon", "1").status == 0)
  }

  @Test func theOrderOfTheIdsDoesNotMatter() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let text = Self.many(3, from: 20) + Self.many(3, from: 10)
    try runner.write("d.csv", "unique_id,ds,y\n" + text)
    let result = try runner.corridor("forecast", "d.csv", "--horizon", "1", "--sorted")
    #expect(result.status == 0)
    #expect(
      result.stdout.split(separator: "\n").dropFirst().map { $0.prefix(3) } == [
        "s20", "s21", "s22", "s10", "s11", "s12",
      ])
  }

  @Test func gzipIsUnpackedWhileRead() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\n" + Self.many(5, from: 100))
    let result = try runner.shell(
      """
      run() { "$CORRIDOR" forecast "$@" --horizon 2; }
      run d.csv > plain; gzip -c d.csv > d.csv.gz; cp d.csv.gz packed
      (head -n 20 d.csv | gzip -c; tail -n +21 d.csv | gzip -c) > two.gz
      for file in d.csv.gz packed two.gz; do run $file | cmp - plain; done
      run - < d.csv.gz | cmp - plain; cat d.csv.gz | run - --sorted | cmp - plain
      """)
    #expect(result.status == 0 && result.stdout.isEmpty && result.stderr.isEmpty)
    let broken = try runner.shell(
      """
      run() { "$CORRIDOR" forecast "$@" --horizon 2 -o o.csv; echo $?; }
      head -c 200 d.csv.gz > short.gz; run short.gz; run short.gz --sorted
      (head -c 100 d.csv.gz; printf 'xxxxxxxxxxxxxxxx'; tail -c +117 d.csv.gz) > bad.gz; run bad.gz
      (cat d.csv.gz; echo more) > more.gz; run more.gz
      """)
    #expect(broken.stdout == "65\n65\n65\n65\n" && !runner.exists("o.csv"))
    let lines = broken.stderr.split(separator: "\n")
    #expect(lines.count == 4)
    // With the line up to which each could be read; which one depends on the program that packed it.
    for (line, fault) in [
      (0, /corridor: short.gz:\d+: the gzip data end too early.*/),
      (2, /corridor: bad.gz:\d+: the gzip data are damaged.*/),
      (3, /corridor: more.gz:102: other bytes follow the gzip data.*/),
    ] { #expect(lines[line].wholeMatch(of: fault) != nil, "\(lines[line])") }
  }

  @Test func sdmxIsReadAsItIs() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    var rows = "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\n"
    for area in ["KZ", "CN"] {
      for year in 2001...2005 {
        rows += "X:Y(1.0),A,\(area),\(year),\(year == 2003 ? "" : "\(year - 2000)"),A,USD\n"
      }
    }
    try runner.write("d.csv", rows)
    for options in ["", "--sorted"] {
      let result = try runner.shell(
        "\"$CORRIDOR\" forecast d.csv --horizon 1 --model drift --levels 80 \(options)")
      #expect(
        result.stdout == """
          unique_id,ds,model,mean,median,lo-80,hi-80
          A.KZ,2006,drift,6,6,6,6
          A.CN,2006,drift,6,6,6,6

          """, "\(result.stderr)")
    }
    // A series without dimensions is named after its file.
    try runner.write("one.csv", "TIME_PERIOD,OBS_VALUE\n2001,1\n2002,2\n2003,3\n")
    let one = try runner.corridor("forecast", "one.csv", "--horizon", "1", "--model", "drift")
    #expect(one.stdout.contains("\none,2004,drift,4,4,"))
  }

  @Test func detailsSayWhatWasFitted() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\n" + (0..<9).map { "a,\($0),\(3 + $0)\n" }.joined())
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "drift", "--details", "t.csv", "-o",
      "o.csv")
    #expect(result.status == 0)
    #expect(
      try runner.read("t.csv") == """
        unique_id,model,form,parameters,log_likelihood,aicc,n
        a,drift,,drift=1;sigma=0,,,9

        """)
    _ = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "drift", "--details", "t.csv", "-o",
      "o.csv", "--timing")
    let timed = try runner.read("t.csv").split(separator: "\n")
    #expect(timed[0].hasSuffix(",n,seconds"))
    let seconds = timed[1].split(separator: ",", omittingEmptySubsequences: false).last ?? ""
    #expect(Double(seconds).map { $0 >= 0 } == true, "\(timed[1])")
  }

  @Test func aThousandLevels() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\na,1,3\na,2,5\na,3,4\n")
    let levels = (1...1000).map { "\(1 + Double($0) / 1001 * 99)" }.joined(separator: ",")
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "naive", "--levels", levels)
    #expect(result.status == 0)
    let cells = result.stdout.split(separator: "\n")[1].split(
      separator: ",", omittingEmptySubsequences: false)
    #expect(cells.count == 5 + 2000)
    let highs = stride(from: 6, to: cells.count, by: 2).compactMap { Double(cells[$0]) }
    #expect(highs == highs.sorted() && highs.count == 1000)
  }

  @Test(arguments: [
    ("--timing", "--details"), ("-o x.csv --failures ./x.csv", "same place"),
    ("-o x.csv --details link.csv", "same place"), ("--details x.csv --failures x.csv", "same"),
    ("--details -", "same place"),
  ]) func placesThatClash(_ arguments: String, _ words: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\na,1,3\na,2,5\n")
    let result = try runner.shell(
      """
      touch x.csv; ln -s x.csv link.csv
      "$CORRIDOR" forecast d.csv --horizon 1 \(arguments)
      """)
    #expect(result.status == 64 && result.stderr.contains(words), "\(result.stderr)")
  }

  @Test func aTableThatCannotBeWrittenKeepsTheOthersBack() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\n" + Self.many(100))
    for options in ["--failures f.csv --details d.csv/t.csv", "--failures /dev/full"] {
      let result = try runner.shell(
        "\"$CORRIDOR\" forecast d.csv --horizon 1 -o o.csv \(options)")
      #expect(result.status == 73, "\(result.stderr)")
      #expect(runner.listing() == ["d.csv"])
    }
  }

  @Test func anInterruptWhileStreamingLeavesNoHalfFile() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", "unique_id,ds,y\n" + Self.many(400, from: 100))
    // The input stays open: rows are being written aside when the interrupt comes.
    let result = try runner.shell(
      """
      mkfifo in; echo old > o.csv
      "$CORRIDOR" forecast in --sorted --horizon 3 -o o.csv --details t.csv & pid=$!
      exec 3>in; cat d.csv >&3
      for i in $(seq 200); do [ $(ls -A | grep -c partial) = 2 ] && break; sleep 0.05; done
      ls -A | grep -c partial
      kill -INT $pid; wait $pid; echo "status $?"; cat o.csv; ls -A
      """)
    #expect(result.stdout == "2\nstatus 130\nold\nd.csv\nin\no.csv\n", "\(result.stdout)")
  }
}
