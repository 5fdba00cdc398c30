/// How far a year turned out from what was carried to it: a t distribution of ln(actual ÷ estimate)
/// around zero.
package struct CarrySpread: Sendable, Equatable {
  /// Where it comes from.
  package enum Origin: String, Sendable {
    /// Past years of the flow itself.
    case estimated
    /// Past years of another flow, which stands in for it.
    case proxy
    /// Stated, not estimated.
    case assumption
  }

  package let origin: Origin
  /// Scale of the t distribution, on logs.
  package let deviation: Double
  /// Infinite for a stated spread: a normal distribution.
  package let degreesOfFreedom: Double
  /// Past errors behind it; nil for a stated one.
  package let count: Int?
  /// Mean of those errors: what the carry missed on average; nil for a stated spread.
  package let bias: Double?

  package init(
    origin: Origin, deviation: Double, degreesOfFreedom: Double, count: Int?, bias: Double?
  ) {
    precondition(deviation >= 0 && degreesOfFreedom > 0, "a spread is not negative")
    self.origin = origin
    self.deviation = deviation
    self.degreesOfFreedom = degreesOfFreedom
    self.count = count
    self.bias = bias
  }

  /// A stated spread: a normal distribution of this standard deviation, on logs.
  package static func assumed(_ deviation: Double) -> CarrySpread {
    CarrySpread(
      origin: .assumption, deviation: deviation, degreesOfFreedom: .infinity, count: nil,
      bias: nil)
  }

  /// The spread of a sum of this and another error that do not depend on each other.
  ///
  /// Variances add; the degrees of freedom are those of Welch (1947) and Satterthwaite (1946). The
  /// weaker origin is the sum's.
  package func adding(_ other: CarrySpread) -> CarrySpread {
    let (a, b) = (deviation * deviation, other.deviation * other.deviation)
    let denominator = a * a / degreesOfFreedom + b * b / other.degreesOfFreedom
    let order: [Origin] = [.estimated, .proxy, .assumption]
    let weaker = order.last { $0 == origin || $0 == other.origin } ?? origin
    let counts = [count, other.count].compactMap { $0 }
    return CarrySpread(
      origin: weaker, deviation: (a + b).squareRoot(),
      degreesOfFreedom: denominator > 0 ? (a + b) * (a + b) / denominator : .infinity,
      count: counts.min(), bias: bias)
  }
}
