/// The mean of (p − o)² over stated probabilities p and outcomes o, 1 when it came and 0 when not.
///
/// 0 is perfect, 0.25 what even odds get whatever comes, 1 the worst. Source: Brier (1950), half of
/// its two-class form.
public struct BrierScore: Sendable, Equatable {
  /// Probabilities that were judged.
  public private(set) var count = 0
  private var sum = 0.0

  /// A score of no probability yet.
  public init() {}

  /// Judges one probability, in [0, 1], by whether the event came.
  public mutating func add(probability: Double, came: Bool) {
    sum += Self.of(probability: probability, came: came)
    count += 1
  }

  /// The score of one probability.
  public static func of(probability: Double, came: Bool) -> Double {
    let miss = probability - (came ? 1 : 0)
    return miss * miss
  }

  /// nil without a probability.
  public var mean: Double? { count > 0 ? sum / Double(count) : nil }
}
