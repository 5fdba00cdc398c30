internal import Glibc

/// Links between places as a sketch: how often each is full, and which are carrying most.
package struct NetworkMap: Chart {
  package struct Node: Sendable, Equatable {
    package let name: String
    /// x to the right, y upward, in any unit.
    package let x, y: Double

    package init(_ name: String, x: Double, y: Double) {
      (self.name, self.x, self.y) = (name, x, y)
    }
  }

  package struct Link: Sendable, Equatable {
    package let name: String
    /// Places of its ends among the nodes.
    package let from, to: Int
    /// What it carries.
    package let flow: Double
    /// The probability that it is full; nil without a bound.
    package let full: Double?
    /// All that there is to say of it.
    package let note: String

    package init(
      _ name: String, from: Int, to: Int, flow: Double, full: Double?, note: String = ""
    ) {
      (self.name, self.from, self.to) = (name, from, to)
      (self.flow, self.full, self.note) = (flow, full, note)
    }
  }

  package let title, description: String
  let nodes: [Node]
  let links: [Link]

  package init(title: String, description: String = "", nodes: [Node], links: [Link]) {
    (self.title, self.description) = (title, description)
    self.nodes = nodes.map { node in
      node.x.isFinite && node.y.isFinite ? node : Node(node.name, x: 0, y: 0)
    }
    self.links = links.filter { link in
      nodes.indices.contains(link.from) && nodes.indices.contains(link.to) && link.flow.isFinite
    }
  }

  private static let height = 330.0
  private static let margin = 46.0
  /// How far links between the same places stand apart at their middles.
  private static let apart = 66.0
  /// How wide the words beside a link may be.
  private static let most = 190.0
  /// From these probabilities on a link is seldom, and often, full.
  private static let steps = (seldom: 0.1, often: 0.5)

  package func picture(named name: String) -> Picture {
    var canvas = Canvas(height: Self.height)
    guard !links.isEmpty else {
      canvas.text(
        Canvas.nothing, .label, .muted, at: TextPlace(Canvas.width / 2, 40, .middle))
      return Picture(name: name, title: title, description: description, canvas: canvas)
    }
    let spots = self.spots
    let courses = links.indices.map { place in
      LinkCourse(
        from: spots[links[place].from], by: middle(of: place, spots), to: spots[links[place].to])
    }
    for (link, course) in zip(links, courses) { draw(link, course, &canvas) }
    for (node, spot) in zip(nodes, spots) {
      canvas.circle(spot, radius: 5, "open ink", title: node.name)
    }
    for (node, spot) in zip(nodes, spots) {
      canvas.text(node.name, .strong, .ink, at: Self.around(spot, [8, 20, 34]), width: 150)
    }
    // The fullest first: where room is scarce they have it.
    let order = links.indices.sorted {
      (-(links[$0].full ?? -1), $0) < (-(links[$1].full ?? -1), $1)
    }
    for place in order {
      let link = links[place]
      let words = link.name + (link.full.map { ", " + AxisText.probability($0) } ?? "")
      canvas.text(
        words, .tick, color(link), at: Self.beside(courses, place, words), width: Self.most,
        full: link.note.isEmpty ? words : link.note)
    }
    return Picture(name: name, title: title, description: description, canvas: canvas)
  }

  /// Places of the nodes in the picture.
  private var spots: [Spot] {
    func span(_ values: [Double]) -> (low: Double, width: Double) {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return (low, high > low ? high - low : 1)
    }
    let (x, y) = (span(nodes.map(\.x)), span(nodes.map(\.y)))
    return nodes.map { node in
      let across = (node.x - x.low) / x.width
      let down = 1 - (node.y - y.low) / y.width
      return Spot(
        x: Self.margin + across * (Canvas.width - 2 * Self.margin),
        y: Self.margin + down * (Self.height - 2 * Self.margin))
    }
  }

  /// The middle of a link: links between the same places stand side by side.
  private func middle(of place: Int, _ spots: [Spot]) -> Spot {
    let link = links[place]
    let alike = links.indices.filter {
      Set([links[$0].from, links[$0].to]) == Set([link.from, link.to])
    }
    let rank = Double(alike.firstIndex(of: place) ?? 0) - Double(alike.count - 1) / 2
    // The same direction for all of them, whichever end stands first.
    let (a, b) = (spots[min(link.from, link.to)], spots[max(link.from, link.to)])
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1)
    let shift = rank * Self.apart
    return Spot(
      x: (a.x + b.x) / 2 - dy / length * shift, y: (a.y + b.y) / 2 + dx / length * shift)
  }

  private func draw(_ link: Link, _ course: LinkCourse, _ canvas: inout Canvas) {
    let most = links.map(\.flow).max() ?? 0
    let share = most > 0 ? link.flow / most : 0
    let width = share > 0.5 ? "thick" : share > 0.15 ? "line" : "thin"
    let isSeldom = (link.full ?? 0) < Self.steps.seldom
    let style =
      "\(width) \(color(link).rawValue)"
      + (link.full == nil ? " dotted" : isSeldom ? "" : " dashed")
    canvas.polyline(course.spots, style, title: link.note)
  }

  private func color(_ link: Link) -> Palette.Role {
    guard let full = link.full else { return .muted }
    return full >= Self.steps.often ? .red : full >= Self.steps.seldom ? .purple : .blue
  }

  /// Places for words along a link, those at its middle first, and none where they would seem another link's.
  private static func beside(
    _ courses: [LinkCourse], _ place: Int, _ words: String
  ) -> [TextPlace] {
    let shown = TextWidth.shortened(words, .tick, width: most)
    let shares = [0.0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36].flatMap { [0.5 - $0, 0.5 + $0] }
    return [[5.0, 8], [12, 16]].flatMap { distances in
      shares.flatMap { share in
        around(courses[place].point(at: share), distances).filter { spot in
          let box = PlacedText(shown: shown, full: shown, role: .tick, color: .ink, place: spot).box
          let own = courses[place].distance(to: box)
          return courses.indices.allSatisfy { other in
            other == place || courses[other].distance(to: box) > own + 2
          }
        }
      }
    }
  }

  /// Places for words beside a mark, the nearest first.
  private static func around(_ spot: Spot, _ distances: [Double]) -> [TextPlace] {
    var places: [TextPlace] = []
    for far in distances {
      let (left, right): (Double, Double) = (spot.x - far, spot.x + far)
      let (above, below): (Double, Double) = (spot.y - far, spot.y + far)
      places.append(TextPlace(spot.x, above, .middle))
      places.append(TextPlace(spot.x, below + 12, .middle))
      places.append(TextPlace(right, spot.y + 5))
      places.append(TextPlace(left, spot.y + 5, .end))
      places.append(TextPlace(right, above))
      places.append(TextPlace(left, above, .end))
      places.append(TextPlace(right, below + 8))
      places.append(TextPlace(left, below + 8, .end))
    }
    return places
  }
}
