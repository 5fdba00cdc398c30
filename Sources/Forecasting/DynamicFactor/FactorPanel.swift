internal import Glibc
package import SeriesCore

/// What a model's observation of a series is.
package enum FactorChange: String, Sendable, CaseIterable {
  /// The change on the same period of the year before: the season goes out with it.
  case year
  /// The change on the period before, for series without season.
  case period
  /// The value itself.
  case none
  /// The value, which is a change on the period before already, such as a rate of growth.
  case rates
}

/// A series of a dynamic factor model, on the scale on which the model works.
///
/// With y logs or levels, an observation is x_q = y_q − y_{q−s} for s periods of a year, s = 1, or y_q.
/// A period of m base periods adds up what these would have been: of sums, for levels exactly, and for
/// logs as the geometric mean stands for the arithmetic one (Mariano & Murasawa 2003),
///
///     year, none:  w = 1, …, 1 (m of them)     period, rates:  w = 1, 2, …, m, …, 2, 1 (2m − 1)
///
/// Loading and standardisation take up the factor 1/m that logs have besides.
package struct FactorSeries: Sendable {
  package let series: TimeSeries
  /// Base periods in one of its periods.
  package let span: Int
  package let isLog: Bool
  /// Periods between the two values of a change; 0 for none.
  package let step: Int

  package var id: String { series.id }

  /// On its scale; nil where there is no value.
  func level(_ ordinal: Int) -> Double? {
    series.value(at: ordinal).map { isLog ? log($0) : $0 }
  }

  /// The value of a level of its scale.
  func value(_ level: Double) -> Double { isLog ? exp(level) : level }

  /// x_q; nil where a value is missing.
  func change(_ ordinal: Int) -> Double? {
    guard let now = level(ordinal) else { return nil }
    guard step > 0 else { return now }
    return level(ordinal - step).map { now - $0 }
  }

  /// Every change that can be taken.
  var changes: [(ordinal: Int, value: Double)] {
    series.ordinals.compactMap { ordinal in change(ordinal).map { (ordinal, $0) } }
  }

  /// w, the latest base period first.
  func weights(_ change: FactorChange) -> [Double] {
    switch change {
    case .year, .none: [Double](repeating: 1, count: span)
    case .period, .rates: (1 - span..<span).map { Double(span - abs($0)) }
    }
  }
}

/// The series of a model on one line of base periods.
package struct FactorPanel: Sendable {
  package let members: [FactorSeries]
  package let target: Int
  package let change: FactorChange
  /// The finest of the frequencies.
  package let base: Frequency
  /// The ordinal of the first base period of the model.
  private(set) var first: Int
  /// Base periods.
  private(set) var count: Int

  /// Fewest changes of a series of the base frequency, and of one of longer periods.
  static let fewest = (base: 16, longer: 6)

  /// - Parameters:
  ///   - isLog: whether all work on logs; nil takes logs of those whose values are all positive.
  ///   - scales: whether each works on logs, where that is settled already.
  /// - Throws: `FactorNowcastError` for series that do not nest or cannot be used.
  init(
    _ series: [TimeSeries], target id: String, change: FactorChange, isLog: Bool?,
    scales: [Bool]? = nil
  ) throws(FactorNowcastError) {
    guard let target = series.firstIndex(where: { $0.id == id }) else {
      throw .unknownSeries(id, among: series.map(\.id))
    }
    guard series.count > 1 else { throw .alone(id) }
    var months: [Int] = []
    for one in series {
      guard let length = Self.months(one.frequency) else {
        throw .doesNotNest(one.id, one.frequency)
      }
      months.append(length)
    }
    let finest = months.min() ?? 1
    var members: [FactorSeries] = []
    for (i, (one, length)) in zip(series, months).enumerated() {
      let isLog = scales?[i] ?? isLog
      if isLog == true, let place = one.values.firstIndex(where: { $0 <= 0 }) {
        throw .notPositive(
          one.id, period: one.axis.text(one.ordinals[place]), value: one.values[place])
      }
      let step =
        switch change {
        case .year: 12 / length
        case .period: 1
        case .none, .rates: 0
        }
      members.append(
        FactorSeries(
          series: one, span: length / finest,
          isLog: change != .rates && isLog ?? one.isPositive, step: step))
    }
    self.members = members
    (self.target, self.change) = (target, change)
    base = series[months.firstIndex(of: finest) ?? 0].frequency
    (first, count) = (0, 0)
    for member in members {
      let least = member.span == 1 ? Self.fewest.base : Self.fewest.longer
      let changes = member.changes
      guard changes.count >= least else {
        let what =
          switch change {
          case .year: "changes on the year before"
          case .period: "changes on the period before"
          case .none, .rates: "values"
          }
        throw .tooFew(member.id, needed: least, found: changes.count, what: what)
      }
      let (low, high) = Self.range(changes.map(\.value))
      guard high - low > 1e-10 * max(abs(low), abs(high)) else { throw .noVariation(member.id) }
    }
    let ends = members.flatMap { member in member.changes.map { member.baseEnd($0.ordinal) } }
    first = ends.min() ?? 0
    count = (ends.max() ?? 0) - first + 1
  }

  private static func range(_ values: [Double]) -> (low: Double, high: Double) {
    (values.min() ?? 0, values.max() ?? 0)
  }

  private static func months(_ frequency: Frequency) -> Int? {
    switch frequency {
    case .annual: 12
    case .half: 6
    case .quarter: 3
    case .month: 1
    case .week, .day, .integer: nil
    }
  }

  package var targetMember: FactorSeries { members[target] }

  /// The ordinal of the last base period of the panel.
  var end: Int { first + count - 1 }

  /// The same series on a longer line of base periods.
  func covering(_ range: ClosedRange<Int>) -> FactorPanel {
    var panel = self
    panel.first = min(first, range.lowerBound)
    panel.count = max(end, range.upperBound) - panel.first + 1
    return panel
  }

  /// The latest base period in which any series has a value.
  var lastKnown: Int {
    members.compactMap { member in member.series.end.map(member.baseEnd) }.max() ?? end
  }

  /// The place on the line at which a period of a series is observed.
  func place(_ member: Int, _ ordinal: Int) -> Int { members[member].baseEnd(ordinal) - first }

  var weights: [[Double]] { members.map { $0.weights(change) } }
}

