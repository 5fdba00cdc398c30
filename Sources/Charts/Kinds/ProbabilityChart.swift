/// By when a target is reached, and whether the level is held: two curves of probability.
package struct ProbabilityChart: Chart {
  package let title, description: String
  let periods: [String]
  let touch, level: [PeriodValue]
  let touchLabel, levelLabel: String
  let deadlines: [Int]

  /// - Parameters:
  ///   - touch: The probability that the level was reached by a period or before.
  ///   - level: The probability to be at the level in that period itself.
  ///   - deadlines: Periods that are asked about; each is marked with its probability.
  package init(
    title: String, description: String = "", periods: [String], touch: [PeriodValue],
    level: [PeriodValue] = [], touchLabel: String = "reached by then",
    levelLabel: String = "there at the time", deadlines: [Int] = []
  ) {
    (self.title, self.description) = (title, description)
    (self.periods, self.touch, self.level) = (periods, touch, level)
    (self.touchLabel, self.levelLabel, self.deadlines) = (touchLabel, levelLabel, deadlines)
  }

  package func picture(named name: String) -> Picture {
    // A curve that the other one hides would have a name without a line.
    let isOne = !touch.isEmpty && isHidden
    let curves = [
      (touch, isOne ? Self.same : touchLabel, Palette.Role.blue),
      (isOne ? [] : level, levelLabel, .red),
    ].filter { !$0.0.isEmpty }
    var request = PeriodPlot.Request(periods: periods, values: [0, 1], unit: .share)
    request.endLabels = curves.map(\.1)
    request.height = 216
    request.caption = ""
    request.marked = deadlines
    var plot = PeriodPlot(request)
    for deadline in Set(deadlines).sorted() {
      plot.drawRule(PeriodNote(deadline, ""), "thin dotted", .muted)
    }
    for (place, curve) in curves.enumerated().reversed() {
      plot.drawLine(curve.0, place == 0 ? "line" : "line dashed", curve.2, isObserved: true)
    }
    for deadline in Set(deadlines).sorted() { drawDeadline(deadline, &plot) }
    for (index, period) in periods.enumerated() {
      let words = [(touch, touchLabel), (level, levelLabel)].compactMap { values, label in
        values.first { $0.index == index }.map {
          "\(label) \(AxisText.probability($0.value))"
        }
      }
      if !words.isEmpty { plot.drawHover(index, "\(period): \(words.joined(separator: ", "))") }
    }
    plot.drawEnds(
      curves.compactMap { values, label, color in
        values.max { $0.index < $1.index }.map {
          PeriodPlot.EndLabel(text: label, role: .label, color: color, value: $0.value)
        }
      })
    plot.drawPeriods()
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private static let same = "both, the same"

  /// Whether the second curve lies under the first one all along.
  private var isHidden: Bool {
    let over = Dictionary(
      touch.map { ($0.index, $0.value) }, uniquingKeysWith: { first, _ in first })
    return !level.isEmpty
      && level.allSatisfy { value in
        over[value.index].map { abs($0 - value.value) < 0.01 } ?? false
      }
  }

  /// Before and over the mark, since the curve rises, farther out where it would be on the curve.
  private func drawDeadline(_ deadline: Int, _ plot: inout PeriodPlot) {
    guard let value = touch.first(where: { $0.index == deadline }),
      let spot = plot.spot(deadline, value.value)
    else { return }
    plot.canvas.circle(spot, radius: 4, "fill blue")
    let over = [6.0, 12, 20, 28, 36].map { TextPlace(spot.x - 8, spot.y - $0, .end) }
    let under = [21.0, 29, 38, 48].map { TextPlace(spot.x + 8, spot.y + $0) }
    plot.canvas.text(
      AxisText.probability(value.value), .strong, .blue,
      at: over + under + [
        TextPlace(spot.x, spot.y - 14, .middle), TextPlace(spot.x - 8, spot.y + 21, .end),
        TextPlace(spot.x + 8, spot.y - 8),
      ])
  }
}
