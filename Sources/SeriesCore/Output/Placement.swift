internal import Glibc

/// Outputs that were put in their places, and can be taken back until it is let go of: what they
/// replaced is kept aside as long.
package final class Placement {
  private enum Step {
    /// Both names were there and swapped what they name.
    case exchanged(String, String)
    case moved(from: String, to: String)
    /// What stood in the place has a second name.
    case replaced(from: String, to: String, kept: String?)
  }

  private var steps: [Step] = []
  /// They go with this, and with them what was replaced.
  private var folders: [StagingFolder] = []
  /// What is left to do once nothing is taken back any more.
  private var afterwards: (() -> Void)?

  /// Folders that files were taken from: those that hold nothing any more go, inner ones first.
  private var emptied: [String] = []

  init() {}

  func removeIfEmpty(_ folders: [String]) { emptied = folders }

  func hold(_ folder: StagingFolder) { folders.append(folder) }

  func afterwards(_ work: @escaping () -> Void) { afterwards = work }

  /// Swaps what is new with what stands in its place and is of the same kind; nil where that was done,
  /// else the system's code.
  func exchange(_ new: String, _ place: String, kind: mode_t) -> Int32? {
    let code = FileExchange.exchange(new, place)
    guard code == 0 else { return code }
    // The system swaps a file with a folder too, and what is swapped out will go.
    if let found = FolderEntries.kind(new), found != kind {
      let back = FileExchange.exchange(new, place)
      return back == 0 ? Self.refusal(of: found) : back
    }
    steps.append(.exchanged(new, place))
    return nil
  }

  /// The code for a place that is taken by something else.
  private static func refusal(of kind: mode_t) -> Int32 { kind == S_IFDIR ? EISDIR : EEXIST }

  /// Moves what nothing stands in the way of; nil where that was done, else the system's code.
  func move(_ from: String, to: String) -> Int32? {
    let code = FileExchange.move(from, to: to)
    guard code == 0 else { return code }
    steps.append(.moved(from: from, to: to))
    return nil
  }

  /// Puts a file in a place; nil where that was done, else the system's code.
  func put(_ file: String, at place: String, kept: String) -> Int32? {
    guard let kind = FolderEntries.kind(place) else { return move(file, to: place) }
    guard kind == S_IFREG else { return Self.refusal(of: kind) }
    guard let code = exchange(file, place, kind: S_IFREG) else { return nil }
    guard FileExchange.isUnsupported(code) else { return code }
    let isKept = link(place, kept) == 0
    let moved = FileExchange.move(file, to: place)
    guard moved == 0 else { return moved }
    steps.append(.replaced(from: file, to: place, kept: isKept ? kept : nil))
    return nil
  }

  /// Takes everything back.
  package func undo() {
    try? Temporaries.placing { () throws(OutputFault) in takeBack() }
  }

  /// The same while files are put in their places.
  func takeBack() {
    afterwards = nil
    emptied = []
    for step in steps.reversed() {
      switch step {
      case .exchanged(let a, let b): _ = FileExchange.exchange(a, b)
      case .moved(let from, let to): _ = FileExchange.move(to, to: from)
      case .replaced(_, let to, let kept):
        if let kept { _ = FileExchange.move(kept, to: to) }
      }
    }
    steps = []
  }

  deinit {
    afterwards?()
    // What was replaced is in folders within those.
    folders = []
    for folder in emptied { rmdir(folder) }
  }
}
