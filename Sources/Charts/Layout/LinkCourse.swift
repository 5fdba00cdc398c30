/// The line of a link in a picture: beside the straight one but near its ends, so that words find room between links
/// of the same ends.
struct LinkCourse: Sendable {
  /// The share of the way at each end on which it leads aside.
  private static let turn = 0.25

  let spots: [Spot]
  private let samples: [Spot]

  /// - Parameter middle: the middle of the part that runs beside.
  init(from start: Spot, by middle: Spot, to end: Spot) {
    let shift = Spot(x: middle.x - (start.x + end.x) / 2, y: middle.y - (start.y + end.y) / 2)
    func shoulder(_ share: Double) -> Spot {
      let on = Self.between(start, end, share)
      return Spot(x: on.x + shift.x, y: on.y + shift.y)
    }
    spots = [start, shoulder(Self.turn), shoulder(1 - Self.turn), end]
    let pieces = 24
    samples = zip(spots, spots.dropFirst()).flatMap { a, b in
      (0...pieces).map { Self.between(a, b, Double($0) / Double(pieces)) }
    }
  }

  /// The point at a share of the way, 0 the start, 0.5 the middle and 1 the end.
  func point(at share: Double) -> Spot {
    let turn = Self.turn
    return switch share {
    case ..<turn: Self.between(spots[0], spots[1], share / turn)
    case (1 - turn)...: Self.between(spots[2], spots[3], (share - 1 + turn) / turn)
    default: Self.between(spots[1], spots[2], (share - turn) / (1 - 2 * turn))
    }
  }

  /// How far a rectangle is from the line.
  func distance(to box: Box) -> Double {
    let squares = samples.map { spot in
      let across = max(box.x - spot.x, 0, spot.x - box.maxX)
      let down = max(box.y - spot.y, 0, spot.y - box.maxY)
      return across * across + down * down
    }
    return (squares.min() ?? .infinity).squareRoot()
  }

  private static func between(_ a: Spot, _ b: Spot, _ share: Double) -> Spot {
    Spot(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
  }
}
