/// The first numbers of one stream, and the normal numbers that begin at each of them.
///
/// Models that are simulated with common random numbers read the same stream one after the other: a
/// logarithm, a sine and a cosine are then taken once for all of them. A generator that reads a tape gives
/// the numbers of one that does not, and goes on alone after the tape's end.
package final class RandomTape {
  /// Numbers of 64 bits: more than a path of sixty periods takes under any model with season and noise.
  static let length = 256

  /// What a generator reads by its address: a reference would be counted at each number.
  struct Storage {
    fileprivate(set) var key: (UInt32, UInt32) = (0, 0)
    fileprivate(set) var stream: (UInt32, UInt32) = (0, 0)
    private let words: UnsafeMutablePointer<UInt64>
    private let cosines, sines: UnsafeMutablePointer<Double>
    private let isMade: UnsafeMutablePointer<Bool>
    /// How many words are there, an even number.
    private var count = 0

    fileprivate init() {
      words = .allocate(capacity: length)
      words.initialize(repeating: 0, count: length)
      cosines = .allocate(capacity: length)
      cosines.initialize(repeating: 0, count: length)
      sines = .allocate(capacity: length)
      sines.initialize(repeating: 0, count: length)
      isMade = .allocate(capacity: length)
      isMade.initialize(repeating: false, count: length)
    }

    fileprivate func deallocate() {
      words.deallocate()
      cosines.deallocate()
      sines.deallocate()
      isMade.deallocate()
    }

    fileprivate mutating func rewind() {
      isMade.update(repeating: false, count: count)
      count = 0
    }

    /// A number of the stream.
    @inline(__always)
    mutating func word(_ place: Int) -> UInt64 {
      if place >= count { extend(to: place) }
      return words[place]
    }

    /// The normal numbers made of a number and the next.
    @inline(__always)
    mutating func normals(_ place: Int) -> (cosine: Double, sine: Double) {
      if !isMade[place] { make(place) }
      return (cosines[place], sines[place])
    }

    @inline(never)
    private mutating func extend(to place: Int) {
      while count <= place {
        (words[count], words[count + 1]) = PhiloxGenerator.words(
          ofBlock: UInt64(count / 2), stream: stream, key: key)
        count += 2
      }
    }

    @inline(never)
    private mutating func make(_ place: Int) {
      if place + 1 >= count { extend(to: place + 1) }
      (cosines[place], sines[place]) = PhiloxGenerator.normals(words[place], words[place + 1])
      isMade[place] = true
    }
  }

  private let storage: UnsafeMutablePointer<Storage>

  package init() {
    storage = .allocate(capacity: 1)
    storage.initialize(to: Storage())
  }

  deinit {
    storage.pointee.deallocate()
    storage.deallocate()
  }

  /// Turns to another stream; generators made before must not be used again.
  package func wind(seed: UInt64, series: UInt32, path: UInt32) {
    storage.pointee.rewind()
    storage.pointee.key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    storage.pointee.stream = (path, series)
  }

  /// A generator at the stream's beginning; the tape must outlive it.
  package var generator: PhiloxGenerator { PhiloxGenerator(reading: storage) }
}
