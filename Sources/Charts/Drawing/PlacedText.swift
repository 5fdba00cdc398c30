/// Where a text hangs: a point of its base line, at its start, middle or end.
struct TextPlace: Sendable, Equatable {
  enum Anchor: String, Sendable { case start, middle, end }

  var at: Spot
  var anchor: Anchor

  init(_ x: Double, _ y: Double, _ anchor: Anchor = .start) {
    (self.at, self.anchor) = (Spot(x: x, y: y), anchor)
  }
}

/// A text of a picture with the room it takes.
struct PlacedText: Sendable {
  /// What is drawn.
  let shown: String
  /// What it says in full.
  let full: String
  let role: TextRole
  let color: Palette.Role
  let place: TextPlace

  /// Ascent and descent of the font, in its size.
  private static let ascent = 0.905
  private static let descent = 0.212

  var box: Box {
    let width = TextWidth.of(shown, role)
    let x =
      switch place.anchor {
      case .start: place.at.x
      case .middle: place.at.x - width / 2
      case .end: place.at.x - width
      }
    return Box(
      x: x, y: place.at.y - Self.ascent * role.size, width: width,
      height: (Self.ascent + Self.descent) * role.size)
  }

  var markup: String {
    var tag =
      "<text class=\"\(role.rawValue) \(color.rawValue)\" x=\"\(SVGText.number(place.at.x))\""
    tag += " y=\"\(SVGText.number(place.at.y))\""
    if place.anchor != .start { tag += " text-anchor=\"\(place.anchor.rawValue)\"" }
    tag += ">\(SVGText.escape(shown))"
    if shown.hasSuffix("…"), shown != full { tag += "<title>\(SVGText.escape(full))</title>" }
    return tag + "</text>"
  }
}
