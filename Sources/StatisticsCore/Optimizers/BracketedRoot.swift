/// A root of a continuous function inside a bracket.
package enum BracketedRoot {
  /// Finds x in [low, high] with f(x) = 0 by the ITP method's safe cousin: secant steps (regula
  /// falsi, Illinois variant) with a bisection whenever the bracket shrinks too slowly.
  ///
  /// - Parameter tolerance: the bracket's width at which to stop, relative to the root.
  /// - Throws: `StatisticsError.notBracketed` when f has the same sign at both ends.
  ///
  /// Source: Dowell & Jarratt (1971) for the Illinois variant.
  package static func find(
    in bracket: (low: Double, high: Double), tolerance: Double = 1e-14,
    _ f: (Double) -> Double
  ) throws(StatisticsError) -> Double {
    var (a, b) = bracket
    var (fa, fb) = (f(a), f(b))
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard (fa < 0) != (fb < 0) else { throw .notBracketed(low: a, high: b) }
    var side = 0
    for iteration in 0..<400 {
      let width = abs(b - a)
      if width <= tolerance * max(abs(a), abs(b)) { break }
      var x = (fa * b - fb * a) / (fa - fb)
      if iteration % 4 == 3 || !(x > min(a, b) && x < max(a, b)) { x = a + (b - a) / 2 }
      if x == a || x == b { break }
      let fx = f(x)
      if fx == 0 { return x }
      if (fx < 0) == (fb < 0) {
        (b, fb) = (x, fx)
        if side == -1 { fa /= 2 }
        side = -1
      } else {
        (a, fa) = (x, fx)
        if side == 1 { fb /= 2 }
        side = 1
      }
    }
    return a + (b - a) / 2
  }
}
