internal import StatisticsCore

/// The ρ of greatest likelihood between bounds.
enum DisturbanceSearch {
  /// Where the likelihood is greatest.
  struct Found {
    let rho: Double
    /// Whether the likelihood still rises at the bound where ρ stands.
    let bound: Disaggregation.Bound?
  }

  /// - Parameter objective: −log-likelihood; not finite where there is none.
  ///
  /// A grid finds the hill, a golden section with parabolic steps its top, and a root of the
  /// derivative the digits that a minimum cannot give: values near it differ in their last digits
  /// while ρ still moves by 1e-8.
  static func find(in bounds: ClosedRange<Double>, _ objective: (Double) -> Double) -> Found {
    let steps = 24
    let grid = (0...steps).map {
      bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * Double($0) / Double(steps)
    }
    let heights = grid.map { objective($0) }
    let best = heights.indices.min { heights[$0] < heights[$1] } ?? 0
    let bracket = (low: grid[max(0, best - 1)], high: grid[min(steps, best + 1)])
    let inside = GoldenSection.minimum(in: bracket, tolerance: 1e-9, objective)
    let height = objective(inside)
    for (place, bound) in [(0, Disaggregation.Bound.lower), (steps, .upper)]
    where best == place && heights[place] <= height {
      return Found(rho: grid[place], bound: bound)
    }
    let room = min(inside - bounds.lowerBound, bounds.upperBound - inside)
    let step = min(1e-3, room / 4)
    let reach = min(1e-5, room / 4)
    guard step > 1e-6 else { return Found(rho: inside, bound: nil) }
    // Differences over four points: the error is of the fourth order in the step.
    func slope(_ rho: Double) -> Double {
      let near = objective(rho + step) - objective(rho - step)
      let far = objective(rho + 2 * step) - objective(rho - 2 * step)
      return (8 * near - far) / (12 * step)
    }
    let root = try? BracketedRoot.find(
      in: (low: inside - reach, high: inside + reach), tolerance: 1e-13, slope)
    return Found(rho: root ?? inside, bound: nil)
  }
}
