/// Where marks and text of a picture are collected.
struct Canvas: Sendable {
  /// The width of every picture; its text is set for it.
  static let width = 480.0
  /// What stands where there is nothing to draw: an axis without data would say what is not known.
  static let nothing = "no figures"

  let width: Double
  let height: Double
  private var marks: [String] = []
  /// Every text that is drawn, in the order of drawing.
  private(set) var texts: [PlacedText] = []
  /// What text should rather not cover.
  private var obstacles: [Box] = []
  /// Marks that lie beyond it are cut off.
  private var clip: Box?

  init(width: Double = Canvas.width, height: Double) {
    (self.width, self.height) = (width, height)
  }

  var frame: Box { Box(x: 0, y: 0, width: width, height: height) }

  func markup(id: String) -> String {
    var markup = ""
    if let clip {
      markup += "<clipPath id=\"\(id)-plot\"><rect\(Self.box(clip))/></clipPath>\n"
    }
    for mark in marks {
      markup += mark.replacing(Self.clipMark, with: " clip-path=\"url(#\(id)-plot)\"") + "\n"
    }
    return markup + texts.map { $0.markup + "\n" }.joined()
  }

  /// Stands for the reference to the clip path until the picture has a name. A control character:
  /// no text of data can hold it.
  private static let clipMark = "\u{1}"

  /// Marks drawn with `isClipped` end at this rectangle.
  mutating func clip(to box: Box) { clip = box }

  // MARK: Marks

  mutating func line(
    _ from: Spot, _ to: Spot, _ style: String, title: String? = nil, isObstacle: Bool = false
  ) {
    mark(
      "line",
      " class=\"\(style)\" x1=\"\(SVGText.number(from.x))\" y1=\"\(SVGText.number(from.y))\""
        + " x2=\"\(SVGText.number(to.x))\" y2=\"\(SVGText.number(to.y))\"", title)
    if isObstacle { avoid(from, to) }
  }

  /// Short strokes a step apart along a level line, in one mark.
  mutating func ticks(from: Spot, to: Spot, step: Double) {
    mark(
      "line",
      " class=\"ticks muted\" x1=\"\(SVGText.number(from.x - 0.5))\" y1=\"\(SVGText.number(from.y))\""
        + " x2=\"\(SVGText.number(to.x + 0.5))\" y2=\"\(SVGText.number(to.y))\""
        + " stroke-dasharray=\"1 \(SVGText.number(step - 1))\"", nil)
  }

  mutating func polyline(
    _ spots: [Spot], _ style: String, title: String? = nil, isClipped: Bool = false
  ) {
    guard spots.count > 1 else { return }
    mark(
      "polyline",
      " class=\"\(style)\"\(isClipped ? Self.clipMark : "") points=\"\(Self.points(spots))\"", title
    )
    for (from, to) in zip(spots, spots.dropFirst()) { avoid(from, to) }
  }

  mutating func area(
    upper: [Spot], lower: [Spot], _ style: String, title: String? = nil, isClipped: Bool = false
  ) {
    guard upper.count > 1 else { return }
    mark(
      "polygon",
      " class=\"\(style)\"\(isClipped ? Self.clipMark : "")"
        + " points=\"\(Self.points(upper + lower.reversed()))\"", title)
  }

  mutating func rect(_ box: Box, _ style: String, title: String? = nil, isObstacle: Bool = false) {
    mark("rect", " class=\"\(style)\"\(Self.box(box))", title)
    if isObstacle { obstacles.append(box) }
  }

  mutating func circle(_ at: Spot, radius: Double, _ style: String, title: String? = nil) {
    mark(
      "circle",
      " class=\"\(style)\" cx=\"\(SVGText.number(at.x))\" cy=\"\(SVGText.number(at.y))\""
        + " r=\"\(SVGText.number(radius))\"", title)
    obstacles.append(
      Box(x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius))
  }

