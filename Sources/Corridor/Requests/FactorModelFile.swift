package import Forecasting
internal import Reports
package import SeriesCore

/// The file of a dynamic factor model's parameters: `parameter,unique_id,row,column,lag,value`.
///
/// `logarithm` is 1 for a series' logarithms and 0 for its values, `step` over how many of its periods a change goes,
/// 0 for none. `centre` and `spread` are what a series' changes are standardised by; `loading` is on the factor
/// `row`; `transition` is A_lag[row, column] and `innovation` Q[row, column] of the factors;
/// `persistence` and `noise` are of a series' own part.
package enum FactorModelFile {
  private struct Row {
    let parameter: String
    var id: String?
    var row: Int?
    var column: Int?
    var lag: Int?
    let value: Double
  }

  private static let table: Table<Row> = [
    .text("parameter", "what it is: logarithm, step, centre, spread, loading, noise and so on") {
      $0.parameter
    },
    .text("unique_id", "series; empty for what is the factors'") { $0.id },
    .integer("row", "factor") { $0.row },
    .integer("column", "other factor, of transition and innovation") { $0.column },
    .integer("lag", "lag of a transition") { $0.lag },
    .exact("value", "value, of standardised changes") { $0.value },
  ]

  package static func csv(_ model: FactorModel) -> [UInt8] {
    let p = model.parameters
    var rows: [Row] = []
    for (i, id) in model.ids.enumerated() {
      if let scale = model.scales?[i] {
        rows.append(Row(parameter: "logarithm", id: id, value: scale.isLog ? 1 : 0))
        rows.append(Row(parameter: "step", id: id, value: Double(scale.step)))
      }
      rows.append(Row(parameter: "centre", id: id, value: model.centres[i]))
      rows.append(Row(parameter: "spread", id: id, value: model.spreads[i]))
      for j in 0..<p.factors {
        let value = p.loadings[i * p.factors + j]
        rows.append(Row(parameter: "loading", id: id, row: j + 1, value: value))
      }
      rows.append(Row(parameter: "persistence", id: id, value: p.persistence[i]))
      rows.append(Row(parameter: "noise", id: id, value: p.noise[i]))
    }
    for l in 0..<p.lags {
      for i in 0..<p.factors {
        for j in 0..<p.factors {
          rows.append(
            Row(
              parameter: "transition", row: i + 1, column: j + 1, lag: l + 1,
              value: p.transition[(l * p.factors + i) * p.factors + j]))
        }
      }
    }
    for i in 0..<p.factors {
      for j in 0..<p.factors {
        rows.append(
          Row(
            parameter: "innovation", row: i + 1, column: j + 1,
            value: p.innovation[i * p.factors + j]))
      }
    }
    return table.csv(rows)
  }

  private struct Key: Hashable {
    let parameter: String
    var id = ""
    var row = 0
    var column = 0
    var lag = 0
  }

  /// Reads what `csv` writes, in any order of rows.
  ///
  /// - Throws: `InputFault` for a missing, doubled or unusable parameter.
  package static func read(_ path: String) throws(InputFault) -> FactorModel {
    let table = try TableReader(ByteSource(path: path)).read(
      numbers: ["value", "row", "column", "lag"], levels: ["parameter", "unique_id"])
    guard let values = table.numbers("value"), let names = table.levels("parameter"),
      let ids = table.levels("unique_id"), let rows = table.numbers("row"),
      let columns = table.numbers("column"), let lags = table.numbers("lag")
    else { throw table.fault("columns are missing", advice: "write what -o writes") }
    var found: [Key: Double] = [:]
    var order: [String] = []
    var size = (factors: 0, lags: 0)
    func whole(_ value: Double) -> Int { (1...1000).contains(value) ? Int(value) : 0 }
    for row in 0..<table.rowCount {
      guard names.codes[row] >= 0, values.values[row].isFinite else {
        throw table.fault(row: row, "a parameter without name or value", advice: "complete it")
      }
      let key = Key(
        parameter: names.names[Int(names.codes[row])],
        id: ids.codes[row] >= 0 ? ids.names[Int(ids.codes[row])] : "",
        row: whole(rows.values[row]), column: whole(columns.values[row]),
        lag: whole(lags.values[row]))
      guard found.updateValue(values.values[row], forKey: key) == nil else {
        throw table.fault(row: row, "the parameter stands there already", advice: "keep one")
      }
      if key.parameter == "centre" { order.append(key.id) }
      size = (max(size.factors, key.row), max(size.lags, key.lag))
    }
    let (r, p) = size
    func value(_ key: Key) throws(InputFault) -> Double {
      guard let value = found[key] else {
        let of = key.id.isEmpty ? "" : " of '\(key.id)'"
        throw table.fault("no \(key.parameter)\(of)", advice: "write what -o writes")
      }
      return value
    }
    guard r > 0, !order.isEmpty, r * order.count + p * r * r < 100_000 else {
      throw table.fault("no loadings", advice: "write what -o writes")
    }
    // Parameters that others estimated may not say it.
    let saysScale = found.keys.contains { $0.parameter == "logarithm" || $0.parameter == "step" }
    let scaleNames = saysScale ? ["logarithm", "step"] : []
    var vectors: [String: [Double]] = [:]
    for id in order {
      for name in ["centre", "spread", "persistence", "noise"] + scaleNames {
        vectors[name, default: []].append(try value(Key(parameter: name, id: id)))
      }
      for j in 1...r {
        vectors["loading", default: []].append(
          try value(Key(parameter: "loading", id: id, row: j)))
      }
    }
    var (transition, innovation) = ([Double](), [Double]())
    for l in 0..<p {
      for place in 0..<(r * r) {
        transition.append(
          try value(
            Key(parameter: "transition", row: place / r + 1, column: place % r + 1, lag: l + 1)))
      }
    }
    for place in 0..<(r * r) {
      innovation.append(
        try value(Key(parameter: "innovation", row: place / r + 1, column: place % r + 1)))
    }
    var scales: [FactorModel.Scale] = []
    for (log, step) in zip(vectors["logarithm"] ?? [], vectors["step"] ?? []) {
      guard log == 0 || log == 1, (0...1000).contains(step), step == step.rounded() else {
        throw table.fault(
          "'logarithm' is 0 or 1, 'step' a number of periods", advice: "write what -o writes")
      }
      scales.append(FactorModel.Scale(isLog: log == 1, step: Int(step)))
    }
    let model = FactorModel(
      ids: order, centres: vectors["centre"] ?? [], spreads: vectors["spread"] ?? [],
      parameters: FactorParameters(
        factors: r, lags: p, loadings: vectors["loading"] ?? [], transition: transition,
        innovation: innovation, persistence: vectors["persistence"] ?? [],
        noise: vectors["noise"] ?? []), scales: scales.isEmpty ? nil : scales)
    if let what = model.fault { throw table.fault(what, advice: "write what -o writes") }
    return model
  }
}
