import Foundation
import Testing

@testable import Pages

/// Names of files, series, targets and courses may hold anything.
@Suite struct PageEscapingTests {
  static let hostile = [
    "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "'><img src=x onerror=alert(1)>",
    // The library escapes by characters: with an accent on it a quote is another one.
    "\"\u{301} onfocus=\u{301}alert(1)", "<\u{338}script>", "تجارة كازاخستان والصين",
    "\u{202E}evil", String(repeating: "långt namn ", count: 28), "]]>&amp;--><!--", "{{{style}}}",
    "{{> page}}",
  ]

  static func files(_ name: String) -> [(name: String, text: String)] {
    // By scalars: a quote with an accent is a quote to a reader of CSV.
    let cell =
      "\"" + name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    return [
      (
        "answers.csv",
        "scenario,question,verdict,probability,low,high,value,unit,basis,level,deadline,status\n"
          + "made,\(cell),\(cell),0.46,0.3,0.5,70,\(cell),\(cell),82,2030,projected\n"
      ),
      (
        "targets.csv",
        "scenario,target,series,deadline,unit,level,p_touch_by_deadline,p_low,p_high,status,"
          + "required_growth,growth_5y,span_5y\n"
          + "baseline,\(cell),\(cell),2030,\(cell),82,0.46,0.3,0.5,projected,0.1,0.05,\(cell)\n"
          + "\(cell),\(cell),\(cell),2030,\(cell),82,0.5,0.4,0.6,projected,0.1,0.05,\(cell)\n"
      ),
      (
        "hitting.csv",
        "scenario,target,series,period,p_level,p_touch_by\n"
          + "baseline,\(cell),\(cell),2029,0.3,0.3\nbaseline,\(cell),\(cell),2030,0.4,0.46\n"
      ),
      (
        "observations.csv",
        "series,period,value,unit,basis,break\n\(cell),2028,60,\(cell),\(cell),\(cell)\n"
      ),
      (
        "forecast.csv",
        "scenario,series,period,model,median,lo-50,hi-50,lo-80,hi-80,lo-95,hi-95,unit,basis,n\n"
          + "baseline,\(cell),2029,\(cell),70,65,75,60,80,50,90,\(cell),\(cell),9\n"
      ),
      (
        "tornado.csv",
        "target,deadline,series,factor,setting,p_touch_by_deadline,change,p_quoted\n"
          + "\(cell),2030,\(cell),\(cell),\(cell),0.5,0.04,0.46\n"
      ),
      (
        "claims.csv", "check,verdict,claims,explanation\n\(cell),\(cell),\(cell),\(cell)\n"
      ),
    ]
  }

  @Test(arguments: hostile)
  func namesAreEscaped(_ name: String) throws {
    let fixture = PageFixture(
      PageFixture.input(
        title: name, question: name,
        courses: [
          .init(name: "baseline", description: name), .init(name: name, description: name),
        ],
        files: Self.files(name)))
    let html = fixture.page.html
    // Every tag is one that a page of harmless names has: nothing of the name became markup.
    let plain = PageFixture(
      PageFixture.input(
        courses: [.init(name: "baseline", description: "b"), .init(name: "c", description: "d")],
        files: Self.files("plain")))
    #expect(Self.tags(html).subtracting(Self.tags(plain.page.html)).subtracting(["tspan"]).isEmpty)
    #expect(PageMarkup(html).values("onfocus").isEmpty)
    #expect(PageMarkup(html).values("onmouseover").isEmpty)
    // A quote of the name within an attribute would end it: each opening tag has an even number.
    for tag in html.matches(of: /<[a-z][^<>]*>/) {
      #expect(tag.output.count(where: { $0 == "\"" }).isMultiple(of: 2), "\(tag.output)")
    }
    #expect(
      !html.unicodeScalars.indices.contains { index in
        let next = html.unicodeScalars.index(after: index)
        return html.unicodeScalars[index] == "\"" && next < html.unicodeScalars.endIndex
          && html.unicodeScalars[next].value == 0x301
      }, "a quote with an accent on it came through")
    #expect(fixture.page.pictures.count >= 4)
  }

  private static func tags(_ html: String) -> Set<String> {
    Set(html.matches(of: /<([a-zA-Z!][^\s>]*)/).map { String($0.1).lowercased() })
  }

  @Test func namesBecomeFilesAndIdsThatAreSafe() {
    var names = PageNames()
    var seen: Set<String> = []
    for text in Self.hostile + Self.hostile {
      let name = names.name("chart", text)
      #expect(seen.insert(name).inserted)
      #expect(name.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil, "\(name)")
      #expect(name.count <= 60)
    }
  }
}
