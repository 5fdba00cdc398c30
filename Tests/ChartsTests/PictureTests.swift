import Foundation
import Testing
import _TestSupport

@testable import Charts

@Suite struct PictureTests {
  /// `RECORD_GOLDEN=1` rewrites the kept pictures and fails that run.
  @Test(arguments: ChartExamples.all.map(\.name))
  func picturesAreTheKeptOnes(_ name: String) throws {
    let chart = try #require(ChartExamples.all.first { $0.name == name }).chart
    let text = chart.picture(named: name).inline() + "\n"
    try Self.compare(text, with: "\(name).svg")
  }

  /// One file with the style: it changes with the palette.
  @Test func fileIsTheKeptOne() throws {
    let picture = ChartExamples.growth.picture(named: "growth")
    try Self.compare(picture.standalone(), with: "growth-file.svg")
  }

  private static func compare(_ text: String, with name: String) throws {
    let path = Repository.fixture("golden/charts/" + name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    #expect(try text == String(contentsOfFile: path, encoding: .utf8), "\(name) differs")
  }

  @Test func picturesAreDescribed() throws {
    for (name, chart) in ChartExamples.all {
      for markup in [
        chart.picture(named: name).inline(), chart.picture(named: name).standalone(),
      ] {
        let elements = try DrawnMarkup(markup).elements
        let root = try #require(elements.first)
        #expect(root.name == "svg" && root.attributes["role"] == "img")
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for id in (root.attributes["aria-labelledby"] ?? "").split(separator: " ") {
          #expect(ids.contains(String(id)))
        }
        let title = elements.first { $0.name == "title" }
        #expect(title?.text == chart.title)
        #expect(elements.filter { $0.name == "desc" }.map(\.text).joined() == chart.description)
      }
    }
  }

  @Test func idsOfTwoPicturesDiffer() throws {
    let ids = try ["a", "b"].map { name in
      try DrawnMarkup(ChartExamples.fan.picture(named: name).inline()).elements.compactMap {
        $0.attributes["id"]
      }
    }
    #expect(ids[0].count == 3 && Set(ids[0]).isDisjoint(with: ids[1]))
  }

  @Test func filesStandAlone() throws {
    for (name, chart) in ChartExamples.all {
      let file = chart.picture(named: name).standalone()
      #expect(file.hasPrefix("<?xml"))
      let root = try #require(try DrawnMarkup(file).elements.first)
      #expect(root.attributes["xmlns"] == "http://www.w3.org/2000/svg")
      #expect(file.contains(ChartStyle.css))
      #expect(!chart.picture(named: name).inline().contains("<style"))
      // The name of the namespace is the only address.
      #expect(file.components(separatedBy: "http").count == 2)
    }
  }

  @Test func sameDataGiveTheSamePicture() {
    for (name, chart) in ChartExamples.all {
      #expect(chart.picture(named: name).inline() == chart.picture(named: name).inline())
    }
  }

  /// Small enough for many of them on a page.
  @Test func picturesAreSmall() {
    for (name, chart) in ChartExamples.all {
      let bytes = chart.picture(named: name).inline().utf8.count
      #expect(bytes < 32_000, "\(name): \(bytes)")
    }
  }

  @Test func textsOfExamplesAreApart() throws {
    for (name, chart) in ChartExamples.all {
      let markup = try DrawnMarkup(chart.picture(named: name).standalone())
      #expect(try markup.textFaults() == [], "\(name)")
    }
  }

  /// Room that no text would need is no proof of order: what must be read is there.
  @Test func whatMattersIsWritten() throws {
    let written = { (chart: any Chart) in
      try DrawnMarkup(chart.picture(named: "a").inline()).elements.filter { $0.name == "text" }
        .map(\.text)
    }
    let fan = try written(ChartExamples.fan)
    for text in [
      "target 82 USD bn", "2025 so far", "new basis of", "measurement", "2030", "64.1",
      "80\u{A0}%", "95\u{A0}%\u{A0}↑", "0", "100", "USD bn", "15\u{A0}%", "2005", "2035",
    ] {
      #expect(fan.contains(text), "\(text)")
    }
    #expect(try written(ChartExamples.capacity).contains("suppressed"))
    #expect(try written(ChartExamples.capacity).contains("Khorgos, 2031"))
    // Ten dots lie close to the line: what each holds is told behind it, and in the table.
    let reliability = ChartExamples.reliability.picture(named: "a").inline()
    #expect(reliability.contains("came true 47.0\u{A0}% of 310 (95 % 42.0\u{A0}% to 52.0\u{A0}%)"))
    #expect(try written(ChartExamples.reliability).contains("as often"))
    #expect(try written(ChartExamples.tornado).contains("as it stands: 31\u{A0}%"))
    #expect(try written(ChartExamples.probability).contains("15\u{A0}%"))
    #expect(try written(ChartExamples.reference).contains("22\u{A0}% of 1,510"))
  }
}
