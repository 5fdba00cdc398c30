internal import Glibc
internal import LinearAlgebra

// Market m sends D_m tonnes over its routes by logit: the share of route i is e^(V_mi − λ_i) over the
// sum of these, with a price λ_i ≥ 0 on a full route's capacity, in units of utility. Prices solve
//
//   min over λ ≥ 0 of  Σ_m D_m · ln Σ_i e^(V_mi − λ_i)  +  Σ_i c_i · λ_i
//
// whose gradient is spare capacity, so that at the minimum no route carries more than it can and only
// full routes have a price: λ_i · (c_i − f_i) = 0. The function is convex; Newton's method on the
// prices that are not held at zero, with a line search, gets there in a few steps.
//
// Source: McFadden (1974) for the shares; Erlander & Stewart (1990) for logit under capacity;
// Bertsekas (1982) for Newton's method under bounds.

/// Splits the traffic of markets between routes whose capacities they share.
public struct RouteChoice: Sendable {
  /// A way to go.
  public struct Route: Sendable, Equatable {
    /// The name of the route, for reports.
    public let name: String
    /// The most it can carry a period; nil for no bound.
    public let capacity: Double?

    /// A route; capacity in tonnes a period, nil for no bound.
    public init(name: String, capacity: Double?) {
      self.name = name
      self.capacity = capacity
    }
  }

  /// Traffic that chooses between some of the routes.
  public struct Market: Sendable, Equatable {
    /// The name of the market, for reports.
    public let name: String
    /// Tonnes a period, not negative.
    public let demand: Double
    /// Utility by route; nil where the market cannot use it: bilateral tonnes do not choose a route
    /// that bypasses their country.
    public let utilities: [Double?]

    /// A market with a utility for each route, nil where it cannot go; not validated here.
    public init(name: String, demand: Double, utilities: [Double?]) {
      self.name = name
      self.demand = demand
      self.utilities = utilities
    }
  }

  /// Flows and prices at which no route carries more than its capacity, but for `gap`.
  public struct Solution: Sendable {
    /// Flows by market, then route, in the unit of demand.
    public let flows: [[Double]]
    /// The price of each route's capacity in units of utility, 0 unless it is full.
    public let prices: [Double]
    /// max over routes of |λ·spare| and of what exceeds capacity, as shares of total demand.
    public let gap: Double

    /// What a route carries.
    public func total(_ route: Int) -> Double { flows.reduce(0) { $0 + $1[route] } }
  }

  /// The routes, in the order of utilities, flows and prices.
  public let routes: [Route]
  /// The markets, in the order of flows.
  public let markets: [Market]

  /// Every union of the markets' sets of routes is looked at: 2¹⁶ at most.
  package static let mostRoutes = 16

  /// - Precondition: each market has a utility a route.
  public init(routes: [Route], markets: [Market]) {
    precondition(
      markets.allSatisfy { $0.utilities.count == routes.count && $0.demand >= 0 },
      "a utility a route and no negative demand")
    self.routes = routes
    self.markets = markets
  }

  /// Flows and prices.
  ///
  /// - Throws: `LogisticsError.overloaded` when markets have no way past full routes,
  ///   `.tooManyRoutes` for more than 16, `.didNotConverge`.
  public func solve() throws(LogisticsError) -> Solution {
    try requireCapacity()
    let bounded = routes.indices.filter { routes[$0].capacity != nil }
    let total = max(markets.reduce(0) { $0 + $1.demand }, .leastNormalMagnitude)
    var prices = [Double](repeating: 0, count: routes.count)
    var value = objective(prices)
    for _ in 0..<200 {
      let flows = flows(prices)
      let spare = bounded.map { i in
        (routes[i].capacity ?? 0) - flows.reduce(0) { $0 + $1[i] }
      }
      let gap = gap(bounded, spare, prices) / total
      if gap <= 1e-12 { return Solution(flows: flows, prices: prices, gap: gap) }
      // Prices at zero whose routes have room stay there.
      let free = bounded.indices.filter { prices[bounded[$0]] > 0 || spare[$0] < 0 }
      let step = newton(free.map { bounded[$0] }, flows, free.map { spare[$0] })
      var length = 1.0
      var isBetter = false
      for _ in 0..<60 {
        var next = prices
        for (k, place) in free.enumerated() {
          next[bounded[place]] = max(0, prices[bounded[place]] + length * step[k])
        }
        let reached = objective(next)
        if reached < value || (length == 1 && reached <= value + abs(value) * 1e-15) {
          isBetter = next != prices
          (prices, value) = (next, min(value, reached))
          break
        }
        length /= 2
      }
      guard isBetter else {
        // Nothing is left to gain in double precision.
        guard gap <= 1e-8 else { throw .didNotConverge(iterations: 200, gap: gap) }
        return Solution(flows: flows, prices: prices, gap: gap)
      }
    }
    let flows = flows(prices)
    let spare = bounded.map { i in (routes[i].capacity ?? 0) - flows.reduce(0) { $0 + $1[i] } }
    let gap = gap(bounded, spare, prices) / total
    guard gap <= 1e-8 else { throw .didNotConverge(iterations: 200, gap: gap) }
    return Solution(flows: flows, prices: prices, gap: gap)
  }

