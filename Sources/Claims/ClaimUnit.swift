/// The unit of a stated figure, taken apart: a power of ten, what is counted, and a remark.
///
/// `USD bn` is 10⁹ of `USD`, `Mt` 10⁶ of `t`, `thousand trips` 10³ of `trip`, `percent` 0.01 of a
/// ratio. A remark in brackets is a qualifier, `rank (at worst)`, or tells what is counted apart from
/// the same without it, `USD bn (2015 prices)`.
public struct ClaimUnit: Sendable, Hashable {
  /// As the file has it.
  public let label: String
  /// What one is counted of, in one spelling: `USD`, `t`, `project`, `ratio`, `rank`, `year`.
  public let dimension: String
  /// How many of `dimension` one unit is.
  public let scale: Double
  /// What stands in brackets.
  public let remark: String?
  /// For `multiple of 2023 level`: the period of the level; nil otherwise.
  public let base: ClaimPeriod?
  /// Whether the figure is a multiple of an amount.
  public let isMultiple: Bool
  /// For `percent of SERIES` and `share of SERIES`: the series.
  public let whole: String?

  /// Takes a label apart; words that it does not know are what is counted, in lower case and
  /// singular.
  public init(_ label: String) {
    self.label = label
    var text = label
    var remark: String?
    if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close {
      remark = String(text[text.index(after: open)..<close])
      text.removeSubrange(open...close)
    }
    self.remark = remark
    for (sign, code) in [("US$", "USD "), ("$", "USD "), ("€", "EUR "), ("¥", "CNY ")] {
      text = text.replacing(sign, with: code)
    }
    let words = text.replacing("per cent", with: "percent").split {
      $0 == " " || $0 == "\t"
    }.map(String.init)
    let lower = words.map { $0.lowercased() }
    base = words.lazy.compactMap { ClaimPeriod($0) }.first
    isMultiple = ["multiple", "multiples", "times", "x", "fold"].contains(lower.first ?? "")
    whole =
      lower.count >= 3 && Self.ratios[lower[0]] != nil && lower[1] == "of" ? words[2] : nil
    let part: (dimension: String, scale: Double)
    if isMultiple {
      part = ("ratio", 1)
    } else if let first = lower.first, let ratio = Self.ratios[first] {
      part = ("ratio", ratio)
    } else {
      part = Self.parts(words)
    }
    let apart = remark.flatMap { StatedQualifier(remark: $0) == nil ? " (\($0))" : nil } ?? ""
    dimension = part.dimension + apart
    scale = part.scale
  }

  /// Words of a share or a growth rate.
  private static let ratios: [String: Double] = [
    "percent": 0.01, "%": 0.01, "pct": 0.01, "fraction": 1, "ratio": 1, "share": 1,
  ]

  private static let scales: [String: Double] = [
    "thousand": 1e3, "thousands": 1e3, "k": 1e3, "th": 1e3, "million": 1e6, "millions": 1e6,
    "mn": 1e6, "m": 1e6, "mln": 1e6, "mio": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9,
    "bln": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "trn": 1e12,
  ]

  /// The factor that a word such as `billion` stands for.
  static func scale(of word: String) -> Double? { scales[word.lowercased()] }

  private static let masses: [String: Double] = [
    "t": 1, "ton": 1, "tons": 1, "tonne": 1, "tonnes": 1, "kt": 1e3, "Mt": 1e6, "mt": 1e6,
    "Gt": 1e9,
  ]

  private static let currencies: [String: String] = [
    "usd": "USD", "dollar": "USD", "dollars": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "kzt": "KZT", "tenge": "KZT",
  ]

  private static func parts(_ words: [String]) -> (dimension: String, scale: Double) {
    var scale = 1.0
    var rest: [String] = []
    for word in words {
      // A lone `m` or `k` is a unit of its own, not a factor of nothing.
      if words.count > 1, let factor = scales[word.lowercased()] {
        scale *= factor
      } else {
        rest.append(word)
      }
    }
    if rest.first?.lowercased() == "us", rest.count > 1 { rest.removeFirst() }
    guard rest.count == 1, let word = rest.first else {
      return (rest.map { singular($0.lowercased()) }.joined(separator: " "), scale)
    }
    if let mass = masses[word] { return ("t", scale * mass) }
    if let currency = currencies[word.lowercased()] { return (currency, scale) }
    if word.lowercased() == "decades" || word.lowercased() == "decade" {
      return ("year", 10 * scale)
    }
    return (singular(word.lowercased()), scale)
  }

  private static func singular(_ word: String) -> String {
    word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
  }
}
