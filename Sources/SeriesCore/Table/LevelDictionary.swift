/// Codes for texts in the order in which they first come.
///
/// Open addressing over one pool of bytes: a text that is known costs a hash and a comparison, no
/// allocation.
struct LevelDictionary {
  private var pool: [UInt8] = []
  private var ends: [Int] = [0]
  private var hashes: [UInt64] = []
  private var slots = [Int32](repeating: -1, count: 64)
  private var last: Int32 = -1

  var count: Int { hashes.count }

  mutating func code(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    // Files are often sorted by some column: the text before is the likeliest.
    if last >= 0, isEqual(last, bytes) { return last }
    let hash = Self.hash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = slots[slot]
      if hashes[Int(code)] == hash, isEqual(code, bytes) {
        last = code
        return code
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(hashes.count)
    slots[slot] = code
    hashes.append(hash)
    pool.append(contentsOf: bytes)
    ends.append(pool.count)
    last = code
    if 2 * hashes.count > slots.count { grow() }
    return code
  }

  private func isEqual(_ code: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = ends[Int(code)]
    guard ends[Int(code) + 1] - start == bytes.count else { return false }
    for i in 0..<bytes.count where pool[start + i] != bytes[i] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }

  /// FNV-1a with a final mix: seeds do not change from run to run.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ (hash >> 32)
  }

  /// The column with its levels in order, numbers by size and then texts by their bytes. Where all
  /// texts are numbers but markers of a missing one, these are no level.
  func levels(_ codes: [Int32]) -> DataTable.Levels {
    let texts = (0..<count).map { String(decoding: pool[ends[$0]..<ends[$0 + 1]], as: UTF8.self) }
    let numbers = texts.map { try? NumberText.parse($0) }
    let isMarker = texts.map(MissingMarker.texts.contains)
    let isNumeric =
      numbers.contains { $0 != nil }
      && texts.indices.allSatisfy { numbers[$0] != nil || isMarker[$0] }
    let order = (0..<count).filter { !(isNumeric && isMarker[$0]) }.sorted { a, b in
      switch (numbers[a], numbers[b]) {
      case (let x?, let y?): x != y ? x < y : texts[a] < texts[b]
      case (.some, nil): true
      case (nil, .some): false
      case (nil, nil): texts[a].utf8.lexicographicallyPrecedes(texts[b].utf8)
      }
    }
    var place = [Int32](repeating: -1, count: count)
    for (new, old) in order.enumerated() { place[old] = Int32(new) }
    return DataTable.Levels(
      codes: codes.map { $0 < 0 ? -1 : place[Int($0)] }, names: order.map { texts[$0] })
  }
}
