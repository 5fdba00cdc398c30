internal import Glibc

/// A file that is complete beside its place and waits to be put there.
package struct PendingRename: Sendable {
  let folder: StagingFolder
  /// The folder that both are in.
  let parent: String
  let temporary: String
  let place: String
  /// As it was asked for.
  let path: String
}

/// Files that appear together, or not at all: each is complete beside its place before the first is
/// put there, in the order in which they were added. When one cannot be, those before it are taken
/// back.
///
/// The one way in which a command writes more than one file. What is written through (standard
/// output, a pipe, a device) is there at once: add it last.
package struct PendingFiles: ~Copyable {
  private var renames: [PendingRename] = []
  private var folders: [String: StagingFolder] = [:]
  private var retired: [PendingRename] = []

  package init() {}

  /// Writes a whole file beside its place.
  ///
  /// - Parameter path: a file's path, or `-` for standard output.
  package mutating func add(_ path: String, _ bytes: [UInt8]) throws(OutputFault) {
    let folders = folders
    var file = try OutputFile(path: path) { folders[$0] }
    try file.write(bytes)
    if let rename = try file.close() { add(rename) }
  }

  /// Takes a file away when the others appear: before the first does, so that what tells of them
  /// never stands beside others.
  package mutating func retire(_ path: String) throws(OutputFault) {
    guard FolderEntries.kind(path) == S_IFREG else { return }
    let parent = OutputPlace.folder(of: path)
    let folder: StagingFolder
    if let known = folders[parent] {
      folder = known
    } else {
      folder = try StagingFolder(in: parent, for: path)
      folders[parent] = folder
    }
    retired.append(
      PendingRename(
        folder: folder, parent: parent, temporary: folder.newFile(), place: path, path: path))
  }

  /// Writes whole files that appear together.
  package static func write(_ files: [(path: String, bytes: [UInt8])]) throws(OutputFault) {
    var pending = PendingFiles()
    for (path, bytes) in files { try pending.add(path, bytes) }
    try pending.commit()
  }

  /// Takes over a file that was written in pieces.
  package mutating func add(_ rename: PendingRename) {
    folders[rename.parent] = rename.folder
    renames.append(rename)
  }

  /// Puts all files in their places.
  package consuming func commit() throws(OutputFault) { _ = try place() }

  /// Puts all files in their places, from which the result can take them back.
  package consuming func place() throws(OutputFault) -> Placement {
    let placement = Placement()
    for rename in renames + retired { placement.hold(rename.folder) }
    let (renames, retired) = (renames, retired)
    try Temporaries.placing { () throws(OutputFault) in
      do throws(OutputFault) {
        for file in retired {
          if let code = placement.move(file.place, to: file.temporary), code != ENOENT {
            throw OutputFile.fault(file.path, code)
          }
        }
        for file in renames {
          let kept = file.folder.newFile()
          if let code = placement.put(file.temporary, at: file.place, kept: kept) {
            throw OutputFile.fault(file.path, code)
          }
        }
        var settled: Set<String> = []
        for file in renames + retired where settled.insert(file.parent).inserted {
          let code = FileExchange.settle(folder: file.parent)
          if code != 0 { throw OutputFile.fault(file.path, code) }
        }
      } catch {
        placement.takeBack()
        throw error
      }
    }
    return placement
  }

  /// Makes a folder for outputs, with those above it, when it is missing.
  package static func makeFolder(_ path: String) throws(OutputFault) {
    guard !path.isEmpty else { throw .notWritable(file: path, reason: "the path is empty") }
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += (partial.isEmpty || partial.hasSuffix("/") ? "" : "/") + component
      let code = FileExchange.retried { mkdir(partial, 0o777) }
      if code == 0 {
        Temporaries.add(folder: partial)
      } else if code != EEXIST {
        throw OutputFile.fault(path, code)
      }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw OutputFile.fault(path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .notWritable(file: path, reason: "is not a folder")
    }
  }
}
