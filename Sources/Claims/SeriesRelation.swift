/// How one series stands to others, so that their figures must fit together.
public struct SeriesRelation: Sendable, Hashable {
  /// What ties `left` to `right`; its raw value is the word of a file of relations.
  public enum Kind: String, Sendable, CaseIterable {
    /// `left` holds targets for `right`.
    case target
    /// `left` accumulates `right`.
    case cumulative
    /// `left` counts or measures a part of `right`.
    case part
    /// `left` is the worth of the things that `right` counts.
    case value
    /// `left` is the sum of the series of `right`.
    case sum
    /// `left` is the share of `right` in `whole`.
    case share
    /// `left` is by how much targets for `right` were met early.
    case leadTime = "lead_time"
    /// `left` and `right` count the same things under two names.
    case object
    /// `left` is another name of `right`.
    case same
  }

  /// What ties `left` to `right`.
  public let kind: Kind
  /// The series that the relation is about.
  public let left: String
  /// One series, or the addends of a sum.
  public let right: [String]
  /// The whole of a share.
  public let whole: String?

  /// A relation; `whole` is for shares. Not validated.
  public init(_ kind: Kind, _ left: String, _ right: [String], whole: String? = nil) {
    self.kind = kind
    self.left = left
    self.right = right
    self.whole = whole
  }
}

/// What series names tell, by these conventions:
///
/// - `X_target` aims at `X`; `P_target_lead_time` is about the targets of series `P_…`
/// - `X_cumulative` accumulates `X`; `X_value` is the worth of what `X` counts
/// - `X_finalised`, `X_completed`, `X_ongoing`, `X_removed` … and `X_since_…` are parts of `X`
/// - `A_share_of_B` is the share of `A` in `B`
/// - `exports_…` and `imports_…` sum to `turnover_…` or `trade_turnover_…` of the same parties (`to`
///   and `from` aside)
/// - names that differ in one word (`rail_links_x`, `rail_checkpoints_x`) may be about one object;
///   a rule that uses this asks for more evidence
enum NamingConventions {
  static func relations(among names: [String]) -> [SeriesRelation] {
    let known = Set(names)
    var found: [SeriesRelation] = []
    for name in names {
      for (suffix, kind) in [
        ("_target", SeriesRelation.Kind.target), ("_cumulative", .cumulative), ("_value", .value),
      ] where name.hasSuffix(suffix) {
        let base = String(name.dropLast(suffix.count))
        if known.contains(base) { found.append(SeriesRelation(kind, name, [base])) }
      }
      for (suffix, _) in WorkStage.suffixes where name.hasSuffix("_" + suffix) {
        let base = String(name.dropLast(suffix.count + 1))
        if known.contains(base) { found.append(SeriesRelation(.part, name, [base])) }
      }
      if let place = name.firstRange(of: "_since_") {
        let base = String(name[..<place.lowerBound])
        if known.contains(base) { found.append(SeriesRelation(.part, name, [base])) }
      }
      if let place = name.firstRange(of: "_share_of_") {
        let (part, whole) = (String(name[..<place.lowerBound]), String(name[place.upperBound...]))
        found.append(SeriesRelation(.share, name, [part], whole: whole))
      }
      let leadTime = "_target_lead_time"
      if name.hasSuffix(leadTime) {
        let prefix = name.dropLast(leadTime.count)
        for other in names where other == prefix || other.hasPrefix(prefix + "_") {
          if other != name { found.append(SeriesRelation(.leadTime, name, [other])) }
        }
      }
    }
    return found + sums(names)
  }

  private static func sums(_ names: [String]) -> [SeriesRelation] {
    func parties(_ name: String, _ prefixes: [String]) -> Set<Substring>? {
      guard let prefix = prefixes.first(where: name.hasPrefix) else { return nil }
      return Set(name.dropFirst(prefix.count).split(separator: "_")).subtracting(["to", "from"])
    }
    var found: [SeriesRelation] = []
    for exports in names {
      guard let who = parties(exports, ["exports_"]) else { continue }
      for imports in names where parties(imports, ["imports_"]) == who {
        let turnover =
          names.first { parties($0, ["trade_turnover_", "turnover_"]) == who }
          ?? "turnover_" + exports.dropFirst("exports_".count)
        found.append(SeriesRelation(.sum, turnover, [exports, imports]))
      }
    }
    return found
  }

  /// Whether two names have one word that differs, so that they may be about one object.
  static func areSiblings(_ a: String, _ b: String) -> Bool {
    let (first, second) = (a.split(separator: "_"), b.split(separator: "_"))
    guard first.count == second.count, first.count > 1 else { return false }
    return zip(first, second).count { $0 != $1 } == 1
  }
}
