/// What was observed, and the forecast as intervals of 50, 80 and 95 %, with what it is held
/// against.
package struct FanChart: Chart {
  /// The forecast of one period.
  package struct Step: Sendable, Equatable {
    package let index: Int
    package let median: Double
    package let low50, high50, low80, high80, low95, high95: Double

    package init(
      index: Int, median: Double, low50: Double, high50: Double, low80: Double, high80: Double,
      low95: Double, high95: Double
    ) {
      (self.index, self.median) = (index, median)
      (self.low50, self.high50) = (low50, high50)
      (self.low80, self.high80) = (low80, high80)
      (self.low95, self.high95) = (low95, high95)
    }

    fileprivate var isShown: Bool {
      [median, low50, high50, low80, high80, low95, high95].allSatisfy(ValueScale.isShown)
    }
  }

  /// A level to reach.
  package struct Target: Sendable, Equatable {
    package let level: Double
    /// Words beside its line; the level with its unit when empty.
    package let label: String
    /// The periods by which it is to be reached.
    package let deadlines: [Int]

    package init(level: Double, label: String = "", deadlines: [Int] = []) {
      (self.level, self.label, self.deadlines) = (level, label, Set(deadlines).sorted())
    }

    /// A level that no period is named for, with what it is: `all done: 45`.
    package init(level: Double, note: String) {
      self.init(level: level, label: "\(note): \(AxisText.value(level))")
    }
  }

  /// What is known of a period that is not over.
  package struct Evidence: Sendable, Equatable {
    package let index: Int
    package let value, low, high: Double
    /// Words beside its mark.
    package let label: String

    package init(index: Int, value: Double, low: Double, high: Double, label: String = "") {
      (self.index, self.value, self.low, self.high) = (index, value, low, high)
      self.label = label
    }
  }

  package let title, description: String
  let periods: [String]
  let unit: ChartUnit
  let observed: [PeriodValue]
  let fan: [Step]
  let target: Target?
  let evidence: Evidence?
  let breaks: [PeriodNote]
  let hitting: [PeriodValue]
  let isLogarithmic: Bool

  /// - Parameters:
  ///   - periods: The labels of all periods, observed and forecast; indices count from 0.
  ///   - breaks: Where what was measured changed, with a note.
  ///   - hitting: Probabilities that the target was reached by a period or before, in a strip below.
  ///   - isLogarithmic: Equal growth is equal height; only where all values are above nought.
  package init(
    title: String, description: String = "", periods: [String], unit: ChartUnit,
    observed: [PeriodValue], fan: [Step], target: Target? = nil, evidence: Evidence? = nil,
    breaks: [PeriodNote] = [], hitting: [PeriodValue] = [], isLogarithmic: Bool = false
  ) {
    (self.title, self.description) = (title, description)
    (self.periods, self.unit, self.observed) = (periods, unit, observed)
    self.fan = fan.filter(\.isShown).sorted { $0.index < $1.index }
    (self.target, self.evidence, self.breaks) = (target, evidence, breaks)
    (self.hitting, self.isLogarithmic) = (hitting, isLogarithmic)
  }

  package func picture(named name: String) -> Picture {
    var plot = PeriodPlot(request)
    drawBands(&plot)
    for note in breaks { plot.drawRule(note, "thin dotted", .muted) }
    for deadline in deadlines { plot.drawRule(PeriodNote(deadline, ""), "thin dotted", .red) }
    plot.drawLine(observed, "thin", .ink, isObserved: true)
    plot.drawLine(joined { $0.median }, "line", .blue)
    plot.drawPoints(observed, "fill", .ink)
    let observedAt = Set(observed.map(\.index))
    for step in fan where !observedAt.contains(step.index) {
      plot.drawHover(step.index, words(step, plot))
    }
    drawEvidence(&plot)
    drawTarget(&plot)
    plot.drawEnds(endLabels(plot))
    HittingStrip(values: hitting, deadlines: deadlines).draw(in: &plot)
    plot.drawPeriods(ends: observed.map(\.index).max().map { [$0] } ?? [])
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private var deadlines: [Int] { target?.deadlines ?? [] }

  private var request: PeriodPlot.Request {
    var request = PeriodPlot.Request(periods: periods, values: enclosed, unit: unit)
    request.spacing = isLogarithmic ? .logarithmic : .linear
    request.below = hitting.isEmpty ? 0 : HittingStrip.height
    request.leftLabels = hitting.isEmpty ? [] : HittingStrip.scale
    request.marked = deadlines
    let beyond = (outer.isEmpty ? "80, 95" : "95") + "\u{A0}%\u{A0}↑"
    request.endLabels = fan.isEmpty ? [] : [beyond, fan.last.map(medianText) ?? ""]
    return request
  }

  /// What the picture shows in any case.
  private var inner: [Double] {
    var values = observed.map(\.value) + fan.flatMap { [$0.median, $0.low50, $0.high50] }
    if let target { values.append(target.level) }
    if let evidence { values += [evidence.value, evidence.low, evidence.high] }
    return values.filter(ValueScale.isShown)
  }

  /// The ends of the band of 80 %, unless they are absurd beside all the rest.
  private var outer: [Double] {
    let most = Self.widest * (inner.map(abs).max() ?? 0)
    let outer = fan.flatMap { [$0.low80, $0.high80] }
    return outer.allSatisfy { abs($0) <= most } ? outer : []
  }

  /// The band of 80 % is shown to its end; that of 95 % may run out of the picture, or it would flatten
  /// what lies within.
  private var enclosed: [Double] {
    var values = inner
    guard let low = values.min(), let high = values.max() else { return [] }
    values += outer
    let (least, greatest) = (values.min() ?? low, values.max() ?? high)
    // As the widest inner band: the 80 % of one that is normal has room in a half of it.
    let room = (fan.map { $0.high50 - $0.low50 }.max() ?? 0) * 0.55
    values += fan.map { max(min($0.low80, $0.low95), min(least, low - room)) }
    values += fan.map { min(max($0.high80, $0.high95), max(greatest, high + room)) }
    if isLogarithmic { return low > 0 ? values.filter { $0 >= low / 2 } : values }
    // Nought is shown when it is near, and amounts that never fall below it stay above.
    if low >= 0 {
      values = values.map { max($0, 0) }
      if low < high * 0.4 { values.append(0) }
    }
    return values
  }

  /// How far the band of 80 % may reach, in the greatest of what matters more.
  private static let widest = 3.0

  /// The forecast goes on from the last observed period when that is its neighbour.
  private func joined(_ part: (Step) -> Double) -> [PeriodValue] {
    let steps = fan.map { PeriodValue($0.index, part($0)) }
    guard let first = fan.first, let last = observed.last(where: { $0.index == first.index - 1 })
    else { return steps }
    return [last] + steps
  }

  private func drawBands(_ plot: inout PeriodPlot) {
    let bands: [((Step) -> Double, (Step) -> Double)] = [
      ({ $0.low95 }, { $0.high95 }), ({ $0.low80 }, { $0.high80 }), ({ $0.low50 }, { $0.high50 }),
    ]
    for (low, high) in bands {
      plot.drawBand(lower: joined(low), upper: joined(high), .blue)
    }
  }

  private func drawTarget(_ plot: inout PeriodPlot) {
    guard let target, let y = plot.y.place(target.level) else { return }
    let area = plot.area
    let words = target.label.isEmpty ? plot.text(target.level) : target.label
    plot.canvas.line(
      Spot(x: area.x, y: y), Spot(x: area.maxX, y: y), "thin dashed red", title: words,
      isObstacle: true)
    for deadline in deadlines {
      guard let spot = plot.spot(deadline, target.level) else { continue }
      plot.canvas.circle(
        spot, radius: 4.5, "open red",
        title: "\(words), \(plot.periodText(deadline) ?? "")")
    }
    let places = [y - 6, y + 19].flatMap { base in
      [
        TextPlace(area.x + 3, base), TextPlace(area.maxX - 3, base, .end),
        TextPlace(area.x + area.width / 2, base, .middle),
      ]
    }
    plot.canvas.text(words, .strong, .red, at: places, width: area.width - 8)
  }

  private func drawEvidence(_ plot: inout PeriodPlot) {
    guard let evidence, let spot = plot.spot(evidence.index, evidence.value) else { return }
    if let low = plot.y.held(evidence.low), let high = plot.y.held(evidence.high) {
      plot.canvas.line(
        Spot(x: spot.x, y: low), Spot(x: spot.x, y: high), "thin ink", isObstacle: true)
    }
    let range = "\(plot.text(evidence.low)) to \(plot.text(evidence.high))"
    plot.canvas.circle(
      spot, radius: 4.2, "open ink",
      title: "\(plot.periodText(evidence.index) ?? ""), \(evidence.label): "
        + "\(plot.text(evidence.value)), \(range)")
    let places = [spot.y + 26, spot.y - 14, spot.y + 48, spot.y - 36].flatMap {
      [TextPlace(spot.x + 8, $0), TextPlace(spot.x - 8, $0, .end)]
    }
    plot.canvas.text(evidence.label, .tick, .ink, at: places, width: 150)
  }

  private func words(_ step: Step, _ plot: PeriodPlot) -> String {
    let range = { (low: Double, high: Double) in
      "\(AxisText.value(low)) to \(AxisText.value(high))"
    }
    return "\(plot.periodText(step.index) ?? ""): median \(plot.text(step.median)); "
      + "50 %: \(range(step.low50, step.high50)); 80 %: \(range(step.low80, step.high80)); "
      + "95 %: \(range(step.low95, step.high95))"
  }

  private func medianText(_ step: Step) -> String {
    switch unit {
    case .share: AxisText.rate(step.median)
    case .amount: AxisText.value(step.median)
    }
  }

  /// The median first, then the edges that lie beyond the picture: when there is no room the inner
  /// intervals lose their names.
  private func endLabels(_ plot: PeriodPlot) -> [PeriodPlot.EndLabel] {
    guard let last = fan.last else { return [] }
    var labels = [
      PeriodPlot.EndLabel(text: medianText(last), role: .strong, color: .blue, value: last.median)
    ]
    let edges = [
      ("80", last.high80), ("50", last.high50), ("95", last.high95), ("80", last.low80),
      ("95", last.low95),
    ]
    let beyond = [
      (edges.filter { $0.1 > plot.y.high }, "↑", plot.y.high),
      (edges.filter { $0.1 < plot.y.low }, "↓", plot.y.low),
    ]
    for (edges, arrow, end) in beyond where !edges.isEmpty {
      let names = edges.map(\.0).sorted().joined(separator: ", ")
      labels.append(
        PeriodPlot.EndLabel(
          text: "\(names)\u{A0}%\u{A0}\(arrow)", role: .tick, color: .blue, value: end))
    }
    // Names of bands that lie close would stand far from their bands.
    var taken = labels.compactMap { plot.y.held($0.value) }
    for (text, value) in edges where value <= plot.y.high && value >= plot.y.low {
      guard let place = plot.y.held(value), taken.allSatisfy({ abs($0 - place) >= 21 }) else {
        continue
      }
      taken.append(place)
      labels.append(
        PeriodPlot.EndLabel(text: text + "\u{A0}%", role: .tick, color: .blue, value: value))
    }
    return labels
  }
}
