/// What charts over time have in common: the value axis with its grid, the periods, names at the
/// right end of the lines.
struct PeriodPlot {
  var canvas: Canvas
  let x: PeriodScale
  let y: ValueScale
  let unit: ChartUnit
  /// Where marks stand.
  let area: Box
  /// The periods that matter most, each with the row of labels that has room for it, from 0.
  let markedRows: [Int: Int]

  /// A name at the right end, in up to three lines.
  struct EndLabel {
    let text: String
    let role: TextRole
    let color: Palette.Role
    /// The value at which it would like to stand.
    let value: Double
  }

  /// What a plot asks of its surroundings.
  struct Request {
    var periods: [String]
    /// What the value axis encloses.
    var values: [Double]
    var unit: ChartUnit
    var spacing: ValueScale.Spacing = .linear
    var height = 236.0
    /// Room for something between the plot and the labels of the periods.
    var below = 0.0
    /// Text that will stand at the right end.
    var endLabels: [String] = []
    /// Words above the value axis in place of the unit.
    var caption: String?
    /// Periods whose labels are in bold and stand in any case.
    var marked: [Int] = []
    /// Text that will stand at the left beside the labels of the value axis.
    var leftLabels: [String] = []
    /// The most lines of a text at the right end.
    var endLines = 3
  }

  private let endLines: Int
  private static let endWidth = 118.0
  private static let periodRow = 31.0

  init(_ request: Request) {
    unit = request.unit
    let trial = ValueScale(
      enclosing: request.values, unit: unit, start: 1, end: 0, spacing: request.spacing)
    let caption = request.caption ?? Self.caption(unit, trial)
    let top = caption.isEmpty ? 14.0 : 40.0
    endLines = request.endLines
    let leftLabels = trial.ticks.map(\.text) + request.leftLabels
    let left = (leftLabels.map { TextWidth.of($0, .tick) }.max() ?? 0) + 7
    let ends = request.endLabels.flatMap {
      TextWidth.lines($0, .strong, width: Self.endWidth, most: request.endLines)
    }
    let right = ends.isEmpty ? 10 : (ends.map { TextWidth.of($0, .strong) }.max() ?? 0) + 9
    area = Box(
      x: left, y: top, width: Canvas.width - left - right, height: request.height)
    x = PeriodScale(labels: request.periods, start: area.x, end: area.maxX)
    markedRows = Self.rows(of: request.marked, x)
    let rows = Double(markedRows.values.max() ?? 0) * TextRole.strong.lineHeight
    canvas = Canvas(height: top + request.height + request.below + Self.periodRow + rows + 4)
    y = ValueScale(
      enclosing: request.values, unit: unit, start: area.maxY, end: area.y,
      spacing: request.spacing)
    canvas.clip(to: Box(x: area.x, y: area.y - 1, width: area.width, height: area.height + 2))
    if !caption.isEmpty { canvas.text(caption, .tick, .muted, at: TextPlace(0, 17)) }
    if request.values.contains(where: ValueScale.isShown) {
      drawGrid()
    } else {
      canvas.text(
        Canvas.nothing, .label, .muted,
        at: TextPlace(area.x + area.width / 2, area.y + area.height / 2, .middle))
    }
  }

  private static func caption(_ unit: ChartUnit, _ scale: ValueScale) -> String {
    var words: [String] = []
    if !scale.factor.isEmpty { words.append(scale.factor) }
    if case .amount(let text) = unit, !text.isEmpty { words.append(text) }
    if scale.spacing == .logarithmic { words.append("(logarithmic)") }
    return words.joined(separator: " ")
  }

  private mutating func drawGrid() {
    for tick in y.ticks {
      guard let place = y.place(tick.value) else { continue }
      let isBase = tick.value == 0
      canvas.line(
        Spot(x: area.x, y: place), Spot(x: area.maxX, y: place), isBase ? "rule muted" : "rule grid"
      )
      canvas.text(
        tick.text, .tick, .muted, at: TextPlace(area.x - 7, place + TextRole.tick.drop, .end))
    }
  }

  // MARK: Periods

  func periodText(_ index: Int) -> String? {
    x.labels.indices.contains(index) ? x.labels[index] : nil
  }

  /// A vertical rule with words at the top, beside it.
  mutating func drawRule(_ note: PeriodNote, _ style: String, _ color: Palette.Role) {
    guard let place = x.place(note.index) else { return }
    canvas.line(
      Spot(x: place, y: area.y), Spot(x: place, y: area.maxY), "\(style) \(color.rawValue)",
      title: periodText(note.index).map { $0 + (note.text.isEmpty ? "" : ": " + note.text) },
      isObstacle: true)
    let places = (0..<5).flatMap { row in
      let y = area.y + 16 + Double(row) * TextRole.tick.lineHeight
      return [TextPlace(place + 5, y), TextPlace(place - 5, y, .end)]
    }
    let width = max(place - area.x, area.maxX - place) - 8
    let lines = TextWidth.lines(note.text, .tick, width: width, most: 3)
    guard lines.count > 1 else {
      canvas.text(note.text, .tick, color, at: places, width: width)
      return
    }
    // On the wider side, one under another.
    let isBehind = area.maxX - place >= place - area.x
    for (row, line) in lines.enumerated() {
      let y = area.y + 16 + Double(row) * TextRole.tick.lineHeight
      canvas.text(
        line, .tick, color,
        at: TextPlace(isBehind ? place + 5 : place - 5, y, isBehind ? .start : .end),
        full: note.text)
    }
  }

