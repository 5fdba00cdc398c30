internal import Pages

/// The beginning of a notebook: what is asked, the answers in sentences, and the names that its code
/// goes by. All that a scenario's author wrote enters the notebook here.
struct NotebookOpening: Sendable {
  /// The title, as Markdown.
  let title: String
  let cells: [NotebookCell]

  /// - Parameters:
  ///   - name: the scenario's, and its folder's.
  ///   - command: what makes the notebook again.
  init(name: String, title: String, question: String, command: String, subject: NotebookSubject) {
    self.title = MarkdownText.escaped(title.isEmpty ? name : title)
    let chosen = subject.question
    let answers = subject.tables["answers.csv"].rows
    let lead = answers.firstIndex {
      $0["question"] == chosen?.target && $0["deadline"] == chosen?.deadline
    }
    var paragraphs = [MarkdownText.escaped(question)]
    if let lead { paragraphs.append("> " + Self.answer(answers[lead])) }
    let others = answers.indices.filter { $0 != lead }.map { "- " + Self.answer(answers[$0]) }
    if !others.isEmpty {
      paragraphs.append(lead == nil ? "**The answers**" : "**The other answers**")
      paragraphs.append(others.joined(separator: "\n"))
    }
    paragraphs.append(
      """
      The command `\(MarkdownText.code(command))` wrote this notebook and its tables, and would write \
      over it: keep your own work under another name.
      """)
    cells =
      [.text(paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n"))]
      + Self.names(folder: name, subject)
  }

  private static func answer(_ row: PageRow) -> String {
    "**\(MarkdownText.escaped(row["question"]))**: " + MarkdownText.escaped(row["verdict"])
  }

  /// The cell that sets the names, in each language.
  private static func names(folder: String, _ subject: NotebookSubject) -> [NotebookCell] {
    var names: [(name: String, value: String, about: String)] = []
    if subject.hasFan {
      names += [
        ("series", subject.series, "which series"),
        ("course", subject.tables.course, "which course of events"),
      ]
    }
    if let question = subject.question {
      names += [
        ("target", question.target, "which target"), ("deadline", question.deadline, "by when"),
      ]
    }
    let place = StringLiteral.quoted(folder)
    let python = names.map { "\($0.name) = \(StringLiteral.quoted($0.value))  # \($0.about)" }
    let r = names.map { "\($0.name) <- \(StringLiteral.quoted($0.value))  # \($0.about)" }
    return [
      .python(
        (["from pathlib import Path", "", "folder = Path(\(place))  # the tables"] + python)
          .joined(separator: "\n")),
      .r((["folder <- \(place)  # the tables"] + r).joined(separator: "\n")),
    ]
  }
}
