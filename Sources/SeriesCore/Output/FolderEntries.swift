internal import Glibc

/// What is in folders, by paths within them.
enum FolderEntries {
  /// Opens a folder, and not what a link leads to; below zero where that fails.
  static func open(_ folder: String) -> Int32 {
    var opened: Int32 = -1
    _ = FileExchange.retried {
      opened = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      return opened < 0 ? -1 : 0
    }
    return opened
  }

  /// The names in a folder, in order; nil where it cannot be read.
  static func names(in folder: String) -> [String]? {
    // Once more where something was in the way: what is not seen here is not kept.
    for _ in 0..<2 {
      let descriptor = open(folder)
      if descriptor >= 0, let names = names(takingOver: descriptor) { return names }
    }
    return nil
  }

  private static func names(takingOver descriptor: Int32) -> [String]? {
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { return errno == 0 ? names.sorted() : nil }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// The kind of what stands at a path, links not followed; nil where nothing does.
  static func kind(_ path: String) -> mode_t? { status(path).map { $0.st_mode & S_IFMT } }

  static func status(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  /// Whether a file is a database of SQLite's, by the first bytes of its format.
  static func isDatabase(_ path: String) -> Bool {
    guard kind(path) == S_IFREG else { return false }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let magic = Array("SQLite format 3\0".utf8)
    var bytes = [UInt8](repeating: 0, count: magic.count)
    return pread(descriptor, &bytes, bytes.count, 0) == bytes.count && bytes == magic
  }

  /// Removes a folder with all that is in it. Links are removed, not followed.
  static func removeTree(_ path: String) {
    // Once more where something was in the way: nothing may be left.
    for _ in 0..<2 {
      let folder = open(path)
      if folder >= 0 { empty(folder) }
      if rmdir(path) == 0 || errno == ENOENT { return }
    }
  }

  /// Takes the descriptor over.
  private static func empty(_ folder: Int32) {
    // A copy of a folder that nobody may write goes all the same: it is ours.
    fchmod(folder, 0o700)
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    let names = copy < 0 ? nil : names(takingOver: copy)
    for name in names ?? [] where unlinkat(folder, name, 0) != 0 {
      let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      if inner >= 0 { empty(inner) }
      unlinkat(folder, name, AT_REMOVEDIR)
    }
    close(folder)
  }
}
