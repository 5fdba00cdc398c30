internal import CFileExchange
internal import Glibc

/// A folder of outputs that appears whole, or not at all.
///
/// It is written beside its place, with what others put into the folder that stands there, and the two
/// are exchanged in one step. Where that cannot be (a file system without exchange, a place that is
/// mounted or that the program works in, a pipe or link in the folder, files of others that take no
/// second name or belong to a database that is being written, a folder shared with a group, a report that
/// must not be written), files are put into the folder one after another: first the one that tells of the
/// others goes, and it comes back last.
package struct OutputFolder {
  /// A file that tells of the others: without it the folder is not whole.
  private let teller: String
  package let path: String
  private(set) var files: [(path: String, bytes: [UInt8])] = []

  package init(path: String, teller: String) { (self.path, self.teller) = (path, teller) }

  /// - Parameter file: a path within the folder.
  package mutating func add(_ file: String, _ bytes: [UInt8]) { files.append((file, bytes)) }

  /// What was done.
  package struct Result {
    package let placement: Placement
    /// Whether the folder came in one step.
    package let isExchanged: Bool
  }

  /// Puts the folder in its place.
  ///
  /// - Parameter earlier: the paths within a folder that an earlier run wrote there and that are as
  ///   it left them: they go.
  package func place(
    earlier: @escaping (_ folder: String) -> Set<String>
  ) throws(OutputFault) -> Result {
    try PendingFiles.makeFolder(OutputPlace.folder(of: path))
    let destination = try Self.destination(path)
    for _ in 0..<8 {
      let isThere = FolderEntries.kind(destination) != nil
      if isThere, !canBeExchanged(destination) { break }
      let exchange = FolderExchange(
        destination: destination, path: path, files: files, earlier: earlier)
      switch try exchange.perform(isThere: isThere) {
      case .done(let placement): return Result(placement: placement, isExchanged: true)
      // Another program has just made the folder.
      case .again: continue
      case .impossible: break
      }
      break
    }
    return Result(placement: try putOneByOne(earlier(destination)), isExchanged: false)
  }

  /// The folder's path with links followed.
  private static func destination(_ path: String) throws(OutputFault) -> String {
    guard FolderEntries.kind(path) != nil else { return path }
    guard let real = realpath(path, nil) else { throw OutputFile.fault(path, errno) }
    defer { free(real) }
    let destination = String(cString: real)
    guard FolderEntries.kind(destination) == S_IFDIR else {
      throw .notWritable(file: path, reason: "is not a folder")
    }
    return destination
  }

  private func canBeExchanged(_ destination: String) -> Bool {
    // Whoever stands in the folder would stand in the one that goes.
    if let here = realpath(".", nil) {
      defer { free(here) }
      if (String(cString: here) + "/").hasPrefix(destination + "/") { return false }
    }
    guard let status = FolderEntries.status(destination), Self.isPlain(destination, status) else {
      return false
    }
    // What is no regular file is written through, or reported; so is what must not be written.
    return files.allSatisfy { file in
      let place = destination + "/" + file.path
      let kind = FolderEntries.kind(place)
      return kind == nil || (kind == S_IFREG && access(place, W_OK) == 0)
    }
  }

  /// Whether a folder made anew would be the same to all: this user's and of this group, writable, and
  /// without a group that files inherit or a list of who may do what.
  static func isPlain(_ folder: String, _ status: stat) -> Bool {
    status.st_uid == geteuid() && status.st_gid == getegid() && status.st_mode & S_ISGID == 0
      && access(folder, W_OK | X_OK) == 0
      && getxattr(folder, "system.posix_acl_access", nil, 0) <= 0
      && getxattr(folder, "system.posix_acl_default", nil, 0) <= 0
  }

  private func putOneByOne(_ earlier: Set<String>) throws(OutputFault) -> Placement {
    let written = Set(files.map(\.path))
    var pending = PendingFiles()
    try pending.retire(path + "/" + teller)
    for file in earlier.subtracting(written).sorted() { try pending.retire(path + "/" + file) }
    for file in files {
      try PendingFiles.makeFolder(OutputPlace.folder(of: path + "/" + file.path))
      try pending.add(path + "/" + file.path, file.bytes)
    }
    let placement = try pending.place()
    let folders = Set(earlier.filter { $0.contains("/") }.map { OutputPlace.folder(of: $0) })
    placement.removeIfEmpty(folders.sorted(by: >).map { path + "/" + $0 })
    return placement
  }
}
