/// The minimum of a function of one variable.
package enum GoldenSection {
  /// Finds a local minimum of `f` in [low, high] by golden section with parabolic steps.
  ///
  /// - Parameter tolerance: absolute, on x.
  ///
  /// Source: Brent (1973), chapter 5.
  package static func minimum(
    in bracket: (low: Double, high: Double), tolerance: Double, _ f: (Double) -> Double
  ) -> Double {
    let golden = 0.381966011250105151795
    var (a, b) = bracket
    var x = a + golden * (b - a)
    var (w, v) = (x, x)
    var fx = f(x)
    var (fw, fv) = (fx, fx)
    var (step, before) = (0.0, 0.0)
    for _ in 0..<500 {
      let middle = 0.5 * (a + b)
      let close = tolerance + 1.5e-8 * abs(x) * 1e-3
      if abs(x - middle) <= 2 * close - 0.5 * (b - a) { break }
      var (p, q, r) = (0.0, 0.0, 0.0)
      if abs(before) > close {
        r = (x - w) * (fx - fv)
        q = (x - v) * (fx - fw)
        p = (x - v) * q - (x - w) * r
        q = 2 * (q - r)
        if q > 0 { p = -p } else { q = -q }
        r = before
        before = step
      }
      if abs(p) < abs(0.5 * q * r), p > q * (a - x), p < q * (b - x) {
        step = p / q
        let u = x + step
        if u - a < 2 * close || b - u < 2 * close { step = x < middle ? close : -close }
      } else {
        before = x < middle ? b - x : a - x
        step = golden * before
      }
      let u = x + (abs(step) >= close ? step : (step > 0 ? close : -close))
      let fu = f(u)
      if fu <= fx {
        if u < x { b = x } else { a = x }
        (v, fv) = (w, fw)
        (w, fw) = (x, fx)
        (x, fx) = (u, fu)
      } else {
        if u < x { a = u } else { b = u }
        if fu <= fw || w == x {
          (v, fv) = (w, fw)
          (w, fw) = (u, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return x
  }
}
