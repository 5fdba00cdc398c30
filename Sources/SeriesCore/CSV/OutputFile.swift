internal import Glibc
internal import Synchronization

/// Why an output could not be written.
package enum OutputFault: Error, Equatable, Sendable {
  /// The reader of a pipe has gone: the end of the work, not a fault of it.
  case closedPipe
  case notWritable(file: String, reason: String)
}

extension OutputFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .closedPipe: "the reader of the output has gone"
    case .notWritable(let file, let reason):
      "\(file): cannot be written: \(reason) (choose another place or free space)"
    }
  }
}

/// An output that never leaves half a file.
///
/// A regular file is written beside its place and renamed into it by `commit`; without `commit` the
/// place keeps what it had. A device, pipe or symlink is written through, never replaced. Every
/// write is checked.
package struct OutputFile: ~Copyable {
  private let path: String
  /// The file beside the place; nil when writing through.
  private let temporary: String?
  private var descriptor: Int32
  private let isOwned: Bool

  /// - Parameter path: a file's path, or `-` for standard output.
  package init(path: String) throws(OutputFault) {
    self.path = path
    isOwned = path != "-"
    (descriptor, temporary) = path == "-" ? (1, nil) : try Self.open(path)
  }

  private static func open(
    _ path: String
  ) throws(OutputFault) -> (descriptor: Int32, temporary: String?) {
    var status = stat()
    let exists = lstat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .notWritable(file: path, reason: "is a folder") }
    if exists, kind != S_IFREG {
      let opened = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_TRUNC | O_CREAT, 0o666)
      guard opened >= 0 else { throw fault(path, errno) }
      return (opened, nil)
    }
    if exists, access(path, W_OK) != 0 { throw fault(path, errno) }
    let aside = asideName(for: path)
    unlink(aside)  // left by a program of the same number that was killed
    // Told before it is there: a signal may come between the two.
    Temporaries.add(aside)
    let opened = Glibc.open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else {
      let code = errno
      Temporaries.forget(aside)
      throw fault(path, code)
    }
    // A rename replaces the file, so the mode of what stood there is carried over.
    if exists { fchmod(opened, status.st_mode & 0o7777) }
    return (opened, aside)
  }

  /// Writes bytes, all of them.
  package mutating func write(_ bytes: [UInt8]) throws(OutputFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let wrote = rest.withUnsafeBufferPointer { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if wrote >= 0 {
        rest = rest.dropFirst(wrote)
      } else if errno != EINTR {
        throw Self.fault(path == "-" ? "standard output" : path, errno)
      }
    }
  }

  /// Closes the file and, unless it was written through, returns what is left to do: the rename.
  package consuming func close() throws(OutputFault) -> PendingRename? {
    if isOwned {
      let closed = Glibc.close(descriptor)
      descriptor = -1
      if closed != 0 {
        let code = errno
        if let temporary { Temporaries.remove(temporary) }
        throw Self.fault(path, code)
      }
    }
    guard let temporary else { return nil }
    return PendingRename(temporary: temporary, path: path)
  }

  /// Closes the file and puts it in its place.
  package consuming func commit() throws(OutputFault) {
    guard let rename = try close() else { return }
    do throws(OutputFault) { try rename.perform() } catch {
      rename.abandon()
      throw error
    }
  }

  deinit {
    // Reached with an open descriptor only when writing failed: nothing is left behind.
    if isOwned, descriptor >= 0 {
      Glibc.close(descriptor)
      if let temporary { Temporaries.remove(temporary) }
    }
  }

  static func fault(_ path: String, _ code: Int32) -> OutputFault {
    code == EPIPE
      ? .closedPipe : .notWritable(file: path, reason: String(cString: strerror(code)))
  }

  private static func asideName(for path: String) -> String {
    var folder = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let name = folder.removeLast()
    folder.append(".\(name).\(getpid()).partial")
    return folder.joined(separator: "/")
  }
}

/// The files that stand beside their places, and the folders that were made for them, so that an
/// interrupt can remove them.
package enum Temporaries {
  private static let names = Mutex<Set<String>>([])
  private static let folders = Mutex<[String]>([])

  static func add(folder: String) { folders.withLock { $0.append(folder) } }

  static func add(_ name: String) { _ = names.withLock { $0.insert(name) } }
  static func forget(_ name: String) { _ = names.withLock { $0.remove(name) } }

  static func remove(_ name: String) {
    unlink(name)
    forget(name)
  }

  /// Removes all of them and ends the program, before another can be made.
  package static func removeAll(andEnd end: () -> Never) -> Never {
    names.withLock { names in
      for name in names { unlink(name) }
      // Inner folders first; one that holds something stays.
      folders.withLock { for folder in $0.reversed() { rmdir(folder) } }
      end()
    }
  }
}
