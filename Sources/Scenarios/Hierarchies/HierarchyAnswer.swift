package import Forecasting
internal import SeriesCore

/// Forecasts of the nodes of one hierarchy before and after they were made to add up.
package struct HierarchyAnswer: Sendable {
  package let question: HierarchyQuestion
  package let base: BaseForecasts
  package let reconciliation: Reconciliation
  /// Periods with a one-step error of every node.
  package let residualCount: Int
  /// Given totals that are not the sums of their parts.
  package let discrepancies: [NodeSeries.Discrepancy]
  package let unit: String?
  package let basis: String?
  /// Observations of each node.
  package let counts: [Int]

  /// Levels of the intervals, percent.
  package static let levels: [Double] = [50, 80, 95]

  init(_ question: HierarchyQuestion, _ run: PartRun) throws(HierarchyFailure) {
    self.question = question
    let nodes: NodeSeries
    do throws(NodeFault) {
      nodes = try NodeSeries(question.hierarchy, given: question.series.mapValues(run.known))
    } catch {
      throw .nodes(error)
    }
    discrepancies = nodes.discrepancies
    counts = nodes.series.map(\.count)
    unit = nodes.series.first?.unit?.label
    basis = nodes.series.first?.basis?.label
    guard let first = nodes.series.first, let end = first.end,
      let last = first.axis.ordinal(of: question.horizon, periodEnd: true), last > end
    else { throw .horizonPassed(question.horizon.written) }
    let forecaster = NodeForecaster(
      request: question.request, horizon: last - end, seasonLength: nil, levels: Self.levels)
    let outcome: NodeForecaster.Outcome
    do throws(NodeForecaster.Failure) {
      outcome = try forecaster.forecast(nodes.series, jobs: run.jobs, withErrors: true)
    } catch {
      throw .forecast(error)
    }
    do throws(ReconciliationError) {
      let asked = outcome.question(question.hierarchy)
      reconciliation = try asked.answer(
        by: question.method, isNonnegative: question.isNonnegative)
      residualCount = asked.covariance?.count ?? 0
    } catch {
      throw .reconciliation(error)
    }
    base = outcome.base
  }

  /// Whether an interval's lower end is cut at zero: with the bound, for nodes that take nothing off.
  package func isBounded(node: Int) -> Bool {
    question.isNonnegative && question.hierarchy.onlyAdds(node)
  }

  /// The first node at the horizon, the nodes that it was made to agree with, and on what it rests.
  var verdict: String {
    let step = base.periods.count - 1
    let unit = unit.map { SeriesUnit($0) }
    let top = reconciliation.point(node: 0, step: step)
    // All in the unit in which the first one is said.
    func short(_ value: Double) -> String {
      NumberText.shortest(
        SignificantDigits.round(PrintedAmount(value, unit, beside: top).value, to: 4))
    }
    func value(_ node: Int) -> String {
      "\(question.hierarchy.nodes[node]) \(short(reconciliation.point(node: node, step: step)))"
    }
    let label = PrintedAmount(top, unit).unit.map { " " + $0 } ?? ""
    let nodes = question.hierarchy.nodes.indices
    var text = value(0) + label + " in \(base.periods[step])"
    text += basis.map { " (\($0) basis)" } ?? ""
    text += ", beside " + nodes.dropFirst().prefix(4).map(value).joined(separator: ", ")
    if nodes.count > 5 { text += " and \(nodes.count - 5) more nodes" }
    text += "; the range to quote is that of the series' own answer"
    text += "; \(question.request.text), \(question.method.name), \(residualCount) errors a node"
    if let gap = reconciliation.incoherenceBefore {
      text +=
        "; by themselves the forecasts were up to \(short(gap))\(label) apart"
    }
    for found in discrepancies {
      text +=
        "; as published \(found.node) is not the sum of its parts in \(found.periods) of "
        + "\(found.compared) periods"
    }
    return text
  }
}
