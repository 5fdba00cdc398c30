/// A tiny curve without words, for a card.
package struct Sparkline: Chart {
  package let title, description: String
  let values: [PeriodValue]
  let isShare: Bool
  let marked: Int?

  /// - Parameters:
  ///   - isShare: The height goes from 0 to 1, and not from the least to the greatest value.
  ///   - marked: The period whose value has a dot; the last one when nil.
  package init(
    title: String, description: String = "", values: [PeriodValue], isShare: Bool = false,
    marked: Int? = nil
  ) {
    (self.title, self.description) = (title, description)
    self.values = values.filter { ValueScale.isShown($0.value) }.sorted { $0.index < $1.index }
    (self.isShare, self.marked) = (isShare, marked)
  }

  package func picture(named name: String) -> Picture {
    var canvas = Canvas(width: 160, height: 72)
    let drawn = isShare ? [0, 1] : values.map(\.value)
    // Not the axis: its round ends would waste the little height there is.
    let (low, high) = (drawn.min() ?? 0, drawn.max() ?? 0)
    let first = values.first?.index ?? 0
    let span = Double(max(1, (values.last?.index ?? 0) - first))
    let spot = { (value: PeriodValue) in
      let height = high > low ? min(max((value.value - low) / (high - low), 0), 1) : 0.5
      return Spot(x: 6 + Double(value.index - first) / span * 148, y: 62 - height * 54)
    }
    if isShare { canvas.line(Spot(x: 6, y: 8), Spot(x: 154, y: 8), "rule grid") }
    canvas.line(Spot(x: 6, y: 62), Spot(x: 154, y: 62), "rule muted")
    canvas.polyline(values.map(spot), "line blue")
    if let end = values.last(where: { marked == nil || $0.index == marked }) {
      canvas.circle(spot(end), radius: 4, "fill blue")
    }
    return Picture(name: name, title: title, description: description, canvas: canvas)
  }
}
