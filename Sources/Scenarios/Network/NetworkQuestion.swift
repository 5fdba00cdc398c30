internal import Glibc
package import Logistics
package import SeriesCore

/// A network of a scenario file: where tonnes can go, what wants to go, and what is uncertain of both.
package struct NetworkQuestion: Sendable {
  package struct Node: Sendable {
    package let name: String
    /// Its place on the map, x to the right and y upward; nil without.
    package let place: (x: Double, y: Double)?
  }

  /// A capacity that one link has, or several are parts of.
  struct Source: Sendable {
    /// The name of its random numbers where no series has them.
    let name: String
    let plan: LinkPlan
    /// Of what it carried: its numbers are those of `capacity` for a link of this series.
    let series: TimeSeries?
  }

  package struct Link: Sendable {
    package let name: String
    package let from: Int
    package let to: Int
    package let part: FlowNetwork.Part
    let cost: DatedRange
    let hours: DatedRange
    /// By course, added to cost and hours.
    let costChanges: [String: Double]
    let hourChanges: [String: Double]
    let after: Int?
  }

  package struct Commodity: Sendable {
    package let name: String
    package let from: Int
    package let to: Int
    /// Tonnes of the base year.
    package let base: Double
    /// The series by which it grows; nil for growth that is stated.
    let spec: Scenario.SeriesSpec?
    let rate: Triangle?
    let value: Triangle
    let hourValue: Double
    package let routes: [[Int]]
    /// Tonnes of the base year by way; nil where all rests on cost.
    let shares: [Double]?
  }

  package let name: String
  package let unit: SeriesUnit
  package let basis: String
  package let baseYear: Int
  /// The last year.
  package let through: Int
  package let choice: FlowChoice
  package let patience: FlowNetwork.Patience
  package let reason: String
  package let nodes: [Node]
  package let links: [Link]
  let sources: [Source]
  package let commodities: [Commodity]

  /// The series that demand and capacities rest on, each once.
  var series: [TimeSeries] {
    var found: [TimeSeries] = []
    for series in commodities.compactMap(\.spec?.series) + sources.compactMap(\.series)
    where !found.contains(where: { $0.id == series.id }) {
      found.append(series)
    }
    return found
  }

  /// Rests on what the file states, or on growth that a person stated too.
  package var status: AnswerRow.Status {
    commodities.contains { $0.spec == nil } ? .assumption : .conditional
  }

  /// The unit of costs: of a tonne where flows are weights, else of one of what flows are counted in.
  package var costUnit: String {
    CapacityReader.tonnes(unit) == nil ? "USD per \(unit.label)" : "USD/t"
  }

  /// The unit of costs times flows.
  package var moneyUnit: String {
    switch CapacityReader.tonnes(unit) {
    case 1e6: "USD million"
    case 1e3: "USD thousand"
    default: "USD"
    }
  }

  /// What a way costs in the base year where nothing is off its likeliest value.
  private func usualCost(_ route: [Int], hourValue: Double) -> Double {
    route.reduce(0) { sum, link in
      sum + links[link].cost.range(at: baseYear).mode
        + hourValue * links[link].hours.range(at: baseYear).mode
    }
  }

  /// The same by way.
  func usualCosts(_ commodity: Commodity) -> [Double] {
    commodity.routes.map { usualCost($0, hourValue: commodity.hourValue) }
  }

  /// What the tonnes of the base year paid then: their mean where it is known by way, else the least.
  func usualCost(_ commodity: Commodity) -> Double {
    let costs = usualCosts(commodity)
    guard let shares = commodity.shares else { return costs.min() ?? 0 }
    let total = shares.reduce(0, +)
    return zip(shares, costs).reduce(0) { $0 + $1.0 / total * $1.1 }
  }

  /// Log odds of each way beside those of cost, with which the shares are those of the base year when
  /// nothing has changed. The mean cost stays what it is: those that stay away are asked by it.
  func logWeights(_ commodity: Commodity) -> [Double]? {
    guard case .logit(let weight) = choice, let shares = commodity.shares else { return nil }
    let total = shares.reduce(0, +)
    let mean = usualCost(commodity)
    return zip(shares, usualCosts(commodity)).map { log($0 / total) + weight * ($1 - mean) }
  }
}
