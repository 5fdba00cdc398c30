internal import GRDB

/// The tables of a ledger and their history.
enum LedgerSchema {
  /// `Corr`, in the header of the file: other programs' databases are not taken for a ledger.
  static let applicationID = 0x436F_7272

  /// A new version of the schema is one more migration; those that stand here never change.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: v1)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    return migrator
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
