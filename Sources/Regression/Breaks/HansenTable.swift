internal import CBreakTables

/// Hansen's coefficients: 25 trimmings from 0.49 down to 0.01 for each of 1 to 40 terms.
///
/// Source: Hansen (1997), as R strucchange 1.5-3 carries it (`sc.beta.sup`, `sc.beta.ave`,
/// `sc.beta.exp`), in `CBreakTables/hansen.csv`.
struct HansenTable: Sendable {
  struct Row: Sendable {
    /// b₀ to b₃.
    let coefficients: [Double]
    /// ν.
    let degrees: Double
  }

  static let trimmings = 25
  /// The most terms the table covers.
  static let maximumTerms = 40

  static let shared = HansenTable()

  let supremum: [Row]
  let average: [Row]
  let exponential: [Row]

  private init() {
    let bytes = UnsafeBufferPointer(start: hansen_csv(), count: hansen_csv_count())
    var rows: [[Row]] = [[], [], []]
    let names = ["supremum", "average", "exponential"]
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard let kind = names.firstIndex(of: cells[0]), let degrees = Double(cells[7]) else {
        preconditionFailure("the table is as it was compiled in")
      }
      rows[kind].append(
        Row(coefficients: cells[3..<7].map { Double($0) ?? 0 }, degrees: degrees))
    }
    precondition(
      rows.allSatisfy { $0.count == Self.trimmings * Self.maximumTerms }, "the table is complete")
    supremum = rows[0]
    average = rows[1]
    exponential = rows[2]
  }
}
