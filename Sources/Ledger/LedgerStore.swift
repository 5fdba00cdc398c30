internal import GRDB

// One SQLite file with a rollback journal: it can be copied, mailed and kept under version control as
// it is, and a reader needs nothing beside it. Every addition is one immediate transaction behind a
// busy timeout: writers wait for each other, a killed one leaves nothing.

/// Forecasts kept as they were made, in one SQLite file, to be scored when values arrive.
public final class LedgerStore: Sendable {
  public enum Access: Sendable {
    case reading
    /// Writing; a missing file is made.
    case adding
    /// Writing to a ledger that is there.
    case updating
  }

  public let path: String
  private let queue: DatabaseQueue

  /// Opens a ledger, or makes one.
  ///
  /// - Throws: `LedgerError`: `.unreadable` for a missing file unless adding, `.notALedger`, `.newer`,
  ///   `.notWritable`, `.busy`.
  public init(path: String, for access: Access) throws(LedgerError) {
    let place = LedgerPlace(path: path)
    if access == .adding, !place.exists { try Self.make(place) }
    try place.check(forWriting: access != .reading)
    self.path = path
    // A reader that may write rolls back what a killed writer left; one that may not only reads.
    let readonly = access == .reading && !place.isWritable
    queue = try Self.guarded(path) {
      try DatabaseQueue(path: path, configuration: Self.configuration(readonly: readonly))
    }
    let state = try Self.guarded(path) { [queue] in
      try queue.read { db in
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
        guard id == LedgerSchema.applicationID else { return State.other }
        return try LedgerSchema.migrator.hasBeenSuperseded(db) ? .newer : .known
      }
    }
    switch state {
    case .other:
      throw .notALedger(file: path, reason: "it is another program's SQLite database")
    case .newer: throw .newer(file: path)
    case .known: break
    }
  }

  private enum State { case known, newer, other }