  private func gap(_ bounded: [Int], _ spare: [Double], _ prices: [Double]) -> Double {
    zip(bounded, spare).reduce(0) { most, pair in
      max(most, abs(prices[pair.0] * pair.1), -pair.1)
    }
  }

  /// Refuses sets of routes that markets cannot leave and that carry less than those markets send.
  ///
  /// It is enough to look at unions of the markets' route sets (Hall's condition).
  private func requireCapacity() throws(LogisticsError) {
    guard routes.count <= Self.mostRoutes else {
      throw .tooManyRoutes(routes.count, most: Self.mostRoutes)
    }
    let sets = markets.map { market in
      routes.indices.reduce(UInt64(0)) { $0 | (market.utilities[$1] == nil ? 0 : 1 << UInt64($1)) }
    }
    func check(_ open: UInt64) throws(LogisticsError) {
      let demand = zip(markets, sets).reduce(0) { $0 + ($1.1 & ~open == 0 ? $1.0.demand : 0) }
      let places = routes.indices.filter { open >> UInt64($0) & 1 == 1 }
      guard places.allSatisfy({ routes[$0].capacity != nil }) else { return }
      let capacity = places.reduce(0) { $0 + (routes[$1].capacity ?? 0) }
      if demand > capacity || (demand == capacity && demand > 0) {
        throw .overloaded(demand: demand, capacity: capacity)
      }
    }
    var unions: Set<UInt64> = []
    for set in sets where !unions.contains(set) {
      for union in unions { unions.insert(union | set) }
      unions.insert(set)
    }
    // In the order of their bits: which set is named must not depend on the order of a hashed one.
    for union in unions.sorted() { try check(union) }
  }

  private func objective(_ prices: [Double]) -> Double {
    var sum = 0.0
    for market in markets where market.demand > 0 {
      let values = routes.indices.compactMap { i in market.utilities[i].map { $0 - prices[i] } }
      let top = values.max() ?? 0
      sum += market.demand * (top + log(values.reduce(0) { $0 + exp($1 - top) }))
    }
    for (i, route) in routes.enumerated() { sum += (route.capacity ?? 0) * prices[i] }
    return sum
  }

  private func flows(_ prices: [Double]) -> [[Double]] {
    markets.map { market in
      let values = routes.indices.map { i in market.utilities[i].map { $0 - prices[i] } }
      let top = values.compactMap(\.self).max() ?? 0
      let weights = values.map { $0.map { exp($0 - top) } ?? 0 }
      let total = weights.reduce(0, +)
      return weights.map { total > 0 ? market.demand * $0 / total : 0 }
    }
  }

  /// −H⁻¹·gradient for the prices that move; H = Σ_m D_m·(diag(p) − p·pᵀ).
  private func newton(_ places: [Int], _ flows: [[Double]], _ spare: [Double]) -> [Double] {
    let n = places.count
    var hessian = Matrix(rows: n, columns: n)
    for (market, flow) in zip(markets, flows) where market.demand > 0 {
      for a in 0..<n {
        for b in 0..<n {
          let cross = flow[places[a]] * flow[places[b]] / market.demand
          hessian[a, b] += (a == b ? flow[places[a]] : 0) - cross
        }
      }
    }
    // A market that can hardly leave its routes makes the prices nearly undetermined together.
    let largest = (0..<n).reduce(0) { max($0, hessian[$1, $1]) }
    for a in 0..<n { hessian[a, a] += max(largest * 1e-12, .leastNormalMagnitude) }
    if let factor = try? Cholesky(hessian),
      let right = try? Matrix(rows: n, columns: 1, columnMajor: spare.map { -$0 }),
      let step = try? factor.solve(right)
    {
      return (0..<n).map { step[$0, 0] }
    }
    return spare.map { -$0 / max(largest, .leastNormalMagnitude) }
  }
}
