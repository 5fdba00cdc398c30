/// The columns of a table of flows, a row a pair of countries.
package struct TradeColumns: Sendable {
  package let exporter: String
  package let importer: String
  package let flow: String
  /// nil for a table of one year.
  package var year: String?
  /// Which year, as the table writes it; nil for the last.
  package var chosenYear: String?
  /// Output by exporter and expenditure by importer; nil for the sums of the flows.
  package var production: String?
  package var expenditure: String?

  package init(exporter: String, importer: String, flow: String) {
    (self.exporter, self.importer, self.flow) = (exporter, importer, flow)
  }

  /// Columns that are read as numbers.
  package var numbers: Set<String> {
    Set([flow] + [production, expenditure].compactMap { $0 })
  }

  /// Columns that are read as texts.
  package var levels: Set<String> {
    Set([exporter, importer] + [year].compactMap { $0 })
  }
}
