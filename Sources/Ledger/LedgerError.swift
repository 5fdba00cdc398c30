/// What can go wrong with a ledger.
package enum LedgerError: Error, Equatable, Sendable {
  /// There is no such file, or it cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is something else.
  case notALedger(file: String, reason: String)
  /// A later version wrote it.
  case newer(file: String)
  case notWritable(file: String, reason: String)
  /// A change that did not end must be undone, and this program may not.
  case interrupted(file: String)
  /// Another program held it for longer than a minute.
  case busy(file: String)
  /// SQLite's own words for anything else.
  case failed(file: String, reason: String)
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): \(reason)"
    case .notALedger(let file, let reason):
      "\(file): is no ledger: \(reason) (name another file; a missing one is made by 'add')"
    case .newer(let file):
      "\(file): the ledger was written by a later version of corridor (use that version)"
    case .notWritable(let file, let reason):
      "\(file): cannot be written: \(reason) (choose another place or free space)"
    case .interrupted(let file):
      "\(file): a change to it was interrupted and must be undone first "
        + "(call 'corridor ledger list' once where the file and its folder may be written)"
    case .busy(let file): "\(file): another program holds the ledger (try again)"
    case .failed(let file, let reason): "\(file): \(reason)"
    }
  }
}
