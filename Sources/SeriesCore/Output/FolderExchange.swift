internal import Glibc

/// One attempt to put a whole folder in its place in one step.
struct FolderExchange {
  /// Links followed.
  let destination: String
  /// As it was asked for.
  let path: String
  let files: [(path: String, bytes: [UInt8])]
  let earlier: (_ folder: String) -> Set<String>

  enum Outcome {
    case done(Placement)
    /// A folder has come to stand in the place, or has gone.
    case again
    case impossible
  }

  /// A file of others that takes no second name, or must not have one.
  private struct NotCarried: Error {}

  /// A database finds its journal by name: a journal with a second name, or in another folder, would be
  /// a wrong answer to whoever opens the database next. Both stay in a folder that stays.
  private static let endingsOfJournals = ["-journal", "-wal", "-shm"]

  func perform(isThere: Bool) throws(OutputFault) -> Outcome {
    let parent = OutputPlace.folder(of: destination)
    let staging: StagingFolder
    do throws(OutputFault) {
      staging = try StagingFolder(in: parent, for: path, isOutput: true)
    } catch {
      // The folder may be writable where the one above it is not.
      guard isThere else { throw error }
      return .impossible
    }
    try write(into: staging.path)
    guard isThere else { return try moveIn(staging, parent) }
    let lock = FolderLock(destination)
    guard let status = FolderEntries.status(destination), lock.holds(status) else { return .again }
    chmod(staging.path, status.st_mode & 0o7777)
    var carried: [String: ino_t] = [:]
    do throws(NotCarried) {
      try carry(
        from: destination, to: staging.path, earlier(destination), within: "", noting: &carried)
    } catch { return .impossible }
    let settled = settleFolders(staging.path)
    guard settled == 0 else { throw OutputFile.fault(path, settled) }
    let placement = Placement()
    placement.hold(staging)
    let code = try Temporaries.placing { () throws(OutputFault) -> Int32? in
      if let code = placement.exchange(staging.path, destination, kind: S_IFDIR) { return code }
      try settle(parent, placement)
      return nil
    }
    if let code {
      if code == ENOENT { return .again }
      guard FileExchange.isUnsupported(code) else { throw OutputFile.fault(path, code) }
      return .impossible
    }
    placement.afterwards {
      rescue(staging.path, earlier(staging.path), within: "", carried)
      lock.release()
    }
    return .done(placement)
  }

  private func moveIn(_ staging: StagingFolder, _ parent: String) throws(OutputFault) -> Outcome {
    let settled = settleFolders(staging.path)
    guard settled == 0 else { throw OutputFile.fault(path, settled) }
    let placement = Placement()
    placement.hold(staging)
    let code = try Temporaries.placing { () throws(OutputFault) -> Int32? in
      if let code = placement.move(staging.path, to: destination) { return code }
      try settle(parent, placement)
      return nil
    }
    guard let code else { return .done(placement) }
    if code == ENOTEMPTY || code == EEXIST { return .again }
    throw OutputFile.fault(path, code)
  }

  private func settle(_ parent: String, _ placement: Placement) throws(OutputFault) {
    let code = FileExchange.settle(folder: parent)
    guard code != 0 else { return }
    placement.takeBack()
    throw OutputFile.fault(path, code)
  }

  // MARK: The new folder

  /// The folders within this one, outer ones first.
  private var folders: [String] {
    var known: [String] = []
    for file in files {
      var folder = ""
      for part in file.path.split(separator: "/").dropLast() {
        folder += (folder.isEmpty ? "" : "/") + part
        if !known.contains(folder) { known.append(folder) }
      }
    }
    return known
  }

  private func write(into staging: String) throws(OutputFault) {
    for folder in folders {
      let code = FileExchange.retried { mkdir(staging + "/" + folder, 0o777) }
      guard code == 0 else { throw OutputFile.fault(path + "/" + folder, code) }
    }
    for file in files {
      let output = path + "/" + file.path
      let mode = FolderEntries.status(destination + "/" + file.path).map { $0.st_mode & 0o7777 }
      let descriptor = try OutputFile.create(staging + "/" + file.path, mode: mode, for: output)
      do throws(OutputFault) {
        try OutputFile.write(file.bytes, to: descriptor, for: output)
      } catch {
        close(descriptor)
        throw error
      }
      try OutputFile.finish(descriptor, for: output)
    }
  }

