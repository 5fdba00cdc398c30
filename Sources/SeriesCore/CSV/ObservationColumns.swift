/// Where the parts of an observation stand in a file, found by the names in its header.
struct ObservationColumns {
  /// Columns in the header.
  var count = 0
  var id: Int?
  /// The columns that make the id together, in SDMX-CSV; empty elsewhere.
  var key: [Int] = []
  var time = 0
  var value = 0
  var unit: Int?
  var basis: Int?
  var source: Int?
  /// The date of publication.
  var knownFrom: Int?

  init(
    header: [String], options: ObservationOptions, line: Int, file: String
  ) throws(InputFault) {
    count = header.count
    if header.count == 1, header[0].contains(";") {
      throw InputFault(
        .malformed, file: file, line: line, "the header is separated by ';'",
        advice: "separate fields with commas")
    }
    var seen = Set<String>()
    for name in header where !seen.insert(name).inserted {
      throw InputFault(
        .malformed, file: file, line: line, "the column '\(name)' stands twice in the header",
        advice: "keep one")
    }
    func place(
      _ wanted: String?, _ known: [String], _ what: String
    ) throws(InputFault) -> Int? {
      if let wanted {
        guard let index = header.firstIndex(of: wanted) else {
          let near = nearestName(to: wanted, among: header).map { "did you mean '\($0)'?" }
          throw InputFault(
            .malformed, file: file, line: line, "no column '\(wanted)' for the \(what)",
            advice: near ?? "columns: " + header.joined(separator: ", "))
        }
        return index
      }
      return known.lazy.compactMap { header.firstIndex(of: $0) }.first
    }
    func required(_ index: Int?, _ what: String, _ option: String) throws(InputFault) -> Int {
      guard let index else {
        throw InputFault(
          .malformed, file: file, line: line, "no column for the \(what)",
          advice: "name it with --\(option); columns: " + header.joined(separator: ", "))
      }
      return index
    }
    let sdmx = SDMXHeader(header)
    id = try place(options.id, ["unique_id", "series"], "series id")
    time = try required(
      try place(options.time, ["ds", "period"], "period") ?? sdmx?.time, "period", "time")
    value = try required(
      try place(options.value, ["y", "value"], "value") ?? sdmx?.value, "value", "value")
    unit = header.firstIndex(of: "unit")
    basis = header.firstIndex(of: "basis")
    source = header.firstIndex(of: "source")
    knownFrom = header.firstIndex(of: "known_from")
    if let sdmx, time == sdmx.time, value == sdmx.value {
      if id == nil { key = sdmx.dimensions }
      unit = sdmx.unit
    }
  }
}

/// The columns of SDMX-CSV: dimensions, `TIME_PERIOD`, `OBS_VALUE`, attributes.
///
/// The format does not mark which columns are dimensions: it says that they stand before the
/// observed value, and attributes behind it. Attributes that publishers put elsewhere are known by
/// their names, and so are the dimensions that some put behind.
///
/// Source: SDMX-CSV 1.0 and 2.0 field guides; concept ids from the SDMX cross-domain code lists.
struct SDMXHeader {
  let time: Int
  let value: Int
  let dimensions: [Int]
  let unit: Int?

  init?(_ header: [String]) {
    // With labels a name reads `REF_AREA: Reference area`.
    let names = header.map { name in
      String(name.prefix { $0 != ":" }).uppercased().split(separator: " ").joined(separator: "_")
    }
    guard let time = names.firstIndex(of: "TIME_PERIOD"),
      let value = names.firstIndex(of: "OBS_VALUE")
    else { return nil }
    self.time = time
    self.value = value
    unit = names.firstIndex(of: "UNIT_MEASURE") ?? names.firstIndex(of: "UNIT")
    let candidates = names.indices.filter {
      $0 != time && $0 != value && !Self.isAttribute(names[$0])
    }
    let leading = candidates.filter { $0 < value || Self.knownDimensions.contains(names[$0]) }
    dimensions = leading.isEmpty ? candidates : leading
  }

  private static let knownDimensions: Set<String> = [
    "FREQ", "REF_AREA", "COUNTERPART_AREA", "COUNTERPART", "INDICATOR", "GEO", "PARTNER",
    "REPORTER", "COMMODITY", "PRODUCT", "FLOW", "SERIES", "MEASURE", "SUBJECT", "LOCATION",
    "COUNTRY", "ADJUSTMENT", "SECTOR", "REF_SECTOR", "ACTIVITY", "TRADE_FLOW",
  ]

  private static let attributes: Set<String> = [
    // What the row is part of.
    "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATASET", "KEY",
    // What is said of the value.
    "OBS_STATUS", "OBS_FLAG", "OBS_CONF", "CONF_STATUS", "OBS_COMMENT", "OBS_PRE_BREAK",
    "PRE_BREAK_VALUE", "UNIT_MEASURE", "UNIT", "UNIT_MULT", "UNIT_MULTIPLIER", "DECIMALS",
    "BASE_PER", "BASE_PERIOD", "REF_PERIOD_DETAIL", "REFERENCE_PERIOD", "REPYEAREND",
    "TIME_FORMAT", "TIME_PER_COLLECT", "TIME_DETAIL", "CURRENCY_DENOM", "PRECISION",
    // What is said of the series.
    "TITLE", "TITLE_COMPL", "COLLECTION", "COMPILATION", "COVERAGE", "AVAILABILITY", "SOURCE",
    "SOURCE_AGENCY", "SOURCE_PUB", "METHODOLOGY", "DATA_COMP", "DISS_ORG", "LAST_UPDATE",
    "EMBARGO_TIME", "PUBL_MU", "PUBL_ECB", "PUBL_PUBLIC", "BREAKS", "NOTES", "FOOTNOTE",
    "KNOWN_FROM",
  ]

  private static func isAttribute(_ name: String) -> Bool {
    attributes.contains(name) || name.hasPrefix("COMMENT") || name.hasPrefix("OBS_")
  }
}
