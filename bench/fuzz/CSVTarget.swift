// From the bytes of a CSV file to rows of forecasts. libFuzzer calls `fuzzOne`; whatever the bytes
// are, it must come back: faults are thrown, never trapped.
//
// The first byte chooses what is done, the rest is the file.
import Forecasting
import SeriesCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let choice = start[0]
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  do {
    switch choice & 7 {
    case 0: try score(bytes)
    case 1, 2: try forecast(bytes, choice, isSorted: true)
    case 3: try backtest(bytes, choice)
    default: try forecast(bytes, choice, isSorted: false)
    }
  } catch {
    // A fault of the file, as a user would see it.
    _ = "\(error)"
  }
  return 0
}

private let names = ModelCatalog.all.map(\.name)

/// Settings that the upper bits of a byte choose: model, scale, horizon.
private func settings(_ choice: UInt8) throws -> BatchSettings {
  let number = Int(choice >> 3)
  let suffix = ["", "+log", "+boxcox"][number % 3]
  return BatchSettings(
    file: "fuzz.csv", requests: [try ModelRequest(names[number % names.count] + suffix)],
    horizon: [1, 3, 13][number % 3], seasonLength: number % 5 == 4 ? 4 : nil, levels: [80, 99.5],
    allowsNegative: number & 1 == 0)
}

private func forecast(_ bytes: [UInt8], _ choice: UInt8, isSorted: Bool) throws {
  let batch = ForecastBatch(try settings(choice), details: .fits)
  let source = ByteSource(name: "fuzz.csv", bytes: bytes)
  if isSorted {
    var series = try SortedSeries(source)
    while let drafts = try series.next() { work(batch, drafts) }
  } else {
    work(batch, try SeriesDraft.group(source))
  }
}

private func backtest(_ bytes: [UInt8], _ choice: UInt8) throws {
  let batch = Backtest(try settings(choice), windows: 2, step: 1)
  work(batch, try SeriesDraft.group(ByteSource(name: "fuzz.csv", bytes: bytes)))
}

private func work(_ batch: some SeriesBatch, _ drafts: [SeriesDraft]) {
  // What the workers of a run do, without threads.
  _ = batch.part(of: drafts)
}

/// Two files, parted by an empty line: forecasts and actual values.
private func score(_ bytes: [UInt8]) throws {
  var cut = bytes.count
  for i in bytes.indices.dropLast() where bytes[i] == 0x0A && bytes[i + 1] == 0x0A {
    cut = i + 1
    break
  }
  let table = try ForecastTable(ByteSource(name: "f.csv", bytes: Array(bytes[..<cut])))
  let actual = try SeriesDraft.group(ByteSource(name: "a.csv", bytes: Array(bytes[cut...])))
  _ = try ForecastScore(table, actual: actual, training: nil).byModel
}
