/// How many of the series of a class reached a multiple within the horizon, by epoch.
package struct ReferenceChart: Chart {
  package struct Epoch: Sendable, Equatable {
    package let label: String
    package let share: Double
    /// How many look-alikes the epoch has.
    package let count: Int
    /// An interval of the share for that number.
    package let low, high: Double?

    package init(
      _ label: String, share: Double, count: Int, low: Double? = nil, high: Double? = nil
    ) {
      (self.label, self.share, self.count) = (label, share, count)
      (self.low, self.high) = (low, high)
    }
  }

  package let title, description: String
  let epochs: [Epoch]
  let reference: IntervalChart.Reference?

  /// - Parameter reference: The probability that was quoted, to hold the shares against.
  package init(
    title: String, description: String = "", epochs: [Epoch],
    reference: IntervalChart.Reference? = nil
  ) {
    (self.title, self.description) = (title, description)
    (self.epochs, self.reference) = (epochs, reference)
  }

  package func picture(named name: String) -> Picture {
    let shown = epochs.filter { ValueScale.isShown($0.share) }
    var plot = RowPlot(
      rows: shown.map { RowPlot.Row(label: $0.label, text: text($0)) },
      values: [0] + shown.flatMap { [$0.share, $0.high ?? $0.share] }
        + (reference.map { [$0.value] } ?? []),
      unit: .share, top: reference == nil ? 0 : 26)
    if let reference { plot.drawReference(reference.value, reference.label) }
    for (epoch, middle) in zip(shown, plot.middles) {
      plot.drawInterval(
        middle, epoch.share, low: epoch.low, high: epoch.high, style: "fill blue",
        title: "\(epoch.label): \(text(epoch))")
    }
    return Picture(name: name, title: title, description: description, canvas: plot.canvas)
  }

  private func text(_ epoch: Epoch) -> String {
    "\(AxisText.probability(epoch.share)) of \(AxisText.value(Double(epoch.count)))"
  }
}
