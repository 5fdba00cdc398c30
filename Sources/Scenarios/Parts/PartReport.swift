/// A report file that a scenario, or a part of it, asks for.
package struct PartReport: Sendable, Equatable {
  /// The file's name, such as `capacity.csv`.
  package let file: String
  /// Whether the scenario asks for a row: a file without this may hold its header alone.
  package let hasRows: Bool

  init(_ file: String, hasRows: Bool = true) {
    self.file = file
    self.hasRows = hasRows
  }
}
