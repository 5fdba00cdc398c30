internal import Glibc

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
      "\(file.isEmpty ? "''" : file): cannot be written: \(reason) "
        + "(choose another place or free space)"
    }
  }
}

/// An output that never leaves half a file.
///
/// A regular file is written beside its place and put there by `commit`; without `commit` the place
/// keeps what it had. A link to a file counts as that file. A device or pipe is written through,
/// never replaced. Every write is checked.
package struct OutputFile: ~Copyable {
  private let path: String
  /// Where it stands until it is put in its place; nil when writing through.
  private let staged: PendingRename?
  private var descriptor: Int32
  private let isOwned: Bool

  /// - Parameter path: a file's path, or `-` for standard output.
  package init(path: String) throws(OutputFault) { try self.init(path: path) { _ in nil } }

  /// - Parameter staging: the folder beside outputs for one that it is given, if there is one.
  init(path: String, staging: (_ parent: String) -> StagingFolder?) throws(OutputFault) {
    self.path = path
    isOwned = path != "-"
    guard path != "-" else {
      (descriptor, staged) = (1, nil)
      return
    }
    switch try OutputPlace(path) {
    case .through(let place):
      (descriptor, staged) = (try OutputPlace.open(through: place, for: path), nil)
    case .file(let place, let mode):
      let parent = OutputPlace.folder(of: place)
      let folder: StagingFolder
      if let known = staging(parent) {
        folder = known
      } else {
        folder = try StagingFolder(in: parent, for: path)
      }
      let rename = PendingRename(
        folder: folder, parent: parent, temporary: folder.newFile(), place: place, path: path)
      (descriptor, staged) = (try Self.create(rename.temporary, mode: mode, for: path), rename)
    }
  }

  /// A new file, with the mode of the one that it replaces.
  static func create(
    _ file: String, mode: mode_t?, for output: String
  ) throws(OutputFault) -> Int32 {
    while true {
      let opened = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if opened >= 0 {
        if let mode { fchmod(opened, mode) }
        return opened
      }
      if errno != EINTR { throw fault(output, errno) }
    }
  }

  /// Writes bytes, all of them.
  package mutating func write(_ bytes: [UInt8]) throws(OutputFault) {
    try Self.write(bytes, to: descriptor, for: path == "-" ? "standard output" : path)
  }

  static func write(
    _ bytes: [UInt8], to descriptor: Int32, for output: String
  ) throws(OutputFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let wrote = rest.withUnsafeBufferPointer { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if wrote >= 0 {
        rest = rest.dropFirst(wrote)
      } else if errno != EINTR {
        throw fault(output, errno)
      }
    }
  }

  /// Waits until a new file is on the disk, and closes it.
  static func finish(_ descriptor: Int32, for output: String) throws(OutputFault) {
    let settled = FileExchange.settle(descriptor)
    // A descriptor is closed even where `close` is interrupted.
    let closed = Glibc.close(descriptor) == 0 || errno == EINTR ? 0 : errno
    guard settled == 0, closed == 0 else { throw fault(output, settled != 0 ? settled : closed) }
  }

  /// Closes the file and, unless it was written through, returns what is left to do: the rename.
  package consuming func close() throws(OutputFault) -> PendingRename? {
    guard isOwned else { return nil }
    let closing = descriptor
    descriptor = -1
    guard let staged else {
      guard Glibc.close(closing) == 0 || errno == EINTR else { throw Self.fault(path, errno) }
      return nil
    }
    try Self.finish(closing, for: path)
    return staged
  }

  /// Closes the file and puts it in its place.
  package consuming func commit() throws(OutputFault) {
    guard let rename = try close() else { return }
    var pending = PendingFiles()
    pending.add(rename)
    try pending.commit()
  }

  deinit {
    // Reached with an open descriptor only when writing failed.
    if isOwned, descriptor >= 0 { Glibc.close(descriptor) }
  }

  static func fault(_ path: String, _ code: Int32) -> OutputFault {
    code == EPIPE
      ? .closedPipe : .notWritable(file: path, reason: String(cString: strerror(code)))
  }
}
