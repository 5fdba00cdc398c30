// From the bytes of a CSV file to rows of forecasts, and back to a file that reads the same.
//
// The first byte chooses what is done, the rest is the file; behind `p` it is written in hexadecimal
// digits, so that seeds of gzip are text.
import Forecasting
import SeriesCore

let fuzzCSV: @Sendable ([UInt8]) -> Void = { bytes in
  guard bytes.count > 1 else { return }
  let choice = bytes[0]
  let isHex = choice == UInt8(ascii: "p")
  let rest = isHex ? unhex(bytes.dropFirst()) : Array(bytes.dropFirst())
  do {
    switch isHex ? 5 : choice & 7 {
    case 0: try score(rest)
    case 1, 2: try forecast(rest, choice, isSorted: true)
    case 3: try backtest(rest, choice)
    case 4: try writeBack(rest)
    default: try forecast(rest, choice, isSorted: false)
    }
  } catch let fault as InputFault {
    requirePlace(fault, in: ["fuzz.csv", "f.csv", "a.csv"])
  } catch {
    // A fault of the series, as a user would see it.
    require(!"\(error)".isEmpty, "a fault without words")
  }
}

private func unhex(_ text: ArraySlice<UInt8>) -> [UInt8] {
  let digits = text.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] * 16 + digits[$0 + 1])
  }
}

/// Each series that is read, written out as our own outputs are, reads the same.
private func writeBack(_ bytes: [UInt8]) throws {
  let panel = try SeriesPanel.read(ByteSource(name: "fuzz.csv", bytes: bytes))
  for series in panel.series where !series.isEmpty {
    var writer = CSVWriter(header: ["unique_id", "ds", "y"])
    for (ordinal, value) in zip(series.ordinals, series.values) {
      writer.field(series.id)
      writer.field(series.axis.text(ordinal))
      writer.field(value)
      writer.endRow()
    }
    var options = ObservationOptions()
    options.frequency = series.frequency
    options.allowsFormulas = true
    let again = try SeriesPanel.read(
      ByteSource(name: "again.csv", bytes: writer.bytes), options: options)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    guard let read = again.series.first, again.entries.count == 1 else {
      fatalError("\(again.failures.map(\.fault)) in \(text)")
    }
    require(
      read.id == series.id && read.values == series.values && read.ordinals == series.ordinals
        && read.frequency == series.frequency, "another series of \(text)")
  }
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
