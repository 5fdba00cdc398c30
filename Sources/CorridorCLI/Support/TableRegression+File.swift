import Corridor

extension TableRegression {
  /// Reads the table of a command's file.
  static func read(
    _ file: String, _ formula: Formula, _ options: ModelFrame.Options, _ numbers: NumberOptions
  ) throws -> (table: DataTable, formula: Formula) {
    try read(ByteSource(path: file), formula, options, numbers.observationOptions)
  }
}
