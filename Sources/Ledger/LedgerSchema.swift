/// The tables of a ledger and their history.
enum LedgerSchema {
  /// `Corr`, in the header of the file: other programs' databases are not taken for a ledger.
  private static let applicationID: Int64 = 0x436F_7272

  /// The versions of the schema. A new one is one more step; those that stand here never change.
  private static let steps = [(name: "v1", sql: v1)]

  /// Where a file keeps the versions it went through. The name is that of the first ledgers' library:
  /// those files stay readable.
  private static let history = "grdb_migrations"

  enum State {
    case known
    /// A later version of the program wrote it.
    case newer
    /// Another program's.
    case other
  }

  /// Writes the tables into an empty file.
  static func make(_ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.transaction(.immediate) { (db) throws(SQLiteError) in
      try db.execute("CREATE TABLE \(history) (identifier TEXT NOT NULL PRIMARY KEY)")
      for step in steps {
        try db.execute(step.sql)
        try db.prepare("INSERT INTO \(history) (identifier) VALUES (?)").run([.text(step.name)])
      }
      try db.execute("PRAGMA application_id = \(applicationID)")
    }
  }

  /// What a file is.
  static func state(_ connection: SQLiteConnection) throws(SQLiteError) -> State {
    try connection.transaction(.deferred) { (db) throws(SQLiteError) in
      guard try db.integer("PRAGMA application_id") == applicationID else { return .other }
      let isThere = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
      guard try db.integer(isThere, [.text(history)]) == 1 else { return .known }
      let row = try db.prepare("SELECT identifier FROM \(history)")
      while try row.next() {
        let name = row.text("identifier")
        guard steps.contains(where: { $0.name == name }) else { return .newer }
      }
      return .known
    }
  }

  private static let v1 = """
    CREATE TABLE entry (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      made TEXT NOT NULL,
      scenario TEXT NOT NULL,
      file TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('forecast', 'targets')),
      sha256 TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE forecast (
      id INTEGER PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
      course TEXT NOT NULL,
      series TEXT NOT NULL,
      model TEXT NOT NULL,
      period TEXT NOT NULL,
      median REAL NOT NULL,
      unit TEXT,
      basis TEXT,
      actual REAL,
      UNIQUE (entry, course, series, model, period)
    ) STRICT;
    CREATE TABLE forecast_interval (
      forecast INTEGER NOT NULL REFERENCES forecast (id) ON DELETE CASCADE,
      level REAL NOT NULL,
      low REAL NOT NULL,
      high REAL NOT NULL,
      PRIMARY KEY (forecast, level)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE target (
      id INTEGER PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
      course TEXT NOT NULL,
      target TEXT NOT NULL,
      series TEXT NOT NULL,
      model TEXT NOT NULL,
      level REAL NOT NULL,
      deadline TEXT NOT NULL,
      base_period TEXT NOT NULL,
      base_value REAL NOT NULL,
      deflator_rate REAL,
      is_cumulative INTEGER NOT NULL,
      p_level REAL NOT NULL,
      p_touch REAL NOT NULL,
      unit TEXT,
      basis TEXT,
      touched INTEGER,
      at_level INTEGER,
      UNIQUE (entry, course, target, series, model, deadline)
    ) STRICT;
    """
}
