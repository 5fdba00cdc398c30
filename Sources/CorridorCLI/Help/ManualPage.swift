import ArgumentParser

/// The manual page, in the macros of man(7), made of the same help that the commands print.
enum ManualPage {
  static var text: String {
    var page = """
      .TH CORRIDOR 1 "" "corridor \(CorridorCommand.configuration.version)" "User commands"
      .SH NAME
      corridor \\- \(escaped(lowered(CorridorCommand.configuration.abstract)))
      .SH SYNOPSIS
      .B corridor
      .I COMMAND
      [\\fIOPTIONS\\fR]

      """
    page += ".SH DESCRIPTION\n" + body(CorridorCommand.configuration.discussion)
    page += ".SH COMMANDS\n"
    for command in CorridorCommand.configuration.subcommands { page += section(command, []) }
    for topic in HelpTopic.allCases {
      page += ".SH \(topic.rawValue.uppercased())\n" + body(topic.text)
    }
    return page
  }

  private static func lowered(_ text: String) -> String {
    let clean = text.hasSuffix(".") ? String(text.dropLast()) : text
    return clean.prefix(1).lowercased() + clean.dropFirst()
  }

  private static func section(
    _ command: any ParsableCommand.Type, _ path: [String]
  ) -> String {
    let name = command.configuration.commandName ?? ""
    let path = path + [name]
    let usage = CorridorCommand.usageString(for: command)
    var text = ".SS \(escaped("corridor " + path.joined(separator: " ")))\n"
    text += paragraph(command.configuration.abstract)
    text += ".PP\n.B Usage:\n\(line(usage))\n"
    text += body(command.configuration.discussion)
    text += options(of: command)
    for below in command.configuration.subcommands { text += section(below, path) }
    return text
  }

  /// A description: paragraphs, titles in capitals that end in a colon, and lines as they stand.
  private static func body(_ text: String) -> String {
    var result = ""
    var isAsIs = false
    func set(_ asIs: Bool) {
      guard asIs != isAsIs else { return }
      result += asIs ? ".PP\n.nf\n" : ".fi\n"
      isAsIs = asIs
    }
    for block in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if block.isEmpty {
        if isAsIs { result += "\n" }
      } else if block.first == " " {
        set(true)
        result += line(String(block)) + "\n"
      } else {
        set(false)
        result += paragraph(String(block))
      }
    }
    set(false)
    return result
  }

  private static func paragraph(_ text: String) -> String {
    text.isEmpty ? "" : ".PP\n" + line(text) + "\n"
  }

  // MARK: Options

  /// Wide enough that no help of an option is broken into lines.
  private static let unbroken = 100_000
  /// Where the parser begins the text behind an option's name.
  private static let textColumn = 26

  private static func options(of command: any ParsableCommand.Type) -> String {
    let help = CorridorCommand.helpMessage(for: command, columns: unbroken)
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var result = ""
    for title in ["ARGUMENTS:", "OPTIONS:"] {
      guard let start = lines.firstIndex(of: title) else { continue }
      result += ".PP\n.B \(title.prefix(1))\(title.dropFirst().lowercased())\n"
      for item in lines[(start + 1)...].prefix(while: { !$0.isEmpty }) {
        result += option(item)
      }
    }
    return result
  }

  /// A name with its text behind it, a name alone, or the text of the name before.
  private static func option(_ item: String) -> String {
    let indent = String(repeating: " ", count: textColumn)
    if item.hasPrefix(indent) { return line(String(item.dropFirst(textColumn))) + "\n" }
    let isShort =
      item.count > textColumn && item.dropFirst(textColumn - 1).first == " "
      && item.dropFirst(textColumn).first != " "
    let name = isShort ? String(item.prefix(textColumn)) : item
    let trimmed = name.split(separator: " ").joined(separator: " ")
    var text = ".TP\n.B \(escaped(trimmed))\n"
    if isShort { text += line(String(item.dropFirst(textColumn))) + "\n" }
    return text
  }

  // MARK: Escapes

  /// A line that no macro and no escape is taken from.
  private static func line(_ text: String) -> String {
    let clean = escaped(text)
    return clean.first == "." || clean.first == "'" ? "\\&" + clean : clean
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "…": result += "..."
      case "`": result += "\\(ga"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return result
  }
}
