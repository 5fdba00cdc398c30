import Foundation
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

  /// A place in the middle and six around it.
  private static let star = NetworkMap(
    title: "A star",
    nodes: [.init("Hub", x: 50, y: 50)]
      + (0..<6).map { place in
        let angle = Double(place) * .pi / 3 + 0.3
        return .init("Town \(place)", x: 50 + 45 * cos(angle), y: 50 + 45 * sin(angle))
      },
    links: (1...6).map { .init("Line \($0)", from: 0, to: $0, flow: Double($0), full: 0.1) })

  /// Five places in a ring, with two ways from each to the next.
  private static let ring = NetworkMap(
    title: "A ring",
    nodes: (0..<5).map { place in
      let angle = Double(place) * 2 * .pi / 5
      return .init("Port \(place)", x: 50 + 48 * cos(angle), y: 50 + 48 * sin(angle))
    },
    links: (0..<5).flatMap { place in
      ["Road", "Rail"].map { kind in
        .init("\(kind) \(place)", from: place, to: (place + 1) % 5, flow: 10, full: 0.5)
      }
    })

  /// Four ways between two places, one above the other.
  private static let ladder = NetworkMap(
    title: "A ladder",
    nodes: [.init("North", x: 50, y: 0), .init("South", x: 50, y: 100)],
    links: (1...4).map { .init("Pass \($0)", from: 0, to: 1, flow: 20, full: nil) })

  /// Places one after the other, some near.
  private static let chain = NetworkMap(
    title: "A chain",
    nodes: [(0, 0), (22, 12), (40, 45), (70, 55), (100, 100)].enumerated().map {
      .init("Stop \($0)", x: $1.0, y: $1.1)
    },
    links: (0..<4).map { .init("Leg \($0)", from: $0, to: $0 + 1, flow: 5, full: 0.02) })

  /// Each name is nearer to its own line than to any other. The inner two of four lines side by side have no place of
  /// which that is true, and one of ten in a ring finds none: the table beside the sketch has their names.
  @Test(arguments: [(map, 0), (star, 0), (ring, 1), (ladder, 2), (chain, 0)])
  func wordsStandBesideTheirLinks(_ map: NetworkMap, unnamed most: Int) throws {
    let markup = try DrawnMarkup(map.picture(named: "a").inline())
    #expect(try markup.textFaults() == [])
    let lines = try markup.elements.filter { $0.name == "polyline" }.map { line in
      try #require(line.attributes["points"]).split(separator: " ").map { pair in
        let numbers = pair.split(separator: ",").compactMap { Double($0) }
        return Spot(x: numbers[0], y: numbers[1])
      }
    }
    try #require(lines.count == map.links.count)
    let texts = try markup.textBoxes().texts
    var unnamed = 0
    for (place, link) in map.links.enumerated() {
      let own = texts.first { $0.text == link.name || $0.text.hasPrefix(link.name + ",") }
      guard let box = own?.box else {
        unnamed += 1
        continue
      }
      let distances = lines.map { Self.distance($0, box) }
      let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
      #expect(map.links[nearest].name == link.name, "\(distances)")
      #expect(distances[place] < 20)
    }
    #expect(unnamed <= most)
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