  private static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(60)
    return configuration
  }

  /// Makes an empty ledger beside its place and puts it there whole, so that of two programs that
  /// begin at once one makes it and both use it.
  private static func make(_ place: LedgerPlace) throws(LedgerError) {
    let path = try place.destination()
    let aside = try LedgerPlace.aside(path)
    try guarded(path) {
      let queue = try DatabaseQueue(path: aside, configuration: configuration(readonly: false))
      try LedgerSchema.migrator.migrate(queue)
      try queue.close()
    }
    try LedgerPlace.settle(aside, at: path)
  }

  /// SQLite's errors as the ledger's.
  private static func guarded<Value>(
    _ path: String, _ body: () throws -> Value
  ) throws(LedgerError) -> Value {
    do { return try body() } catch {
      guard let error = error as? DatabaseError else {
        throw .failed(file: path, reason: "\(error)")
      }
      let reason = error.message ?? error.resultCode.description
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw .busy(file: path)
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: throw .notALedger(file: path, reason: reason)
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_PERM:
        throw .notWritable(file: path, reason: reason)
      default: throw .failed(file: path, reason: reason)
      }
    }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    try Self.guarded(path) { try queue.read(body) }
  }

  private func write(_ body: (Database) throws -> Void) throws(LedgerError) {
    try Self.guarded(path) {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try body(db)
          return .commit
        }
      }
    }
  }

  // MARK: Adding

  /// Adds files together, or none of them. A file whose content is there already stays as it was
  /// added first.
  ///
  /// - Parameter made: the day on which the forecasts were made, `2026-01-31`.
  /// - Returns: for each file whether it is new.
  public func add(_ files: [LedgerFile], made: String) throws(LedgerError) -> [Bool] {
    var added: [Bool] = []
    try write { db in
      added = []
      let run = (try Int64.fetchOne(db, sql: "SELECT MAX(run) FROM entry") ?? 0) + 1
      for file in files {
        let isKept =
          try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM entry WHERE sha256 = ?)",
            arguments: [file.sha256]) ?? false
        added.append(!isKept)
        guard !isKept else { continue }
        try db.execute(
          sql: "INSERT INTO entry (run, made, scenario, file, kind, sha256) VALUES (?,?,?,?,?,?)",
          arguments: [run, made, file.scenario, file.name, file.kind.rawValue, file.sha256])
        let entry = db.lastInsertedRowID
        try Self.insert(file.forecasts, entry, db)
        try Self.insert(file.targets, entry, db)
      }
    }
    return added
  }

  private static func insert(
    _ rows: [LedgerForecast], _ entry: Int64, _ db: Database
  ) throws {
    let forecast = try db.makeStatement(
      sql: """
        INSERT INTO forecast (entry, course, series, model, period, median, unit, basis)
        VALUES (?,?,?,?,?,?,?,?)
        """)
    let interval = try db.makeStatement(
      sql: "INSERT INTO forecast_interval (forecast, level, low, high) VALUES (?,?,?,?)")
    for row in rows {
      try forecast.execute(arguments: [
        entry, row.course, row.series, row.model, row.period, row.median, row.unit, row.basis,
      ])
      let id = db.lastInsertedRowID
      for ends in row.intervals {
        try interval.execute(arguments: [id, ends.level, ends.low, ends.high])
      }
    }
  }

  private static func insert(_ rows: [LedgerTarget], _ entry: Int64, _ db: Database) throws {
    let target = try db.makeStatement(
      sql: """
        INSERT INTO target (entry, course, target, series, model, level, deadline, base_period,
          base_value, deflator_rate, is_cumulative, p_level, p_touch, unit, basis)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """)
    for row in rows {
      try target.execute(arguments: [
        entry, row.course, row.target, row.series, row.model, row.level, row.deadline,
        row.basePeriod, row.baseValue, row.deflatorRate, row.isCumulative, row.pLevel, row.pTouch,
        row.unit, row.basis,
      ])
    }
  }

  // MARK: Reading

  /// What is kept, in the order in which it was added.
  public func entries() throws(LedgerError) -> [LedgerEntry] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT entry.*,
            (SELECT COUNT(*) FROM forecast WHERE entry = entry.id)
              + (SELECT COUNT(*) FROM target WHERE entry = entry.id) AS rows,
            (SELECT COUNT(actual) FROM forecast WHERE entry = entry.id)
              + (SELECT COUNT(touched) FROM target WHERE entry = entry.id) AS scored
          FROM entry ORDER BY id
          """
      ).map { row in
        LedgerEntry(
          id: row["id"], run: row["run"], made: row["made"], scenario: row["scenario"],
          file: row["file"], kind: row["kind"], sha256: row["sha256"], rows: row["rows"],
          scored: row["scored"])
      }
    }
  }

  /// All forecasts with what came, in the order in which they were added.
  public func forecasts() throws(LedgerError) -> [KeptRow<LedgerForecast>] {
    try read { db in
      var intervals: [Int64: [LedgerForecast.Interval]] = [:]
      let cursor = try Row.fetchCursor(
        db, sql: "SELECT * FROM forecast_interval ORDER BY forecast, level")
      while let row = try cursor.next() {
        intervals[row["forecast"], default: []].append(
          .init(level: row["level"], low: row["low"], high: row["high"]))
      }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT forecast.*, run, made, scenario FROM forecast JOIN entry ON entry.id = entry
          ORDER BY forecast.id
          """
      ).map { row in
        KeptRow(
          id: row["id"], run: row["run"], made: row["made"], scenario: row["scenario"],
          row: LedgerForecast(
            course: row["course"], series: row["series"], model: row["model"],
            period: row["period"], median: row["median"], intervals: intervals[row["id"]] ?? [],
            unit: row["unit"], basis: row["basis"]),
          outcome: LedgerOutcome(actual: row["actual"]))
      }
    }
  }

  /// All targets with what came, in the order in which they were added.
  public func targets() throws(LedgerError) -> [KeptRow<LedgerTarget>] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT target.*, run, made, scenario FROM target JOIN entry ON entry.id = entry
          ORDER BY target.id
          """
      ).map { row in
        KeptRow(
          id: row["id"], run: row["run"], made: row["made"], scenario: row["scenario"],
          row: LedgerTarget(
            course: row["course"], target: row["target"], series: row["series"],
            model: row["model"], level: row["level"], deadline: row["deadline"],
            basePeriod: row["base_period"], baseValue: row["base_value"],
            deflatorRate: row["deflator_rate"], isCumulative: row["is_cumulative"],
            pLevel: row["p_level"], pTouch: row["p_touch"], unit: row["unit"],
            basis: row["basis"]),
          outcome: LedgerOutcome(touched: row["touched"], atLevel: row["at_level"]))
      }
    }
  }

  // MARK: Outcomes

  /// Writes down what came, all rows together.
  ///
  /// - Parameters:
  ///   - forecasts: outcomes by the id of a forecast.
  ///   - targets: outcomes by the id of a target.
  public func record(
    forecasts: [Int64: LedgerOutcome], targets: [Int64: LedgerOutcome]
  ) throws(LedgerError) {
    guard !forecasts.isEmpty || !targets.isEmpty else { return }
    try write { db in
      let value = try db.makeStatement(sql: "UPDATE forecast SET actual = ? WHERE id = ?")
      for (id, outcome) in forecasts.sorted(by: { $0.key < $1.key }) {
        try value.execute(arguments: [outcome.actual, id])
      }
      let came = try db.makeStatement(
        sql: "UPDATE target SET touched = ?, at_level = ? WHERE id = ?")
      for (id, outcome) in targets.sorted(by: { $0.key < $1.key }) {
        try came.execute(arguments: [outcome.touched, outcome.atLevel, id])
      }
    }
  }
}
