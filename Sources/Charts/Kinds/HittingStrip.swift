/// Below a fan: how likely the target was reached by each period or before, on a scale to 100 %.
struct HittingStrip {
  let values: [PeriodValue]
  let deadlines: [Int]

  static let height = 96.0
  /// The labels of its own scale, at its top and its bottom.
  static let scale = ["100\u{A0}%", "0"]
  private static let caption = "Chance that it was reached by then"
  private static let full = 34.0

  func draw(in plot: inout PeriodPlot) {
    let shown = values.filter { (0...1).contains($0.value) && plot.x.place($0.index) != nil }
    guard let last = shown.max(by: { $0.index < $1.index }) else { return }
    let area = plot.area
    let base = area.maxY + Self.height - 6
    let top = base - Self.full
    plot.canvas.text(
      Self.caption, .tick, .muted, at: TextPlace(area.x, area.maxY + 22),
      width: plot.canvas.width - area.x)
    plot.canvas.line(Spot(x: area.x, y: top), Spot(x: area.maxX, y: top), "rule grid")
    plot.canvas.line(Spot(x: area.x, y: base), Spot(x: area.maxX, y: base), "rule muted")
    for (text, y) in zip(Self.scale, [top, base]) {
      plot.canvas.text(
        text, .tick, .muted, at: TextPlace(area.x - 7, y + TextRole.tick.drop, .end))
    }
    let width = max(1, min(26, plot.x.step * 0.72))
    for value in shown {
      guard let x = plot.x.place(value.index) else { continue }
      let height = max(0.5, value.value * Self.full)
      plot.canvas.rect(
        Box(x: x - width / 2, y: base - height, width: width, height: height),
        deadlines.contains(value.index) ? "fill red" : "pale red",
        title: "\(plot.periodText(value.index) ?? ""): \(AxisText.probability(value.value))",
        isObstacle: true)
    }
    // Above the bars of all periods: those beside it may be the higher ones.
    var isLastNamed = false
    for due in shown where deadlines.contains(due.index) {
      guard let x = plot.x.place(due.index) else { continue }
      let isNamed = plot.canvas.text(
        AxisText.probability(due.value), .strong, .red, at: TextPlace(x, top - 5, .middle))
      if due.index == last.index { isLastNamed = isNamed }
    }
    if !isLastNamed {
      plot.canvas.text(
        AxisText.probability(last.value), .tick, .red,
        at: TextPlace(area.maxX + 8, base - last.value * Self.full + TextRole.tick.drop))
    }
  }
}
