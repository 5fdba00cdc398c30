import Synchronization

/// One line of progress for scenarios that run side by side.
final class ScenarioProgress: Sendable {
  private struct State {
    var line: Progress
    var shares: [String: Double]
  }

  private let state: Mutex<State>

  /// - Parameter names: of the scenarios of the call, each once.
  init(_ names: [String]) {
    let what = names.count == 1 ? names[0] : "\(names.count) scenarios"
    state = Mutex(
      State(
        line: Progress(what),
        shares: Dictionary(names.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })))
  }

  func update(_ name: String, share: Double) {
    state.withLock { state in
      state.shares[name] = share
      state.line.update(
        share: state.shares.values.reduce(0, +) / Double(state.shares.count))
    }
  }

  /// What writes to the terminal while no line of progress is there.
  func aside<Result>(_ body: () throws -> Result) rethrows -> Result {
    try state.withLock { state in
      state.line.finish()
      return try body()
    }
  }
}
