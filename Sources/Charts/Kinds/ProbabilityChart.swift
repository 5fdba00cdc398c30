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
    let curves = [(touch, touchLabel, Palette.Role.blue), (level, levelLabel, .red)]
      .filter { !$0.0.isEmpty }
    var request = PeriodPlot.Request(periods: periods, values: [0, 1], unit: .share)
    request.endLabels = curves.map(\.1)
    request.height = 216
    request.caption = ""
    var plot = PeriodPlot(request)
    for deadline in Set(deadlines).sorted() {
      plot.drawRule(PeriodNote(deadline, ""), "thin dotted", .muted)
    }
    for (place, curve) in curves.enumerated().reversed() {
      plot.drawLine(curve.0, place == 0 ? "line" : "line dashed", curve.2)
    }
    for deadline in Set(deadlines).sorted() { drawDeadline(deadline, &plot) }
    for (index, period) in periods.enumerated() {
      let words = curves.compactMap { values, label, _ in
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
    plot.drawPeriods(marked: deadlines)
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private func drawDeadline(_ deadline: Int, _ plot: inout PeriodPlot) {
    guard let value = touch.first(where: { $0.index == deadline }),
      let spot = plot.spot(deadline, value.value)
    else { return }
    plot.canvas.circle(spot, radius: 4, "fill blue")
    plot.canvas.text(
      AxisText.probability(value.value), .strong, .blue,
      at: [
        TextPlace(spot.x - 8, spot.y - 6, .end), TextPlace(spot.x + 8, spot.y + 21),
        TextPlace(spot.x - 8, spot.y + 21, .end), TextPlace(spot.x + 8, spot.y - 8),
      ])
  }
}
