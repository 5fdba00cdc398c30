/// Below a fan: how likely the target was reached by each period or before.
struct HittingStrip {
  let values: [PeriodValue]
  let deadline: Int?

  static let height = 94.0
  private static let caption = "Chance that it was reached by then"

  func draw(in plot: inout PeriodPlot) {
    let shown = values.filter { (0...1).contains($0.value) && plot.x.place($0.index) != nil }
    guard let last = shown.max(by: { $0.index < $1.index }) else { return }
    let area = plot.area
    let base = area.maxY + Self.height - 6
    let full = 34.0
    plot.canvas.text(
      Self.caption, .tick, .muted, at: TextPlace(area.x, area.maxY + 24),
      width: plot.canvas.width - area.x)
    plot.canvas.line(Spot(x: area.x, y: base), Spot(x: area.maxX, y: base), "rule muted")
    let width = max(1, min(26, plot.x.step * 0.72))
    for value in shown {
      guard let x = plot.x.place(value.index) else { continue }
      let height = max(0.5, value.value * full)
      plot.canvas.rect(
        Box(x: x - width / 2, y: base - height, width: width, height: height),
        value.index == deadline ? "fill red" : "pale red",
        title: "\(plot.periodText(value.index) ?? ""): \(AxisText.probability(value.value))",
        isObstacle: true)
    }
    if let due = shown.first(where: { $0.index == deadline }), let x = plot.x.place(due.index) {
      let top = base - due.value * full
      plot.canvas.text(
        AxisText.probability(due.value), .strong, .red,
        at: [
          TextPlace(x, top - 5, .middle), TextPlace(x - width / 2 - 4, base - 4, .end),
          TextPlace(x - width / 2 - 4, top + 4, .end),
        ])
    }
    if last.index != deadline {
      plot.canvas.text(
        AxisText.probability(last.value), .tick, .red,
        at: TextPlace(area.maxX + 8, base - last.value * full + TextRole.tick.drop))
    }
  }
}
