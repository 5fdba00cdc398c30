internal import Glibc
internal import Synchronization

/// What stands beside outputs, and the folders that were made for them, so that an early end can
/// remove it.
package enum Temporaries {
  private struct Known {
    var trees: Set<String> = []
    var folders: [String] = []
  }

  private static let known = Mutex(Known())

  static func add(_ tree: String) { _ = known.withLock { $0.trees.insert(tree) } }
  static func forget(_ tree: String) { _ = known.withLock { $0.trees.remove(tree) } }
  static func add(folder: String) { known.withLock { $0.folders.append(folder) } }

  /// Puts files in their places while no early end can remove them half way.
  static func placing<Value>(
    _ body: () throws(OutputFault) -> Value
  ) throws(OutputFault) -> Value {
    let result: Result<Value, OutputFault> = known.withLock { _ in
      do throws(OutputFault) { return .success(try body()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Removes the folders that were made for outputs, where nothing came to stand in them.
  package static func removeEmptyFolders() {
    known.withLock { remove(&$0.folders) }
  }

  /// Removes all of them and ends the program, before another can be made.
  package static func removeAll(andEnd end: () -> Never) -> Never {
    known.withLock { known in
      for tree in known.trees { FolderEntries.removeTree(tree) }
      remove(&known.folders)
      end()
    }
  }

  /// Inner folders first; one that holds something stays.
  private static func remove(_ folders: inout [String]) {
    for folder in folders.reversed() { rmdir(folder) }
    folders = []
  }
}
