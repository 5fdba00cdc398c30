/// The columns of SDMX-CSV: dimensions, `TIME_PERIOD`, `OBS_VALUE`, attributes.
///
/// The format does not mark which columns are dimensions: it says that they stand before the
/// observed value, and attributes behind it. Attributes that publishers put elsewhere are known by
/// their names, and so are the dimensions that some put behind. Labels stand in columns of their own
/// behind their codes (`REF_AREA,Reference area`), or in the same cell (`REF_AREA: Reference area`
/// above `KZ: Kazakhstan`): they are no dimensions.
///
/// Source: SDMX-CSV 1.0 and 2.0 field guides; concept ids from the SDMX cross-domain code lists.
struct SDMXHeader {
  let time: Int
  let value: Int
  let dimensions: [Int]
  let unit: Int?
  /// The power of ten of the values.
  let multiplier: Int?
  let action: Int?
  /// Columns that hold code and label in one cell.
  let labelled: Set<Int>
  /// Attributes that say how the value was measured.
  let basis: [(column: Int, name: String)]

  init?(_ header: [String]) {
    let ids = header.map(Self.id)
    guard let time = ids.firstIndex(of: "TIME_PERIOD"), let value = ids.firstIndex(of: "OBS_VALUE")
    else { return nil }
    let labels = Self.labels(header, time: time, value: value)
    let candidates = ids.indices.filter {
      $0 != time && $0 != value && !labels.contains($0) && !Self.isNoDimension(ids[$0])
    }
    let leading = candidates.filter { $0 < value || Self.knownDimensions.contains(ids[$0]) }
    self.init(
      header, ids, time: time, value: value, dimensions: leading.isEmpty ? candidates : leading,
      labels: labels)
  }

  /// The columns beside the periods of a wide file, by the same names.
  ///
  /// A name beside its code (`Country Name,Country Code`) is a label.
  init(wide header: [String], periods: Set<Int>) {
    let ids = header.map(Self.id)
    let places = header.indices.filter { !periods.contains($0) }
    var labels = Self.labels(places.map { header[$0] }, time: -1, value: -1)
    labels = Set(labels.map { places[$0] })
    for place in places {
      let stem = Self.stem(ids[place], "_NAME") ?? ids[place]
      if places.contains(where: { $0 != place && Self.stem(ids[$0], "_CODE") == stem }) {
        labels.insert(place)
      }
    }
    // Beside dimensions the code of the series says the same again.
    let isCodeAlone = !ids.contains("DATASET")
    let dimensions = places.filter {
      !labels.contains($0)
        && (!Self.isNoDimension(ids[$0]) || (isCodeAlone && ids[$0] == "SERIES_CODE"))
    }
    self.init(header, ids, time: -1, value: -1, dimensions: dimensions, labels: labels)
  }

  private init(
    _ header: [String], _ ids: [String], time: Int, value: Int, dimensions: [Int], labels: Set<Int>
  ) {
    self.time = time
    self.value = value
    self.dimensions = dimensions
    func place(_ names: String...) -> Int? {
      names.lazy.compactMap { name in ids.indices.first { ids[$0] == name && !labels.contains($0) }
      }
      .first
    }
    unit = place("UNIT_MEASURE", "UNIT")
    multiplier = place(
      "UNIT_MULT", "UNIT_MULTIPLIER", "SCALE", "POWERCODE_CODE", "POWERCODE")
    action = place("ACTION")
    labelled = Set(header.indices.filter { header[$0].contains(":") })
    basis = ids.indices.filter { Self.basisNames.contains(ids[$0]) && !labels.contains($0) }
      .map { ($0, ids[$0]) }
  }

  /// The id of a concept: upper case, blanks as underscores, without the label behind a colon.
  private static func id(_ name: String) -> String {
    String(name.prefix { $0 != ":" }).uppercased().split(separator: " ").joined(separator: "_")
  }

  private static func stem(_ id: String, _ end: String) -> String? {
    id.hasSuffix(end) ? String(id.dropLast(end.count)) : nil
  }

  /// Columns that hold the labels of the column before.
  ///
  /// Ids are written in one case without blanks, labels as words. They are labels where the time or
  /// the value has one too, or where two columns or more have and no dimension is without.
  private static func labels(_ header: [String], time: Int, value: Int) -> Set<Int> {
    let isID = header.map { name in
      let known = isNoDimension(id(name))
      let isOneCase = name == name.uppercased() || name == name.lowercased()
      return isOneCase && !name.isEmpty && (known || !name.contains(" "))
    }
    var places: Set<Int> = []
    for i in header.indices.dropFirst() where !isID[i] && !header[i].isEmpty && isID[i - 1] {
      places.insert(i)
    }
    if places.contains(time + 1), time >= 0 { return places }
    if places.contains(value + 1), value >= 0 { return places }
    let components = header.indices.filter {
      $0 != time && $0 != value && !places.contains($0) && (value < 0 || $0 < value)
        && !isNoDimension(id(header[$0])) && !header[$0].isEmpty
    }
    let isThorough = components.allSatisfy { places.contains($0 + 1) }
    return places.count > 1 && isThorough ? places : []
  }

  private static let knownDimensions: Set<String> = [
    "FREQ", "FREQUENCY", "REF_AREA", "COUNTERPART_AREA", "COUNTERPART", "COUNTERPART_COUNTRY",
    "INDICATOR", "GEO", "PARTNER", "REPORTER", "COMMODITY", "PRODUCT", "FLOW", "SERIES", "MEASURE",
    "SUBJECT", "LOCATION", "COUNTRY", "ADJUSTMENT", "SECTOR", "REF_SECTOR", "ACTIVITY",
    "TRADE_FLOW",
  ]

  /// Attributes without which two numbers are not comparable.
  private static let basisNames: Set<String> = [
    "BASE_PER", "BASE_PERIOD", "PRICE_BASE", "PRICES", "VALUATION", "CURRENCY_DENOM",
  ]

  private static let attributes: Set<String> = [
    // What the row is part of.
    "DATAFLOW", "DATAFLOW_ID", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATASET",
    "KEY", "SERIES_CODE", "SERIES_NAME", "SERIES_KEY", "UNNAMED",
    // What is said of the value.
    "OBS_STATUS", "OBS_FLAG", "OBS_CONF", "CONF_STATUS", "OBS_COMMENT", "OBS_PRE_BREAK",
    "PRE_BREAK_VALUE", "UNIT_MEASURE", "UNIT", "UNIT_MULT", "UNIT_MULTIPLIER", "SCALE", "POWERCODE",
    "POWERCODE_CODE", "DECIMALS", "BASE_PER", "BASE_PERIOD", "REF_PERIOD_DETAIL",
    "REFERENCE_PERIOD", "REPYEAREND", "TIME_FORMAT", "TIME_PER_COLLECT", "TIME_DETAIL",
    "CURRENCY_DENOM", "PRECISION",
    // What is said of the series.
    "TITLE", "TITLE_COMPL", "COLLECTION", "COMPILATION", "COVERAGE", "AVAILABILITY", "SOURCE",
    "SOURCE_AGENCY", "SOURCE_PUB", "METHODOLOGY", "DATA_COMP", "DISS_ORG", "LAST_UPDATE",
    "EMBARGO_TIME", "PUBL_MU", "PUBL_ECB", "PUBL_PUBLIC", "BREAKS", "NOTES", "FOOTNOTE",
    "KNOWN_FROM",
  ]

  private static func isNoDimension(_ id: String) -> Bool {
    id.isEmpty || attributes.contains(id) || id.hasPrefix("COMMENT") || id.hasPrefix("OBS_")
  }
}