  /// Waits until all names are on the disk; the system's code.
  private func settleFolders(_ staging: String) -> Int32 {
    for folder in folders.map({ staging + "/" + $0 }) + [staging] {
      let code = FileExchange.settle(folder: folder)
      if code != 0 { return code }
    }
    return 0
  }

  // MARK: What others put there

  /// Gives each file of others a second name in the new folder.
  private func carry(
    from old: String, to new: String, _ earlier: Set<String>, within prefix: String,
    noting carried: inout [String: ino_t]
  ) throws(NotCarried) {
    guard let names = FolderEntries.names(in: old) else { throw NotCarried() }
    for name in names where !StagingFolder.isName(name) {
      let (inner, place) = (prefix + name, new + "/" + name)
      if isOurs(inner, earlier) { continue }
      if Self.endingsOfJournals.contains(where: name.hasSuffix) { throw NotCarried() }
      if FolderEntries.isDatabase(old + "/" + name) { throw NotCarried() }
      guard let status = FolderEntries.status(old + "/" + name) else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        guard OutputFolder.isPlain(old + "/" + name, status) else { throw NotCarried() }
        let isEmpty = FolderEntries.names(in: old + "/" + name)?.isEmpty == true
        let isNew = mkdir(place, 0o777) == 0
        if !isNew, FolderEntries.kind(place) != S_IFDIR { throw NotCarried() }
        try carry(
          from: old + "/" + name, to: place, earlier, within: inner + "/", noting: &carried)
        // A folder that held nothing but what goes, goes too.
        if isNew, isEmpty || rmdir(place) != 0 { chmod(place, status.st_mode & 0o7777) }
      } else {
        guard linkat(AT_FDCWD, old + "/" + name, AT_FDCWD, place, 0) == 0 else {
          throw NotCarried()
        }
        carried[inner] = status.st_ino
      }
    }
  }

  private func isOurs(_ file: String, _ earlier: Set<String>) -> Bool {
    earlier.contains(file) || files.contains { $0.path == file }
  }

  /// Moves what came into the old folder too late to be carried into the new one. What was carried and
  /// has no name there any more was removed by its owner.
  private func rescue(
    _ old: String, _ earlier: Set<String>, within prefix: String, _ carried: [String: ino_t]
  ) {
    let names = FolderEntries.names(in: old + "/" + prefix) ?? []
    for name in names where !StagingFolder.isName(name) {
      let inner = prefix + name
      if isOurs(inner, earlier) { continue }
      if FolderEntries.kind(old + "/" + inner) == S_IFDIR {
        if FolderEntries.kind(destination + "/" + inner) == S_IFDIR {
          rescue(old, earlier, within: inner + "/", carried)
          continue
        }
        // It was carried, or held nothing but what goes.
        guard holdsOthers(old, inner, earlier) else { continue }
      }
      let status = FolderEntries.status(old + "/" + inner)
      if let known = carried[inner], known == status?.st_ino { continue }
      if FolderEntries.kind(destination + "/" + inner) == nil {
        rename(old + "/" + inner, destination + "/" + inner)
      }
    }
  }

  private func holdsOthers(_ old: String, _ folder: String, _ earlier: Set<String>) -> Bool {
    guard let names = FolderEntries.names(in: old + "/" + folder) else { return true }
    return names.contains { name in
      let inner = folder + "/" + name
      guard !isOurs(inner, earlier) else { return false }
      return FolderEntries.kind(old + "/" + inner) != S_IFDIR || holdsOthers(old, inner, earlier)
    }
  }
}

/// Keeps two runs from exchanging one folder at once; it ends with the program.
private final class FolderLock {
  private var descriptor: Int32
  private static let attempts = 1_000

  init(_ folder: String) {
    descriptor = FolderEntries.open(folder)
    // Held for moments. Whoever holds it longer is no run; without locks there is nothing to hold.
    for _ in 0..<Self.attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      usleep(10_000)
    }
  }

  /// Whether the folder is still the one that was locked, and not another run's.
  func holds(_ folder: stat) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_ino == folder.st_ino
  }

  func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  deinit { release() }
}
