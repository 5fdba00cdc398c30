import ArgumentParser
import Corridor
import Glibc

/// The day on which forecasts were made, worded alike everywhere.
struct MadeOption: ParsableArguments {
  @Option(help: "Day on which the forecasts were made, such as 2026-01-31. Default: today, UTC.")
  var made: String?

  func validate() throws {
    guard let made else { return }
    guard made.utf8.count == 10, PeriodText(made)?.kind == .day else {
      throw ValidationError("'\(made)' is no day (write 2026-01-31)")
    }
  }

  /// The one thing that depends on the clock.
  var text: String { made ?? PeriodAxis(.day).text(time(nil) / 86_400) }
}

/// Putting files into a ledger, and saying what was done.
enum LedgerAddition {
  static func requireFile(_ path: String) throws {
    guard path != "-" else {
      throw ValidationError("a ledger is a file that is written in place: it cannot be '-'")
    }
    guard !path.isEmpty else { throw ValidationError("the ledger's path is empty") }
    // SQLite's names for what is no file of this name.
    guard path != ":memory:", !path.hasPrefix("file:") else {
      throw ValidationError("'\(path)' is no path of a file: a ledger is one that is kept")
    }
  }

  /// - Parameter outputs: puts what goes with the files in its place; it is there when they are kept,
  ///   and as it was before when they are not.
  static func add(
    _ files: [LedgerFile], to store: LedgerStore, made: String,
    with outputs: () throws -> Placement? = { nil }
  ) throws {
    for file in files where file.forecasts.isEmpty && file.targets.isEmpty {
      StandardError.lines(["\(file.name): no row is a forecast of the future"])
    }
    var placement: Placement?
    let added: [Bool]
    do {
      added = try store.change {
        let added = try store.add(files, made: made)
        placement = try outputs()
        return added
      }
    } catch {
      placement?.undo()
      throw error
    }
    let path = StandardError.printable(store.path)
    for (file, isNew) in zip(files, added) {
      let rows = file.forecasts.count + file.targets.count
      let skipped = file.skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      StandardError.write(
        isNew
          ? "\(path): \(file.scenario), \(file.name): \(rows) rows added"
            + (skipped.isEmpty ? "" : ", left out: " + skipped.joined(separator: ", ")) + "\n"
          : "\(path): \(file.scenario), \(file.name): kept already, nothing added\n")
    }
  }

  /// The files of a run that a ledger keeps, from the bytes of its reports.
  static func files(
    _ reports: [RunReports.File], scenario: String, allowsFormulas: Bool
  ) throws(InputFault) -> [LedgerFile] {
    var files: [LedgerFile] = []
    for report in reports where ["forecast.csv", "targets.csv"].contains(report.name) {
      // Without an answer there is nothing to keep: a header alone.
      guard report.bytes.dropLast().contains(0x0A) else { continue }
      files.append(
        try LedgerReader.read(
          report.bytes, name: report.name, scenario: scenario, allowsFormulas: allowsFormulas,
          settings: .formulas))
    }
    return files
  }
}
