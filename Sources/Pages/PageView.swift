/// What a template is filled with: texts that the template library escapes, lists and objects.
enum PageView: Sendable {
  case text(String)
  /// Markup that is safe already: charts, which escape what they hold.
  case markup(String)
  case flag(Bool)
  case list([PageView])
  case object([String: PageView])

  /// The same as the template library takes it.
  var value: Any {
    switch self {
    case .text(let text): Self.separated(text)
    case .markup(let text): text
    case .flag(let flag): flag
    case .list(let items): items.map(\.value)
    case .object(let members): members.mapValues(\.value)
    }
  }

  /// The library escapes by characters, and a quote with an accent on it is another character than
  /// a quote: a word joiner parts the two, so that no quote ends an attribute.
  private static func separated(_ text: String) -> String {
    guard text.contains(where: { $0.unicodeScalars.count > 1 }) else { return text }
    var scalars = String.UnicodeScalarView()
    var isSpecial = false
    for scalar in text.unicodeScalars {
      if isSpecial, !scalar.isASCII { scalars.append("\u{2060}") }
      isSpecial = scalar == "<" || scalar == ">" || scalar == "&" || scalar == "\"" || scalar == "'"
      scalars.append(scalar)
    }
    return String(scalars)
  }
}

extension PageView: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: PageView...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, PageView)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
  }
}
