internal import Glibc
internal import StatisticsCore

/// The growth of a driver for which a target is reached with a wanted probability.
///
/// The relation is a function P(g) from the driver's growth rate a period to the probability, monotone
/// in g: a closed form, or a share of simulated paths that are drawn with the same random numbers at
/// every g. A share rises by steps; the answer is then the first g, up to the tolerance, at which it
/// is high enough.
///
/// Source: bracketing by `BracketedRoot` in log(1 + g).
package struct InverseDriver: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    /// The growth at which the probability is the wanted one.
    case growth(Double)
    /// Every growth of the range has at least the wanted probability.
    case always
    /// No growth of the range has the wanted probability.
    case never
  }

  package let verdict: Verdict
  /// P at the verdict's growth; nil without one.
  package let probability: Double?
  /// The range that was searched, growth rates a period as fractions.
  package let range: ClosedRange<Double>
  /// P at the lower and at the upper end of the range.
  package let probabilityAtEnds: (low: Double, high: Double)

  /// - Parameters:
  ///   - wanted: the probability to reach, in (0, 1).
  ///   - range: growth rates a period as fractions, over −1.
  ///   - tolerance: of log(1 + g).
  ///   - probability: P(g), monotone over the range, rising or falling.
  /// - Throws: `.badForm` for a probability or a range outside of these bounds, and for a P that is no
  ///   probability at the ends.
  package static func solve(
    for wanted: Double = 0.8, in range: ClosedRange<Double>, tolerance: Double = 1e-9,
    _ probability: (_ growth: Double) -> Double
  ) throws(ForecastingError) -> InverseDriver {
    guard wanted > 0, wanted < 1, range.lowerBound > -1, range.upperBound.isFinite, tolerance > 0
    else {
      throw .badForm(
        model: "inverse driver", form: "P = \(wanted), growth \(range)",
        hint: "a probability in (0, 1), growth over -1 and a positive tolerance are needed")
    }
    let (low, high) = (log1p(range.lowerBound), log1p(range.upperBound))
    let ends = (low: probability(range.lowerBound), high: probability(range.upperBound))
    guard (0...1).contains(ends.low), (0...1).contains(ends.high) else {
      throw .badForm(
        model: "inverse driver", form: "P = \(ends.low) and \(ends.high) at the ends",
        hint: "the relation must give probabilities")
    }
    func made(_ verdict: Verdict, _ probability: Double? = nil) -> InverseDriver {
      InverseDriver(
        verdict: verdict, probability: probability, range: range, probabilityAtEnds: ends)
    }
    if min(ends.low, ends.high) >= wanted { return made(.always) }
    if max(ends.low, ends.high) < wanted { return made(.never) }
    // A step of P counts where it is reached: at the wanted value f is over zero. 1 + log(1 + g) has
    // no root near zero, so that the relative width of the bracket is an absolute one.
    let shift = 1 - low
    let root: Double
    do throws(StatisticsError) {
      root =
        try BracketedRoot.find(
          in: (low + shift, high + shift), tolerance: tolerance / (high + shift)
        ) { x in
          let p = probability(expm1(min(max(x - shift, low), high)))
          return p >= wanted ? max(p - wanted, 1e-300) : p - wanted
        } - shift
    } catch {
      throw .noEstimate("the probability does not change over the range")
    }
    // The bracket's middle may lie on the low side of a step.
    let rising = ends.high > ends.low
    for move in [0, tolerance, 2 * tolerance] {
      let x = min(max(root + (rising ? move : -move), low), high)
      let p = probability(expm1(x))
      if p >= wanted { return made(.growth(expm1(x)), p) }
    }
    throw .noEstimate("the probability is not monotone in the growth")
  }

  /// A driver that grows at a constant rate from its last value.
  ///
  /// - Parameters:
  ///   - last: the last value on the observed scale.
  ///   - growth: a period, as a fraction over −1.
  ///   - logarithm: whether the driver enters as its logarithm.
  /// - Returns: steps 1 to `steps`, on the scale on which the driver enters.
  /// - Precondition: growth over −1, and a positive last value for a logarithm.
  package static func path(
    from last: Double, growth: Double, steps: Int, logarithm: Bool = false
  ) -> [Double] {
    precondition(growth > -1 && (!logarithm || last > 0), "the driver stays on its scale")
    return (1...max(1, steps)).map { h in
      let gain = Double(h) * log1p(growth)
      return logarithm ? log(last) + gain : last * exp(gain)
    }
  }

  package static func == (a: InverseDriver, b: InverseDriver) -> Bool {
    a.verdict == b.verdict && a.probability == b.probability && a.range == b.range
      && a.probabilityAtEnds == b.probabilityAtEnds
  }
}
