/// Series of a file that is sorted by series, one piece after another while the file is read.
///
/// Each series stands together; in which order the series come does not matter. What is held in
/// memory is the piece, and a hash a series to know an id that comes again: not its text. An id
/// greater than all before it cannot come again, so that a file in the order of its ids is never
/// refused; in another order two ids with the same 64-bit hash would be taken for one, a chance of
/// 3e-8 for a million series.
package struct SortedSeries: ~Copyable {
  private var reader: ObservationReader
  private let options: ObservationOptions
  /// The series after the piece that was given last, with its first observation.
  private var begun: SeriesDraft?
  private var seen: Set<UInt64> = []
  private var greatest: String?
  private var anyValue = false
  private var isDone = false

  /// Bounds of a piece: enough series to outweigh the hand-over, few enough observations to bound
  /// what is in flight.
  private static let pieceSeries = 64
  private static let pieceObservations = 1 << 14

  package init(
    _ source: consuming ByteSource, options: ObservationOptions = .init()
  ) throws(InputFault) {
    reader = try ObservationReader(source, options: options)
    self.options = options
  }

  /// The share of a regular file that has been read; nil where its size is not known.
  package var share: Double? { reader.share }

  /// The next piece: series that stand together, whole, at least one; nil at the end.
  ///
  /// How many make a piece depends on the file alone. Each series is in one piece only.
  ///
  /// - Throws: `InputFault` when the file is at fault, also when a series comes again after another.
  package mutating func next() throws(InputFault) -> [SeriesDraft]? {
    guard !isDone else { return nil }
    // Its last series is the one that is being read; an array's element is changed in place.
    var piece: [SeriesDraft] = begun.map { [$0] } ?? []
    begun = nil
    var observations = 0
    while let observation = try reader.next() {
      var isNew = piece.isEmpty
      if let id = reader.idBytes, !isNew { isNew = !piece[piece.count - 1].hasID(id) }
      if observation.value != nil { anyValue = true }
      guard isNew else {
        try piece[piece.count - 1].add(observation, from: reader)
        observations += 1
        continue
      }
      var draft = try begin()
      try draft.add(observation, from: reader)
      if piece.count >= Self.pieceSeries || observations >= Self.pieceObservations {
        begun = draft
        return piece
      }
      piece.append(draft)
      observations += 1
    }
    isDone = true
    guard anyValue else { throw InputFault.noObservation(reader.name) }
    return piece
  }

  private mutating func begin() throws(InputFault) -> SeriesDraft {
    let id: String
    if let bytes = reader.idBytes {
      id = try reader.checkedID(bytes)
      let isFirst = seen.insert(Self.hash(bytes)).inserted
      if let greatest, id <= greatest {
        guard isFirst else {
          throw reader.fault(
            "series '\(id)' comes again after another",
            Remedy("sort the file", .drop(.sorted)))
        }
      } else {
        greatest = id
      }
    } else {
      id = try reader.checkedText(reader.impliedID)
    }
    return SeriesDraft(id: id, file: reader.name, line: reader.line, options: options)
  }

  /// FNV-1a with a final mix. Source: Fowler, Noll & Vo; the mix is that of SplitMix64.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
