package import Regression
package import SeriesCore

/// Reading a table for a formula, with faults as the other commands give them.
package enum TableRegression {
  /// Parses a formula; a fault in it is wrong usage, shown with a mark under the character.
  package static func formula(_ text: String) throws(UsageFault) -> Formula {
    do throws(FormulaError) { return try Formula(text) } catch {
      throw UsageFault(error.description)
    }
  }

  package static func read(
    _ source: consuming ByteSource, _ formula: Formula, _ options: ModelFrame.Options,
    _ reading: ObservationOptions
  ) throws -> (table: DataTable, formula: Formula) {
    let file = source.name
    do {
      return try RegressionModel.read(
        source, formula: formula, options: options, reading: reading)
    } catch let error as FormulaError {
      throw InputFault(.malformed, file: file, line: 1, error.message, advice: error.advice)
    }
  }

  /// Runs what a table's values may make fail.
  package static func attempt<Value>(
    _ file: String, _ body: () throws(RegressionError) -> Value
  ) throws -> Value {
    do throws(RegressionError) { return try body() } catch {
      if case .input(let fault) = error { throw fault }
      if case .numeric(.wrongKernel) = error { throw error }
      throw InputFault(.malformed, file: file, error.description)
    }
  }

  /// The rows of one series in the order of time.
  package static func series(
    _ file: String, _ formula: Formula, _ table: DataTable, _ options: ModelFrame.Options
  ) throws -> ModelFrame {
    let frame = try attempt(file) { () throws(RegressionError) in
      try ModelFrame(formula, table: table, options: options)
    }
    return frame.inOrder
  }
}
