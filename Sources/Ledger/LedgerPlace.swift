internal import Glibc
internal import SeriesCore

/// The place of a ledger's file.
struct LedgerPlace {
  let path: String

  /// Whether a file stands there; a link counts as what it leads to.
  var exists: Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  var isWritable: Bool { access(path, W_OK) == 0 }

  /// Refuses what is no regular file with something in it. The content is left to SQLite: to close
  /// another descriptor of a database lets go of the locks that this program holds on it.
  ///
  /// - Throws: `LedgerError.unreadable`, `.notWritable` or `.notALedger`.
  func check(forWriting: Bool) throws(LedgerError) {
    func refusal(_ reason: String) -> LedgerError {
      forWriting
        ? .notWritable(file: path, reason: reason) : .unreadable(file: path, reason: reason)
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(file: path, reason: Self.reason()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw refusal(status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is no regular file")
    }
    guard access(path, R_OK) == 0 else { throw .unreadable(file: path, reason: Self.reason()) }
    if forWriting, !isWritable { throw .notWritable(file: path, reason: Self.reason()) }
    guard status.st_size > 0 else { throw .notALedger(file: path, reason: "the file is empty") }
  }

  /// Whether the journal of a change that did not end stands beside the file.
  var isInterrupted: Bool {
    var status = stat()
    return stat(path + "-journal", &status) == 0 && status.st_size > 0
  }

  /// Where a new file has to stand, behind links that lead to nothing yet, and a place beside it where
  /// it is made.
  func staged() throws(LedgerError) -> (path: String, folder: StagingFolder, aside: String) {
    do throws(OutputFault) {
      guard case .file(let path, _) = try OutputPlace(self.path) else {
        throw .notWritable(file: path, reason: "is no regular file")
      }
      let folder = try StagingFolder(in: OutputPlace.folder(of: path), for: path)
      return (path, folder, folder.newFile())
    } catch {
      guard case .notWritable(_, let reason) = error else {
        throw .notWritable(file: path, reason: "\(error)")
      }
      throw .notWritable(file: path, reason: reason)
    }
  }

  /// Puts a complete file into an empty place; when another came first, that one stays.
  static func settle(_ temporary: String, at path: String) throws(LedgerError) {
    defer { _ = FileExchange.settle(folder: OutputPlace.folder(of: path)) }
    if link(temporary, path) == 0 || errno == EEXIST { return }
    // File systems without hard links.
    if [EPERM, ENOSYS, EOPNOTSUPP, EMLINK].contains(errno), rename(temporary, path) == 0 { return }
    throw .notWritable(file: path, reason: reason())
  }

  private static func reason() -> String {
    errno == ENOENT ? "no such file" : String(cString: strerror(errno))
  }
}
