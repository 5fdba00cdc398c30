internal import SeriesCore

/// What one check of stated figures against each other found.
public struct ClaimFinding: Sendable {
  /// What a check says of the claims that take part; its raw value is the word for a table.
  public enum Verdict: String, Sendable, CaseIterable {
    /// All can hold together.
    case agreement
    /// They cannot, whatever was rounded; the explanation says in what.
    case contradiction
    /// They may both be true and do not sit well together; the explanation says why.
    case tension
    /// They are measured differently, so neither agree nor contradict.
    case differentBasis = "different-basis"
    /// Their units count different things.
    case differentUnits = "different-units"
    /// What follows from them; no stated figure says otherwise.
    case implied
  }

  /// The rule's name.
  public let check: String
  /// What the check says of the claims.
  public let verdict: Verdict
  /// The claims that take part.
  public let claims: [Claim]
  /// The period that is checked, as it was written.
  public let period: String
  /// The stated figure that is checked; nil when the finding only derives one.
  public let stated: Double?
  /// What the other claims imply for it.
  public let implied: Double?
  /// The values that their rounding and qualifiers allow for `implied`.
  public let interval: StatedInterval?
  /// The unit of `stated`, `implied` and `interval`.
  public let unit: String
  /// One plain sentence.
  public let explanation: String

  init(
    _ check: String, _ verdict: Verdict, _ groups: [ClaimGroup], period: ClaimPeriod? = nil,
    stated: Double? = nil, implied: Double? = nil, interval: StatedInterval? = nil, unit: String,
    _ explanation: String
  ) {
    self.check = check
    self.verdict = verdict
    self.claims = groups.flatMap(\.claims)
    self.period = (period ?? groups[0].period).written
    self.stated = stated
    self.implied = implied
    self.interval = interval
    self.unit = unit
    self.explanation = Self.sentence(explanation, groups)
  }

  /// The text as a sentence that a spreadsheet does not run: a figure in front may be negative.
  private static func sentence(_ text: String, _ groups: [ClaimGroup]) -> String {
    guard groups.contains(where: { text.hasPrefix($0.first.figure) }) else { return text }
    if text.hasPrefix("-") || text.hasPrefix("+") { return "The figure " + text }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private func distinct(_ texts: [String]) -> [String] {
    var seen = Set<String>()
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// The ids of the claims, each once.
  public var ids: [String] { distinct(claims.map(\.id)) }
  /// The series of the claims, each once.
  public var series: [String] { distinct(claims.map(\.series)) }
  /// The sources that the claims state, each once.
  public var sources: [String] { distinct(claims.map(\.source)) }
  /// The bases that the claims state.
  public var bases: [String] { distinct(claims.compactMap(\.basis)) }
}

/// Numbers in sentences: four significant digits.
enum ClaimText {
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value < 0 ? "minus infinity" : "infinity" }
    return NumberText.shortest(SignificantDigits.round(value, to: 4))
  }

  /// `30.57 to 31.56`, `at least 600000`.
  static func range(_ interval: StatedInterval) -> String {
    switch (interval.low.isFinite, interval.high.isFinite) {
    case (true, true): "\(number(interval.low)) to \(number(interval.high))"
    case (true, false): "at least \(number(interval.low))"
    case (false, true): "at most \(number(interval.high))"
    case (false, false): "any value"
    }
  }

  static func percent(_ fraction: Double) -> String { number(100 * fraction) + " %" }
}
