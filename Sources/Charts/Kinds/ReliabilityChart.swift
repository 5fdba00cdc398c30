/// Whether what was said to be likely came true as often: said against happened, with intervals.
package struct ReliabilityChart: Chart {
  package struct Group: Sendable, Equatable {
    /// The mean of the probabilities that were said.
    package let said: Double
    /// The share of them that came true.
    package let cameTrue: Double
    package let count: Int
    /// Ends of the interval of `cameTrue`.
    package let low, high: Double?

    package init(
      said: Double, cameTrue: Double, count: Int, low: Double? = nil, high: Double? = nil
    ) {
      (self.said, self.cameTrue, self.count) = (said, cameTrue, count)
      (self.low, self.high) = (low, high)
    }
  }

  package let title, description: String
  let groups: [Group]

  package init(title: String, description: String = "", groups: [Group]) {
    (self.title, self.description, self.groups) = (title, description, groups)
  }

  package func picture(named name: String) -> Picture {
    let area = Box(x: 66, y: 34, width: 318, height: 270)
    var canvas = Canvas(height: area.maxY + 54)
    let x = ValueScale.shares(start: area.x, end: area.maxX)
    let y = ValueScale.shares(start: area.maxY, end: area.y)
    for tick in y.ticks {
      guard let across = x.place(tick.value), let down = y.place(tick.value) else { continue }
      let style = tick.value == 0 ? "rule muted" : "rule grid"
      canvas.line(
        Spot(x: area.x, y: down), Spot(x: area.maxX, y: down), style)
      canvas.line(
        Spot(x: across, y: area.y), Spot(x: across, y: area.maxY), style)
      canvas.text(
        tick.text, .tick, .muted, at: TextPlace(area.x - 8, down + TextRole.tick.drop, .end))
      canvas.text(tick.text, .tick, .muted, at: TextPlace(across, area.maxY + 22, .middle))
    }
    canvas.text("came true", .tick, .muted, at: TextPlace(0, 17))
    canvas.text(
      "said", .tick, .muted, at: TextPlace(area.x + area.width / 2, area.maxY + 44, .middle))
    canvas.line(
      Spot(x: area.x, y: area.maxY), Spot(x: area.maxX, y: area.y), "thin dashed muted",
      title: "as often as said", isObstacle: true)
    canvas.text("as often", .tick, .muted, at: TextPlace(area.maxX + 6, area.y + 5))
    canvas.text("as said", .tick, .muted, at: TextPlace(area.maxX + 6, area.y + 26))
    let shown = groups.filter { (0...1).contains($0.said) && (0...1).contains($0.cameTrue) }
      .sorted { ($0.said, $0.cameTrue, $0.count) < ($1.said, $1.cameTrue, $1.count) }
    canvas.polyline(shown.compactMap { Self.spot($0, x, y) }, "thin blue")
    for group in shown {
      guard let spot = Self.spot(group, x, y) else { continue }
      if let low = group.low.flatMap(y.place), let high = group.high.flatMap(y.place) {
        canvas.line(Spot(x: spot.x, y: low), Spot(x: spot.x, y: high), "thin blue")
      }
      canvas.circle(spot, radius: 5, "fill blue", title: Self.words(group))
    }
    return Picture(name: name, title: title, description: description, canvas: canvas)
  }

  private static func spot(_ group: Group, _ x: ValueScale, _ y: ValueScale) -> Spot? {
    guard let across = x.place(group.said), let down = y.place(group.cameTrue) else { return nil }
    return Spot(x: across, y: down)
  }

  private static func interval(_ group: Group) -> String {
    guard let low = group.low, let high = group.high else { return "" }
    return " (95 % \(AxisText.rate(low)) to \(AxisText.rate(high)))"
  }

  private static func words(_ group: Group) -> String {
    "said \(AxisText.probability(group.said)), came true \(AxisText.rate(group.cameTrue))"
      + " of \(group.count)" + interval(group)
  }
}
