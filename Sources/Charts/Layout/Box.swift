/// A rectangle in the picture's units, y downward.
struct Box: Sendable, Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var maxX: Double { x + width }
  var maxY: Double { y + height }

  /// The area that two rectangles share.
  func shared(with other: Box) -> Double {
    let across = min(maxX, other.maxX) - max(x, other.x)
    let down = min(maxY, other.maxY) - max(y, other.y)
    return across > 0 && down > 0 ? across * down : 0
  }

  func overlaps(_ other: Box) -> Bool { shared(with: other) > 1e-9 }

  func isInside(_ other: Box) -> Bool {
    x >= other.x - 1e-9 && y >= other.y - 1e-9 && maxX <= other.maxX + 1e-9
      && maxY <= other.maxY + 1e-9
  }
}

/// A place in the picture.
struct Spot: Sendable, Equatable {
  var x: Double
  var y: Double
}
