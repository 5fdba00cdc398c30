internal import LinearAlgebra

/// The NIST StRD data sets with their certified values, compiled into the program.
///
/// Source: NIST Statistical Reference Datasets (public domain), text kept digit for digit.
enum CertifiedData {
  struct Table {
    let header: [String]
    let rows: [[String]]

    init(_ bytes: [UInt8]) {
      let lines = bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).map {
        String(decoding: $0, as: UTF8.self).split(
          separator: ",", omittingEmptySubsequences: false
        ).map(String.init)
      }
      header = lines.first ?? []
      rows = Array(lines.dropFirst())
    }

    /// A column as exact decimals.
    func decimals(_ name: String) -> [DoubleDouble] {
      guard let j = header.firstIndex(of: name) else { preconditionFailure("no column \(name)") }
      return rows.map { row in
        guard let value = DoubleDouble(decimal: row[j]) else {
          preconditionFailure("'\(row[j])' is no decimal number")
        }
        return value
      }
    }

    func row(_ name: String) -> [String: String] {
      guard let row = rows.first(where: { $0[0] == name }) else {
        preconditionFailure("no row \(name)")
      }
      return Dictionary(uniqueKeysWithValues: zip(header, row))
    }
  }

  static let linear: [(name: String, data: [UInt8])] = [
    ("Norris", PackageResources.linear_Norris_csv),
    ("Pontius", PackageResources.linear_Pontius_csv),
    ("NoInt1", PackageResources.linear_NoInt1_csv),
    ("NoInt2", PackageResources.linear_NoInt2_csv),
    ("Filip", PackageResources.linear_Filip_csv),
    ("Longley", PackageResources.linear_Longley_csv),
    ("Wampler1", PackageResources.linear_Wampler1_csv),
    ("Wampler2", PackageResources.linear_Wampler2_csv),
    ("Wampler3", PackageResources.linear_Wampler3_csv),
    ("Wampler4", PackageResources.linear_Wampler4_csv),
    ("Wampler5", PackageResources.linear_Wampler5_csv),
  ]

  static let univariate: [(name: String, data: [UInt8])] = [
    ("Lew", PackageResources.univariate_Lew_csv),
    ("Lottery", PackageResources.univariate_Lottery_csv),
    ("Mavro", PackageResources.univariate_Mavro_csv),
    ("Michelso", PackageResources.univariate_Michelso_csv),
    ("NumAcc1", PackageResources.univariate_NumAcc1_csv),
    ("NumAcc2", PackageResources.univariate_NumAcc2_csv),
    ("NumAcc3", PackageResources.univariate_NumAcc3_csv),
    ("NumAcc4", PackageResources.univariate_NumAcc4_csv),
  ]

  static var coefficients: Table { Table(PackageResources.linear_certified_coefficients_csv) }
  static var summaries: Table { Table(PackageResources.linear_certified_summary_csv) }
  static var univariateSummaries: Table { Table(PackageResources.univariate_certified_csv) }
}
