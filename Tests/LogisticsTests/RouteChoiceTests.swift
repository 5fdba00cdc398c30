import Foundation
import Logistics
import Testing
import _TestSupport

/// Logit shares under capacity: Karush–Kuhn–Tucker conditions and closed forms.
@Suite struct RouteChoiceTests {
  typealias Route = RouteChoice.Route
  typealias Market = RouteChoice.Market

  /// Without bounds shares are e^V over their sum.
  @Test func withoutBoundsSharesAreLogit() throws {
    let choice = RouteChoice(
      routes: [Route(name: "a", capacity: nil), Route(name: "b", capacity: nil)],
      markets: [Market(name: "m", demand: 10, utilities: [0, log(3)])])
    let solution = try choice.solve()
    #expect(relativeError(solution.flows[0][0], 2.5) < 1e-14)
    #expect(solution.prices == [0, 0])
  }

  /// One market, a full route: it carries its capacity, and its price is what makes the others carry
  /// the rest: λ = V_b + ln((D − c)/c) ... in closed form.
  @Test func aFullRouteHasThePriceThatEmptiesIt() throws {
    let choice = RouteChoice(
      routes: [Route(name: "a", capacity: 4), Route(name: "b", capacity: nil)],
      markets: [Market(name: "m", demand: 10, utilities: [1, 0])])
    let solution = try choice.solve()
    #expect(relativeError(solution.flows[0][0], 4) < 1e-10)
    #expect(relativeError(solution.prices[0], 1 - log(4.0 / 6)) < 1e-9)
    #expect(solution.prices[1] == 0)
  }

  /// Random networks: capacity holds, prices are not negative, and only full routes have one.
  @Test(arguments: 0..<60)
  func conditionsHold(_ seed: Int) throws {
    var random = SeededNumbers(UInt64(seed))
    func share() -> Double { (random.symmetric() + 1) / 2 }
    let routes = (0..<(2 + seed % 5)).map { index in
      // The first has no bound, so that every market has a way.
      Route(name: "r\(index)", capacity: index == 0 ? nil : 1 + 9 * share())
    }
    let markets = (0..<(1 + seed % 4)).map { index in
      Market(
        name: "m\(index)", demand: 30 * share(),
        utilities: routes.indices.map { route in
          route > 0 && share() < 0.3 ? nil : 4 * share() - 2
        })
    }
    let solution = try RouteChoice(routes: routes, markets: markets).solve()
    let demand = markets.reduce(0) { $0 + $1.demand }
    for (m, market) in markets.enumerated() {
      #expect(relativeError(solution.flows[m].reduce(0, +), market.demand) < 1e-12)
      // Logit in prices: ln of the ratio of two flows is the difference of what is left of utility.
      for i in routes.indices {
        guard let a = market.utilities[i], let b = market.utilities[0] else {
          #expect(solution.flows[m][i] == 0)
          continue
        }
        let ratio = log(solution.flows[m][i] / solution.flows[m][0])
        let left: Double = a - solution.prices[i] - b
        #expect(abs(ratio - left) < 1e-9)
      }
    }
    for (i, route) in routes.enumerated() {
      guard let capacity = route.capacity else {
        #expect(solution.prices[i] == 0)
        continue
      }
      let spare = capacity - solution.total(i)
      #expect(spare >= -1e-8 * demand && solution.prices[i] >= 0)
      #expect(abs(solution.prices[i] * spare) <= 1e-8 * demand)
    }
  }

  /// Bilateral tonnes cannot choose a route that transit can.
  @Test func marketsStayApart() throws {
    let choice = RouteChoice(
      routes: [Route(name: "north", capacity: 20), Route(name: "caspian", capacity: 6)],
      markets: [
        Market(name: "bilateral", demand: 12, utilities: [0, nil]),
        Market(name: "transit", demand: 10, utilities: [0, -2]),
      ])
    let solution = try choice.solve()
    #expect(solution.flows[0] == [12, 0])
    #expect(relativeError(solution.flows[1][0], 8) < 1e-9)
    #expect(solution.prices[0] > 0 && solution.prices[1] == 0)
  }

  @Test func demandWithoutAWayIsRefused() {
    let choice = RouteChoice(
      routes: [Route(name: "a", capacity: 4), Route(name: "b", capacity: nil)],
      markets: [
        Market(name: "m", demand: 5, utilities: [0, nil]),
        Market(name: "n", demand: 1, utilities: [0, 0]),
      ])
    #expect(throws: LogisticsError.overloaded(demand: 5, capacity: 4)) { try choice.solve() }
  }
}
