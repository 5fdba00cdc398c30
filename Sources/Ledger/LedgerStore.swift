internal import Synchronization

// One SQLite file with a rollback journal: it can be copied, mailed and kept under version control as
// it is, and a reader needs nothing beside it. Every addition is one immediate transaction behind a
// busy timeout: writers wait for each other, a killed one leaves nothing.

/// Forecasts kept as they were made, in one SQLite file, to be scored when values arrive.
package final class LedgerStore: Sendable {
  package enum Access: Sendable {
    case reading
    /// Writing; a missing file is made.
    case adding
    /// Writing to a ledger that is there.
    case updating
  }

  package let path: String
  /// One call at a time.
  private let connection: Mutex<SQLiteConnection>

  /// Opens a ledger, or makes one.
  ///
  /// - Throws: `LedgerError`: `.unreadable` for a missing file unless adding, `.notALedger`, `.newer`,
  ///   `.notWritable`, `.busy`.
  package init(path: String, for access: Access) throws(LedgerError) {
    let place = LedgerPlace(path: path)
    if access == .adding, !place.exists { try Self.make(place) }
    try place.check(forWriting: access != .reading)
    self.path = path
    // A reader that may write rolls back what a killed writer left; one that may not only reads.
    let readonly = access == .reading && !place.isWritable
    let state: LedgerSchema.State
    do throws(LedgerError) {
      let opened = try Self.guarded(path) { () throws(SQLiteError) in
        let connection = try SQLiteConnection(path: path, readonly: readonly)
        return (connection, try LedgerSchema.state(connection))
      }
      connection = Mutex(opened.0)
      state = opened.1
    } catch {
      if case .notWritable = error, access == .reading, place.isInterrupted {
        throw .interrupted(file: path)
      }
      throw error
    }
    switch state {
    case .other:
      throw .notALedger(file: path, reason: "it is another program's SQLite database")
    case .newer: throw .newer(file: path)
    case .known: break
    }
  }

  /// Makes an empty ledger beside its place and puts it there whole, so that of two programs that
  /// begin at once one makes it and both use it.
  private static func make(_ place: LedgerPlace) throws(LedgerError) {
    let (path, folder, aside) = try place.staged()
    try guarded(path) { () throws(SQLiteError) in
      try LedgerSchema.make(SQLiteConnection(path: aside))
    }
    try withExtendedLifetime(folder) { () throws(LedgerError) in
      try LedgerPlace.settle(aside, at: path)
    }
  }

  /// SQLite's errors as the ledger's.
  private static func guarded<Value>(
    _ path: String, _ body: () throws(SQLiteError) -> Value
  ) throws(LedgerError) -> Value {
    do throws(SQLiteError) { return try body() } catch {
      if error.isBusy { throw .busy(file: path) }
      if error.isNoDatabase { throw .notALedger(file: path, reason: "it is no SQLite database") }
      if error.isDamaged { throw .notALedger(file: path, reason: error.message) }
      if error.isRefusal { throw .notWritable(file: path, reason: error.message) }
      throw .failed(file: path, reason: error.message)
    }
  }

  private func transaction<Value: Sendable>(
    _ kind: SQLiteConnection.Transaction,
    _ body: @Sendable (SQLiteConnection) throws(SQLiteError) -> Value
  ) throws(LedgerError) -> Value {
    do throws(LedgerError) {
      return try locked { (connection) throws(SQLiteError) in
        try connection.transaction(kind, body)
      }
    } catch {
      recover()
      throw error
    }
  }

  private func locked<Value: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws(SQLiteError) -> Value
  ) throws(LedgerError) -> Value {
    try Self.guarded(path) { () throws(SQLiteError) in
      try connection.withLock { (connection) throws(SQLiteError) in try body(connection) }
    }
  }

  /// Does `body`, which may read, add and record, as one change: whole, or not at all when it throws.
  package func change<Value>(_ body: () throws -> Value) throws -> Value {
    try locked { (db) throws(SQLiteError) in
      try db.execute(SQLiteConnection.Transaction.immediate.rawValue)
    }
    do {
      let value = try body()
      try locked { (db) throws(SQLiteError) in try db.execute("COMMIT") }
      return value
    } catch {
      connection.withLock { $0.rollBack() }
      recover()
      throw error
    }
  }

  /// Waits until no other program writes.
  package func requireTurn() throws(LedgerError) {
    try locked { (db) throws(SQLiteError) in
      try db.execute(SQLiteConnection.Transaction.immediate.rawValue)
      db.rollBack()
    }
  }

  /// Undoes what a failed change left half done: a new connection plays its journal back, so that the
  /// file alone is whole when the program has ended.
  private func recover() {
    let isDone = connection.withLock { !$0.isInTransaction }
    guard isDone, LedgerPlace(path: path).isInterrupted else { return }
    _ = try? SQLiteConnection(path: path)
  }

  // MARK: Adding

  /// Adds files together, or none of them. A file whose content is there already stays as it was
  /// added first.
  ///
  /// - Parameter made: the day on which the forecasts were made, `2026-01-31`.
  /// - Returns: for each file whether it is new.
  package func add(_ files: [LedgerFile], made: String) throws(LedgerError) -> [Bool] {
    try transaction(.immediate) { (db) throws(SQLiteError) in
      var added: [Bool] = []
      let run = (try db.integer("SELECT MAX(run) FROM entry") ?? 0) + 1
      for file in files {
        let kept = try db.integer(
          "SELECT COUNT(*) FROM entry WHERE sha256 = ?", [.text(file.sha256)])
        added.append(kept == 0)
        guard kept == 0 else { continue }
        try db.prepare(
          "INSERT INTO entry (run, made, scenario, file, kind, sha256) VALUES (?,?,?,?,?,?)"
        ).run([
          .integer(run), .text(made), .text(file.scenario), .text(file.name),
          .text(file.kind.rawValue), .text(file.sha256),
        ])
        let entry = db.lastInsertedRow
        try Self.insert(file.forecasts, entry, db)
        try Self.insert(file.targets, entry, db)
      }
      return added
    }
  }

  private static func insert(
    _ rows: [LedgerForecast], _ entry: Int64, _ db: SQLiteConnection
  ) throws(SQLiteError) {
    let forecast = try db.prepare(
      """
      INSERT INTO forecast (entry, course, series, model, period, median, unit, basis)
      VALUES (?,?,?,?,?,?,?,?)
      """)
    let interval = try db.prepare(
      "INSERT INTO forecast_interval (forecast, level, low, high) VALUES (?,?,?,?)")
    for row in rows {
      try forecast.run([
        .integer(entry), .text(row.course), .text(row.series), .text(row.model),
        .text(row.period), .real(row.median), .optional(row.unit), .optional(row.basis),
      ])
      let id = db.lastInsertedRow
      for ends in row.intervals {
        try interval.run([.integer(id), .real(ends.level), .real(ends.low), .real(ends.high)])
      }
    }
  }

  private static func insert(
    _ rows: [LedgerTarget], _ entry: Int64, _ db: SQLiteConnection
  ) throws(SQLiteError) {
    let target = try db.prepare(
      """
      INSERT INTO target (entry, course, target, series, model, level, deadline, base_period,
        base_value, deflator_rate, is_cumulative, p_level, p_touch, unit, basis)
      VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    for row in rows {
      try target.run([
        .integer(entry), .text(row.course), .text(row.target), .text(row.series),
        .text(row.model), .real(row.level), .text(row.deadline), .text(row.basePeriod),
        .real(row.baseValue), .optional(row.deflatorRate), .flag(row.isCumulative),
        .real(row.pLevel), .real(row.pTouch), .optional(row.unit), .optional(row.basis),
      ])
    }
  }

  // MARK: Reading

  /// What is kept, in the order in which it was added.
  package func entries() throws(LedgerError) -> [LedgerEntry] {
    try transaction(.deferred) { (db) throws(SQLiteError) in
      var entries: [LedgerEntry] = []
      let row = try db.prepare(
        """
        SELECT id, run, made, scenario, file, kind, sha256,
          (SELECT COUNT(*) FROM forecast WHERE entry = entry.id)
            + (SELECT COUNT(*) FROM target WHERE entry = entry.id) AS rows,
          (SELECT COUNT(actual) FROM forecast WHERE entry = entry.id)
            + (SELECT COUNT(touched) FROM target WHERE entry = entry.id) AS scored
        FROM entry ORDER BY id
        """)
      while try row.next() {
        entries.append(
          LedgerEntry(
            id: row.integer("id"), run: row.integer("run"), made: row.text("made"),
            scenario: row.text("scenario"), file: row.text("file"), kind: row.text("kind"),
            sha256: row.text("sha256"), rows: Int(row.integer("rows")),
            scored: Int(row.integer("scored"))))
      }
      return entries
    }
  }

  /// All forecasts with what came, in the order in which they were added.
  package func forecasts() throws(LedgerError) -> [KeptRow<LedgerForecast>] {
    try transaction(.deferred) { (db) throws(SQLiteError) in
      var intervals: [Int64: [LedgerForecast.Interval]] = [:]
      let ends = try db.prepare(
        "SELECT forecast, level, low, high FROM forecast_interval ORDER BY forecast, level")
      while try ends.next() {
        intervals[ends.integer("forecast"), default: []].append(
          .init(level: ends.real("level"), low: ends.real("low"), high: ends.real("high")))
      }
      var kept: [KeptRow<LedgerForecast>] = []
      let row = try db.prepare(
        """
        SELECT forecast.id, course, series, model, period, median, unit, basis, actual,
          run, made, scenario
        FROM forecast JOIN entry ON entry.id = entry
        ORDER BY forecast.id
        """)
      while try row.next() {
        let id = row.integer("id")
        kept.append(
          KeptRow(
            id: id, run: row.integer("run"), made: row.text("made"),
            scenario: row.text("scenario"),
            row: LedgerForecast(
              course: row.text("course"), series: row.text("series"), model: row.text("model"),
              period: row.text("period"), median: row.real("median"),
              intervals: intervals[id] ?? [], unit: row.optionalText("unit"),
              basis: row.optionalText("basis")),
            outcome: LedgerOutcome(actual: row.optionalReal("actual"))))
      }
      return kept
    }
  }

  /// All targets with what came, in the order in which they were added.
  package func targets() throws(LedgerError) -> [KeptRow<LedgerTarget>] {
    try transaction(.deferred) { (db) throws(SQLiteError) in
      var kept: [KeptRow<LedgerTarget>] = []
      let row = try db.prepare(
        """
        SELECT target.id, course, target, series, model, level, deadline, base_period, base_value,
          deflator_rate, is_cumulative, p_level, p_touch, unit, basis, touched, at_level,
          run, made, scenario
        FROM target JOIN entry ON entry.id = entry
        ORDER BY target.id
        """)
      while try row.next() {
        kept.append(
          KeptRow(
            id: row.integer("id"), run: row.integer("run"), made: row.text("made"),
            scenario: row.text("scenario"),
            row: LedgerTarget(
              course: row.text("course"), target: row.text("target"),
              series: row.text("series"), model: row.text("model"), level: row.real("level"),
              deadline: row.text("deadline"), basePeriod: row.text("base_period"),
              baseValue: row.real("base_value"), deflatorRate: row.optionalReal("deflator_rate"),
              isCumulative: row.flag("is_cumulative"), pLevel: row.real("p_level"),
              pTouch: row.real("p_touch"), unit: row.optionalText("unit"),
              basis: row.optionalText("basis")),
            outcome: LedgerOutcome(
              touched: row.optionalFlag("touched"), atLevel: row.optionalFlag("at_level"))))
      }
      return kept
    }
  }

  // MARK: Outcomes

  /// Writes down what came, all rows together.
  ///
  /// - Parameters:
  ///   - forecasts: outcomes by the id of a forecast.
  ///   - targets: outcomes by the id of a target.
  package func record(
    forecasts: [Int64: LedgerOutcome], targets: [Int64: LedgerOutcome]
  ) throws(LedgerError) {
    guard !forecasts.isEmpty || !targets.isEmpty else { return }
    try transaction(.immediate) { (db) throws(SQLiteError) in
      let value = try db.prepare("UPDATE forecast SET actual = ? WHERE id = ?")
      for (id, outcome) in forecasts.sorted(by: { $0.key < $1.key }) {
        try value.run([.optional(outcome.actual), .integer(id)])
      }
      let came = try db.prepare("UPDATE target SET touched = ?, at_level = ? WHERE id = ?")
      for (id, outcome) in targets.sorted(by: { $0.key < $1.key }) {
        try came.run([
          .optional(outcome.touched), .optional(outcome.atLevel), .integer(id),
        ])
      }
    }
  }
}
