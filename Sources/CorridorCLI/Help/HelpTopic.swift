/// What `corridor help TOPIC` explains beside the commands, for one who has the program alone.
enum HelpTopic: String, CaseIterable {
  case data
  case scenario
  case formula
  case errors

  /// The topic in a line, for lists of topics.
  var summary: String {
    switch self {
    case .data: "what files of observations may look like"
    case .scenario: "scenario files: every key, with an example"
    case .formula: "the formulas of 'regress', 'breaks' and 'var'"
    case .errors: "exit statuses, and what messages mean"
    }
  }

  /// The whole text, as `WrappedText` takes it.
  var text: String {
    switch self {
    case .data: DataHelp.text
    case .scenario: ScenarioHelp.text
    case .formula: FormulaHelp.text
    case .errors: ErrorsHelp.text
    }
  }
}
