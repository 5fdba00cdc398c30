internal import Glibc
internal import Synchronization

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

  /// Where a new file has to stand: behind links that lead to nothing yet.
  func destination() throws(LedgerError) -> String {
    var path = path
    for _ in 0..<16 {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let length = buffer.withUnsafeMutableBytes {
        readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
      }
      guard length > 0 else { break }
      let target = String(decoding: buffer[..<length], as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = target.hasPrefix("/") ? target : folder + target
    }
    throw .notWritable(file: path, reason: String(cString: strerror(ELOOP)))
  }

  /// Puts a complete file into an empty place; when another came first, that one stays.
  static func settle(_ temporary: String, at path: String) throws(LedgerError) {
    defer { unlink(temporary) }
    if link(temporary, path) == 0 || errno == EEXIST { return }
    // File systems without hard links.
    if [EPERM, ENOSYS, EOPNOTSUPP, EMLINK].contains(errno), rename(temporary, path) == 0 { return }
    throw .notWritable(file: path, reason: reason())
  }

  /// How many new files this program has begun: each has a name of its own.
  private static let begun = Atomic<Int>(0)

  /// A name beside a place, for the file while it is made; what a killed program left is removed.
  static func aside(_ path: String) throws(LedgerError) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = path.split(separator: "/").last.map(String.init) ?? "ledger"
    let number = begun.wrappingAdd(1, ordering: .relaxed).newValue
    let aside = folder + ".\(name).\(getpid()).\(number).partial"
    unlink(aside)
    // SQLite says no more than that it cannot open a file: the system says why.
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .notWritable(file: path, reason: reason()) }
    close(descriptor)
    return aside
  }

  private static func reason() -> String {
    errno == ENOENT ? "no such file" : String(cString: strerror(errno))
  }
}
