import Corridor
import Glibc

enum Stopwatch {
  /// Work under this is repeated inside one measurement: the clock and the caches need it.
  private static let leastSeconds = 0.01

  /// Processor seconds of the process: on a busy machine the wall clock counts others' work.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A line of JSON a task. The tasks take turns, so that a busy moment of the machine hits all.
  static func measure(_ tasks: [BenchTask], _ repetitions: Int) throws -> [String] {
    var seconds = [[Double]](repeating: [], count: tasks.count)
    var calls: [Int] = []
    var answers: [[Double]] = []
    for task in tasks {
      let start = now()
      answers.append(try task.work())
      let first = max(now() - start, 1e-7)
      calls.append(first >= leastSeconds ? 1 : Int(leastSeconds / first) + 1)
    }
    for _ in 0..<repetitions {
      for (k, task) in tasks.enumerated() {
        let start = now()
        for _ in 0..<calls[k] { answers[k] = try task.work() }
        seconds[k].append((now() - start) / Double(calls[k]))
      }
    }
    return tasks.indices.map { k in
      "{\"implementation\": \"\(tasks[k].implementation)\", "
        + "\"kernel\": \"\(KernelCheck.kernelName)\", \"seconds\": \(seconds[k]), "
        + "\"answer\": \(answers[k])}"
    }
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
