import Testing
import _TestSupport

@testable import Charts

@Suite struct TextTests {
  /// Helvetica's advance widths as its metrics file (Adobe, Core 14 AFM) has them.
  @Test(arguments: [
    (" ", 278), ("0", 556), ("%", 889), ("A", 667), ("W", 944), ("i", 222), ("m", 833), ("@", 1015),
    ("~", 584), ("f", 278), ("t", 278), ("Q", 778),
  ])
  func widthsAreHelveticas(_ letter: Unicode.Scalar, _ width: Int) {
    #expect(TextWidth.ascii[Int(letter.value) - 0x20] == width)
  }

  @Test func thereIsAWidthForEachLetter() {
    #expect(TextWidth.ascii.count == 95)
    #expect(TextWidth.of("", .tick) == 0)
    #expect(TextWidth.of("abc", .strong) > TextWidth.of("abc", .label))
    // A mark over a letter takes no room of its own.
    #expect(TextWidth.of("e\u{301}", .tick) == TextWidth.of("e", .tick))
  }

  @Test func longNamesAreShortened() {
    let name = String(repeating: "corridor ", count: 40)
    let short = TextWidth.shortened(name, .label, width: 100)
    #expect(short.hasSuffix("…") && TextWidth.of(short, .label) <= 100)
    #expect(TextWidth.shortened("short", .label, width: 100) == "short")
    #expect(TextWidth.shortened("anything", .label, width: 3) == "")
  }

  @Test func linesBreakAtSpaces() {
    #expect(
      TextWidth.lines("reached by then at last", .label, width: 90, most: 3)
        == ["reached by", "then at last"])
    let lines = TextWidth.lines(String(repeating: "word ", count: 60), .label, width: 90, most: 2)
    #expect(lines.count == 2 && lines[1].hasSuffix("…"))
    #expect(lines.allSatisfy { TextWidth.of($0, .label) <= 90 })
    #expect(TextWidth.lines("  ", .label, width: 90, most: 2).isEmpty)
  }

  @Test func markupIsEscaped() {
    #expect(
      SVGText.escape("<script>alert(\"a\" & 'b')</script>")
        == "&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;")
    #expect(SVGText.escape("a\u{0}b\u{1}\u{8}c\nd\u{7F}") == "abc d")
    // What turns the direction of other text goes, the text itself stays.
    #expect(SVGText.escape("\u{202E}קו\u{2066}ריידור\u{200F}") == "קוריידור")
    #expect(SVGText.escape("\u{FFFE}x\u{FFFF}\u{1FFFE}") == "x")
  }

  @Test(arguments: [
    (0, "0"), (-0.001, "0"), (12, "12"), (12.5, "12.5"), (12.345, "12.35"), (-3.04, "-3.04"),
    (0.006, "0.01"), (1e30, "1000000000"), (99.999, "100"),
  ])
  func coordinatesHaveHundredths(_ value: Double, _ text: String) {
    #expect(SVGText.number(value) == text)
  }

  @Test func idsDifferWhenNamesDo() {
    let names = [
      "fan", "Fan", "fan 1", "fan.1", "fan-1", "fan_1", "fan.20.1", "фан", "\"fan\"", "", "<fan>",
    ]
    let ids = names.map(SVGText.id)
    #expect(Set(ids).count == names.count)
    for id in ids {
      #expect(id.hasPrefix("chart-"))
      #expect(
        id.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
            || "-_.".unicodeScalars.contains($0)
        })
    }
  }

  /// Pooled neighbours: 10 and 12 both give way to stand 16 apart, 60 stays.
  @Test func labelsMoveAsLittleAsTheyMust() {
    #expect(
      LabelColumn.middles([12, 10, 60], heights: [16, 16, 16], from: 0, to: 100)
        == [24, 8, 60].map(Double.init))
    #expect(LabelColumn.middles([5, 5], heights: [16, 16], from: 0, to: 30) == nil)
    #expect(LabelColumn.middles([], heights: [], from: 0, to: 30) == [])
  }

  @Test func labelsInAColumnNeverOverlap() throws {
    var random = SeededNumbers(9)
    for _ in 0..<1000 {
      let count = random.integer(1...7)
      let wishes = (0..<count).map { _ in (random.symmetric() + 1) * 150 }
      let heights = (0..<count).map { _ in Double(random.integer(10...36)) }
      let middles = try #require(
        LabelColumn.middles(wishes, heights: heights, from: 0, to: 300))
      let order = middles.indices.sorted { middles[$0] < middles[$1] }
      for (a, b) in zip(order, order.dropFirst()) {
        #expect(middles[b] - heights[b] / 2 >= middles[a] + heights[a] / 2 - 1e-9)
        #expect(wishes[a] <= wishes[b])
      }
      for index in middles.indices {
        #expect(middles[index] - heights[index] / 2 >= -1e-9)
        #expect(middles[index] + heights[index] / 2 <= 300 + 1e-9)
      }
    }
  }

  /// A telephone of 360 pixels leaves 328 of them to a picture: no text there is under 12.
  @Test func textIsLargeEnoughOnATelephone() {
    for role in TextRole.allCases {
      #expect(role.size * 328 / Canvas.width >= 12, "\(role)")
      // Smaller text on wider screens stays in the room that is kept for it.
      #expect(role.wideSize <= role.size && role.lineHeight >= 1.117 * role.size)
    }
    #expect(ChartStyle.css.contains("max-width:32rem"))
  }
}
