/// The kind of quantity that a series measures: which series its growth is compared with before any of
/// its values are seen.
public enum ReferenceClass: String, Sendable, CaseIterable, Codable {
  /// Money at current prices: trade, investment, budgets. It grows with prices as well.
  case nominal
  /// What is counted or weighed: tonnes, containers, trains, trips; money at constant prices.
  case volume
  /// Indices, rates, and what states no unit.
  case other

  /// The class that a unit tells; `.other` without one.
  public init(unit: SeriesUnit?) {
    guard let unit else {
      self = .other
      return
    }
    let label = unit.label.lowercased()
    let words = Set(label.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    if label.contains("%") || !words.isDisjoint(with: Self.relative) {
      self = .other
    } else if !words.isDisjoint(with: Self.money)
      || label.contains(where: {
        $0.unicodeScalars.first?.properties.generalCategory == .currencySymbol
      })
    {
      self = words.isDisjoint(with: Self.constantPrices) ? .nominal : .volume
    } else {
      self = words.isDisjoint(with: Self.quantities) ? .other : .volume
    }
  }

  private static let relative: Set = ["percent", "pct", "index", "ratio", "share", "rate"]
  private static let constantPrices: Set = ["constant", "real", "chained", "deflated", "volume"]
  private static let money: Set = [
    "usd", "eur", "kzt", "cny", "rmb", "rub", "rur", "uzs", "kgs", "azn", "gel", "try", "jpy",
    "krw", "gbp",
    "chf", "inr", "irr", "dollar", "dollars", "euro", "euros", "tenge", "yuan", "renminbi",
    "rouble",
    "roubles", "ruble", "rubles", "lira", "yen", "pound", "pounds", "money",
  ]
  private static let quantities: Set = [
    "t", "kt", "mt", "gt", "kg", "tonne", "tonnes", "ton", "tons", "tkm", "tonkm", "teu", "feu",
    "container",
    "containers", "train", "trains", "pairs", "wagon", "wagons", "carload", "carloads", "truck",
    "trucks",
    "vehicle", "vehicles", "flight", "flights", "ship", "ships", "trip", "trips", "person",
    "persons",
    "people", "passenger", "passengers", "visitor", "visitors", "night", "nights", "project",
    "projects",
    "unit", "units", "piece", "pieces", "barrel", "barrels", "bbl", "kwh", "mwh", "gwh", "twh",
    "m3", "ha",
    "km", "pkm",
  ]
}
