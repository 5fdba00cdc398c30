/// The name of a column that holds one end of central intervals: `lo-80`, `hi-99.5`, and with a front
/// `finished_lo-80` or `NAME-lo-80`.
package struct IntervalColumn: Hashable, Sendable {
  package enum End: String, CaseIterable, Sendable {
    case low = "lo"
    case high = "hi"
  }

  /// What stands before the end's word; empty for the plain names.
  package let front: String
  package let end: End
  /// In percent, above 0 and under 100.
  package let level: Double

  package init(_ end: End, _ level: Double, front: String = "") {
    self.front = front
    self.end = end
    self.level = level
  }

  /// Reads a name; nil for one that is none.
  package init?(_ name: String) {
    guard let dash = name.lastIndex(of: "-"),
      let level = try? NumberText.parse(String(name[name.index(after: dash)...])), level > 0,
      level < 100,
      let end = End.allCases.first(where: { name[..<dash].hasSuffix($0.rawValue) })
    else { return nil }
    self.init(end, level, front: String(name[..<dash].dropLast(end.rawValue.count)))
  }

  package var name: String { "\(front)\(end.rawValue)-\(Self.text(level))" }

  /// The other end of the same interval.
  package var partner: IntervalColumn {
    IntervalColumn(end == .low ? .high : .low, level, front: front)
  }

  /// A level as it stands in names of columns.
  package static func text(_ level: Double) -> String { NumberText.shortest(level) }

  /// The names of a list of levels, `lo-80,hi-80,lo-95,hi-95`.
  package static func names(_ levels: [Double], front: String = "") -> [String] {
    levels.flatMap { level in
      End.allCases.map { IntervalColumn($0, level, front: front).name }
    }
  }
}
