/// Demand against what a link can carry.
package struct CapacityChart: Chart {
  /// Demand of one period: the median and an interval of 80 %.
  package struct Demand: Sendable, Equatable {
    package let index: Int
    package let median: Double
    package let low80, high80: Double?

    package init(index: Int, median: Double, low80: Double? = nil, high80: Double? = nil) {
      (self.index, self.median, self.low80, self.high80) = (index, median, low80, high80)
    }
  }

  package let title, description: String
  let periods: [String]
  let unit: ChartUnit
  let demand: [Demand]
  let capacity, carried: [PeriodValue]
  let openings: [PeriodNote]

  /// - Parameters:
  ///   - capacity: What can be carried; drawn as steps.
  ///   - openings: The steps of capacity by name, at the period in which they open.
  ///   - carried: What is carried at the median; what is left of demand is shaded.
  package init(
    title: String, description: String = "", periods: [String], unit: ChartUnit,
    demand: [Demand], capacity: [PeriodValue], openings: [PeriodNote] = [],
    carried: [PeriodValue] = []
  ) {
    (self.title, self.description) = (title, description)
    (self.periods, self.unit, self.demand) = (periods, unit, demand)
    (self.capacity, self.openings, self.carried) = (capacity, openings, carried)
  }

  package func picture(named name: String) -> Picture {
    let median = demand.map { PeriodValue($0.index, $0.median) }
    let names: [(values: [PeriodValue], name: String, color: Palette.Role)] = [
      (median, "demand", .blue), (capacity, "capacity", .red), (carried, "carried", .green),
    ].filter { !$0.0.isEmpty }
    var request = PeriodPlot.Request(
      periods: periods,
      values: [0] + demand.flatMap { [$0.median, $0.low80 ?? $0.median, $0.high80 ?? $0.median] }
        + (capacity + carried).map(\.value), unit: unit)
    request.endLabels = names.map(\.name)
    var plot = PeriodPlot(request)
    plot.drawBand(
      lower: demand.compactMap { step in step.low80.map { PeriodValue(step.index, $0) } },
      upper: demand.compactMap { step in step.high80.map { PeriodValue(step.index, $0) } }, .blue)
    drawSuppressed(&plot)
    drawSteps(&plot)
    plot.drawLine(median, "line", .blue)
    plot.drawLine(carried, "line dashed", .green)
    for opening in openings { drawOpening(opening, &plot) }
    for (index, period) in periods.enumerated() {
      let words = names.compactMap { series in
        series.values.first { $0.index == index }.map { "\(series.name) \(plot.text($0.value))" }
      }
      if !words.isEmpty { plot.drawHover(index, "\(period): \(words.joined(separator: ", "))") }
    }
    plot.drawEnds(
      names.compactMap { series in
        series.values.max { $0.index < $1.index }.map {
          PeriodPlot.EndLabel(text: series.name, role: .label, color: series.color, value: $0.value)
        }
      })
    plot.drawPeriods()
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  /// Demand that finds no room: from what is carried up to the median of demand.
  private func drawSuppressed(_ plot: inout PeriodPlot) {
    let carriedAt = Dictionary(
      carried.map { ($0.index, $0.value) }, uniquingKeysWith: { first, _ in first })
    let lower = demand.compactMap { step in
      carriedAt[step.index].map { PeriodValue(step.index, min($0, step.median)) }
    }
    guard demand.contains(where: { ($0.median - (carriedAt[$0.index] ?? .infinity)) > 0 })
    else { return }
    plot.drawBand(
      lower: lower, upper: demand.map { PeriodValue($0.index, $0.median) }, .red)
    // Its name stands inside, where the room is high enough.
    for low in lower.reversed() {
      guard let high = demand.first(where: { $0.index == low.index })?.median,
        let bottom = plot.spot(low.index, low.value), let top = plot.spot(low.index, high),
        bottom.y - top.y > 28
      else { continue }
      plot.canvas.text(
        "suppressed", .tick, .red, at: TextPlace(bottom.x - 4, (bottom.y + top.y) / 2 + 8, .end))
      return
    }
  }

  /// A step begins with its period: the line turns half a period before its middle.
  private func drawSteps(_ plot: inout PeriodPlot) {
    let half = plot.x.step / 2
    for run in plot.runs(capacity) {
      let spots = run.compactMap { plot.spot($0.index, $0.value) }
      guard let first = spots.first, let last = spots.last else { continue }
      var corners = [Spot(x: max(plot.area.x, first.x - half), y: first.y)]
      for (spot, next) in zip(spots, spots.dropFirst()) {
        corners += [Spot(x: next.x - half, y: spot.y), Spot(x: next.x - half, y: next.y)]
      }
      corners.append(Spot(x: min(plot.area.maxX, last.x + half), y: last.y))
      plot.canvas.polyline(corners, "line red", isClipped: true)
    }
  }

  /// Where a step opens, with its name and its period: beyond the mark, since nothing opened before it.
  private func drawOpening(_ opening: PeriodNote, _ plot: inout PeriodPlot) {
    guard let value = capacity.first(where: { $0.index == opening.index }),
      let spot = plot.spot(opening.index, value.value)
    else { return }
    let corner = Spot(x: max(plot.area.x, spot.x - plot.x.step / 2), y: spot.y)
    let words = opening.text + (plot.periodText(opening.index).map { ", " + $0 } ?? "")
    plot.canvas.circle(corner, radius: 4.5, "open red", title: words)
    let room = max(plot.area.maxX - corner.x - 6, 90)
    let lines = TextWidth.lines(words, .tick, width: room, most: 2)
    let height = TextRole.tick.lineHeight
    // Behind the mark, over the line or under it; before the mark only where there is no room.
    let tops = [-10.0, -28, -46, -64].map { $0 - Double(lines.count - 1) * height } + [24, 42]
    for (x, anchor) in [(corner.x + 4, TextPlace.Anchor.start), (corner.x - 7, .end)] {
      for top in tops {
        var trial = plot.canvas
        let areDrawn = lines.enumerated().allSatisfy { row, line in
          trial.text(
            line, .tick, .red, at: TextPlace(x, corner.y + top + Double(row) * height, anchor),
            full: words)
        }
        guard areDrawn else { continue }
        plot.canvas = trial
        return
      }
    }
  }
}
