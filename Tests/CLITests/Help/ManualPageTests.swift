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

  /// Without `man` on the machine there is nothing that could read it.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/man")))
  func manReadsThePage() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let result = try runner.script(
      """
      corridor help --man > corridor.1
      MANWIDTH=80 man --warnings -l corridor.1 > page.txt
      grep -c . page.txt
      """, input: Data())
    #expect(result.status == 0 && result.stderr.isEmpty, "\(result.stderr)")
    let text = try runner.read("page.txt")
    #expect(text.contains("corridor target"))
    #expect(text.contains("`oil price`") && text.contains("--level"))
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
