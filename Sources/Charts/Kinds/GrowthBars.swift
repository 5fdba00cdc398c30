/// The growth that a target needs beside the growth that there was.
package struct GrowthBars: Chart {
  package struct Bar: Sendable, Equatable {
    package let label: String
    /// A rate a year as a fraction.
    package let rate: Double
    /// What is needed, as against what was.
    package let isRequired: Bool

    package init(_ label: String, _ rate: Double, isRequired: Bool = false) {
      (self.label, self.rate, self.isRequired) = (label, rate, isRequired)
    }
  }

  package let title, description: String
  let bars: [Bar]

  package init(title: String, description: String = "", bars: [Bar]) {
    (self.title, self.description, self.bars) = (title, description, bars)
  }

  package func picture(named name: String) -> Picture {
    let shown = bars.filter { ValueScale.isShown($0.rate) }
    var plot = RowPlot(
      rows: shown.map {
        RowPlot.Row(
          label: $0.label, isStrong: $0.isRequired, text: AxisText.rate($0.rate))
      }, values: shown.map(\.rate) + [0], unit: .share, hasAxis: false, rowHeight: 34)
    let zero = plot.x.place(0) ?? plot.area.x
    for (bar, middle) in zip(shown, plot.middles) {
      guard let end = plot.x.place(bar.rate) else { continue }
      plot.canvas.rect(
        Box(x: min(zero, end), y: middle - 10, width: max(0.5, abs(end - zero)), height: 20),
        bar.isRequired ? "fill red" : "fill blue",
        title: "\(bar.label): \(AxisText.rate(bar.rate)) a year")
    }
    plot.canvas.line(
      Spot(x: zero, y: plot.area.y), Spot(x: zero, y: plot.area.maxY), "rule muted")
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }
}
