/// What countries produce, spend and sell to each other in the baseline.
package struct TradeEconomy: Sendable {
  /// Where the baseline's shares come from.
  package enum Baseline: String, Sendable, CaseIterable {
    /// Trade costs, output and expenditure: flows are those of the model.
    case modelled
    /// The flows themselves (Dekle, Eaton & Kortum 2008): only changes of costs are needed.
    case observed
  }

  /// How incomes follow prices.
  package enum Equilibrium: String, Sendable, CaseIterable {
    /// Output and expenditure move with prices until all markets clear.
    case full
    /// One round of prices at the baseline's incomes.
    case firstRound = "first-round"
  }

  /// Names, each once.
  package let countries: [String]
  /// Y, positive, in the unit of the flows; its sum is that of `expenditure`.
  package let output: [Double]
  /// E, positive.
  package let expenditure: [Double]
  /// X, column-major with exporters in rows, 0 or more; nil where only the sums are known.
  package let flows: [Double]?

  /// - Precondition: as the properties say; not checked.
  package init(
    countries: [String], output: [Double], expenditure: [Double], flows: [Double]? = nil
  ) {
    (self.countries, self.output, self.expenditure) = (countries, output, expenditure)
    self.flows = flows
  }

  /// The economy of a square table of flows: rows sum to output, columns to expenditure.
  package init(countries: [String], flows: [Double]) {
    let n = countries.count
    var output = [Double](repeating: 0, count: n)
    var expenditure = output
    for j in 0..<n {
      for i in 0..<n {
        output[i] += flows[i + j * n]
        expenditure[j] += flows[i + j * n]
      }
    }
    self.init(countries: countries, output: output, expenditure: expenditure, flows: flows)
  }

  package var count: Int { countries.count }
}
