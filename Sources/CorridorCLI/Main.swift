import ArgumentParser
import Corridor

/// The entry point: parses, runs, and turns every outcome into the documented exit status.
@main
struct Main {
  static func main() {
    Signals.prepare()
    let status: ExitStatus
    do {
      let arguments = CommandLine.arguments.dropFirst()
      if let request = HelpRequest(arguments) {
        try request.answer()
        ExitStatus.done.leave()
      }
      try CommandNames.check(arguments)
      var command = try CorridorCommand.parseAsRoot()
      try command.run()
      status = .done
    } catch {
      status = Outcome.report(error)
      Temporaries.removeEmptyFolders()
    }
    status.leave()
  }
}
