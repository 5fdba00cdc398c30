/// Cuts a formula into tokens.
struct FormulaLexer {
  enum Token: Equatable {
    case name(String)
    case number(Double, String)
    case text(String)
    /// One of `~ + - * / ^ : | ( ) , = .`, or `1` to `9` never.
    case symbol(Character)
    case end
  }

  struct Item: Equatable {
    let token: Token
    let position: Int
  }

  static func items(_ formula: String) throws(FormulaError) -> [Item] {
    let characters = Array(formula)
    var items: [Item] = []
    var i = 0
    while i < characters.count {
      let (c, start) = (characters[i], i)
      if c.isWhitespace {
        i += 1
      } else if isNameStart(c) {
        while i < characters.count, isNamePart(characters[i]) { i += 1 }
        let name = String(characters[start..<i])
        items.append(Item(token: name == "." ? .symbol(".") : .name(name), position: start))
      } else if c.isNumber {
        while i < characters.count, characters[i].isNumber || characters[i] == "." { i += 1 }
        if i < characters.count, "eE".contains(characters[i]) {
          var j = i + 1
          if j < characters.count, "+-".contains(characters[j]) { j += 1 }
          if j < characters.count, characters[j].isNumber {
            while j < characters.count, characters[j].isNumber { j += 1 }
            i = j
          }
        }
        let text = String(characters[start..<i])
        guard let value = Double(text), value.isFinite else {
          throw FormulaError(formula, at: start, "'\(text)' is no number")
        }
        items.append(Item(token: .number(value, text), position: start))
      } else if c == "`" || c == "\"" || c == "'" {
        i += 1
        while i < characters.count, characters[i] != c { i += 1 }
        guard i < characters.count else {
          throw FormulaError(formula, at: start, "the quote that begins here never ends")
        }
        let inside = String(characters[(start + 1)..<i])
        items.append(Item(token: c == "`" ? .name(inside) : .text(inside), position: start))
        i += 1
      } else if "~+-*/^:|(),=".contains(c) {
        items.append(Item(token: .symbol(c), position: start))
        i += 1
      } else {
        throw FormulaError(
          formula, at: start, "'\(c)' has no meaning here",
          advice: "put column names with such characters between backticks")
      }
    }
    items.append(Item(token: .end, position: characters.count))
    return items
  }

  private static func isNameStart(_ c: Character) -> Bool { c.isLetter || c == "_" || c == "." }
  private static func isNamePart(_ c: Character) -> Bool { isNameStart(c) || c.isNumber }
}
