import ArgumentParser
import Corridor

/// How CSV of this program is written for others, whole or in pieces.
protocol TableDialect {
  /// The beginning of a file whose table has this header.
  func head(_ header: [String]) throws -> [UInt8]
  /// Whole rows of CSV under a header.
  func rows(_ csv: [UInt8], under header: [String]) throws -> [UInt8]
}

extension SDMXTable: TableDialect {}

/// `--format`.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
  case csv
  case sdmx = "sdmx-csv"
}
