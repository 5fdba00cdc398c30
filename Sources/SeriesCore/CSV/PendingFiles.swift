internal import Glibc

/// A file that is complete beside its place and waits to be renamed into it.
package struct PendingRename: Sendable {
  let temporary: String
  let path: String

  package func perform() throws(OutputFault) {
    guard rename(temporary, path) == 0 else { throw OutputFile.fault(path, errno) }
    Temporaries.forget(temporary)
  }

  /// Removes the file beside its place.
  package func abandon() { Temporaries.remove(temporary) }
}

/// Files that appear together, or not at all: each is complete beside its place before the first is
/// renamed, in the order in which they were added.
///
/// The one way in which a command writes more than one file. What is written through (standard
/// output, a pipe, a device) is there at once: add it last.
package struct PendingFiles: ~Copyable {
  private var renames: [PendingRename] = []

  package init() {}

  /// Writes a whole file beside its place.
  ///
  /// - Parameter path: a file's path, or `-` for standard output.
  package mutating func add(_ path: String, _ bytes: [UInt8]) throws(OutputFault) {
    var file = try OutputFile(path: path)
    try file.write(bytes)
    if let rename = try file.close() { add(rename) }
  }

  /// Writes whole files that appear together.
  package static func write(_ files: [(path: String, bytes: [UInt8])]) throws(OutputFault) {
    var pending = PendingFiles()
    for (path, bytes) in files { try pending.add(path, bytes) }
    try pending.commit()
  }

  /// Takes over a file that was written in pieces.
  package mutating func add(_ rename: PendingRename) { renames.append(rename) }

  /// Puts all files in their places.
  package consuming func commit() throws(OutputFault) {
    while let rename = renames.first {
      try rename.perform()
      renames.removeFirst()
    }
  }

  deinit {
    for rename in renames { rename.abandon() }
  }

  /// Makes a folder for outputs, with those above it, when it is missing.
  package static func makeFolder(_ path: String) throws(OutputFault) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
      partial += (partial.isEmpty || partial.hasSuffix("/") ? "" : "/") + component
      if mkdir(partial, 0o777) == 0 {
        Temporaries.add(folder: partial)
      } else if errno != EEXIST {
        throw OutputFile.fault(path, errno)
      }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw OutputFile.fault(path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .notWritable(file: path, reason: "is not a folder")
    }
  }
}
