/// Stated figures checked against each other.
///
/// Each printed figure leaves an interval of true values open (`StatedInterval`); figures that are tied
/// by a rule contradict each other when no true values inside their intervals fit the rule.
public struct ClaimAudit: Sendable {
  /// The claims in the order given.
  public let claims: [Claim]
  /// By rule, then in the order of the claims.
  public let findings: [ClaimFinding]

  /// Runs every rule over the claims, with `relations` beside those that series names tell.
  public init(_ claims: [Claim], relations: [SeriesRelation] = []) {
    self.init(claims, relations: relations, measured: [])
  }

  /// The same with measured series beside which figures are set.
  package init(
    _ claims: [Claim], relations: [SeriesRelation] = [], measured: [MeasuredSeries]
  ) {
    let book = ClaimBook(claims, relations: relations, measured: measured)
    self.claims = claims
    findings = ClaimRuleCatalog.all.flatMap { $0.findings(book) }
  }

  /// The number of findings with a verdict.
  public func count(_ verdict: ClaimFinding.Verdict) -> Int {
    findings.count { $0.verdict == verdict }
  }

  /// Pairs of claims that stand together in at least one finding.
  public var pairCount: Int {
    var pairs = Set<[String]>()
    for finding in findings {
      let ids = finding.ids
      for i in ids.indices {
        for j in ids.indices where j > i { pairs.insert([ids[i], ids[j]].sorted()) }
      }
    }
    return pairs.count
  }

  /// Claims that no rule ties to another.
  public var unpaired: [String] {
    let paired = Set(findings.filter { $0.ids.count > 1 }.flatMap(\.ids))
    return claims.map(\.id).filter { !paired.contains($0) }
  }

  /// The audit in a line.
  public var summary: String {
    var parts = [
      Self.plural(count(.agreement), "agreement"),
      Self.plural(count(.contradiction), "contradiction"),
    ]
    if count(.tension) > 0 { parts.append(Self.plural(count(.tension), "tension")) }
    if count(.differentBasis) > 0 { parts.append("\(count(.differentBasis)) on different bases") }
    if count(.differentUnits) > 0 { parts.append("\(count(.differentUnits)) in different units") }
    parts.append("\(count(.implied)) implied")
    return
      "\(Self.plural(claims.count, "claim")), \(Self.plural(pairCount, "pair")) in "
      + "\(Self.plural(findings.count, "check")): " + parts.joined(separator: ", ")
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)" + (count == 1 ? "" : "s")
  }
}
