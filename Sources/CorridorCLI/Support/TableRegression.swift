import ArgumentParser
import Corridor

/// Reading a table for a formula, with faults as the other commands give them.
enum TableRegression {
  /// Parses a formula; a fault in it is wrong usage, shown with a mark under the character.
  static func formula(_ text: String) throws -> Formula {
    do throws(FormulaError) { return try Formula(text) } catch {
      throw ValidationError(error.description)
    }
  }

  static func read(
    _ file: String, _ formula: Formula, _ options: ModelFrame.Options, _ numbers: NumberOptions
  ) throws -> (table: DataTable, formula: Formula) {
    do {
      return try RegressionModel.read(
        ByteSource(path: file), formula: formula, options: options,
        reading: numbers.observationOptions)
    } catch let error as FormulaError {
      throw InputFault(.malformed, file: file, line: 1, error.message, advice: error.advice)
    }
  }

  /// Runs what a table's values may make fail.
  static func attempt<Value>(
    _ file: String, _ body: () throws(RegressionError) -> Value
  ) throws -> Value {
    do throws(RegressionError) { return try body() } catch {
      if case .input(let fault) = error { throw fault }
      if case .numeric(.wrongKernel) = error { throw error }
      throw InputFault(.malformed, file: file, error.description)
    }
  }

  /// The rows of one series in the order of time.
  static func series(
    _ file: String, _ formula: Formula, _ table: DataTable, _ options: ModelFrame.Options
  ) throws -> ModelFrame {
    let frame = try attempt(file) { () throws(RegressionError) in
      try ModelFrame(formula, table: table, options: options)
    }
    return frame.inOrder
  }
}