  // MARK: Marks

  func spot(_ index: Int, _ value: Double) -> Spot? {
    guard let x = x.place(index), let y = y.place(value) else { return nil }
    return Spot(x: x, y: y)
  }

  /// Values in order, parted where one of the axis's periods has none.
  ///
  /// - Parameter isObserved: Also where the axis itself leaves a period out: what was not observed is
  ///   not drawn, while curves of a forecast for some periods go through between them.
  func runs(_ values: [PeriodValue], isObserved: Bool = false) -> [[PeriodValue]] {
    var runs: [[PeriodValue]] = []
    for value in values.sorted(by: { $0.index < $1.index })
    where spot(value.index, value.value) != nil {
      if let last = runs.last?.last, last.index + 1 == value.index,
        !isObserved || x.areNeighbours(last.index, value.index)
      {
        runs[runs.count - 1].append(value)
      } else if runs.last?.last?.index != value.index {
        runs.append([value])
      }
    }
    return runs
  }

  /// A line between neighbours; a period alone is a dot, or it would not be seen.
  mutating func drawLine(
    _ values: [PeriodValue], _ style: String, _ color: Palette.Role, isObserved: Bool = false
  ) {
    for run in runs(values, isObserved: isObserved) {
      let spots = run.compactMap { spot($0.index, $0.value) }
      canvas.polyline(spots, "\(style) \(color.rawValue)", isClipped: true)
      if spots.count == 1 { canvas.circle(spots[0], radius: 2.5, "fill \(color.rawValue)") }
    }
  }

  /// The room between two series, where both have neighbours; a period alone is an upright stroke.
  mutating func drawBand(
    lower: [PeriodValue], upper: [PeriodValue], _ color: Palette.Role, isObserved: Bool = false
  ) {
    let tops = Dictionary(
      upper.map { ($0.index, $0.value) }, uniquingKeysWith: { first, _ in first })
    let both = lower.filter { value in tops[value.index].map(ValueScale.isShown) ?? false }
    for run in runs(both, isObserved: isObserved) {
      let bottom = run.compactMap { spot($0.index, $0.value) }
      let top = run.compactMap { value in tops[value.index].flatMap { spot(value.index, $0) } }
      guard bottom.count == top.count else { continue }
      canvas.area(upper: top, lower: bottom, "band \(color.rawValue)", isClipped: true)
      if run.count == 1, let low = y.held(run[0].value), let high = y.held(tops[run[0].index] ?? 0)
      {
        let width = min(10, x.step * 0.6)
        canvas.rect(
          Box(
            x: bottom[0].x - width / 2, y: min(low, high), width: width, height: abs(high - low)),
          "band \(color.rawValue)")
      }
    }
  }

  /// Points, each with its period and value as title.
  mutating func drawPoints(
    _ values: [PeriodValue], _ style: String, _ color: Palette.Role, name: String = ""
  ) {
    let radius = x.step < 6 ? 1.8 : 3.2
    for value in values {
      guard let spot = spot(value.index, value.value), y.held(value.value) == spot.y else {
        continue
      }
      canvas.circle(
        spot, radius: radius, "\(style) \(color.rawValue)",
        title: [periodText(value.index) ?? "", name, text(value.value)].filter { !$0.isEmpty }
          .joined(separator: ": "))
    }
  }

  func text(_ value: Double) -> String { AxisText.value(value, unit) }

  /// A strip over the whole height of a period that shows words when pointed at.
  mutating func drawHover(_ index: Int, _ words: String) {
    guard let place = x.place(index) else { return }
    canvas.rect(
      Box(x: place - x.step / 2, y: area.y, width: x.step, height: area.height), "hit", title: words
    )
  }

  /// Names at the right end; when they are too many the last ones are left out.
  mutating func drawEnds(_ labels: [EndLabel]) {
    let width = canvas.width - area.maxX - 8
    var kept = labels.filter { y.held($0.value) != nil }
    while !kept.isEmpty {
      let blocks = kept.map {
        TextWidth.lines($0.text, $0.role, width: width, most: endLines)
      }
      let heights = zip(kept, blocks).map { Double($1.count) * $0.role.lineHeight + 1 }
      guard
        let middles = LabelColumn.middles(
          kept.map { y.held($0.value) ?? 0 }, heights: heights, from: area.y - 10,
          to: area.maxY + 10)
      else {
        kept.removeLast()
        continue
      }
      for (label, (lines, middle)) in zip(kept, zip(blocks, middles)) {
        let height = label.role.lineHeight
        let first = middle - (Double(lines.count) - 1) * height / 2 + label.role.drop
        for (row, line) in lines.enumerated() {
          canvas.text(
            line, label.role, label.color,
            at: TextPlace(area.maxX + 8, first + Double(row) * height), full: label.text)
        }
      }
      return
    }
  }
}
