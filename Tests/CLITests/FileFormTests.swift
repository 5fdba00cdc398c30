import Foundation
import Testing
import _TestSupport

/// Files as people have them, through the program.
@Suite struct FileFormTests {
  static func run(_ file: String, _ line: String) throws -> CommandRunner.Result {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let path = Repository.fixture("cases/" + file)
    return try runner.shell("\"$CORRIDOR\" " + line.replacing("FILE", with: "'\(path)'"))
  }

  /// The file, a command, and what its output holds.
  @Test(arguments: [
    ("sdmx_unitmult.csv", "forecast FILE --horizon 1 --model naive", "A.KAZ.EXP,2024,naive,"),
    (
      "excel_serial.csv", "forecast FILE --horizon 1 --model naive --time-format excel",
      "excel_serial,2022-07-01,naive,"
    ),
    (
      "thousands.csv", "forecast FILE --horizon 1 --model naive --thousands ,",
      "thousands,2020,naive,1424,1424,"
    ),
    (
      "oecd_labels_filled.csv", "forecast FILE --horizon 1 --model naive",
      "KAZ.Q.XTEXVA01.S,2023-Q1,naive,189360000,189360000,"
    ),
    (
      "imf_long_monthly.csv", "forecast FILE --horizon 2 --model naive",
      "KAZ.XG_FOB_USD.CHN.M,2025-M02,naive,"
    ),
    ("wdi.csv", "forecast FILE --horizon 1 --model naive --wide", "KAZ.NE.EXP.GNFS.CD,2024,naive,"),
    (
      "comtrade_annual_trail.csv",
      "forecast FILE --horizon 1 --model naive --id reporterISO,cmdCode,flowCode",
      "KAZ.TOTAL.X,2025,naive,"
    ),
    ("half_year_dates.csv", "forecast FILE --horizon 1 --model snaive", "h,2020-06-30,snaive,114,"),
    ("biweekly.csv", "forecast FILE --horizon 1 --model naive --freq integer", "bw,41,naive,"),
  ]) func areRead(_ file: String, _ line: String, _ row: String) throws {
    for command in [line, line + " --sorted"] {
      let result = try Self.run(file, command)
      #expect(result.status == 0 && result.stderr == "", "\(result.stderr)")
      #expect(result.stdout.contains("\n" + row), "\(result.stdout)")
    }
  }

  @Test(arguments: [
    ("excel_serial.csv", ":2: ", "spreadsheet day numbers", "--time-format excel"),
    ("thousands.csv", ":2: ", "thousands separator", "--thousands ,"),
    ("wdi.csv", ":1: ", "no column for the period", "--wide"),
  ]) func areRefused(
    _ file: String, _ place: String, _ what: String, _ advice: String
  ) throws {
    let stem = file.replacing(".csv", with: "")
    for command in [
      "forecast FILE --horizon 1", "target FILE --series \(stem) --level 2 --by 2040",
    ] {
      let result = try Self.run(file, command)
      #expect(result.status == 65 && result.stdout == "")
      for text in [place, what] {
        #expect(result.stderr.contains(text), "\(result.stderr)")
      }
      #expect(result.stderr.contains(advice), "\(result.stderr)")
    }
  }

  @Test(arguments: [
    "forecast FILE --horizon 1 --model naive",
    "target FILE --series bw --level 200 --by 2023-07-20 --model naive --paths 100",
  ]) func aSpacingOfItsOwnIsOneLine(_ command: String) throws {
    let result = try Self.run("biweekly.csv", command)
    let lines = result.stderr.split(separator: "\n").filter { $0.contains("14 days") }
    #expect(lines.count == 1 && lines[0].contains("--freq integer"), "\(result.stderr)")
  }

  @Test(arguments: [
    "--thousands x", "--decimal x", "--encoding klingon", "--time-format unix",
    "--decimal , --thousands ,", "--wide --time ds",
  ]) func wrongUsage(_ options: String) throws {
    let result = try Self.run("thousands.csv", "forecast FILE --horizon 1 " + options)
    #expect(result.status == 64, "\(result.stderr)")
  }

  /// Semicolons, decimal commas and Windows-1251 in every command that reads observations or tables.
  @Test func otherTextForms() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (1...30).map { "\(1990 + $0);\(100 + 3 * $0),\($0 % 7)5;\($0)\n" }.joined()
    let text = "Year;Value;Страна\n" + rows
    try runner.write("semicolon.csv", text)
    let cyrillic = try #require(text.data(using: .windowsCP1251))
    try runner.write("cyrillic.csv", cyrillic)
    try runner.write("tab.csv", text.replacing(";", with: "\t"))
    let command = ["forecast", "--horizon", "1", "--model", "naive"]
    let plain = try runner.corridor(
      command[0], "semicolon.csv", "--horizon", "1", "--model", "naive")
    #expect(plain.status == 0 && plain.stdout.contains("semicolon,2021,naive,190.25,190.25,"))
    let tab = try runner.corridor("forecast", "tab.csv", "--horizon", "1", "--model", "naive")
    #expect(tab.stdout.contains("tab,2021,naive,190.25,190.25,"))
    let unknown = try runner.corridor("forecast", "cyrillic.csv", "--horizon", "1")
    #expect(unknown.status == 65 && unknown.stderr.contains("--encoding cp1251"))
    let named = try runner.corridor(
      "forecast", "cyrillic.csv", "--horizon", "1", "--model", "naive", "--encoding", "cp1251")
    #expect(named.stdout.contains("cyrillic,2021,naive,190.25,190.25,"))
    try runner.write("t.csv", "y;x\n1;2\n2;3.5\n3;7\n5;8\n")
    let regress = try runner.corridor("regress", "t.csv", "y ~ x")
    #expect(regress.status == 0, "\(regress.stderr)")
    try runner.write("q.csv", "y,x\n1,\"1,234\"\n2,3\n3,4\n")
    let refused = try runner.corridor("regress", "q.csv", "y ~ x")
    #expect(refused.status == 65 && refused.stderr.contains("thousands separator"))
    #expect(refused.stderr.contains("1234 or 1.234"))
  }

  @Test func otherFilesAreNamed() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("book.csv", Data([0x50, 0x4B, 3, 4] + Array("....xl/workbook.xml".utf8)))
    for line in [
      "forecast book.csv --horizon 1", "regress book.csv 'y ~ x'", "audit book.csv",
      "target book.csv --series a --level 1 --by 2030",
    ] {
      let result = try runner.shell("\"$CORRIDOR\" " + line)
      #expect(
        result.status == 65 && result.stderr.contains("an Excel workbook"), "\(result.stderr)")
      #expect(result.stderr.contains("save it as CSV"))
    }
  }
}
