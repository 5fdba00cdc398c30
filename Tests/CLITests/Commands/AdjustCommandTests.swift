import Testing
import _TestSupport

@Suite struct AdjustCommandTests {
  static let pattern = [4, -1, -5, 2, 7, -3, 0, 1, -2, -6, 1, 2]

  static func months(_ id: String, _ count: Int, skipping: Int? = nil) -> String {
    (0..<count).filter { $0 != skipping }.map { t in
      let month = t % 12 < 9 ? "0\(t % 12 + 1)" : "\(t % 12 + 1)"
      return "\(id),\(2010 + t / 12)-\(month),\(100 + t + pattern[t % 12] + t * t % 3)\n"
    }.joined()
  }

  static let two = "unique_id,ds,y\n" + months("a", 60) + months("b", 48)

  @Test func partsAddUpAndMultiply() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.two)
    for method in ["stl", "structural"] {
      for scale in ["level", "log"] {
        let result = try runner.corridor(
          "adjust", "d.csv", "--method", method, "--scale", scale, "--holidays",
          "chinese-new-year")
        #expect(result.status == 0 && result.stderr.isEmpty, "\(result.stderr)")
        let lines = result.stdout.split(separator: "\n")
        #expect(lines.first == "unique_id,ds,y,trend,season,holiday,adjusted")
        #expect(lines.count == 109)
        for line in lines.dropFirst() {
          let cells = line.split(separator: ",").dropFirst(2).map { Double($0) ?? .nan }
          let (y, season, holiday, adjusted) = (cells[0], cells[2], cells[3], cells[4])
          let back = scale == "log" ? adjusted * season * holiday : adjusted + season + holiday
          #expect(relativeError(back, y) < 1e-12, "\(line)")
        }
      }
    }
  }

  @Test func neitherWorkersNorOrderMatter() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.two)
    let one = try runner.corridor("adjust", "d.csv", "--jobs", "1", "--window", "periodic")
    let three = try runner.corridor("adjust", "d.csv", "--jobs", "3", "--window", "periodic")
    let sorted = try runner.corridor("adjust", "d.csv", "--sorted", "--window", "periodic")
    #expect(one.status == 0 && one.stdout == three.stdout && one.stdout == sorted.stdout)
    // Without holidays their column is empty.
    let cells = one.stdout.split(separator: "\n")[1].split(
      separator: ",", omittingEmptySubsequences: false)
    #expect(cells.count == 7 && cells[5].isEmpty)
  }

  @Test func failuresAreListedAndTheOthersWritten() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(
      "d.csv", Self.two + Self.months("gap", 48, skipping: 20) + "y,2001,1\ny,2002,2\ny,2003,4\n")
    let result = try runner.corridor("adjust", "d.csv", "-o", "out.csv", "--failures", "f.csv")
    #expect(result.status == 3, "\(result.stderr)")
    #expect(result.stderr == "corridor: 2 adjustments failed, the others were written\n")
    let failures = try runner.read("f.csv").split(separator: "\n")
    #expect(failures.count == 3 && failures[1].hasPrefix("gap,stl,gaps,"), "\(failures)")
    #expect(failures[2].hasPrefix("y,stl,"), "\(failures)")
    #expect(try runner.read("out.csv").split(separator: "\n").count == 109)
    // The smoother takes gaps; a yearly series has no season.
    let smoothed = try runner.corridor("adjust", "d.csv", "--method", "structural")
    #expect(smoothed.status == 3 && smoothed.stdout.split(separator: "\n").count == 156)
    try runner.write("yearly.csv", "unique_id,ds,y\ny,2001,1\ny,2002,2\ny,2003,4\n")
    let none = try runner.corridor("adjust", "yearly.csv", "-o", "none.csv")
    #expect(none.status == 1 && !runner.exists("none.csv"), "\(none.stderr)")
    #expect(none.stderr.hasSuffix("corridor: yearly.csv: no series could be adjusted\n"))
  }

  @Test func wrongUsage() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.two)
    for options in [
      ["--method", "x11"], ["--scale", "boxcox"], ["--window", "4"], ["--window", "no"],
      ["--method", "structural", "--robust"], ["--method", "structural", "--window", "7"],
      ["--holidays", "easter"], ["--failures", "x.csv", "-o", "x.csv"], ["--jobs", "0"],
    ] {
      let line = (["adjust", "d.csv"] + options).joined(separator: " ")
      let result = try runner.shell("\"$CORRIDOR\" \(line)")
      #expect(result.status == 64 && result.stdout.isEmpty, "\(line): \(result.stderr)")
    }
    #expect(try runner.corridor("adjust", "none.csv").status == 66)
  }
}
