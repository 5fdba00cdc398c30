/// A target stated as a multiple of a level.
enum TargetMultipleRule: ClaimRule {
  static let name = "target-multiple"
  static let summary = "a multiple of a level is the target in its unit"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      book.groups(series, .targetMultiple).flatMap { multiple -> [ClaimFinding] in
        let aims = book.aims(of: series)
        guard let base = multiple.unit.base else { return [] }
        let levels = aims.flatMap { book.amounts($0, in: base) }
        let holders = aims + book.relations(.target).filter { $0.right == [series] }.map(\.left)
        let targets = holders.flatMap { book.groups($0, .target) }.filter {
          $0.period.isSame(as: multiple.period) || ($0.period.isOpen && multiple.period.isOpen)
        }
        return levels.flatMap { level -> [ClaimFinding] in
          let comparable = targets.filter { $0.dimension == level.dimension }
          return comparable.isEmpty
            ? [implied(multiple, level)] : comparable.map { check(multiple, level, $0) }
        }
      }
    }
  }

  /// What the target is. The multiple of a target is a definition, so it is exact as printed.
  private static func implied(_ multiple: ClaimGroup, _ level: ClaimGroup) -> ClaimFinding {
    let (value, interval) = product(multiple, level)
    return ClaimFinding(
      name, .implied, [multiple, level], implied: value, interval: interval,
      unit: level.unit.label,
      "\(sentence(multiple, level)) (\(ClaimText.range(interval))) \(level.unit.label)"
        + (multiple.period.isOpen ? "; no date is given." : "."))
  }

  private static func product(
    _ multiple: ClaimGroup, _ level: ClaimGroup
  ) -> (value: Double, interval: StatedInterval) {
    (
      multiple.first.value * level.first.value,
      level.interval * multiple.first.value / level.unit.scale
    )
  }

  private static func sentence(_ multiple: ClaimGroup, _ level: ClaimGroup) -> String {
    "A target of \(multiple.first.printed) times \(level.citation), stated by "
      + "\(multiple.ids.joined(separator: ", ")), is "
      + ClaimText.number(product(multiple, level).value)
  }

  private static func check(
    _ multiple: ClaimGroup, _ level: ClaimGroup, _ target: ClaimGroup
  ) -> ClaimFinding {
    let (value, interval) = product(multiple, level)
    let scale = level.unit.scale / target.unit.scale
    let verdict: ClaimFinding.Verdict =
      level.hasOtherBasis(than: target)
      ? .differentBasis
      : (interval * scale).overlaps(target.interval / target.unit.scale)
        ? .agreement : .contradiction
    let end =
      switch verdict {
      case .differentBasis: "is on another basis (\(target.basis ?? "")) and is not compared"
      case .agreement: "agrees within rounding"
      default: "does not agree, and rounding does not explain that"
      }
    return ClaimFinding(
      name, verdict, [multiple, level, target], stated: target.first.value,
      implied: value * scale, interval: interval * scale, unit: target.unit.label,
      "\(sentence(multiple, level)) (\(ClaimText.range(interval))) \(level.unit.label); the stated "
        + "\(target.shortCitation) \(end).")
  }
}
