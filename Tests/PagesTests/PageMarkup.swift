import Foundation

/// A page's markup as the tests look at it: enough of HTML for pages of our own templates.
struct PageMarkup {
  let text: String

  init(_ text: String) { self.text = text }

  /// The page without its style and charts.
  var prose: PageMarkup {
    var rest = text
    for tag in ["style", "svg", "title"] {
      rest = rest.replacing(try! Regex("<\(tag)[ >](?s:.*?)</\(tag)>"), with: "")
    }
    return PageMarkup(rest)
  }

  /// What `<data>` elements say: the exact value, the rule and what is printed.
  var numbers: [(exact: String, rule: String, printed: String)] {
    text.matches(of: /<data value="([^"]*)" data-as="([^"]*)">([^<]*)<\/data>/).map {
      (Self.unescaped($0.1), String($0.2), Self.unescaped($0.3))
    }
  }

  /// The texts that stand as they are in a report.
  var cells: [String] {
    text.matches(of: /<span[^>]* data-cell>([^<]*)<\/span>|<span data-cell>([^<]*)<\/span>/).map {
      Self.unescaped($0.1 ?? $0.2 ?? "")
    }
  }

  /// The values of an attribute, wherever it stands.
  func values(_ attribute: String) -> [String] {
    text.matches(of: try! Regex("[ \\n]\(attribute)=\"([^\"]*)\"")).map {
      Self.unescaped($0.output[1].substring ?? "")
    }
  }

  func count(_ pattern: String) -> Int { text.matches(of: try! Regex(pattern)).count }

  /// The words of the page that are neither numbers nor cells of a report.
  var ownWords: String {
    var rest = prose.text
    for pattern in [
      "<data [^>]*>[^<]*</data>", "<span[^>]* data-cell>[^<]*</span>", "<code>[^<]*</code>",
      "<[^>]*>",
    ] {
      rest = rest.replacing(try! Regex(pattern), with: " ")
    }
    return Self.unescaped(rest[...])
  }

  static func unescaped(_ text: Substring) -> String {
    var text = String(text)
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      text = text.replacingOccurrences(of: entity, with: character)
    }
    return text
  }
}
