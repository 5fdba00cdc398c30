import Foundation
import Testing
import _TestSupport

/// The manual page and the completions, which are made of what the program knows of its commands.
@Suite struct ManualPageTests {
  @Test func everyCommandAndOptionIsOnThePage() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let page = try runner.corridor("help", "--man")
    #expect(page.status == 0 && page.stderr.isEmpty)
    let plain = page.stdout.replacing("\\-", with: "-")
    #expect(plain.hasPrefix(".TH CORRIDOR 1"))
    // What troff takes for quotes or lacks is written out; `.ci/check-install` has `man` read it.
    #expect(plain.contains("\\(gaoil price\\(ga") && !plain.contains("…"))
    for (command, options) in try CommandCaseTests.options() {
      let sections = plain.components(separatedBy: ".SS ")
      let section = try #require(
        sections.first { $0.hasPrefix("corridor \(command)\n") }, "no section on \(command)")
      for option in options where option != "--version" {
        #expect(
          section.contains(/\.TP\n\.B [^\n]*/) && section.contains(option),
          "\(option) of \(command) is not on the page")
      }
      #expect(section.contains("corridor \(command)"))
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsKnowTheCommands(_ shell: String) throws
  {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let script = try runner.corridor("--generate-completion-script", shell)
    #expect(script.status == 0 && script.stderr.isEmpty)
    for command in ["run", "target", "forecast", "ledger"] {
      #expect(script.stdout.contains(command))
    }
    #expect(script.stdout.contains("horizon"))
    if shell == "bash" {
      try runner.write("c.bash", script.stdout)
      #expect(try runner.shell("bash -n c.bash").status == 0)
    }
  }
}
