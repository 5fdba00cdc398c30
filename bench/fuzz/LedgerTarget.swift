// Ledgers: what goes in comes out the same, and a file that someone changed is read or refused.
//
// The first byte chooses: `c`, a CSV file that is added; else lines that change a ledger which the
// program made, `TABLE.COLUMN=VALUE`, `-TABLE.COLUMN` to drop one, or `OFFSET=BYTE` in the file.
import Glibc
import SeriesCore

@testable import Ledger

let fuzzLedger: @Sendable ([UInt8]) -> Void = { bytes in
  guard let choice = bytes.first else { return }
  if choice == UInt8(ascii: "c") {
    add(Array(bytes.dropFirst()))
  } else {
    change(bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
  }
}

private let path = FuzzFolder.path + "/l.db"

private func removeLedger() {
  for end in ["", "-journal", "-wal"] { FuzzFolder.remove("l.db" + end) }
}

private func add(_ bytes: [UInt8]) {
  do throws(InputFault) {
    let file = try LedgerReader.read(bytes, name: "run/forecast.csv")
    removeLedger()
    let store = try! LedgerStore(path: path, for: .adding)
    do throws(LedgerError) {
      require(try store.add([file], made: "2026-01-31") == [true], "it was there already")
      let forecasts = try store.forecasts().map(\.row)
      let targets = try store.targets().map(\.row)
      require(forecasts.count == file.forecasts.count, "forecasts are lost")
      for (kept, row) in zip(forecasts, file.forecasts) {
        let levels = row.intervals.sorted { $0.level < $1.level }
        let sorted = LedgerForecast(
          course: row.course, series: row.series, model: row.model, period: row.period,
          median: row.median, intervals: levels, unit: row.unit, basis: row.basis)
        require(kept == sorted, "\(sorted) came back as \(kept)")
      }
      require(targets == file.targets, "\(file.targets) came back as \(targets)")
      require(try store.add([file], made: "2026-02-01") == [false], "one file was added twice")
      score(store)
    } catch { fatalError("\(error)") }
  } catch { requirePlace(error, in: ["run/forecast.csv"]) }
}

private func score(_ store: LedgerStore) {
  do {
    _ = try store.entries()
    var judgement = LedgerJudgement(
      forecasts: try store.forecasts(), targets: try store.targets(), ledger: "l.db")
    let values = "series,period,value\n" + (2000...2040).map { "y,\($0),\($0 - 1990)\n" }.joined()
    try judgement.fill(
      from: try SeriesPanel.read(ByteSource(name: "a.csv", bytes: Array(values.utf8))))
    _ = LedgerScore.all(judgement)
    _ = LedgerDetail.all(judgement)
    try store.record(
      forecasts: judgement.changedForecasts, targets: judgement.changedTargets)
  } catch { require(!"\(error)".isEmpty, "a fault without words") }
}

/// A ledger with rows of both kinds.
private let made: [UInt8] = {
  removeLedger()
  let forecasts = """
    scenario,series,period,model,median,lo-80,hi-80,unit,basis
    low,y,2026,drift,5,4,6,Mt,carried
    low,y,2027,drift,6,4,8,Mt,carried

    """
  let targets = """
    scenario,target,series,unit,basis,level,deadline,model,p_level_at_deadline,\
    p_touch_by_deadline,base_period,base_value,status,cumulative_through,deflator_rate
    low,nine,y,Mt,carried,9,2030,drift,0.2,0.3,2025,4,projected,,
    low,sum,y,Mt,carried,90,2030,drift,0.2,0.3,2025,40,projected,2025,0.02

    """
  let store = try! LedgerStore(path: path, for: .adding)
  let files = [("run/forecast.csv", forecasts), ("run/targets.csv", targets)].map {
    try! LedgerReader.read(Array($0.1.utf8), name: $0.0)
  }
  require(files[0].forecasts.count == 2 && files[1].targets.count == 2, "the ledger has no rows")
  _ = try! store.add(files, made: "2026-01-31")
  return try! ByteSource.readAll(path: path)
}()

private func change(_ lines: [String]) {
  var bytes = made
  var statements: [String] = []
  for line in lines.prefix(20) {
    let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
    if let offset = parts.first.flatMap({ Int($0) }) {
      let value = parts.count > 1 ? UInt8(truncatingIfNeeded: Int(parts[1]) ?? 255) : 0
      bytes[abs(offset % bytes.count)] = value
    } else {
      statements.append(line)
    }
  }
  removeLedger()
  FuzzFolder.write("l.db", bytes)
  if !statements.isEmpty, let connection = try? SQLiteConnection(path: path) {
    for line in statements { edit(line, connection) }
  }
  do throws(LedgerError) {
    score(try LedgerStore(path: path, for: .updating))
  } catch { require("\(error)".contains(path), "the file is not named: \(error)") }
}

/// Names are words alone, so that no statement reaches beyond this file.
private func edit(_ line: String, _ connection: SQLiteConnection) {
  let isDrop = line.hasPrefix("-")
  let sides = (isDrop ? line.dropFirst() : line[...]).split(separator: "=", maxSplits: 1)
  let names = (sides.first ?? "").split(separator: ".").map(String.init)
  let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
  guard names.count == 2,
    names.allSatisfy({ $0.utf8.allSatisfy { letters ~= $0 || $0 == UInt8(ascii: "_") } })
  else { return }
  if isDrop {
    try? connection.execute("ALTER TABLE \(names[0]) DROP COLUMN \(names[1])")
  } else {
    let value = sides.count > 1 ? String(sides[1]) : nil
    let bound: SQLiteValue =
      value.map { text in Double(text).map { .real($0) } ?? .text(text) } ?? .null
    try? connection.prepare("UPDATE \(names[0]) SET \(names[1]) = ?").run([bound])
  }
}
