import Corridor

/// One input file, read once, and what its header says that it holds.
struct ReconcileSource {
  let path: String
  let bytes: [UInt8]
  let isObservations: Bool

  init(_ path: String, _ options: ObservationOptions) throws {
    self.path = path
    bytes = try ByteSource.readAll(path: path)
    var records = try CSVRecordReader(
      ByteSource(name: path, bytes: bytes),
      format: CSVFormat(encoding: options.encoding, names: options.names))
    guard try records.next() else {
      throw InputFault(
        .malformed, file: path, line: 1, "the file is empty",
        advice: "a header line and rows are needed")
    }
    var header: [String] = []
    for i in 0..<records.fieldCount { header.append(records.text(i)) }
    let isForecast = header.contains("model") || header.contains("cutoff")
    let hasValues =
      options.value.map(header.contains) ?? header.contains(where: ObservationReader.isUsualValue)
    // Forecasts in columns, a model each, never have periods there.
    isObservations = !isForecast && (options.isWide || hasValues)
  }

  var source: ByteSource { ByteSource(name: path, bytes: bytes) }

  /// Says which series are no nodes.
  func tell(strangers ids: [String]) {
    guard !ids.isEmpty else { return }
    StandardError.lines([
      "\(path): \(ids.count) series are no nodes of the hierarchy and are left out: "
        + ids.prefix(8).joined(separator: ", ") + (ids.count > 8 ? ", …" : "")
    ])
  }
}

/// Reads forecasts that others made.
struct ReconcileForecasts {
  private let command: ReconcileCommand
  private let rules: HierarchyFile

  init(_ command: ReconcileCommand, _ rules: HierarchyFile) {
    self.command = command
    self.rules = rules
  }

  func cases(_ source: ReconcileSource) throws -> [ReconcileCase] {
    let options = command.input.observationOptions
    let table = try ForecastTable(source.source, options: options)
    let nodes = Set(rules.hierarchy.nodes)
    source.tell(strangers: table.series.filter { !nodes.contains($0) })
    let all = try BaseForecasts.read(table, hierarchy: rules.hierarchy)
    guard !all.isEmpty else {
      throw InputFault(
        .malformed, file: source.path, "no forecast is of a node of \(rules.name)",
        advice: "nodes are matched by unique_id")
    }
    guard command.residuals == nil || all.count == 1 else {
      throw InputFault(
        .malformed, file: source.path,
        "forecasts of \(all.count) models, and --residuals has those of one",
        advice: "give --insample with a column a model, or one model")
    }
    return try all.map { try oneCase($0, file: source.path) }
  }

  private func oneCase(_ base: BaseForecasts, file: String) throws -> ReconcileCase {
    let options = command.input.observationOptions
    let nodes = rules.hierarchy.nodes
    var residuals: NodeTable?
    var history: Matrix?
    var matrix: Matrix?
    if let path = command.residuals {
      let read = try NodeTable(
        ByteSource(path: path), column: options.value ?? "residual", nodes: nodes,
        options: options)
      (residuals, matrix) = (read, read.values)
    } else if let path = command.insample {
      let bytes = try ByteSource.readAll(path: path)
      let observed = try NodeTable(
        ByteSource(name: path, bytes: bytes), column: options.value ?? "y", nodes: nodes,
        options: options)
      history = observed.values
      if try Self.hasColumn(base.model, ByteSource(name: path, bytes: bytes))
        || command.methods().contains(where: \.needsResiduals)
      {
        let fitted = try NodeTable(
          ByteSource(name: path, bytes: bytes), column: base.model, nodes: nodes,
          options: options)
        residuals = fitted
        matrix = observed.minus(fitted)
      }
    }
    if let residuals, residuals.incompleteCount > 0 {
      StandardError.lines([
        "\(residuals.name): \(residuals.incompleteCount) periods are left out: not every node has "
          + "a value"
      ])
    }
    return ReconcileCase(
      question: ReconciliationQuestion(
        rules.hierarchy, base: base, residuals: matrix, history: history),
      file: file, residualFile: residuals?.name ?? file, lines: residuals?.lines ?? [:])
  }

  private static func hasColumn(_ name: String, _ source: consuming ByteSource) throws -> Bool {
    try TableReader(source).header.contains(name)
  }
}
