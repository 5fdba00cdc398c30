import ArgumentParser
import Corridor

/// The entry point: parses, runs, and turns every outcome into the documented exit status.
@main
struct Main {
  static func main() {
    Signals.prepare()
    let status: ExitStatus
    do {
      try CommandNames.check(CommandLine.arguments.dropFirst())
      var command = try CorridorCommand.parseAsRoot()
      try command.run()
      status = .done
    } catch {
      status = Outcome.report(error)
    }
    status.leave()
  }
}
