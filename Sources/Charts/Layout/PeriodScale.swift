/// From periods to places along the time axis, with the labels that have room there.
struct PeriodScale: Sendable {
  let labels: [String]
  let start: Double
  let end: Double
  /// Where each label stands in time, in periods: a year that is missing among years leaves its room.
  private let times: [Int]
  /// Free room at both ends, for the halves of marks.
  private let inset: Double

  init(labels: [String], start: Double, end: Double) {
    (self.labels, self.start, self.end) = (labels, start, end)
    times = Self.times(labels) ?? Array(labels.indices)
    let span = (times.last ?? 0) - (times.first ?? 0)
    inset = span > 0 ? min(10, (end - start) / Double(2 * (span + 1))) : 0
  }

  /// The room of one period.
  var step: Double {
    let span = (times.last ?? 0) - (times.first ?? 0)
    return span > 0 ? (end - start - 2 * inset) / Double(span) : (end - start) / 4
  }

  /// Where a period stands; nil for one that the axis does not have.
  func place(_ index: Int) -> Double? {
    guard labels.indices.contains(index) else { return nil }
    if labels.count == 1 { return (start + end) / 2 }
    return start + inset + Double(times[index] - times[0]) * step
  }

  /// Whether no period is missing between two.
  func areNeighbours(_ index: Int, _ next: Int) -> Bool {
    labels.indices.contains(index) && labels.indices.contains(next)
      && times[next] - times[index] == 1
  }

  /// Whether the axis leaves periods out.
  var hasGaps: Bool { (times.last ?? 0) - (times.first ?? 0) > max(labels.count - 1, 0) }

  /// Years, quarters and months are counted; nil for labels of other kinds or out of order.
  private static func times(_ labels: [String]) -> [Int]? {
    let kinds: [(String) -> Int?] = [
      { $0.count == 4 ? year($0) : nil },
      { label in part(label, "-Q", digits: 1, of: 4) },
      { label in part(label, "-", digits: 2, of: 12) },
    ]
    for kind in kinds {
      let times = labels.compactMap(kind)
      guard times.count == labels.count,
        zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
      else { continue }
      return times
    }
    return nil
  }

  /// `2024-Q3`, `2024-03`: the number of the quarter or month, counted through the years.
  private static func part(_ label: String, _ mark: String, digits: Int, of count: Int) -> Int? {
    guard let year = year(label), label.dropFirst(4).hasPrefix(mark) else { return nil }
    let number = label.dropFirst(4 + mark.count)
    guard number.count == digits, let part = Int(number), (1...count).contains(part) else {
      return nil
    }
    return year * count + part - 1
  }

  struct Label: Sendable, Equatable {
    let index: Int
    let text: String
  }

  /// The closest labels that do not touch.
  ///
  /// Years are kept at multiples of 1, 2, 5, 10, …; shorter periods give way to the first ones of
  /// each year, under the year alone.
  func thinned(_ role: TextRole, gap: Double = 12) -> [Label] {
    for candidate in candidates() where fits(candidate, role, gap) { return candidate }
    return []
  }

  private func fits(_ candidate: [Label], _ role: TextRole, _ gap: Double) -> Bool {
    var last = -Double.infinity
    for label in candidate {
      guard let x = place(label.index) else { return false }
      let half = reach(label.text, role)
      if x - half < last + gap { return false }
      last = x + half
    }
    return true
  }

  /// How far a label goes to either side of its period.
  func reach(_ text: String, _ role: TextRole) -> Double {
    min(TextWidth.of(text, role), Self.widest) / 2
  }

  /// Longer labels are shortened.
  static let widest = 96.0

  private func candidates() -> [[Label]] {
    let all = labels.indices.map { Label(index: $0, text: labels[$0]) }
    let strides = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
    let years = labels.map(Self.year)
    guard years.allSatisfy({ $0 != nil }), Set(years).count > 1 else {
      return strides.map { stride in all.filter { $0.index % stride == 0 } }
    }
    var starts: [Label] = []
    var counts: [Int: Int] = [:]
    for (index, year) in years.enumerated() {
      guard let year else { continue }
      counts[year, default: 0] += 1
      if counts[year] == 1 { starts.append(Label(index: index, text: "\(year)")) }
    }
    // A year that the axis enters late would have its label beside the next one's.
    let full = counts.values.max() ?? 1
    if starts.count > 1, let first = years[0], (counts[first] ?? 0) < full {
      starts.removeFirst()
    }
    let yearly = strides.map { stride in
      starts.filter { (Int($0.text) ?? 0) % stride == 0 }
    }.filter { !$0.isEmpty }
    return (full > 1 ? [all] : []) + yearly + [Array(starts.prefix(1))]
  }

  /// `2024`, `2024-03`, `2024-Q1`, `2024-03-15`: the year; nil for other labels.
  private static func year(_ label: String) -> Int? {
    let digits = label.prefix(4)
    guard digits.count == 4, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    let rest = label.dropFirst(4)
    guard rest.isEmpty || rest.first == "-" else { return nil }
    return Int(digits)
  }
}
