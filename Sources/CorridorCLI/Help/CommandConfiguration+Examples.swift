import ArgumentParser

/// A call that the help of a command shows.
struct CommandExample {
  /// What it is for, in a few words.
  let purpose: String
  let call: String

  init(_ purpose: String, _ call: String) {
    self.purpose = purpose
    self.call = call
  }
}

extension CommandConfiguration {
  /// A command with examples behind its description, whose paragraphs wrap to the terminal.
  init(
    commandName: String, abstract: String, discussion: String = "", examples: [CommandExample],
    subcommands: [any ParsableCommand.Type] = []
  ) {
    let shown = examples.map { "  # \($0.purpose)\n  \($0.call)" }.joined(separator: "\n")
    let parts = [WrappedText.flowing(discussion), "EXAMPLES:\n" + shown]
    self.init(
      commandName: commandName, abstract: abstract,
      discussion: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"), subcommands: subcommands)
  }
}