  /// Text should rather stand elsewhere.
  mutating func keepFree(_ box: Box) { obstacles.append(box) }

  private mutating func mark(_ element: String, _ attributes: String, _ title: String?) {
    guard let title, !title.isEmpty else {
      marks.append("<\(element)\(attributes)/>")
      return
    }
    marks.append(
      "<\(element)\(attributes)><title>\(SVGText.escape(title))</title></\(element)>")
  }

  /// A sloping line is avoided piece by piece: its bounding box would forbid half of the picture.
  private mutating func avoid(_ from: Spot, _ to: Spot) {
    let longest = max(abs(to.x - from.x), abs(to.y - from.y))
    let pieces = max(1, min(80, Int(longest / 6)))
    for piece in 0..<pieces {
      let (a, b) = (Double(piece) / Double(pieces), Double(piece + 1) / Double(pieces))
      let start = Spot(x: from.x + (to.x - from.x) * a, y: from.y + (to.y - from.y) * a)
      let end = Spot(x: from.x + (to.x - from.x) * b, y: from.y + (to.y - from.y) * b)
      obstacles.append(
        Box(
          x: min(start.x, end.x) - 1, y: min(start.y, end.y) - 1,
          width: abs(end.x - start.x) + 2, height: abs(end.y - start.y) + 2))
    }
  }

  private static func points(_ spots: [Spot]) -> String {
    spots.map { SVGText.number($0.x) + "," + SVGText.number($0.y) }.joined(separator: " ")
  }

  private static func box(_ box: Box) -> String {
    " x=\"\(SVGText.number(box.x))\" y=\"\(SVGText.number(box.y))\""
      + " width=\"\(SVGText.number(box.width))\" height=\"\(SVGText.number(box.height))\""
  }

  // MARK: Text

  /// The first of some places at which lines one under another are free and cover the fewest marks; nil
  /// where they have none.
  func freest(of places: [TextPlace], _ lines: [String], _ role: TextRole) -> TextPlace? {
    var best: (cost: Double, place: TextPlace)?
    for place in places where place.at.x.isFinite && place.at.y.isFinite {
      let boxes = lines.enumerated().map { row, line in
        var own = place
        own.at.y += Double(row) * role.lineHeight
        return PlacedText(shown: line, full: line, role: role, color: .ink, place: own).box
      }
      guard
        boxes.allSatisfy({ box in
          box.isInside(frame) && !texts.contains { $0.box.overlaps(box) }
        })
      else { continue }
      let cost = boxes.reduce(0) { sum, box in
        obstacles.reduce(sum) { $0 + $1.shared(with: box) }
      }
      if best.map({ cost < $0.cost - 1e-9 }) ?? true { best = (cost, place) }
      if cost == 0 { break }
    }
    return best?.place
  }

  /// Draws a text at the first of its places that is free and covers the fewest marks.
  ///
  /// A text that fits nowhere is left out: its mark still has its title. So no two texts of a
  /// picture ever overlap, and none leaves it.
  ///
  /// - Parameter full: What a shortened text says in full, when `text` is only its last line.
  /// - Returns: Whether it was drawn.
  @discardableResult
  mutating func text(
    _ text: String, _ role: TextRole, _ color: Palette.Role, at places: [TextPlace],
    width: Double? = nil, full: String? = nil
  ) -> Bool {
    let shown = TextWidth.shortened(text, role, width: width ?? frame.width)
    guard !shown.isEmpty else { return false }
    guard let place = freest(of: places, [shown], role) else { return false }
    texts.append(
      PlacedText(shown: shown, full: full ?? text, role: role, color: color, place: place))
    return true
  }

  @discardableResult
  mutating func text(
    _ text: String, _ role: TextRole, _ color: Palette.Role, at place: TextPlace,
    width: Double? = nil, full: String? = nil
  ) -> Bool {
    self.text(text, role, color, at: [place], width: width, full: full)
  }
}
