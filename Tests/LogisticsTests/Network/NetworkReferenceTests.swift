import Glibc
import Testing
import _TestSupport

@testable import Logistics

/// Flows and prices against solvers of others, and prices against what they mean.
@Suite struct NetworkReferenceTests {
  /// 50 random networks, 20 of them with periods between which tonnes wait: the least cost, and flows and prices
  /// where these are unique, are those of HiGHS for flows by arc. Capacities are at most 25, costs 60 and values
  /// 300; HiGHS keeps to 1e-10.
  @Test func leastCostIsThatOfHiGHS() throws {
    let rows = try Repository.rows("network/least_cost.csv")
    var (flows, prices) = (0, 0)
    for (number, reference) in try ReferenceNetwork.all().enumerated() {
      let passage = try reference.passage(.leastCost)
      for row in rows where row["network"] == "\(number)" {
        let (flow, price) = (row["flow"].flatMap(Double.init), row["price"].flatMap(Double.init))
        guard row["kind"] == "link" else {
          #expect(relativeError(passage.totalCost, try #require(flow)) < 1e-9, "\(number)")
          continue
        }
        let link = try #require(row["link"].flatMap { Int($0) })
        let period = try #require(row["period"].flatMap { Int($0) })
        if let flow {
          #expect(abs(passage.flow[link][period] - flow) < 25e-9, "\(row)")
          flows += 1
        }
        if let price {
          #expect(abs(passage.price[link][period] - price) < 300e-9, "\(row)")
          prices += 1
        }
      }
    }
    #expect(flows > 400 && prices > 400)
  }

  /// The logit of 20 of them is that of a cone programme, which Clarabel solves to about 1e-6 of flows and 1e-5
  /// of prices.
  @Test func logitIsThatOfAConeProgramme() throws {
    let rows = try Repository.rows("network/logit.csv")
    let references = try ReferenceNetwork.all()
    var compared = 0
    for number in 0..<20 {
      let own = rows.filter { $0["network"] == "\(number)" }
      let weight = try #require(own.first?["weight"].flatMap { Double($0) })
      let passage = try references[number].passage(.logit(weight: weight))
      for row in own {
        let flow = try #require(row["flow"].flatMap { Double($0) })
        guard row["kind"] == "link" else {
          #expect(relativeError(passage.totalCost, flow) < 1e-8, "\(number)")
          continue
        }
        let link = try #require(row["link"].flatMap { Int($0) })
        let price = try #require(row["price"].flatMap { Double($0) })
        #expect(abs(passage.flow[link][0] - flow) < 25e-6, "\(row)")
        #expect(abs(passage.price[link][0] - price) < 1e-5 * max(100, price), "\(row)")
        if price > 1e-4 { compared += 1 }
      }
    }
    #expect(compared > 30)
  }

  /// A price is what a tonne more of capacity saves: central differences of the value, whose error is of the
  /// second order for the logit and none for the linear programme but where a basis changes between.
  @Test(arguments: [FlowChoice.leastCost, .logit(weight: 0.05)])
  func aPriceIsWhatRoomIsWorth(_ choice: FlowChoice) throws {
    let step = 1e-5
    var priced = 0
    for reference in try ReferenceNetwork.all() {
      let passage = try reference.passage(choice)
      for link in reference.ends.indices {
        for period in 0..<reference.periods {
          var values: [Double] = []
          for sign in [1.0, -1] {
            var other = reference
            other.capacities[link][period] += sign * step
            values.append(try other.passage(choice).totalCost)
          }
          let worth = (values[1] - values[0]) / (2 * step)
          let price = passage.price[link][period]
          // Values of 1e3 to 1e4 have 12 digits: the difference over 2e-5 leaves 1e-3.
          #expect(abs(worth - price) < 2e-3 + 1e-4 * price, "\(reference.ends.count) \(link)")
          if price > 0.1 { priced += 1 }
        }
      }
    }
    #expect(priced > 100)
  }

  /// However sharp, a logit is solved, and its value is between that of least cost and that less all the choice is
  /// worth, demand × ln(alternatives) / weight: of the linear programme's best flows the entropy is not positive,
  /// and at most that.
  @Test(arguments: [0.3, 3, 30, 300])
  func aSharpLogitIsNearLeastCost(_ weight: Double) throws {
    for (number, reference) in try ReferenceNetwork.all().enumerated() {
      let network = reference.network(.logit(weight: weight))
      let sharp = try reference.passage(.leastCost).totalCost
      let value = try reference.passage(.logit(weight: weight)).totalCost
      let demand = reference.demands.reduce(0) { $0 + $1.reduce(0, +) }
      let most = network.commodities.map { $0.routes.count * reference.periods + 1 }.max() ?? 1
      let choice = demand * log(Double(most)) / weight
      // The bound of a solution's gap: 1e-9 of all tonnes at the dearest cost, under 1,000.
      let gap = 1e-9 * demand * 1000
      #expect(value <= sharp + gap && value >= sharp - choice - gap, "\(number)")
    }
  }

  /// One way with room for a share b/d: θ·(value − cost − price) = ln(b/(d − b)), whatever the odds without a
  /// price. The share is right to 1e-12 of all, and odds to their sixteenth digit.
  @Test(arguments: [0.05, 1, 20], [1.0, 50, 500, 5_000])
  func aPriceOfOneWayIsInClosedForm(_ weight: Double, _ worth: Double) throws {
    for share in [0.5, 1e-4, 1 - 1e-4] {
      let odds = log(share / (1 - share)) / weight
      guard worth - odds > 0 else { continue }
      var program = FlowProgram([[[.init(row: 0)], []]], rows: 1, choice: .logit(weight: weight))
      program.demands = [40]
      program.costs = [7, 7 + worth]
      program.capacities = [40 * share]
      let solution = try LogitFlows().solve(program, weight: weight)
      let error = 1e-11 / (weight * share * (1 - share)) + 1e-13 * (7 + worth)
      #expect(abs(solution.prices[0] - (worth - odds)) < error, "\(share)")
    }
  }

  /// Where nobody can get there the search ends: 20 places each linked with each, and one with none.
  @Test func aDenseNetworkWithoutAWayIsSearched() {
    let links = (0..<20).flatMap { a in (a + 1..<20).map { (from: a, to: $0) } }
    #expect(NetworkRoutes.all(links, from: 0, to: 20).isEmpty)
    #expect(NetworkRoutes.all(links, from: 0, to: 19).count == NetworkRoutes.most + 1)
  }

  /// Ways that meet no node twice.
  @Test func routesMeetNoNodeTwice() {
    let square = [(from: 0, to: 1), (1, 2), (2, 3), (3, 0), (0, 2)]
    let routes = NetworkRoutes.all(square, from: 0, to: 2)
    #expect(Set(routes) == [[0, 1], [3, 2], [4]])
    #expect(routes.allSatisfy { NetworkRoutes.leads($0, square, from: 0, to: 2) })
    #expect(!NetworkRoutes.leads([0, 2], square, from: 0, to: 2))
    #expect(NetworkRoutes.all([(from: 0, to: 1)], from: 0, to: 2).isEmpty)
    #expect(FlowNetwork.order(after: [1, nil, 0]) == [1, 0, 2])
    #expect(FlowNetwork.order(after: [1, 0]) == nil)
  }
}
