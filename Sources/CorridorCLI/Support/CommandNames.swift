import ArgumentParser
import Corridor

/// Names of commands, checked before the parser sees them: it takes an unknown one for an argument
/// too many, and `help` with an unknown topic for `help` alone.
enum CommandNames {
  /// - Parameter arguments: what stands behind the program's name.
  /// - Throws: wrong usage for a command, or a topic of help, that there is not.
  static func check(_ arguments: some Collection<String>) throws {
    var commands = CorridorCommand.configuration.subcommands
    var path = "corridor"
    var isHelp = false
    for word in arguments {
      if word.hasPrefix("-") { return }
      if word == "help", !isHelp, !commands.isEmpty {
        isHelp = true
        continue
      }
      guard !commands.isEmpty || isHelp else { return }
      let topics = isHelp && path == "corridor" ? HelpTopic.allCases.map(\.rawValue) : []
      let names = commands.map { command in command.configuration.commandName ?? "" } + topics
      guard let next = names.firstIndex(of: word), next < commands.count else {
        let near = nearestName(to: word, among: names).map { " (did you mean '\($0)'?)" }
        throw ValidationError(
          "no command '\(path) \(word)'" + (near ?? " (see '\(path) --help')"))
      }
      commands = commands[next].configuration.subcommands
      path += " " + word
    }
  }
}
