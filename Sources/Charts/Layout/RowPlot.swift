/// What charts with one thing a row have in common: names at the left, a value axis below, and
/// values in words at the right.
struct RowPlot {
  var canvas: Canvas
  let x: ValueScale
  let unit: ChartUnit
  let area: Box
  /// The middle of each row.
  let middles: [Double]
  /// The headings among the rows.
  private let headings: [(text: String, middle: Double)]

  struct Row {
    let label: String
    var isStrong = false
    /// Words at the right end.
    var text = ""
    /// The heading that the row stands under, with the rows before it that have the same one.
    var group = ""

    var role: TextRole { isStrong ? .strong : .label }
  }

  private static let headingHeight = 26.0
  private static let labelWidth = 190.0
  private static let textWidth = 176.0
  /// Letters are drawn at whole pixels and may grow by one.
  static let edge = 2.0

  /// - Parameters:
  ///   - values: What the axis encloses.
  ///   - top: Further room above the rows.
  ///   - spacing: Of the axis; logarithms where all values are positive.
  init(
    rows: [Row], values: [Double], unit: ChartUnit, top: Double = 0, hasAxis: Bool = true,
    rowHeight: Double = 32, spacing: ValueScale.Spacing = .linear
  ) {
    self.unit = unit
    let blocks = rows.map { TextWidth.lines($0.label, $0.role, width: Self.labelWidth, most: 3) }
    let labels = zip(rows, blocks).flatMap { row, lines in
      lines.map { TextWidth.of($0, row.role) }
    }
    let texts = rows.map { min(TextWidth.of($0.text, .strong), Self.textWidth) }
    let left = (labels.max() ?? 0) + 12
    let right = (texts.max() ?? 0) == 0 ? 14 : (texts.max() ?? 0) + 12 + Self.edge
    let trial = ValueScale(enclosing: values, unit: unit, start: 0, end: 1, spacing: spacing)
    let caption = hasAxis ? Self.caption(unit, trial) : ""
    let above = (caption.isEmpty ? 4 : 28) + top
    var bottom = above
    var middles: [Double] = []
    var found: [(text: String, middle: Double)] = []
    for (row, lines) in zip(rows, blocks) {
      if !row.group.isEmpty, row.group != found.last?.text {
        if !found.isEmpty { bottom += 8 }
        found.append((row.group, bottom + Self.headingHeight / 2))
        bottom += Self.headingHeight
      }
      let height = max(rowHeight, Double(lines.count) * TextRole.label.lineHeight + 7)
      middles.append(bottom + height / 2)
      bottom += height
    }
    self.middles = middles
    headings = found
    area = Box(x: left, y: above, width: Canvas.width - left - right, height: bottom - above)
    canvas = Canvas(height: max(bottom + (hasAxis ? 30 : 4), 26))
    x = Self.scale(enclosing: values, unit: unit, in: area, spacing)
    guard !rows.isEmpty else {
      canvas.text(Canvas.nothing, .label, .muted, at: TextPlace(0, 20))
      return
    }
    if !caption.isEmpty { canvas.text(caption, .tick, .muted, at: TextPlace(area.x, 17)) }
    if hasAxis { drawAxis() }
    for heading in headings {
      canvas.text(
        heading.text, .strong, .ink, at: TextPlace(0, heading.middle + TextRole.strong.drop))
    }
    for (row, (lines, middle)) in zip(rows, zip(blocks, middles)) {
      draw(row, lines, at: middle)
    }
  }

  /// As many ticks as have room for their text; rather than three of them more, every other one without
  /// its text.
  private static func scale(
    enclosing values: [Double], unit: ChartUnit, in area: Box, _ spacing: ValueScale.Spacing
  ) -> ValueScale {
    let scales = [6, 5, 4, 3].map { wanted in
      ValueScale(
        enclosing: values, unit: unit, start: area.x + 6, end: area.maxX - 6, about: wanted,
        spacing: spacing)
    }
    func fits(_ scale: ValueScale, _ most: Int) -> Bool {
      stride(of: scale, (area.width - 12) / Double(scale.ticks.count - 1)) <= most
    }
    return scales.first { $0.ticks.count > 3 && fits($0, 1) }
      ?? scales.first { $0.ticks.count > 4 && fits($0, 2) } ?? scales.first { fits($0, 1) }
      ?? ValueScale(
        enclosing: values, unit: unit, start: area.x + 6, end: area.maxX - 6, about: 2,
        spacing: spacing)
  }

  /// Of how many ticks one has room for its text.
  private static func stride(of scale: ValueScale, _ room: Double) -> Int {
    let widest = scale.ticks.map { TextWidth.of($0.text, .tick) }.max() ?? 0
    return max(1, Int(((widest + 10) / max(room, 1)).rounded(.up)))
  }

  private static func caption(_ unit: ChartUnit, _ scale: ValueScale) -> String {
    guard case .amount(let words) = unit else { return "" }
    return [scale.factor, words].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private mutating func drawAxis() {
    let stride = Self.stride(of: x, (area.width - 12) / Double(max(1, x.ticks.count - 1)))
    // Nought keeps its text.
    let zero = x.ticks.firstIndex { $0.value == 0 } ?? 0
    for (index, tick) in x.ticks.enumerated() {
      guard let place = x.place(tick.value) else { continue }
      canvas.line(
        Spot(x: place, y: area.y), Spot(x: place, y: area.maxY),
        tick.value == 0 ? "rule muted" : "rule grid")
      guard (index - zero).isMultiple(of: stride) else { continue }
      let half = TextWidth.of(tick.text, .tick) / 2
      canvas.text(
        tick.text, .tick, .muted,
        at: TextPlace(min(max(place, half), canvas.width - half), area.maxY + 20, .middle))
    }
  }

  private mutating func draw(_ row: Row, _ lines: [String], at middle: Double) {
    let height = row.role.lineHeight
    let first = middle - (Double(lines.count) - 1) * height / 2 + row.role.drop
    for (place, line) in lines.enumerated() {
      canvas.text(
        line, row.role, .ink, at: TextPlace(area.x - 12, first + Double(place) * height, .end),
        full: row.label)
    }
    canvas.text(
      row.text, row.role, .ink,
      at: TextPlace(canvas.width - Self.edge, middle + row.role.drop, .end),
      width: Self.textWidth)
  }

  /// A vertical rule through all rows with words above it.
  mutating func drawReference(_ value: Double, _ words: String) {
    guard !middles.isEmpty, let place = x.place(value) else { return }
    canvas.line(
      Spot(x: place, y: area.y - 2), Spot(x: place, y: area.maxY), "thin dashed red", title: words)
    let half = TextWidth.of(TextWidth.shortened(words, .tick, width: 220), .tick) / 2
    canvas.text(
      words, .tick, .red,
      at: TextPlace(
        min(max(place, half), canvas.width - half), area.y - 7, .middle), width: 220)
  }

  /// A dot with its interval.
  mutating func drawInterval(
    _ middle: Double, _ value: Double, low: Double?, high: Double?, style: String, title: String
  ) {
    if let low, let high, let from = x.place(low), let to = x.place(high) {
      canvas.line(
        Spot(x: min(from, to), y: middle), Spot(x: max(from, to), y: middle),
        "thick blue pale-line",
        title: title)
    }
    guard let place = x.place(value) else { return }
    canvas.circle(Spot(x: place, y: middle), radius: 5.5, style, title: title)
  }
}
