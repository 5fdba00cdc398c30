/// What kind of figure a claim states.
public enum ClaimKind: String, Sendable, CaseIterable {
  /// An amount in a period or at a date.
  case level
  /// A change on the period a year before, in percent or as a fraction.
  case growth
  /// A ratio to an earlier amount.
  case multiple
  /// A part's share in a whole, in percent or as a fraction.
  case share
  /// An amount summed over a window.
  case cumulative
  /// A number of things.
  case count
  /// A place in an order of size, 1 the first.
  case rank
  /// A place in a sequence.
  case ordinal
  /// An amount, or a multiple of one, that is aimed at.
  case target
}
