extension DataTable {
  /// Rows up to which numbers keep their text, so that decimals are read and computed exactly; longer
  /// tables are read faster and in less memory.
  package static let exactRows = 5_000
}
