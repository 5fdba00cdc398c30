/// Where the parts of an observation stand in a file, found by the names in its header.
struct ObservationColumns {
  /// Columns in the header.
  let count: Int
  var id: Int?
  /// The columns that make the id together; empty where one column does, or none.
  var key: [Int] = []
  /// Columns whose cells read `CODE: label`, of which the code counts.
  var labelled: Set<Int> = []
  /// −1 where periods stand in the header.
  var time = -1
  /// −1 where every period has a column of values.
  var value = -1
  /// The periods of the header; empty where a column holds them.
  var periods: [(column: Int, period: PeriodText)] = []
  var unit: Int?
  /// The unit of all values, where no column has it.
  var unitText: String?
  var basis: Int?
  /// Attributes of SDMX that say how the value was measured, with their names.
  var basisParts: [(column: Int, name: String)] = []
  var source: Int?
  /// How far the value can be relied on.
  var status: Int?
  /// The date of publication.
  var knownFrom: Int?
  /// The power of ten by which the value is multiplied.
  var multiplier: Int?
  /// What a row does in an exchange of data: `D` takes an observation back.
  var action: Int?
  /// Columns without a name, in which nothing may stand.
  var unnamed: [Int]

  private static let times = [
    "ds", "period", "date", "time", "year", "month", "quarter", "time_period",
  ]
  private static let values = ["y", "value", "obs_value", "amount", "primaryvalue"]
  private static let multipliers = [
    "unit_mult", "unit_multiplier", "unit multiplier", "unit mult", "powercode code",
  ]

  /// - Parameter hint: what else the beginning of the file may be, for the fault of a header without
  ///   the columns that are needed.
  /// - Throws: `InputFault` when a column is missing, or two could be meant.
  init(
    _ names: ColumnNames, options: ObservationOptions, hint: Remedy?
  ) throws(InputFault) {
    count = names.names.count
    unnamed = names.unnamed
    let sdmx = SDMXHeader(names.names)
    try findCommon(names, options)
    let ids = try options.id.map { text throws(InputFault) in try names.several(text, "series id") }
    if let ids {
      if ids.count == 1 { id = ids[0] } else { key = ids }
    } else if sdmx == nil {
      id = try names.usual(["unique_id", "series"], "series id", .id)
    } else {
      id = ["unique_id", "series"].lazy.compactMap { names.names.firstIndex(of: $0) }.first
    }
    func required(_ index: Int?, _ what: String, _ setting: InputSetting) throws(InputFault) -> Int
    {
      if let index { return index }
      throw names.fault(
        "no column for the \(what)", hint ?? Remedy(names.list, .give(setting, "NAME")))
    }
    // In Nixtla's form `month` and `year` may be further columns, for other models.
    let nixtla = Self.nixtla(names.names)
    var found: Int?
    if let name = options.time {
      found = try names.wanted(name, "period")
    } else if let sdmx {
      found = sdmx.time
    } else {
      found = nixtla?.time
      if found == nil { found = try names.usual(Self.times, "period", .time) }
    }
    time = try required(found, "period", .time)
    if let name = options.value {
      found = try names.wanted(name, "value")
    } else if let sdmx {
      found = sdmx.value
    } else {
      found = nixtla?.value
      if found == nil { found = try names.usual(Self.values, "value", .value) }
    }
    value = try required(found, "value", .value)
    guard let sdmx, time == sdmx.time, value == sdmx.value else { return }
    if id == nil, key.isEmpty { key = sdmx.dimensions }
    takeAttributes(sdmx, names)
  }

  /// Columns of a file whose header holds periods: what is neither a period nor an attribute makes
  /// the id.
  init(
    wide names: ColumnNames, periods: [(column: Int, period: PeriodText)],
    options: ObservationOptions
  ) throws(InputFault) {
    count = names.names.count
    unnamed = names.unnamed
    self.periods = periods
    let sdmx = SDMXHeader(wide: names.names, periods: Set(periods.map(\.column)))
    try findCommon(names, options)
    if let text = options.id {
      let ids = try names.several(text, "series id")
      if ids.count == 1 { id = ids[0] } else { key = ids }
    } else {
      id = try names.usual(["unique_id", "series"], "series id", .id)
      if id == nil {
        let attributes = [unit, basis, source, status, knownFrom, multiplier]
        key = sdmx.dimensions.filter { !attributes.contains($0) }
      }
    }
    takeAttributes(sdmx, names)
    if key.count == 1, !labelled.contains(key[0]) { (id, key) = (key[0], []) }
  }

  /// `ds` beside `y` or `unique_id`.
  private static func nixtla(_ names: [String]) -> (time: Int, value: Int?)? {
    guard let time = names.firstIndex(of: "ds") else { return nil }
    let value = names.firstIndex(of: "y")
    return value != nil || names.contains("unique_id") ? (time, value) : nil
  }

  private mutating func findCommon(
    _ names: ColumnNames, _ options: ObservationOptions
  ) throws(InputFault) {
    unit = names.place("unit")
    basis = names.place("basis")
    source = names.place("source")
    status = names.place("status")
    knownFrom = names.place("known_from")
    multiplier = Self.multipliers.lazy.compactMap { names.place($0) }.first
    guard let text = options.unit else { return }
    if let place = names.place(text) {
      unit = place
    } else if let near = nearestName(to: text, among: names.names.filter { $0.count > 2 }) {
      throw names.fault("no column '\(text)' for the unit", Remedy("did you mean '\(near)'?"))
    } else {
      (unit, unitText) = (nil, text)
    }
  }

  private mutating func takeAttributes(_ sdmx: SDMXHeader, _ names: ColumnNames) {
    if unitText == nil { unit = sdmx.unit ?? unit }
    multiplier = sdmx.multiplier ?? multiplier
    action = sdmx.action
    labelled = sdmx.labelled
    basisParts = sdmx.basis.filter { !key.contains($0.column) && id != $0.column }
  }

  static func isTime(_ name: String) -> Bool { times.contains(name) }
  static func isValue(_ name: String) -> Bool { values.contains(name) }

  /// Whether an observation is read from its cells alone, without a second look at the row.
  var isPlain: Bool {
    periods.isEmpty && multiplier == nil && action == nil && unnamed.isEmpty && labelled.isEmpty
  }
}
