import ArgumentParser
import Corridor

/// The program: its commands, one file each in `Commands/`.
struct CorridorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corridor",
    abstract: "Forecasts trade and freight, and says when targets are reached.",
    discussion: WrappedText.flowing(
      """
      Files of observations and scenarios in, answers and CSV out. 'corridor' alone says how to begin.

      TOPICS:
      \(HelpTopic.allCases.map { "  corridor help \($0.rawValue.padded(to: 10))\($0.summary)" }
        .joined(separator: "\n"))

      EXIT STATUS:
      0 done, 1 failed, 3 partly done, 64 wrong usage, 65 bad input, 66 input missing, 70 this CPU's
      BLAS computes wrong results, 73 output not writable, 130 interrupted, 143 terminated (128 and the
      number of the signal).
      """),
    version: DataPackage.version,
    subcommands: [
      RunCommand.self, NotebookCommand.self,
      NewCommand.self, TargetCommand.self, ForecastCommand.self,
      BacktestCommand.self,
      ScoreCommand.self, RegressCommand.self, BreaksCommand.self, VarCommand.self,
      CounterfactualCommand.self, AuditCommand.self,
      ReconcileCommand.self, AdjustCommand.self, DisaggregateCommand.self, NowcastCommand.self,
      ModelsCommand.self, VerifyCommand.self,
      LedgerCommand.self,
    ])

  /// Without a command.
  func run() throws {
    try OutputFile.printed(FirstLines.text(columns: Terminal.columns(of: 1)))
  }
}

extension String {
  fileprivate func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
