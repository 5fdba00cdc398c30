/// Values side by side, each a dot with its interval: courses of a scenario, members of a pool,
/// differences.
package struct IntervalChart: Chart {
  package struct Row: Sendable, Equatable {
    package let label: String
    package let value: Double
    package let low, high: Double?
    /// The one that matters: in bold, with a full dot.
    package let isEmphasised: Bool
    /// The heading that it stands under, with the rows before it that have the same one.
    package let group: String

    package init(
      _ label: String, _ value: Double, low: Double? = nil, high: Double? = nil,
      isEmphasised: Bool = false, group: String = ""
    ) {
      (self.label, self.value, self.low, self.high) = (label, value, low, high)
      (self.isEmphasised, self.group) = (isEmphasised, group)
    }
  }

  /// A value that all rows are held against.
  package struct Reference: Sendable, Equatable {
    package let value: Double
    package let label: String

    package init(_ value: Double, _ label: String) { (self.value, self.label) = (value, label) }
  }

  package let title, description: String
  let unit: ChartUnit
  let rows: [Row]
  let reference: Reference?
  let isProbability: Bool
  let isRatio: Bool

  /// - Parameters:
  ///   - isProbability: The axis goes from 0 to 100 %, or to 20 % where all rows lie below, and no value
  ///     is printed as certain.
  ///   - isRatio: The axis has logarithms, so that a half stands as far from one as the double; for
  ///     positive values.
  package init(
    title: String, description: String = "", unit: ChartUnit = .share, rows: [Row],
    reference: Reference? = nil, isProbability: Bool = false, isRatio: Bool = false
  ) {
    (self.title, self.description, self.unit) = (title, description, unit)
    (self.rows, self.reference) = (rows, reference)
    (self.isProbability, self.isRatio) = (isProbability, isRatio)
  }

  package func picture(named name: String) -> Picture {
    let shown = rows.filter { ValueScale.isShown($0.value) }
    var values = shown.flatMap { [$0.value, $0.low ?? $0.value, $0.high ?? $0.value] }
    if let reference { values.append(reference.value) }
    if isProbability { values = [0, values.allSatisfy { $0 <= 0.2 } && !values.isEmpty ? 0.2 : 1] }
    let isGrouped = shown.contains { !$0.group.isEmpty }
    var plot = RowPlot(
      rows: shown.map {
        RowPlot.Row(
          label: $0.label, isStrong: $0.isEmphasised, text: text($0.value), group: $0.group)
      }, values: values, unit: unit, top: reference == nil ? 0 : 26,
      rowHeight: isGrouped ? 26 : 32, spacing: isRatio ? .logarithmic : .linear)
    if let reference { plot.drawReference(reference.value, reference.label) }
    for (row, middle) in zip(shown, plot.middles) {
      plot.drawInterval(
        middle, row.value, low: row.low, high: row.high,
        style: row.isEmphasised ? "fill blue" : "open blue", title: words(row))
    }
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private func text(_ value: Double) -> String {
    if isProbability { return AxisText.probability(value) }
    return unit == .share ? AxisText.rate(value) : AxisText.value(value)
  }

  private func words(_ row: Row) -> String {
    let name = row.group.isEmpty ? row.label : "\(row.group), \(row.label)"
    guard let low = row.low, let high = row.high else { return "\(name): \(text(row.value))" }
    return "\(name): \(text(row.value)), \(text(low)) to \(text(high))"
  }
}
