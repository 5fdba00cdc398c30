internal import Glibc
internal import Synchronization

/// A hidden folder beside outputs, where they are complete before they are put in their places; it
/// goes with the last that holds it.
///
/// Its name is random: programs never meet on it, whatever their process ids say, and it is short,
/// whatever the outputs' names are. A lock on it ends with the program: what a killed one left has
/// none, and is swept by the next that works there.
package final class StagingFolder: Sendable {
  package let path: String
  private let descriptor: Int32
  private let begun = Atomic<Int>(0)

  private static let prefix = ".corridor-"
  private static let suffix = ".partial"
  private static let digits = 16

  /// - Parameters:
  ///   - output: what is to stand beside it, for messages.
  ///   - isOutput: whether the folder itself becomes an output; others have no business in it.
  package init(
    in parent: String, for output: String, isOutput: Bool = false
  ) throws(OutputFault) {
    Self.sweep(parent)
    while true {
      let name = parent + "/" + Self.prefix + Self.random() + Self.suffix
      // Told before it is there: a signal may come between the two.
      Temporaries.add(name)
      let code = FileExchange.retried { mkdir(name, isOutput ? 0o777 : 0o700) }
      if code == 0, let locked = try Self.locked(name, for: output) {
        (path, descriptor) = (name, locked)
        return
      }
      Temporaries.forget(name)
      // Another of the name, or one that swept this before it was locked.
      if code != 0, code != EEXIST { throw OutputFile.fault(output, code) }
    }
  }

  deinit {
    FolderEntries.removeTree(path)
    Temporaries.forget(path)
    close(descriptor)
  }

  /// The path of a new file in it.
  package func newFile() -> String {
    path + "/" + String(begun.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  private static func random() -> String {
    let text = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }

  static func isName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.hasSuffix(suffix)
      && name.utf8.count == prefix.utf8.count + digits + suffix.utf8.count
  }

  /// An open folder with a lock on it; nil where another program has it, or has removed it.
  private static func locked(_ path: String, for output: String) throws(OutputFault) -> Int32? {
    let opened = FolderEntries.open(path)
    guard opened >= 0 else {
      let code = errno
      if code == ENOENT { return nil }
      rmdir(path)
      Temporaries.forget(path)
      throw OutputFile.fault(output, code)
    }
    // On a file system without locks nobody's lock tells, and nobody sweeps.
    let isOthers = FileExchange.retried { flock(opened, LOCK_EX | LOCK_NB) } == EWOULDBLOCK
    var status = stat()
    if !isOthers, fstat(opened, &status) == 0, let there = FolderEntries.status(path),
      there.st_ino == status.st_ino
    {
      return opened
    }
    close(opened)
    return nil
  }

  /// Where this program has swept.
  private static let swept = Mutex<Set<String>>([])

  /// Removes what killed programs left in a folder.
  private static func sweep(_ folder: String) {
    guard swept.withLock({ $0.insert(folder).inserted }) else { return }
    // The folder may be reached by a link.
    for name in FolderEntries.names(in: folder + "/.") ?? [] where isName(name) {
      let path = folder + "/" + name
      let opened = FolderEntries.open(path)
      guard opened >= 0 else { continue }
      if flock(opened, LOCK_EX | LOCK_NB) == 0 { FolderEntries.removeTree(path) }
      close(opened)
    }
  }
}
