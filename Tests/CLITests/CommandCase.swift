import Foundation
import _TestSupport

/// One case of the program's behaviour as a text file: commands, input files, and what must come.
///
/// `Cases/README.md` describes the format.
struct CommandCase {
  /// A mistake in a case file.
  struct Malformed: Error, CustomStringConvertible {
    let line: Int
    let message: String
    var description: String { "line \(line): \(message)" }
  }

  enum Kind: String {
    case run, file, copy, input, status, stdout, stderr, output, absent
  }

  struct Section {
    var kind: Kind
    /// The name of a file, a status; empty where there is none.
    var argument = ""
    /// A second name, of `copy`.
    var second = ""
    var marks: Set<String> = []
    /// The lines as they stand, each with its newline.
    var body = ""
    var line = 0

    /// The bytes that the section stands for.
    func content() throws -> [UInt8] {
      var text = body[...]
      if marks.contains("unended"), text.hasSuffix("\n") { text = text.dropLast() }
      guard marks.contains("escaped") else { return Array(text.utf8) }
      return try CaseText.unescaped(Array(text.utf8), line: line)
    }
  }

  /// What the case shows, in words.
  let about: String
  var sections: [Section]

  private static let marks: Set<String> = ["rounded", "containing", "escaped", "unended"]

  init(_ text: String) throws {
    var about = ""
    var sections: [Section] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.last == "" else {
      throw Malformed(line: lines.count, message: "the file does not end with a newline")
    }
    lines.removeLast()
    for (place, line) in lines.enumerated() {
      if line.hasPrefix("--- ") {
        sections.append(try Self.section(line.dropFirst(4), line: place + 1))
      } else if sections.isEmpty {
        about += line + "\n"
      } else {
        sections[sections.count - 1].body += line + "\n"
      }
    }
    self.about = about
    self.sections = sections
    guard !about.allSatisfy(\.isWhitespace) else {
      throw Malformed(line: 1, message: "say first what the case shows")
    }
    for kind in [Kind.run, .input, .status, .stdout, .stderr]
    where sections.count(where: { $0.kind == kind }) > 1 {
      throw Malformed(line: 1, message: "the section \(kind.rawValue) stands twice")
    }
    guard sections.contains(where: { $0.kind == .run }) else {
      throw Malformed(line: 1, message: "no section run")
    }
  }

  private static func section(_ text: Substring, line: Int) throws -> Section {
    var words = text.split(separator: " ").map(String.init)
    guard let name = words.first, let kind = Kind(rawValue: name) else {
      throw Malformed(line: line, message: "no section '\(text)'")
    }
    var section = Section(kind: kind, line: line)
    words.removeFirst()
    while let last = words.last, marks.contains(last) {
      section.marks.insert(words.removeLast())
    }
    let count: ClosedRange<Int>
    switch kind {
    case .run, .input, .stdout, .stderr: count = 0...0
    case .file, .status, .output, .absent: count = 1...1
    case .copy: count = 1...2
    }
    guard count.contains(words.count) else {
      throw Malformed(line: line, message: "'\(text)' has \(words.count) names")
    }
    section.argument = words.first ?? ""
    section.second = words.count > 1 ? words[1] : ""
    return section
  }

  /// The file as it is written.
  var text: String {
    sections.reduce(about) { text, section in
      let words =
        ["---", section.kind.rawValue, section.argument, section.second].filter { !$0.isEmpty }
        + section.marks.sorted()
      return text + words.joined(separator: " ") + "\n" + section.body
    }
  }

  // MARK: Running

  /// What came of a run, where it is not what the case says.
  struct Outcome {
    /// The differences, one a section.
    var differences: [String] = []
    /// The case with what came in place of what was expected.
    var recorded: CommandCase
  }

  /// Runs the case in a folder of its own.
  func run() throws -> Outcome {
    let runner = try CommandRunner()
    defer { runner.clean() }
    var input: [UInt8] = []
    var commands = ""
    for section in sections {
      switch section.kind {
      case .file: try runner.write(section.argument, Data(try section.content()))
      case .copy:
        let name = section.argument.split(separator: "/").last.map(String.init) ?? ""
        let data = try Data(contentsOf: URL(filePath: Repository.path(section.argument)))
        try runner.write(section.second.isEmpty ? name : section.second, data)
      case .input: input = try section.content()
      case .run: commands = section.body
      default: break
      }
    }
    let result = try runner.script(commands, input: Data(input))
    return try judged(result, runner)
  }

  private func judged(_ result: CommandRunner.Result, _ runner: CommandRunner) throws -> Outcome {
    var outcome = Outcome(recorded: self)
    func compare(_ section: Section, _ bytes: [UInt8], _ what: String) throws -> Section {
      let expected = try section.content()
      if CaseText.agree(bytes, expected, section.marks) { return section }
      outcome.differences.append(
        "\(what) is\n\(String(decoding: bytes, as: UTF8.self))\nnot\n"
          + String(decoding: expected, as: UTF8.self))
      return CaseText.recorded(section, bytes)
    }
    var rest: [Section] = []
    var kept = sections.filter {
      [.run, .file, .copy, .input].contains($0.kind)
    }
    func only(_ kind: Kind) -> Section {
      sections.first { $0.kind == kind } ?? Section(kind: kind)
    }
    let status = Int32(only(.status).argument.isEmpty ? "0" : only(.status).argument)
    if result.status != status {
      outcome.differences.append("status is \(result.status), not \(only(.status).argument)")
    }
    rest.append(Section(kind: .status, argument: String(result.status)))
    for (kind, data) in [(Kind.stdout, result.stdoutData), (.stderr, result.stderrData)] {
      let section = try compare(only(kind), Array(data), kind.rawValue)
      if !section.body.isEmpty || !section.marks.isEmpty { rest.append(section) }
    }
    for section in sections where section.kind == .output {
      guard runner.exists(section.argument) else {
        outcome.differences.append("no file \(section.argument)")
        rest.append(section)
        continue
      }
      let data = try runner.readData(section.argument)
      rest.append(try compare(section, Array(data), section.argument))
    }
    for section in sections where section.kind == .absent {
      if runner.exists(section.argument) {
        outcome.differences.append("there is a file \(section.argument)")
      }
      rest.append(section)
    }
    kept += rest
    outcome.recorded.sections = kept
    return outcome
  }
}
