/// Claims that state one figure alike: series, period, unit, digits, qualifier and basis.
///
/// Rules compare groups, so that a figure that four documents print is one figure with four sources.
struct ClaimGroup: Sendable {
  let claims: [Claim]

  /// Never empty.
  var first: Claim { claims[0] }
  var ids: [String] { claims.map(\.id) }
  var period: ClaimPeriod { first.period }
  var interval: StatedInterval { first.interval }
  /// What the printed digits allow, qualifiers aside.
  var rounding: StatedInterval { first.rounding }
  var unit: ClaimUnit { first.unit }
  var dimension: String { first.unit.dimension }
  var basis: String? { first.basis }

  /// `41 USD bn in 2023 (S01, S18)`.
  var citation: String { "\(first.figure) \(period.phrase) (\(ids.joined(separator: ", ")))" }
  /// The same without the period.
  var shortCitation: String { "\(first.figure) (\(ids.joined(separator: ", ")))" }

  /// `growth of 32 percent (S19)`, `2 times the level of 2022 (S20)`.
  var rateCitation: String { (first.kind == .growth ? "growth of " : "") + shortCitation }

  /// Whether both state a basis, and not the same one.
  func hasOtherBasis(than other: ClaimGroup) -> Bool {
    guard let a = basis, let b = other.basis else { return false }
    return a != b
  }

  private struct Key: Hashable {
    let series: String
    let measure: Claim.Measure
    let period: [Int]
    let dimension: String
    let interval: StatedInterval
    let rounding: StatedInterval
    let base: ClaimPeriod?
    let basis: String?
  }

  /// The groups of some claims in the order of their first claims.
  static func groups(_ claims: [Claim], name: (Claim) -> String) -> [ClaimGroup] {
    var order: [Key] = []
    var members: [Key: [Claim]] = [:]
    for claim in claims {
      let period = claim.period
      let key = Key(
        series: name(claim), measure: claim.measure,
        period: [period.days.lowerBound, period.days.upperBound], dimension: claim.unit.dimension,
        interval: claim.factor?.interval ?? claim.interval, rounding: claim.rounding,
        base: claim.measure == .factor ? claim.basePeriod : claim.unit.base, basis: claim.basis)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(claim)
    }
    return order.map { ClaimGroup(claims: members[$0] ?? []) }
  }
}
