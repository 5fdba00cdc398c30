internal import Glibc
internal import SeriesCore

/// What squares and their ratios need to stay in the range of doubles.
extension ModelFrame {
  /// The greatest size, and ratio of response and term, whose square is far from both ends.
  private static let greatestSize = 1e150

  /// Variances are squares of the response over squares of a term: beyond this range they would
  /// come out as zero or infinite, and tests with them.
  func requireRange(_ table: DataTable) throws(RegressionError) {
    let weight = greatest(weights ?? [])?.value ?? 1
    let root = weight.squareRoot()
    let size = greatest(response.values).map { $0.value } ?? 0
    if let greatest = greatest(weights ?? []), !Self.isInRange(weight) {
      throw .input(
        table.fault(
          row: rows[greatest.place],
          "the greatest weight is \(NumberText.shortest(weight)): its square leaves doubles",
          advice: "weights count in relation to each other: divide them"))
    }
    for term in [response] + terms + endogenous + instruments {
      guard let (place, value) = greatest(term.values) else { continue }
      let isSound =
        Self.isInRange(value * root) && (size == 0 || Self.isInRange(size / value))
      guard !isSound else { continue }
      throw .input(
        table.fault(
          row: rows[place],
          "the greatest value of '\(term.name)' is \(NumberText.shortest(value)): variances with it "
            + "leave doubles",
          advice: "change its unit"))
    }
  }

  private static func isInRange(_ size: Double) -> Bool {
    size <= greatestSize && size >= 1 / greatestSize
  }

  /// The place and size of the value farthest from zero; nil when all are zero.
  private func greatest(_ values: [Double]) -> (place: Int, value: Double)? {
    var (place, size) = (-1, 0.0)
    for i in values.indices where abs(values[i]) > size { (place, size) = (i, abs(values[i])) }
    return place < 0 ? nil : (place, size)
  }
}
