/// Test numbers from a fixed seed, so that a failure can be replayed.
public struct SeededNumbers {
  private var state: UInt64

  public init(_ seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In [-1, 1).
  public mutating func symmetric() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }

  public mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  public mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in symmetric() } }
}
