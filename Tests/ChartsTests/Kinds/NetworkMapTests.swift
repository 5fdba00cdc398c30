import Testing

@testable import Charts

/// Words of a network stand where a reader looks for them.
@Suite struct NetworkMapTests {
  /// Three links side by side, a long one, two more side by side, and a way round.
  private static let map = NetworkMap(
    title: "A network",
    nodes: [
      .init("China", x: 100, y: 50), .init("Kazakhstan", x: 50, y: 50),
      .init("Caspian shore", x: 28, y: 28), .init("Caucasus", x: 12, y: 16),
      .init("Europe", x: 0, y: 60),
    ],
    links: [
      .init("Dostyk", from: 0, to: 1, flow: 30, full: 0.26),
      .init("Altynkol", from: 0, to: 1, flow: 20, full: 0.44),
      .init("Bakhty", from: 0, to: 1, flow: 18, full: 0.48),
      .init("through Russia", from: 1, to: 4, flow: 35, full: 0.32),
      .init("Aktau", from: 1, to: 2, flow: 4, full: 0.34),
      .init("Kuryk", from: 1, to: 2, flow: 3, full: 0.4),
      .init("Caspian", from: 2, to: 3, flow: 7, full: 0.16),
      .init("Black Sea", from: 3, to: 4, flow: 6, full: nil),
    ])

  /// Every link is named, and each name is nearer to its own line than to any other.
  @Test func wordsStandBesideTheirLinks() throws {
    let markup = try DrawnMarkup(Self.map.picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let lines = try markup.elements.filter { $0.name == "polyline" }.map { line in
      try #require(line.attributes["points"]).split(separator: " ").map { pair in
        let numbers = pair.split(separator: ",").compactMap { Double($0) }
        return Spot(x: numbers[0], y: numbers[1])
      }
    }
    try #require(lines.count == Self.map.links.count)
    let texts = try markup.textBoxes().texts
    for (place, link) in Self.map.links.enumerated() {
      let own = texts.first { $0.text == link.name || $0.text.hasPrefix(link.name + ",") }
      let box = try #require(own, "\(link.name)").box
      let distances = lines.map { Self.distance($0, box) }
      let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
      #expect(Self.map.links[nearest].name == link.name, "\(distances)")
      #expect(distances[place] < 20)
    }
  }

  /// From a rectangle to the nearest of many points of a line.
  private static func distance(_ line: [Spot], _ box: Box) -> Double {
    var least = Double.infinity
    for (a, b) in zip(line, line.dropFirst()) {
      for step in 0...200 {
        let share = Double(step) / 200
        let (x, y) = (a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))
        let across = max(box.x - x, 0, x - box.maxX)
        let down = max(box.y - y, 0, y - box.maxY)
        least = min(least, (across * across + down * down).squareRoot())
      }
    }
    return least
  }
}
