import Foundation
import Testing
import _TestSupport

@Suite struct CatalogCommandTests {
  @Test func verifyPassesAnywhere() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let result = try runner.corridor("verify")
    #expect(result.status == 0 && result.stderr.contains("165 checks passed"))
    let lines = result.stdout.split(separator: "\n")
    #expect(lines[0] == "dataset,quantity,certified,computed,digits,required")
    #expect(lines.count == 166)
    // With the BLAS kernel that the library picks by itself, too.
    let plain = try runner.shell(
      "env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE \"$CORRIDOR\" verify")
    #expect(plain.status == 0, "\(plain.stderr)")
  }

  @Test func modelsAndHelp() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let models = try runner.corridor("models")
    #expect(models.status == 0 && models.stdout.hasPrefix("name,summary,least_observations,"))
    let help = try runner.corridor("--help")
    #expect(help.status == 0 && help.stderr.isEmpty)
    for command in ["run", "target", "forecast", "backtest", "score", "models", "verify"] {
      #expect(help.stdout.contains("  \(command) "), "\(command)")
      #expect(try runner.corridor(command, "--help").status == 0)
    }
    #expect(try runner.corridor("--version").stdout == "0.1.0\n")
    #expect(try runner.corridor("nonsense").status == 64)
  }

  /// The help is the specification: a change of it is seen.
  @Test func helpIsAsKept() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    var text = try runner.corridor("--help").stdout
    for command in [
      "run", "target", "forecast", "backtest", "score", "models", "verify", "reconcile",
    ] {
      text += "\n== \(command)\n" + (try runner.corridor(command, "--help").stdout)
    }
    let path = Repository.fixture("golden/help.txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded help.txt")
    } else {
      #expect(try text == String(contentsOfFile: path, encoding: .utf8))
    }
  }
}