extension FactorSeries {
  /// The last base period of one of its periods.
  func baseEnd(_ ordinal: Int) -> Int { (ordinal + 1) * span - 1 }

  /// The period of which this is the last base period; nil where it ends none.
  func ordinal(endingIn base: Int) -> Int? {
    let next = base + 1
    let ordinal = next >= 0 ? next / span : -((span - 1 - next) / span)
    return ordinal * span == next ? ordinal - 1 : nil
  }
}

/// Parameters with what series are standardised by: all that is estimated.
package struct FactorModel: Sendable, Equatable {
  /// Of the series, in the order of the parameters.
  package let ids: [String]
  /// Mean of a series' changes, in the unit of its scale.
  package let centres: [Double]
  /// Standard deviation of a series' changes.
  package let spreads: [Double]
  package let parameters: FactorParameters
  /// What the changes are of, by series; nil where nobody knows.
  package let scales: [Scale]?

  package init(
    ids: [String], centres: [Double], spreads: [Double], parameters: FactorParameters,
    scales: [Scale]? = nil
  ) {
    (self.ids, self.centres, self.spreads) = (ids, centres, spreads)
    (self.parameters, self.scales) = (parameters, scales)
  }

  /// What a series' changes are of.
  package struct Scale: Sendable, Equatable {
    /// Of logarithms, else of values.
    package let isLog: Bool
    /// Over how many of its periods; 0 for values themselves.
    package let step: Int

    package init(isLog: Bool, step: Int) { (self.isLog, self.step) = (isLog, step) }

    /// `changes of logarithms over 12 periods`.
    var text: String {
      let what = isLog ? "logarithms" : "values"
      return step == 0 ? what : "changes of \(what) over \(step) period\(step == 1 ? "" : "s")"
    }
  }
}

extension FactorPanel {
  /// Mean and standard deviation (n − 1) of each series' changes.
  func scaling() -> (centres: [Double], spreads: [Double]) {
    var (centres, spreads) = ([Double](), [Double]())
    for member in members {
      let values = member.changes.map(\.value)
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      centres.append(mean)
      spreads.append((square / Double(values.count - 1)).squareRoot())
    }
    return (centres, spreads)
  }

  /// What each series' changes are of.
  var scales: [FactorModel.Scale] {
    members.map { FactorModel.Scale(isLog: $0.isLog, step: $0.step) }
  }

  /// Standardised observations on the line of base periods.
  func data(_ centres: [Double], _ spreads: [Double]) -> FactorData {
    let n = members.count
    var values = [Double](repeating: .nan, count: n * count)
    for (i, member) in members.enumerated() {
      for (ordinal, value) in member.changes {
        let t = place(i, ordinal)
        if t >= 0, t < count { values[t * n + i] = (value - centres[i]) / spreads[i] }
      }
    }
    return FactorData(weights: weights, periods: count, values: values)
  }
}

extension FactorModel {
  /// What makes the parameters unusable; nil when nothing does.
  package var fault: String? {
    if let place = spreads.firstIndex(where: { !($0 > 0) }) {
      return "the spread of '\(ids[place])' is not positive"
    }
    if let place = parameters.noise.firstIndex(where: { !($0 > 0) }) {
      return "the noise of '\(ids[place])' is not positive"
    }
    if let place = parameters.persistence.firstIndex(where: { !(abs($0) < 1) }) {
      return "the persistence of '\(ids[place])' is not between -1 and 1"
    }
    do throws(ForecastingError) { _ = try parameters.normalised() } catch {
      return error.description
    }
    return nil
  }
}

extension FactorSeries {
  /// How many changes can be taken.
  package var changeCount: Int { changes.count }
}
