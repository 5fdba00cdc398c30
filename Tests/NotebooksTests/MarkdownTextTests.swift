import Testing

@testable import Notebooks

/// A scenario's words stay words in Markdown.
@Suite struct MarkdownTextTests {
  @Test(arguments: [
    ("35 USD bn by 2030: 91 %", "35 USD bn by 2030: 91 %"), ("a < b & c", "a &lt; b &amp; c"),
    ("*x* `y` [z](u)", #"\*x\* \`y\` \[z\](u)"#), ("$1 $2", #"\$1 \$2"#), ("1. one", #"1\. one"#),
    ("2.5 %", #"2\.5 %"#), ("at 2.5 %", "at 2.5 %"), ("- two", #"\- two"#), ("a - b", "a - b"),
    ("two\n\n  lines\t", "two lines"), ("a\u{202E}b", "ab"), ("# x", ##"\# x"##),
    // Escaped by scalars: with an accent on it a bracket is another character.
    ("<\u{338}script", "&lt;\u{338}script"), ("", ""),
  ]) func markupIsText(_ text: String, _ markdown: String) {
    #expect(MarkdownText.escaped(text) == markdown)
  }

  @Test(arguments: HostileScenario.names) func nothingIsLeftOpen(_ name: String) {
    let text = MarkdownText.escaped(name)
    #expect(!text.unicodeScalars.contains { "<>\n".unicodeScalars.contains($0) })
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if !isEscaped { #expect(!"`*_[]{}$@#|~^!".unicodeScalars.contains(scalar), "\(text)") }
      isEscaped = scalar == "\\" && !isEscaped
    }
  }

  @Test func codeHoldsNoBacktick() {
    #expect(MarkdownText.code("corridor notebook a`b\nc.yaml") == "corridor notebook a'b c.yaml")
  }
}
