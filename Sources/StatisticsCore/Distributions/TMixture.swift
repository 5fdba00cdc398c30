internal import Glibc

/// A finite mixture of shifted and scaled Student t distributions.
///
/// One component is a plain t (or, with ν = ∞, a normal); a component of scale 0 is a point. This
/// covers every closed-form predictive distribution here.
public struct TMixture: Sendable, Equatable {
  /// One t distribution with its weight: location + scale · T(ν).
  public struct Component: Sendable, Equatable {
    /// Positive; the weights of a mixture are scaled to sum to one.
    public var weight: Double
    /// The median of the component, and the point itself at scale 0.
    public var location: Double
    /// Not negative.
    public var scale: Double
    /// ν, positive; infinity for a normal.
    public var degreesOfFreedom: Double

    /// A component; ranges are those of its properties and are not checked.
    public init(weight: Double = 1, location: Double, scale: Double, degreesOfFreedom: Double) {
      self.weight = weight
      self.location = location
      self.scale = scale
      self.degreesOfFreedom = degreesOfFreedom
    }

    func cumulative(_ x: Double) -> Double {
      guard scale > 0 else { return x >= location ? 1 : 0 }
      return StudentT.cumulative((x - location) / scale, degreesOfFreedom: degreesOfFreedom)
    }

    /// P(X ≥ x): at a point mass it counts the point.
    func atLeast(_ x: Double) -> Double {
      guard scale > 0 else { return location >= x ? 1 : 0 }
      return StudentT.upperTail((x - location) / scale, degreesOfFreedom: degreesOfFreedom)
    }

    func quantile(_ p: Double) -> Double {
      scale > 0
        ? location + scale * StudentT.quantile(p, degreesOfFreedom: degreesOfFreedom) : location
    }
  }

  /// The components in the order given, with weights that sum to 1.
  public let components: [Component]

  /// - Precondition: at least one component, weights positive.
  public init(_ components: [Component]) {
    let total = components.reduce(0) { $0 + $1.weight }
    precondition(total > 0, "a mixture needs a positive weight")
    self.components = components.map {
      var scaled = $0
      scaled.weight /= total
      return scaled
    }
  }

  /// A single t distribution; a point at scale 0, a normal at ν = ∞.
  public init(location: Double, scale: Double, degreesOfFreedom: Double) {
    self.init([Component(location: location, scale: scale, degreesOfFreedom: degreesOfFreedom)])
  }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double {
    components.reduce(0) { $0 + $1.weight * $1.cumulative(x) }
  }

  /// P(X ≥ x).
  public func atLeast(_ x: Double) -> Double {
    components.reduce(0) { $0 + $1.weight * $1.atLeast(x) }
  }

  /// The p-quantile, for p in (0, 1): the least x with P(X ≤ x) ≥ p.
  ///
  /// A mixture's quantile lies between the least and the greatest of its components' quantiles;
  /// between them the distribution function is solved to the last digits.
  public func quantile(_ p: Double) -> Double {
    quantile(p, between: components.map { $0.quantile(p) })
  }

  /// The p-quantile, given those of the components.
  func quantile(_ p: Double, between ends: [Double]) -> Double {
    guard let low = ends.min(), let high = ends.max() else { return .nan }
    if components.count == 1 || low == high { return low }
    do throws(StatisticsError) {
      let root = try BracketedRoot.find(in: (low, high), tolerance: 1e-13) { cumulative($0) - p }
      // Where the distribution function jumps over p the root closes in on a point: it is the point.
      let point = components.first {
        $0.scale == 0 && abs($0.location - root) <= 1e-12 * abs(root)
      }
      return point?.location ?? root
    } catch {
      // No change of sign: the distribution function jumps over p at an end of the bracket.
      return cumulative(low) >= p ? low : high
    }
  }

  /// The 0.5-quantile.
  public var median: Double { quantile(0.5) }

  /// Σ w·location; nil when a component has no mean (ν ≤ 1 with a positive scale).
  public var mean: Double? {
    guard components.allSatisfy({ $0.scale == 0 || $0.degreesOfFreedom > 1 }) else { return nil }
    return components.reduce(0) { $0 + $1.weight * $1.location }
  }

  /// E exp(X); it exists only when every component is normal or a point.
  public var exponentialMean: Double? {
    guard components.allSatisfy({ $0.scale == 0 || $0.degreesOfFreedom == .infinity }) else {
      return nil
    }
    return components.reduce(0) {
      $0 + $1.weight * exp($1.location + 0.5 * $1.scale * $1.scale)
    }
  }
}
