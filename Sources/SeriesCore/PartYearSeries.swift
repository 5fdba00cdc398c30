/// Sums over the beginnings of years of one measured flow: from year-to-date intervals, or added up
/// from quarters, half-years or months.
package struct PartYearSeries: Sendable {
  package let id: String
  package let unit: SeriesUnit?
  /// As it stands in the file.
  package let basis: SeriesBasis?
  package let sources: [String]
  private let sums: [Int: [YearPart: Double]]
  /// Periods whose values need a word of caution, with that word.
  private let cautions: [(period: PeriodText, word: String)]

  /// Years with at least one sum, rising.
  package var years: [Int] { sums.keys.sorted() }

  /// The sum of the part in a year; nil where the file does not give it.
  package func value(_ part: YearPart, of year: Int) -> Double? { sums[year]?[part] }

  /// The parts of a year that are known, shortest first.
  package func parts(of year: Int) -> [YearPart] {
    (sums[year]?.keys).map { $0.sorted { Self.key($0) < Self.key($1) } } ?? []
  }

  /// What a reader must know of the values inside a part of a year: `2026-06 is preliminary`.
  package func cautions(in part: YearPart, of year: Int) -> [String] {
    cautions.compactMap { period, word in
      guard let piece = YearPart.piece(period), piece.year == year,
        Self.key(piece.end) <= Self.key(part)
      else { return nil }
      return "\(period.written) is \(word)"
    }
  }

  /// The basis of the whole years that these are parts of: publishers' labels of year-to-date figures
  /// differ from those of years by `, year to date` at the end, and by nothing else.
  package var wholeYearBasis: SeriesBasis? {
    guard let label = basis?.label else { return nil }
    for mark in [", year to date", ", to a day"] where label.hasSuffix(mark) {
      return SeriesBasis(String(label.dropLast(mark.count)))
    }
    return basis
  }

  /// - Throws: `InputFault` with the line of the first interval that spans two years, overlaps
  ///   another, leaves out the year's beginning, or is less than a shorter one; and what `entry` says
  ///   of units and bases that change within the series.
  package init(_ draft: SeriesDraft) throws(InputFault) {
    let labels = try draft.labels()
    (id, unit, basis, sources) = (draft.id, labels.unit, labels.basis, labels.sources)
    cautions = draft.cautions
    func fault(_ line: Int, _ message: String, _ advice: String) -> InputFault {
      InputFault(
        .malformed, file: draft.file, line: line, "series '\(draft.id)': " + message,
        advice: advice)
    }
    var pieces: [Int: [Piece]] = [:]
    for (period, value, line) in draft.observations {
      guard let value else { continue }
      guard let piece = YearPart.piece(period) else {
        throw fault(
          line, "'\(period.written)' is no part of one calendar year",
          "write 2024-Q1, 2024-S1, 2024-01 or 2024-01/2024-04")
      }
      pieces[piece.year, default: []].append(
        Piece(
          start: piece.startMonth * 100 + piece.startDay, end: piece.end, value: value, line: line,
          isInterval: period.kind == .interval, text: period.written))
    }
    var sums: [Int: [YearPart: Double]] = [:]
    for (year, pieces) in pieces.sorted(by: { $0.key < $1.key }) {
      sums[year] = try Self.sums(pieces, fault)
    }
    self.sums = sums
  }

  private struct Piece {
    /// Month · 100 + day.
    let start: Int
    let end: YearPart
    let value: Double
    let line: Int
    let isInterval: Bool
    let text: String
  }

  /// Month · 100 + day, 99 for a month's end.
  private static func key(_ part: YearPart) -> Int { part.endMonth * 100 + (part.endDay ?? 99) }

  /// Sums from the year's beginning: given ones, and those that pieces laid end to end make.
  private static func sums(
    _ pieces: [Piece], _ fault: (Int, String, String) -> InputFault
  ) throws(InputFault) -> [YearPart: Double] {
    let sorted = pieces.sorted { ($0.start, key($0.end)) < ($1.start, key($1.end)) }
    var given: [YearPart: Piece] = [:]
    var reached: [Int: Double] = [:]
    var sums: [YearPart: Double] = [:]
    for piece in sorted {
      if piece.start == 101 {
        if let other = given.updateValue(piece, forKey: piece.end) {
          throw fault(
            max(piece.line, other.line),
            "'\(piece.text)' stands already on line \(min(piece.line, other.line))",
            "keep one of them")
        }
        sums[piece.end] = piece.value
        reached[key(piece.end)] = piece.value
        continue
      }
      let before = piece.start % 100 == 1 ? piece.start - 101 + 99 : piece.start - 1
      if let sum = reached[before] {
        let total = sum + piece.value
        if sums[piece.end] == nil { sums[piece.end] = total }
        reached[key(piece.end)] = sums[piece.end]
      } else if let other = sorted.first(where: {
        $0.start < piece.start && key($0.end) >= piece.start
      }) {
        throw fault(
          piece.line, "'\(piece.text)' overlaps '\(other.text)' of line \(other.line)",
          "give sums from January on, or parts that follow one another")
      } else if piece.isInterval {
        throw fault(
          piece.line, "'\(piece.text)' does not start with the year and nothing before it is given",
          "give the sum from January on")
      }
    }
    let rising = given.values.filter(\.isInterval).sorted { key($0.end) < key($1.end) }
    for (shorter, longer) in zip(rising, rising.dropFirst()) where longer.value < shorter.value {
      throw fault(
        longer.line,
        "\(NumberText.shortest(longer.value)) in '\(longer.text)' is less than "
          + "\(NumberText.shortest(shorter.value)) in '\(shorter.text)'",
        "a longer part of a year is not smaller")
    }
    return sums
  }
}
