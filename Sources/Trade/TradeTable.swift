package import Regression
package import SeriesCore

/// A square table of flows and cost terms, every pair of its countries once.
///
/// Welfare is what countries buy at home, so that a table without domestic flows answers nothing: it is
/// refused, as is one that lacks pairs, unless countries are to be left out until it is whole.
package struct TradeTable: Sendable {
  /// How a table is read beyond its columns.
  package struct Options: Sendable {
    package var baseline = TradeEconomy.Baseline.modelled
    /// Whether countries that lack pairs are left out, those that lack most first.
    package var dropsIncomplete = false
    /// Countries that are never left out.
    package var kept: Set<String> = []
    /// Whether a name that a spreadsheet would run as a formula is let through.
    package var allowsFormulas = false
    /// What to do about pairs that are missing, in words of the caller.
    package var completion = "add its rows"
    /// Domestic flows that the table does not have, by country.
    package var domestic: [String: Double] = [:]

    package init() {}
  }

  package let economy: TradeEconomy
  /// Each term's value by pair, column-major with exporters in rows, in the order of the frame.
  package let terms: [[Double]]
  /// The year in use; nil for a table without.
  package let year: String?
  /// Other years of the table.
  package let otherYears: Int
  /// Countries that were left out.
  package let leftOut: [String]
  /// What output was multiplied by to equal expenditure in sum; 1 where both are sums of the flows.
  package let outputFactor: Double

  /// - Parameters:
  ///   - table: with the columns.
  ///   - frame: the cost terms of the table (`Formula.termsAlone`).
  /// - Throws: `InputFault` with the line, for the first fault.
  package init(
    _ table: DataTable, columns: TradeColumns, frame: ModelFrame?, options: Options = Options()
  ) throws(InputFault) {
    var pairs = try TradePairs(table, columns, frame, options)
    leftOut = pairs.dropIncomplete(kept: options.kept, isWanted: options.dropsIncomplete)
    try pairs.requireSquare()
    (year, otherYears) = (pairs.year, pairs.otherYears)
    let countries = pairs.countries
    let n = countries.count
    let hasTotals = columns.production != nil && columns.expenditure != nil
    var flows = [Double](repeating: 0, count: n * n)
    var values = [[Double]](
      repeating: [Double](repeating: 0, count: n * n), count: frame?.terms.count ?? 0)
    for j in 0..<n {
      for i in 0..<n {
        let cell = try pairs.cell(i, j, needsFlow: !hasTotals)
        flows[i + j * n] = cell.flow
        for k in values.indices { values[k][i + j * n] = cell.terms[k] }
      }
    }
    terms = values
    guard hasTotals else {
      economy = TradeEconomy(countries: countries, flows: flows)
      outputFactor = 1
      return
    }
    var output = try pairs.totals(columns.production ?? "", byImporter: false)
    let expenditure = try pairs.totals(columns.expenditure ?? "", byImporter: true)
    // Shares of the world's output and expenditure count: one scale serves both.
    outputFactor = expenditure.reduce(0, +) / output.reduce(0, +)
    for i in 0..<n { output[i] *= outputFactor }
    economy = TradeEconomy(
      countries: countries, output: output, expenditure: expenditure)
  }

  /// The rows of the year in question.
  package static func rows(
    of table: DataTable, columns: TradeColumns
  ) throws(InputFault) -> [Int] {
    try TradePairs.rows(of: table, columns).rows
  }
}
