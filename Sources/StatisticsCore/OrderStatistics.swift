/// Order statistics without a sort.
enum OrderStatistics {
  /// Puts the values that a sort would put at some places there; the others lie in any order about them.
  ///
  /// Source: Hoare (1961), FIND, for several places at once: a part without a place is left as it is. The
  /// pivot is the median of three; parts that would not shrink are sorted.
  ///
  /// - Parameter places: rising, within the values.
  static func settle(_ places: ArraySlice<Int>, in values: UnsafeMutableBufferPointer<Double>) {
    var (low, high, places) = (0, values.count - 1, places)
    // Twice the depth of even halves: what is left then is sorted.
    var turns = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
    while let first = places.first, let last = places.last, low < high {
      if high - low < 16 || turns == 0 {
        var part = UnsafeMutableBufferPointer(rebasing: values[low...high])
        part.sort()
        return
      }
      turns -= 1
      let (left, right) = split(low, high, values)
      // What lies between is the pivot's value and in its place.
      let below = places.prefix { $0 <= left }
      let above = places.suffix(from: places.firstIndex { $0 >= right } ?? places.endIndex)
      if first >= right {
        low = right
      } else if last <= left {
        high = left
      } else {
        if !below.isEmpty {
          settle(below.map { $0 - low }[...], in: .init(rebasing: values[low...left]))
        }
        (low, places) = (right, above)
      }
    }
  }

  /// Parts a range at a pivot.
  ///
  /// - Returns: the end of what is not over the pivot, and the start of what is not under it.
  private static func split(
    _ low: Int, _ high: Int, _ values: UnsafeMutableBufferPointer<Double>
  ) -> (left: Int, right: Int) {
    let middle = low + (high - low) / 2
    if values[middle] < values[low] { values.swapAt(middle, low) }
    if values[high] < values[low] { values.swapAt(high, low) }
    if values[high] < values[middle] { values.swapAt(high, middle) }
    let pivot = values[middle]
    var (i, j) = (low, high)
    while i <= j {
      while values[i] < pivot { i += 1 }
      while pivot < values[j] { j -= 1 }
      guard i <= j else { break }
      values.swapAt(i, j)
      i += 1
      j -= 1
    }
    return (j, i)
  }
}
