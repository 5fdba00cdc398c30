/// How far each factor alone moves a result, in the order of the rows.
package struct TornadoChart: Chart {
  package struct Row: Sendable, Equatable {
    package let label: String
    /// The result with the factor low and high; one of them where only one change was tried.
    package let low, high: Double?

    package init(_ label: String, low: Double? = nil, high: Double? = nil) {
      (self.label, self.low, self.high) = (label, low, high)
    }

    fileprivate var values: [Double] { [low, high].compactMap { $0 }.filter(ValueScale.isShown) }
  }

  package let title, description: String
  let unit: ChartUnit
  let center: Double
  let centerLabel: String
  let rows: [Row]
  let isProbability: Bool

  /// - Parameters:
  ///   - center: The result as it stands.
  ///   - rows: The greatest change first.
  package init(
    title: String, description: String = "", unit: ChartUnit = .share, center: Double,
    centerLabel: String = "as it stands", rows: [Row], isProbability: Bool = false
  ) {
    (self.title, self.description, self.unit) = (title, description, unit)
    (self.center, self.centerLabel, self.rows) = (center, centerLabel, rows)
    self.isProbability = isProbability
  }

  package func picture(named name: String) -> Picture {
    let shown = rows.filter { !$0.values.isEmpty }
    // One change alone needs no key to its two ends.
    let hasBoth = shown.contains { $0.values.count > 1 }
    var plot = RowPlot(
      rows: shown.map { RowPlot.Row(label: $0.label, text: change($0)) },
      values: shown.flatMap(\.values) + [center], unit: unit, top: hasBoth ? 52 : 26, rowHeight: 34)
    if hasBoth {
      plot.canvas.text(
        Self.key, .tick, .muted,
        at: TextPlace(plot.canvas.width - RowPlot.edge, plot.area.y - 30, .end))
    }
    for (row, middle) in zip(shown, plot.middles) {
      bar(row.low, "pale blue", row, middle, &plot)
      bar(row.high, "fill blue", row, middle, &plot)
    }
    plot.drawReference(center, "\(centerLabel): \(text(center))")
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private static let key = "lighter: factor low, darker: factor high"

  private func bar(
    _ value: Double?, _ style: String, _ row: Row, _ middle: Double, _ plot: inout RowPlot
  ) {
    guard let value, let from = plot.x.place(center), let to = plot.x.place(value) else { return }
    plot.canvas.rect(
      Box(x: min(from, to), y: middle - 8, width: max(1, abs(to - from)), height: 16), style,
      title: "\(row.label): \(text(value))")
  }

  private func text(_ value: Double) -> String {
    if isProbability { return AxisText.probability(value) }
    return unit == .share ? AxisText.rate(value) : AxisText.value(value)
  }

  /// What the result becomes, low and high apart by a dash.
  private func change(_ row: Row) -> String {
    row.values.map(text).joined(separator: " – ")
  }
}
