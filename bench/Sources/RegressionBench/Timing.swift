import Glibc

/// One line of the result: our processor seconds beside a peer's, both the best of several repetitions.
struct Row {
  let name: String
  let ours: Double
  let peer: String
  let peerSeconds: Double

  static let header = "case,ours_seconds,peer,peer_seconds,ratio"

  var line: String {
    "\(name),\(Self.short(ours)),\(peer),\(Self.short(peerSeconds)),"
      + "\(Self.short(ours / peerSeconds))"
  }

  private static func short(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}

enum Timing {
  /// Processor seconds of the process: on a busy machine the wall clock counts others' work.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return now() - start
  }

  /// The least time of each task. They take turns, so that a busy moment of the machine hits all.
  static func best(_ repetitions: Int, _ tasks: [() throws -> Void]) throws -> [Double] {
    var best = [Double](repeating: .infinity, count: tasks.count)
    for _ in 0..<repetitions {
      for (k, task) in tasks.enumerated() { best[k] = min(best[k], try seconds(task)) }
    }
    return best
  }
}

/// Numbers in [-1, 1) from a fixed seed (SplitMix64: Steele, Lea & Flood 2014).
struct BenchNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1
  }

  mutating func vector(_ count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for i in 0..<count { result[i] = next() }
    return result
  }
}
