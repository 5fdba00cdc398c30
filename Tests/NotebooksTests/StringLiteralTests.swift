import Foundation
import Testing

@testable import Notebooks

/// Literals that Python, R and YAML read alike.
@Suite struct StringLiteralTests {
  @Test(arguments: [
    ("plain", #""plain""#), (#"a "quoted" \ name"#, #""a \"quoted\" \\ name""#),
    ("two\nlines\r\tend", #""two\nlines\r\tend""#), ("\u{202E}evil", #""\u202eevil""#),
    ("a\u{2028}b\u{1}", #""a\u2028b\u0001""#), ("'; import os", #""'; import os""#),
    ("تجارة", "\"تجارة\""), ("tag \u{E0041}", #""tag \U000e0041""#),
    // A quote with an accent on it is one character, and still a quote to a parser.
    ("\"\u{301}", "\"\\\"\u{301}\""), ("", "\"\""),
  ]) func literalsAreClosed(_ text: String, _ literal: String) {
    #expect(StringLiteral.quoted(text) == literal)
  }

  /// Where no scalar needs eight digits the literal is JSON's too, whose reader is not ours.
  @Test(arguments: HostileScenario.names) func anotherReaderFindsTheText(_ name: String) throws {
    let literal = StringLiteral.quoted(name)
    #expect(!literal.contains("\n"))
    let read = try JSONDecoder().decode([String].self, from: Data("[\(literal)]".utf8))
    #expect(read == [name])
  }
}
