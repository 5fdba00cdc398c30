import Foundation
import Testing

@testable import Charts

/// A picture as a reader of its SVG meets it: elements with attributes, and text.
///
/// It reads what is written and not what was meant, and fails on markup that is not well formed.
struct DrawnMarkup {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The text directly inside.
    var text = ""
  }

  private(set) var elements: [Element] = []

  init(_ markup: String) throws {
    var open: [Int] = []
    var rest = Substring(markup)
    if rest.hasPrefix("<?xml") { rest = rest[try #require(rest.range(of: "?>")).upperBound...] }
    while let start = rest.firstIndex(of: "<") {
      if let last = open.last { elements[last].text += Self.plain(rest[..<start]) }
      let end = try #require(rest[start...].firstIndex(of: ">"), "a tag does not end")
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        let innermost = open.popLast()
        let last = try #require(innermost, "a tag too many is closed")
        try #require(elements[last].name == tag.dropFirst(), "tags are crossed")
        continue
      }
      let (name, attributes) = try Self.parts(tag)
      elements.append(Element(name: name, attributes: attributes))
      if !tag.hasSuffix("/") { open.append(elements.count - 1) }
    }
    try #require(open.isEmpty, "tags are left open")
  }

  private static func parts(_ tag: Substring) throws -> (String, [String: String]) {
    let tag = tag.hasSuffix("/") ? tag.dropLast() : tag
    let name = tag.prefix { $0 != " " }
    var attributes: [String: String] = [:]
    // Names and values by turns: ` class=`, `rule`, ` x1=`, `0`.
    let pieces = tag.dropFirst(name.count).split(separator: "\"", omittingEmptySubsequences: false)
    for place in stride(from: 0, to: pieces.count - 1, by: 2) {
      let key = pieces[place].trimmingPrefix(" ")
      try #require(key.hasSuffix("=") && pieces[place].hasPrefix(" "), "\(tag)")
      let value = plain(pieces[place + 1])
      try #require(
        attributes.updateValue(value, forKey: String(key.dropLast())) == nil, "twice: \(tag)")
    }
    try #require(pieces.count % 2 == 1 && pieces.last?.isEmpty == true, "\(tag)")
    return (String(name), attributes)
  }

  private static func plain(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    return text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(
      of: "&gt;", with: ">"
    )
    .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
    .replacingOccurrences(of: "&amp;", with: "&")
  }

  /// The room that each text takes, and the picture's own.
  func textBoxes() throws -> (texts: [(text: String, box: Box)], frame: Box) {
    let root = try #require(elements.first)
    let sides = try #require(root.attributes["viewBox"]).split(separator: " ").compactMap {
      Double($0)
    }
    try #require(sides.count == 4)
    let frame = Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    let texts = try elements.filter { $0.name == "text" }.map { element in
      let role = try #require(
        TextRole.allCases.first {
          (element.attributes["class"] ?? "").split(separator: " ").contains(Substring($0.rawValue))
        })
      let x = try #require(element.attributes["x"].flatMap(Double.init))
      let y = try #require(element.attributes["y"].flatMap(Double.init))
      let width = TextWidth.of(element.text, role)
      let anchor = element.attributes["text-anchor"]
      let share = anchor == "middle" ? 0.5 : anchor == "end" ? 1 : 0
      // Ascent and descent of Helvetica's kin, in their size.
      return (
        element.text,
        Box(x: x - share * width, y: y - 0.905 * role.size, width: width, height: 1.117 * role.size)
      )
    }
    return (texts, frame)
  }

  /// What is wrong with the places of its texts; nothing when all is well.
  func textFaults() throws -> [String] {
    let (texts, frame) = try textBoxes()
    var faults: [String] = []
    // Coordinates are rounded to a hundredth.
    let slack = 0.02
    for (place, (text, box)) in texts.enumerated() {
      let inner = Box(
        x: box.x + slack, y: box.y + slack, width: box.width - 2 * slack,
        height: box.height - 2 * slack)
      if !inner.isInside(frame) { faults.append("'\(text)' leaves the picture") }
      for (other, otherBox) in texts.dropFirst(place + 1) where inner.overlaps(otherBox) {
        faults.append("'\(text)' is over '\(other)'")
      }
    }
    return faults
  }

  /// The spots of a line or polygon.
  static func spots(_ element: Element) -> [Spot] {
    (element.attributes["points"] ?? "").split(separator: " ").compactMap { pair in
      let sides = pair.split(separator: ",").compactMap { Double($0) }
      return sides.count == 2 ? Spot(x: sides[0], y: sides[1]) : nil
    }
  }

  /// The lines of series that go through a text, by their classes.
  func lines(through text: String) throws -> [String] {
    let box = try #require(try textBoxes().texts.first { $0.text == text }, "\(text)").box
    return elements.filter { $0.name == "polyline" }.filter { line in
      let spots = Self.spots(line)
      return zip(spots, spots.dropFirst()).contains { from, to in
        (0...50).contains { step in
          let share = Double(step) / 50
          let x = from.x + (to.x - from.x) * share
          let y = from.y + (to.y - from.y) * share
          return x > box.x && x < box.maxX && y > box.y && y < box.maxY
        }
      }
    }.map { $0.attributes["class"] ?? "" }
  }
}
