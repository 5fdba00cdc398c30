/// A tiny curve for a card, with the ends of its scale and a few of its periods.
package struct Sparkline: Chart {
  package let title, description: String
  let periods: [String]
  let values: [PeriodValue]
  let isShare: Bool
  let marked: Int?

  /// - Parameters:
  ///   - periods: The labels of the periods; without them the curve has no words.
  ///   - isShare: The height goes from 0 to 1, and not from the least to the greatest value.
  ///   - marked: The period whose value has a dot; the last one when nil.
  package init(
    title: String, description: String = "", periods: [String] = [], values: [PeriodValue],
    isShare: Bool = false, marked: Int? = nil
  ) {
    (self.title, self.description, self.periods) = (title, description, periods)
    self.values = values.filter { ValueScale.isShown($0.value) }.sorted { $0.index < $1.index }
    (self.isShare, self.marked) = (isShare, marked)
  }

  private static let width = 160.0
  private static let scale = ["100\u{A0}%", "0"]

  package func picture(named name: String) -> Picture {
    let hasWords = !periods.isEmpty
    let left = hasWords && isShare ? TextWidth.of(Self.scale[0], .tick) + 10 : 6
    let top = hasWords ? 12.0 : 8
    let bottom = top + 54
    var canvas = Canvas(width: Self.width, height: hasWords ? bottom + 26 : bottom + 10)
    let drawn = isShare ? [0, 1] : values.map(\.value)
    // Not the axis: its round ends would waste the little height there is.
    let (low, high) = (drawn.min() ?? 0, drawn.max() ?? 0)
    let first = values.first?.index ?? 0
    let span = Double(max(1, (values.last?.index ?? 0) - first))
    let right = Self.width - 6
    let spot = { (value: PeriodValue) in
      let height = high > low ? min(max((value.value - low) / (high - low), 0), 1) : 0.5
      return Spot(
        x: left + Double(value.index - first) / span * (right - left),
        y: bottom - height * (bottom - top))
    }
    if isShare { canvas.line(Spot(x: left, y: top), Spot(x: right, y: top), "rule grid") }
    canvas.line(Spot(x: left, y: bottom), Spot(x: right, y: bottom), "rule muted")
    canvas.polyline(values.map(spot), "line blue")
    let end = values.last { marked == nil || $0.index == marked }
    if let end { canvas.circle(spot(end), radius: 4, "fill blue") }
    if hasWords {
      if isShare {
        for (text, y) in zip(Self.scale, [top, bottom]) {
          canvas.text(text, .tick, .muted, at: TextPlace(left - 5, y + TextRole.tick.drop, .end))
        }
      }
      drawPeriods(end, spot, bottom + 21, &canvas)
    }
    return Picture(name: name, title: title, description: description, canvas: canvas)
  }

  /// The marked period, then the last and the first one, where they do not touch.
  private func drawPeriods(
    _ end: PeriodValue?, _ spot: (PeriodValue) -> Spot, _ base: Double, _ canvas: inout Canvas
  ) {
    var taken: [(from: Double, to: Double)] = []
    for value in [end, values.last, values.first].compactMap({ $0 }) {
      guard periods.indices.contains(value.index) else { continue }
      let text = periods[value.index]
      let isMarked = value.index == end?.index
      let role: TextRole = isMarked ? .strong : .tick
      let half = min(TextWidth.of(text, role), Self.width) / 2
      let middle = min(max(spot(value).x, half), Self.width - half)
      guard !taken.contains(where: { middle + half + 6 > $0.from && middle - half - 6 < $0.to })
      else { continue }
      canvas.text(text, role, isMarked ? .ink : .muted, at: TextPlace(middle, base, .middle))
      taken.append((middle - half, middle + half))
    }
  }
}
