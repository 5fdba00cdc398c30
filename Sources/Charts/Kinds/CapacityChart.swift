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
    let isCarried = allIsCarried
    let names: [(values: [PeriodValue], name: String, color: Palette.Role)] = [
      (median, isCarried ? "demand, all\u{A0}carried" : "demand", .blue),
      (capacity, "capacity", .red), (isCarried ? [] : carried, "carried", .green),
    ].filter { !$0.0.isEmpty }
    var request = PeriodPlot.Request(periods: periods, values: enclosed, unit: unit)
    request.endLabels = names.map(\.name)
    var plot = PeriodPlot(request)
    plot.drawBand(
      lower: demand.compactMap { step in step.low80.map { PeriodValue(step.index, $0) } },
      upper: demand.compactMap { step in step.high80.map { PeriodValue(step.index, $0) } }, .blue)
    drawSuppressed(&plot)
    drawSteps(&plot)
    plot.drawLine(median, "line", .blue)
    if !isCarried { plot.drawLine(carried, "line dashed", .green) }
    for opening in openings { drawOpening(opening, &plot) }
    drawHovers(&plot)
    var ends = names.compactMap { series in
      series.values.max { $0.index < $1.index }.map {
        PeriodPlot.EndLabel(text: series.name, role: .label, color: series.color, value: $0.value)
      }
    }
    // The band's edge lies beyond the picture.
    if let high = demand.last?.high80, high > plot.y.high {
      ends.append(
        PeriodPlot.EndLabel(
          text: "80\u{A0}%\u{A0}↑", role: .tick, color: .blue, value: plot.y.high))
    }
    plot.drawEnds(ends)
    plot.drawPeriods()
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  /// The lines, and as much of the band as does not flatten them.
  private var enclosed: [Double] {
    let lines = (demand.map(\.median) + (capacity + carried).map(\.value)).filter(
      ValueScale.isShown)
    let outer = demand.flatMap { [$0.low80, $0.high80] }.compactMap { $0 }
    guard let low = lines.min(), let high = lines.max() else { return [0] + outer }
    let most = Self.widest * max(abs(low), abs(high))
    return [0] + lines + outer.map { min(max($0, -most), most) }
  }

  /// How far the band is shown, in the greatest of what the lines show.
  private static let widest = 1.5

  /// Whether what is carried is demand to within the width of the lines.
  private var allIsCarried: Bool {
    let high = (demand.map(\.median) + capacity.map(\.value)).filter(ValueScale.isShown).max() ?? 0
    let wanted = Dictionary(
      demand.map { ($0.index, $0.median) }, uniquingKeysWith: { first, _ in first })
    return !carried.isEmpty
      && carried.allSatisfy { value in
        wanted[value.index].map { abs($0 - value.value) <= 0.01 * high } ?? false
      }
  }

  private func drawHovers(_ plot: inout PeriodPlot) {
    let series = [
      ("demand", demand.map { PeriodValue($0.index, $0.median) }), ("capacity", capacity),
      ("carried", carried),
    ]
    for (index, period) in periods.enumerated() {
      let words = series.compactMap { name, values in
        values.first { $0.index == index }.map { "\(name) \(plot.text($0.value))" }
      }
      if !words.isEmpty { plot.drawHover(index, "\(period): \(words.joined(separator: ", "))") }
    }
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

  /// The period in which a step opens, with its name, where no line goes through it.
  private func drawOpening(_ opening: PeriodNote, _ plot: inout PeriodPlot) {
    guard let value = capacity.first(where: { $0.index == opening.index }),
      let spot = plot.spot(opening.index, value.value)
    else { return }
    let words = opening.text + (plot.periodText(opening.index).map { ", " + $0 } ?? "")
    plot.canvas.circle(spot, radius: 4.5, "open red", title: words)
    let room = max(plot.area.maxX - spot.x - 6, 90)
    let lines = TextWidth.lines(words, .tick, width: room, most: 2)
    let height = TextRole.tick.lineHeight
    let last = Double(lines.count - 1) * height
    let tops =
      stride(from: -12.0, through: -108, by: -12).map { $0 - last }
      + stride(from: 26.0, through: 98, by: 12)
    // Behind the mark, before it only where there is no room.
    let places = [(4.0, TextPlace.Anchor.start), (-7, .end)].flatMap { shift, anchor in
      tops.map { TextPlace(spot.x + shift, spot.y + $0, anchor) }
    }
    guard let place = plot.canvas.freest(of: places, lines, .tick) else { return }
    for (row, line) in lines.enumerated() {
      plot.canvas.text(
        line, .tick, .red,
        at: TextPlace(place.at.x, place.at.y + Double(row) * height, place.anchor), full: words)
    }
    // A name that stands apart is tied to its mark.
    let (above, below) = (place.at.y + last + 4, place.at.y - 0.9 * TextRole.tick.size)
    if above < spot.y - 18 {
      plot.canvas.line(Spot(x: spot.x, y: above), Spot(x: spot.x, y: spot.y - 5), "rule red")
    } else if below > spot.y + 18 {
      plot.canvas.line(Spot(x: spot.x, y: spot.y + 5), Spot(x: spot.x, y: below), "rule red")
    }
  }
}
