import ArgumentParser
import Corridor

/// The scenario files of one call. All are read before the first is worked on: what one scenario reads
/// must not be what another writes. One that fails does not keep the others from being done.
struct ScenarioBatch {
  private(set) var read: [(path: String, scenario: Scenario)] = []
  private(set) var failures: [(status: ExitStatus, path: String)] = []
  private let count: Int

  /// Reads the files and says what is wrong with them.
  init(
    _ paths: [String], observations: ObservationOptions = ObservationOptions(),
    _ outside: OutsideOption
  ) {
    count = paths.count
    for path in paths {
      do throws(ScenarioFaults) {
        let scenario = try ScenarioReader.read(
          path: path, observations: observations, allowsOutside: outside.allowOutside)
        StandardError.lines(scenario.warnings.map(\.description))
        read.append((path, scenario))
      } catch {
        failures.append((Outcome.report(error), path))
      }
    }
  }

  /// Refuses files of one name, whose outputs would collide.
  static func requireNamesApart(_ paths: [String], outputs: String) throws {
    let names = paths.map(ObservationReader.stem)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("two scenarios are named '\(twice)': their \(outputs) would collide")
    }
  }

  /// Whether at least one scenario is done, or can be.
  var isAnyLeft: Bool { failures.count < count }

  /// Works on each scenario in turn.
  ///
  /// - Throws: what concerns the whole machine or disk, which ends the call.
  mutating func each(_ work: (Scenario) throws -> Void) throws {
    for (path, scenario) in read { try note(path) { try work(scenario) } }
  }

  /// Works on the scenarios side by side, and takes what each gave in their order.
  ///
  /// - Parameters:
  ///   - jobs: scenarios at once.
  ///   - piece: makes what the work needs of a scenario, on the calling thread as `take`.
  /// - Throws: what concerns the whole machine or disk, which ends the call.
  mutating func each<Piece: Sendable, Product: Sendable>(
    jobs: Int, _ piece: (Scenario) throws -> Piece,
    work: @escaping @Sendable (Piece) -> Product, take: (Product) throws -> Void
  ) throws {
    guard jobs > 1, read.count > 1 else {
      return try each { try take(work(piece($0))) }
    }
    var (waiting, done) = (read[...], read[...])
    try OrderedWork.run(
      jobs: jobs,
      next: { () throws -> Result<Piece, any Error>? in
        waiting.popFirst().map { item in Result { try piece(item.scenario) } }
      }, work: { $0.map(work) },
      take: { (product: Result<Product, any Error>) throws in
        try note(done.removeFirst().path) { try take(product.get()) }
      })
  }

  private mutating func note(_ path: String, _ work: () throws -> Void) throws {
    do { try work() } catch {
      if case OutputFault.closedPipe = error { throw error }
      let status = Outcome.report(error)
      if status == .wrongKernel || status == .cannotWrite { throw Stop(status, []) }
      failures.append((status, path))
    }
  }

  /// Ends the call with the status that its failures ask for; does nothing without any.
  func finish() throws {
    guard let first = failures.first else { return }
    if isAnyLeft {
      throw Stop(
        .partlyDone, "\(failures.count) of \(count) scenarios failed, the others are written")
    }
    let isInput = failures.contains { $0.status == .badInput }
    throw Stop(
      failures.allSatisfy { $0.status == first.status }
        ? first.status
        : isInput ? .badInput : .failed, [])
  }
}
