import Foundation
import Reports
import Testing
import _TestSupport

@testable import Pages

@Suite struct ScenarioPageTests {
  static let limit = 500_000

  /// What holds of every page.
  static func check(_ html: String, _ name: String) {
    let markup = PageMarkup(html)
    #expect(html.utf8.count < limit, "\(name) has \(html.utf8.count) bytes")
    #expect(markup.count("<h1[ >]") == 1 && markup.count("<main[ >]") == 1, "\(name)")
    let ids = markup.values("id")
    #expect(Set(ids).count == ids.count, "\(name) has an id twice")
    for id in markup.values("aria-labelledby").flatMap({ $0.split(separator: " ") }) {
      #expect(ids.contains(String(id)), "\(name): no element has the id \(id)")
    }
    // Nothing is loaded: neither from elsewhere nor from beside.
    for attribute in ["src", "srcset", "poster", "action", "xlink:href"] {
      #expect(markup.values(attribute).isEmpty, "\(name) loads by \(attribute)")
    }
    #expect(markup.count("<(script|iframe|img|object|embed|video|audio)[ >]") == 0, "\(name)")
    #expect(markup.count("<link [^>]*href=\"(?!data:)") == 0, "\(name)")
    #expect(markup.count("@import|url\\((?!#)") == 0, "\(name)")
    for figure in html.matches(of: /<figure>(?s:.*?)<\/figure>/) {
      #expect(figure.output.contains("<svg"), "\(name)")
      #expect(
        figure.output.contains("<table>") && figure.output.contains("<details>"),
        "\(name) has a chart without a table")
    }
    // Wide tables scroll within a region that the keyboard reaches.
    #expect(
      markup.count("<table>")
        == markup.count("<div class=\"scroll( wordy)?\" role=\"region\" tabindex=\"0\""))
  }

  @Test func theSmallPageIsAsKept() throws {
    let page = try PageFixture(path: "Tests/Fixtures/scenario/small.yaml").page
    Self.check(page.html, "small")
    // Style and charts have tests of their own.
    let text = PageMarkup(page.html).text
      .replacing(/<style>(?s:.*?)<\/style>/, with: "<style></style>")
      .replacing(/<svg (?s:.*?)<\/svg>/, with: "<svg></svg>")
    let path = Repository.fixture("golden/small.html")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded small.html")
      return
    }
    let kept = try String(contentsOfFile: path, encoding: .utf8)
    #expect(agreeToSixDigits(text, kept), "small.html differs from its golden file")
  }

  @Test(arguments: PageFixture.shipped)
  func shippedPagesHold(_ path: String) throws {
    let fixture = try PageFixture(path: path, paths: 100)
    Self.check(fixture.page.html, path)
    let documents = fixture.page.documents
    #expect(documents.first?.path == "index.html")
    #expect(Set(documents.map(\.path)).count == documents.count)
    #expect(documents.dropFirst().allSatisfy { $0.mediaType == "image/svg+xml" })
    #expect(fixture.markup.count("class=\"lead\"") == 1, "\(path) has no answer on top")
  }

  @Test func theRunLeadsToItsPages() throws {
    let pages = try ["claims", "mirror", "project-pipeline"].map {
      try PageFixture(path: "datasets/scenarios/\($0).yaml", paths: 100).page
    }
    let run = RunPage(pages, failed: ["broken"])
    let html = String(decoding: run.document.bytes, as: UTF8.self)
    Self.check(html, "run")
    for name in ["claims", "mirror", "project-pipeline"] {
      #expect(PageMarkup(html).values("href").contains("\(name)/index.html"))
    }
    let tags = html.matches(of: #/<li><span class="tag" data-cell>([a-z]+)</span> – /#).map {
      String($0.1)
    }
    #expect(Set(tags) == ["told", "assumption"], "the key has the tags of the cards")
    #expect(html.contains("broken") && PageMarkup(html).values("href").contains("answers.csv"))
  }

  /// A page without targets or series has an answer and its sources.
  @Test func anEmptyRunHasAPage() {
    let page = ScenarioPage(PageFixture.input(files: [("answers.csv", "scenario,question\n")]))
    Self.check(page.html, "empty")
    #expect(page.pictures.isEmpty && !page.html.contains("class=\"lead\""))
  }
}
