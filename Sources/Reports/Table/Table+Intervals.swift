internal import SeriesCore

/// Columns that belong to a list of levels or quantiles.
extension Table {
  /// One end of the central interval of one level.
  package struct End: Sendable {
    /// The column's name, such as `lo-80`.
    package let name: String
    /// `lower end` or `upper end`.
    package let words: String
    /// The level as it is written, in percent.
    package let level: String
    /// The level's place in the list.
    package let place: Int
    /// The share of the distribution below this end.
    package let probability: Double
    let isLow: Bool

    /// This end of an interval.
    package func of(_ ends: (low: Double, high: Double)?) -> Double? {
      ends.map { isLow ? $0.low : $0.high }
    }

    /// What such a column usually holds.
    package var summary: String { "\(words) of the central \(level) % interval" }
  }

  /// Two columns a level, `lo-80,hi-80`, in the order of the levels: the one place that names them.
  ///
  /// - Parameters:
  ///   - front: stands before each name, such as `finished_`.
  ///   - column: makes the column of one end.
  package static func ends(
    of levels: [Double], front: String = "", _ column: (End) -> Table
  ) -> Table {
    each(levels) { place, level in
      let tail = (1 - level / 100) / 2
      return Table(
        joining: IntervalColumn.End.allCases.map { end in
          column(
            End(
              name: IntervalColumn(end, level, front: front).name,
              words: end == .low ? "lower end" : "upper end",
              level: IntervalColumn.text(level), place: place,
              probability: end == .low ? tail : 1 - tail, isLow: end == .low))
        })
    }
  }

  /// The ends of central intervals, six significant digits.
  ///
  /// - Parameter read: the interval of the level at a place of the list; nil for no value.
  package static func roundedIntervals(
    _ levels: [Double], front: String = "",
    _ read: @escaping @Sendable (Row, _ place: Int) -> (low: Double, high: Double)?
  ) -> Table {
    ends(of: levels, front: front) { end in
      rounded(end.name, end.summary) { end.of(read($0, end.place)) }
    }
  }

  /// The ends of central intervals with all digits.
  ///
  /// - Parameter read: the interval of the level at a place of the list; nil for no value.
  package static func exactIntervals(
    _ levels: [Double], front: String = "",
    _ read: @escaping @Sendable (Row, _ place: Int) -> (low: Double, high: Double)?
  ) -> Table {
    ends(of: levels, front: front) { end in
      exact(end.name, end.summary) { end.of(read($0, end.place)) }
    }
  }

  /// Columns for each level of a list.
  package static func each(
    _ levels: [Double], _ columns: (_ place: Int, _ level: Double) -> Table
  ) -> Table {
    Table(joining: levels.enumerated().map { columns($0.offset, $0.element) })
  }

  /// A median with its 10 % and 90 % quantiles: `name,name_p10,name_p90`.
  package static func spread(
    _ name: String, _ summary: String, _ read: @escaping Reading<QuantileSpread?>
  ) -> Table {
    [
      rounded(name, summary + ", median") { read($0)?.median },
      rounded(name + "_p10", summary + ", 10 % quantile") { read($0)?.p10 },
      rounded(name + "_p90", summary + ", 90 % quantile") { read($0)?.p90 },
    ]
  }
}

/// A median with its 10 % and 90 % quantiles; without these a value that is known.
package struct QuantileSpread: Sendable {
  /// The shares that `init(_:)` takes the quantiles of, in this order.
  static let probabilities = [0.5, 0.1, 0.9]

  let median: Double?
  var p10: Double?
  var p90: Double?

  /// A value that is known.
  init(known value: Double?) { median = value }

  /// The quantiles at `probabilities`.
  init(_ quantiles: [Double]) {
    precondition(quantiles.count == Self.probabilities.count, "a quantile a probability")
    (median, p10, p90) = (quantiles[0], quantiles[1], quantiles[2])
  }
}
