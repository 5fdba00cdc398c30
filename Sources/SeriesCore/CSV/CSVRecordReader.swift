internal import Glibc

/// Reads RFC 4180 records from a byte source, one at a time, in a buffer of bounded size.
///
/// Fields are ranges of the buffer: nothing is copied or turned into text until asked. CRLF, and CR
/// where no line ends otherwise, byte order marks, UTF-16 with one, quotes and line ends inside
/// quotes are read; blank lines are passed over. Fields are separated by commas, or by semicolons or
/// tabs where the text's beginning shows them. Anything else is refused with the line where its record
/// begins.
package struct CSVRecordReader: ~Copyable {
  private var source: TextSource
  private let names: SettingNames
  /// The byte between fields: a comma, a semicolon, a tab or what a line `sep=…` says.
  package private(set) var separator = CSVDialect.comma
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var filled = 0
  private var position = 0
  private var atEnd = false
  /// Starts and ends of the fields of the current record, two entries a field.
  private var bounds: UnsafeMutablePointer<Int>
  private var boundsCapacity = 64
  /// Fields in the current record.
  package private(set) var fieldCount = 0
  /// The line on which the current record begins, from 1.
  package private(set) var line = 0
  private var nextLine = 1

  private let longestRecord: Int

  /// From here on a record that is not complete is read on by at least its own length, so that what
  /// comes in small pieces is not looked at anew for each. Shorter ones wait for nothing.
  private static let longPart = 1 << 16

  /// - Parameter longestRecord: the most bytes of a record: a longer one means an unclosed quote or no
  ///   text file at all, and what never ends, a device say, must not take the machine.
  /// - Throws: `InputFault` for what is no text, or in another encoding than the format says.
  package init(
    _ source: consuming ByteSource, format: CSVFormat = CSVFormat(), bufferSize: Int = 1 << 18,
    longestRecord: Int = 1 << 26
  ) throws(InputFault) {
    self.source = TextSource(source)
    self.longestRecord = longestRecord
    names = format.names
    capacity = min(max(16, bufferSize), max(16, longestRecord))
    buffer = .allocate(capacity: capacity)
    bounds = .allocate(capacity: 2 * boundsCapacity)
    try self.source.begin(format.encoding, format.names)
    let dialect =
      format.separator.map { CSVDialect(separator: $0) }
      ?? CSVDialect(self.source.sample, isWhole: self.source.isWhole)
    separator = dialect.separator
    try refill(from: 0)
    guard dialect.skipped > 0 else { return }
    while filled < dialect.skipped, !atEnd { try refill(from: 0) }
    position = dialect.skipped
    nextLine = 2
  }

  deinit {
    buffer.deallocate()
    bounds.deallocate()
  }

  /// The name of the source, for messages.
  package var name: String { source.name }

  /// The share of a regular file that has been read; nil where its size is not known.
  package var share: Double? {
    source.size.map { $0 > 0 ? min(1, Double(source.consumed) / Double($0)) : 1 }
  }

  /// The bytes of a field of the current record; valid until the next call of `next`.
  @inline(__always)
  package func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = bounds[2 * index]
    return UnsafeBufferPointer(start: buffer + start, count: bounds[2 * index + 1] - start)
  }

  /// A field as a string.
  package func text(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

  /// All fields of the current record as strings.
  package var texts: [String] { (0..<fieldCount).map { text($0) } }

  /// A fault at the current record.
  package func fault(_ message: String, advice: String? = nil) -> InputFault {
    fault(message, advice.map { Remedy($0) })
  }

  /// A fault at the current record, with settings in its remedy.
  package func fault(_ message: String, _ remedy: Remedy?) -> InputFault {
    InputFault(.malformed, file: name, line: line, message, remedy: remedy, names: names)
  }

  /// The records with which the text begins, each with its line, up to the first that cannot be read
  /// and without one that is cut off. Given until the first record is read.
  func sampleRecords(_ most: Int = 200) -> [(line: Int, fields: [String])] {
    let sample = source.sample
    var end = sample.count
    if !source.isWhole { end = (sample.lastIndex(of: 0x0A) ?? -1) + 1 }
    do throws(InputFault) {
      var reader = try CSVRecordReader(ByteSource(name: name, bytes: Array(sample[..<end])))
      var records: [(line: Int, fields: [String])] = []
      while records.count < most, reader.separator == separator {
        guard try reader.nextOrNil() else { break }
        records.append((reader.line, (0..<reader.fieldCount).map { reader.text($0) }))
      }
      return records
    } catch {
      return []
    }
  }

  /// The next record; false also where it cannot be read.
  private mutating func nextOrNil() throws(InputFault) -> Bool {
    do throws(InputFault) { return try next() } catch { return false }
  }

  /// Gives the memory of the sample back.
  mutating func dropSample() { source.dropSample() }

  /// Moves to the next record; false at the end.
  package mutating func next() throws(InputFault) -> Bool {
    while true {
      line = nextLine
      guard let end = try scanRecord() else { return false }
      let isBlank = fieldCount == 1 && bounds[0] == bounds[1] && end.isPlain
      position = end.next
      if !isBlank { return true }
    }
  }

  private struct RecordEnd {
    /// Where the next record begins in the buffer.
    let next: Int
    /// Whether no field was quoted.
    let isPlain: Bool
  }

  /// Finds the fields of the record at `position`; nil at the end of the source.
  ///
  /// Eight bytes are looked at together. Comma, quote and line end all lie under 0x2D, digits, dash,
  /// point and letters do not: one subtraction finds the few bytes that need a look.
  private mutating func scanRecord() throws(InputFault) -> RecordEnd? {
    while true {
      if position == filled, atEnd { return nil }
      // Only a comma is among the bytes that the scan below finds together.
      if separator != CSVDialect.comma { return try scanAnyRecord() }
      let (bytes, limit) = (UnsafePointer(buffer), filled)
      // Locals: state behind `self` would be stored and loaded again at every field.
      var bounds = bounds
      var start = position
      var count = 0
      var seen: UInt64 = 0
      var newline = -1
      var firstReturn = -1
      var p = position
      scan: while p < limit {
        let word = Self.word(bytes, p, limit)
        seen |= word
        // 0x80 in every byte under 0x2D, and perhaps in one above such a byte: each is looked at.
        var marks = (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080
        while marks != 0 {
          let place = p + (marks.trailingZeroBitCount >> 3)
          marks &= marks &- 1
          switch bytes[place] {
          case 0x2C:
            if count == boundsCapacity {
              growBounds()
              bounds = self.bounds
            }
            bounds[2 * count] = start
            bounds[2 * count + 1] = place
            count += 1
            start = place + 1
          case 0x0A:
            newline = place
            break scan
          case 0x22:
            return try scanAnyRecord()
          case 0x0D:
            if firstReturn < 0 { firstReturn = place }
          default:
            continue
          }
        }
        p += 8
      }
      if newline < 0, !atEnd {
        try refill(from: position)
        continue
      }
      let last = newline < 0 ? limit : newline
      var end = last
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
      if firstReturn >= 0, firstReturn < end { throw loneReturn() }
      addField(count, start, end)
      fieldCount = count + 1
      if seen & 0x8080_8080_8080_8080 != 0 { try requireUTF8(from: position, to: last) }
      nextLine += 1
      return RecordEnd(next: newline < 0 ? limit : newline + 1, isPlain: true)
    }
  }

  /// Eight bytes from `p`, letters behind the limit (they are no marks).
  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>, _ p: Int, _ limit: Int) -> UInt64 {
    if p + 8 <= limit {
      return UInt64(
        littleEndian: UnsafeRawPointer(bytes + p).loadUnaligned(as: UInt64.self))
    }
    var word: UInt64 = 0x7A7A_7A7A_7A7A_7A7A
    for i in 0..<(limit - p) {
      let shift = UInt64(8 * i)
      word = word & ~(0xFF << shift) | UInt64(bytes[p + i]) << shift
    }
    return word
  }

  /// The same for a record with a quote in it or with another separator: quoted fields are unescaped
  /// in place.
  private mutating func scanAnyRecord() throws(InputFault) -> RecordEnd {
    // First the extent of the record, so that unescaping happens once, on complete input.
    var p = position
    var inside = false
    var hasQuote = false
    var newlines = 0
    var seen: UInt8 = 0
    while true {
      if p == filled {
        guard !atEnd else {
          if inside {
            throw fault("a quoted field never ends", advice: "close the quote")
          }
          break
        }
        let offset = p - position
        try refill(from: position)
        p = position + offset
        continue
      }
      let byte = buffer[p]
      seen |= byte
      if byte == 0x22 {
        inside.toggle()
        hasQuote = true
      }
      if byte == 0x0A {
        newlines += 1
        if !inside { break }
      }
      p += 1
    }
    let end = p
    if seen & 0x80 != 0 { try requireUTF8(from: position, to: end) }
    let next = end == filled ? end : end + 1
    var contentEnd = end
    if contentEnd > position, buffer[contentEnd - 1] == 0x0D { contentEnd -= 1 }
    try splitQuoted(from: position, to: contentEnd)
    nextLine += source.isOfRows ? 1 : max(1, newlines + (end == filled ? 1 : 0))
    return RecordEnd(next: next, isPlain: !hasQuote)
  }

  private mutating func splitQuoted(from first: Int, to end: Int) throws(InputFault) {
    var (p, count) = (first, 0)
    while true {
      if p < end, buffer[p] == 0x22 {
        let start = p + 1
        var write = start
        p = start
        while true {
          if buffer[p] == 0x22 {
            guard p + 1 < end, buffer[p + 1] == 0x22 else { break }
            p += 1
          }
          buffer[write] = buffer[p]
          write += 1
          p += 1
        }
        p += 1
        guard p >= end || buffer[p] == separator else {
          throw fault(
            "text after the closing quote of field \(count + 1)", advice: "double inner quotes")
        }
        addField(count, start, write)
      } else {
        let start = p
        while p < end, buffer[p] != separator {
          guard buffer[p] != 0x0D else { throw loneReturn() }
          guard buffer[p] != 0x22 else {
            throw fault(
              "a quote inside the unquoted field \(count + 1)",
              advice: "quote the whole field and double inner quotes")
          }
          p += 1
        }
        addField(count, start, p)
      }
      count += 1
      if p >= end { break }
      p += 1
      if p == end {
        addField(count, p, p)
        count += 1
        break
      }
    }
    fieldCount = count
  }

  /// Some programs end a line there, and others do not.
  private func loneReturn() -> InputFault {
    fault(
      "a carriage return alone, where other lines end with a line feed",
      advice: "save the file with one kind of line ends")
  }

  @inline(__always)
  private mutating func addField(_ index: Int, _ start: Int, _ end: Int) {
    if index == boundsCapacity { growBounds() }
    bounds[2 * index] = start
    bounds[2 * index + 1] = end
  }

  private mutating func growBounds() {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: 4 * boundsCapacity)
    larger.update(from: bounds, count: 2 * boundsCapacity)
    bounds.deallocate()
    bounds = larger
    boundsCapacity *= 2
  }

  /// Keeps the bytes from `start` on, moves them to the front and reads more behind them.
  private mutating func refill(from start: Int) throws(InputFault) {
    let kept = filled - start
    if start > 0, kept > 0 { memmove(buffer, buffer + start, kept) }
    if kept == capacity {
      guard capacity < longestRecord else {
        let most =
          longestRecord >= 1 << 20 ? "\(longestRecord >> 20) MiB" : "\(longestRecord) bytes"
        throw fault("a record is longer than \(most)", advice: "is a quote not closed?")
      }
      let room = min(2 * capacity, longestRecord)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
      larger.update(from: buffer, count: kept)
      buffer.deallocate()
      buffer = larger
      capacity = room
    }
    position = 0
    filled = kept
    let goal = kept < Self.longPart ? kept + 1 : min(2 * kept, capacity)
    repeat {
      let got: Int
      do throws(InputFault) {
        got = try source.read(into: buffer + filled, count: capacity - filled)
      } catch {
        let read = UnsafeBufferPointer(start: buffer, count: filled)
        throw error.located(line: nextLine + read.count { $0 == 0x0A })
      }
      filled += got
      if got == 0 { atEnd = true }
    } while !atEnd && filled < goal
  }

  private func requireUTF8(from start: Int, to end: Int) throws(InputFault) {
    let bytes = UnsafeBufferPointer(start: buffer + start, count: end - start)
    if !isValidUTF8(bytes) {
      let message = "the text is not valid UTF-8"
      guard let guess = TextEncoding.guess(bytes) else {
        throw fault(message, advice: "save the file as UTF-8")
      }
      throw fault(message, guess.remedy("save the file as UTF-8"))
    }
  }
}
