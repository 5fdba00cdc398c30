/// Capacity that is added at an uncertain time, in an uncertain amount, and used up step by step.
public struct CapacityStep: Sendable, Equatable {
  /// What is built or opened, for reports.
  public let name: String
  /// The least, likeliest and greatest addition, in the unit of the link a year: a triangular
  /// distribution, a single value when all are the same.
  public let low: Double
  /// The likeliest addition, between `low` and `high`.
  public let mode: Double
  /// The greatest addition.
  public let high: Double
  /// Opening periods with their probabilities, in order of time.
  public let openings: [Opening]
  /// The share that works in each period from the opening on; the last one lasts.
  public let ramp: [Double]

  /// A period in which the step may open.
  public struct Opening: Sendable, Equatable {
    /// The period as an ordinal on the axis of the link's series.
    public let ordinal: Int
    /// The probability that the step opens in this period, a fraction.
    public let probability: Double

    /// An opening period with its probability, a fraction; the step checks that they sum to 1.
    public init(ordinal: Int, probability: Double) {
      self.ordinal = ordinal
      self.probability = probability
    }
  }

  /// - Precondition: 0 ≤ low ≤ mode ≤ high; probabilities are positive and sum to 1; shares of the
  ///   ramp lie between 0 and 1 and do not fall.
  public init(
    name: String, low: Double, mode: Double, high: Double, openings: [Opening], ramp: [Double]
  ) {
    precondition(low >= 0 && mode >= low && high >= mode, "an addition runs from low up to high")
    precondition(!openings.isEmpty && !ramp.isEmpty, "a step opens and works")
    precondition(
      abs(openings.reduce(0) { $0 + $1.probability } - 1) < 1e-9, "probabilities sum to 1")
    self.name = name
    (self.low, self.mode, self.high) = (low, mode, high)
    self.openings = openings.sorted { $0.ordinal < $1.ordinal }
    self.ramp = ramp
  }

  /// The addition below which the true one is with probability u.
  func size(at u: Double) -> Double {
    Triangle(low: low, mode: mode, high: high).value(at: u)
  }

  /// The opening that a number in (0, 1) picks.
  func opening(at u: Double) -> Int {
    var sum = 0.0
    for opening in openings {
      sum += opening.probability
      if u < sum { return opening.ordinal }
    }
    return openings[openings.count - 1].ordinal
  }

  /// The first period by which the step has opened with this probability.
  public func openingQuantile(_ probability: Double) -> Int { opening(at: probability - 1e-12) }

  /// The share that works so many periods after the opening; 0 before it.
  package func share(after periods: Int) -> Double {
    periods < 0 ? 0 : ramp[min(periods, ramp.count - 1)]
  }
}
