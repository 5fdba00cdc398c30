internal import CFileExchange
internal import Glibc

/// The calls of the system that put files in their places; each gives 0, or the system's code.
package enum FileExchange {
  /// Swaps what two names stand for, in one step.
  static func exchange(_ a: String, _ b: String) -> Int32 {
    retried { renameat2(AT_FDCWD, a, AT_FDCWD, b, exchange_flag) }
  }

  static func move(_ from: String, to: String) -> Int32 { retried { rename(from, to) } }

  /// Whether a code says that the file system, or the place in it, has no exchange.
  static func isUnsupported(_ code: Int32) -> Bool {
    [EINVAL, ENOSYS, EOPNOTSUPP, EBUSY, EXDEV].contains(code)
  }

  /// Waits until an open file, or the names in an open folder, are on the disk.
  static func settle(_ descriptor: Int32) -> Int32 {
    let code = retried { fsync(descriptor) }
    // File systems that have nothing to wait for.
    return [EINVAL, ENOSYS, EOPNOTSUPP].contains(code) ? 0 : code
  }

  /// Waits until the names in a folder are on the disk.
  package static func settle(folder: String) -> Int32 {
    let descriptor = FolderEntries.open(folder == "." ? folder : folder + "/.")
    // A folder that may be written and not read cannot be waited for.
    guard descriptor >= 0 else { return errno == EACCES ? 0 : errno }
    defer { close(descriptor) }
    return settle(descriptor)
  }

  static func retried(_ call: () -> Int32) -> Int32 {
    while true {
      if call() == 0 { return 0 }
      if errno != EINTR { return errno }
    }
  }
}
