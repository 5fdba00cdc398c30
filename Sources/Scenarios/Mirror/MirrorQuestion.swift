package import SeriesCore

/// One trade as two countries report it: flows, each with the figures of its importer and its exporter.
package struct MirrorQuestion: Sendable {
  /// One side's statistics.
  package struct Side: Sendable {
    package let series: TimeSeries
    /// Divides the values of the series into `unit`.
    let divisor: Double
    package let unit: SeriesUnit?
    let source: ScenarioSource
  }

  /// A side's name, which stands in reports and in `reliability`.
  package enum Party: String, Sendable {
    case importer, exporter
  }

  /// By how much CIF (cost, insurance, freight: at the importer's border) exceeds FOB (free on board:
  /// at the exporter's), a fraction of FOB.
  package struct Margin: Sendable, Equatable {
    package let low: Double
    package let high: Double
    package let reason: String

    package var middle: Double { (low + high) / 2 }
  }

  /// Relative standard deviations of the two reporters' errors; only their ratio counts.
  package struct Reliability: Sendable, Equatable {
    package let importer: Double
    package let exporter: Double
    /// Why, where the file says so.
    package let reason: String?

    static let equal = Reliability(importer: 1, exporter: 1, reason: nil)
  }

  package struct Flow: Sendable {
    package let name: String
    package let importer: Side
    package let exporter: Side
    package let margin: Margin
    package let reliability: Reliability
  }

  package let name: String
  package let flows: [Flow]
}
