internal import CCorridor
internal import Corridor

/// A column of a batch, read where it stands.
struct ArrowColumn {
  let name: String
  private let type: ArrowType
  /// Where row 0 of the batch stands in the buffers.
  private let offset: Int
  /// How many values the array has from its own offset on.
  private let length: Int
  private let validity: UnsafeRawPointer?
  private let values: UnsafeRawPointer?
  private let bytes: UnsafeRawPointer?
  private let dictionary: [[UInt8]]?

  /// - Parameters:
  ///   - offset: of the batch.
  ///   - rows: of the batch.
  init(
    _ schema: ArrowSchema, _ array: ArrowArray, offset: Int, rows: Int
  ) throws(ArrowFault) {
    try self.init(schema, array, offset: offset, rows: rows, isDictionary: false)
  }

  private init(
    _ schema: ArrowSchema, _ array: ArrowArray, offset: Int, rows: Int, isDictionary: Bool
  ) throws(ArrowFault) {
    let name = schema.name.map { String(cString: $0) } ?? ""
    self.name = name
    func refuse(_ what: String) -> ArrowFault {
      ArrowFault("column '\(name)' is no Arrow array: \(what)")
    }
    guard let format = schema.format else { throw refuse("it has no format") }
    let type = try ArrowType(String(cString: format), column: name)
    self.type = type
    let (start, startOverflow) = Int(array.offset).addingReportingOverflow(offset)
    let (end, endOverflow) = start.addingReportingOverflow(rows)
    guard array.offset >= 0, array.length >= 0, !startOverflow, !endOverflow,
      Int(array.length) >= offset + rows, end <= Int.max / 16
    else { throw refuse("it has \(array.length) rows") }
    self.offset = start
    length = rows
    guard Int(array.n_buffers) == type.bufferCount else {
      throw refuse("it has \(array.n_buffers) buffers")
    }
    func buffer(_ place: Int) -> UnsafeRawPointer? {
      place < type.bufferCount ? array.buffers?[place] : nil
    }
    let values = buffer(1)
    self.values = values
    validity = array.null_count == 0 ? nil : buffer(0)
    bytes = buffer(2)
    guard type == .null || values != nil || rows == 0 else { throw refuse("a buffer is missing") }
    guard let words = schema.dictionary else {
      dictionary = nil
      return
    }
    guard !isDictionary, let codes = array.dictionary, codes.pointee.release != nil,
      type.isInteger
    else { throw refuse("its dictionary is missing") }
    let count = Int(codes.pointee.length)
    let column = try ArrowColumn(
      words.pointee, codes.pointee, offset: 0, rows: max(0, count), isDictionary: true)
    var texts: [[UInt8]] = []
    for word in 0..<column.length {
      var text: [UInt8] = []
      try column.append(word, to: &text)
      texts.append(text)
    }
    dictionary = texts
  }

  private func isNull(_ place: Int) -> Bool {
    guard let validity else { return type == .null }
    return validity.load(fromByteOffset: place >> 3, as: UInt8.self) >> (place & 7) & 1 == 0
  }

  /// Appends a cell as text, nothing where there is no value.
  ///
  /// - Throws: `ArrowFault` for offsets and codes that lead out of the array.
  func append(_ row: Int, to text: inout [UInt8]) throws(ArrowFault) {
    let place = offset + row
    guard let values, !isNull(place) else { return }
    switch type {
    case .null: return
    case .boolean:
      let bit = values.load(fromByteOffset: place >> 3, as: UInt8.self) >> (place & 7) & 1
      text.append(UInt8(ascii: "0") + bit)
    case .signed, .unsigned:
      if type == .unsigned(bytes: 8), dictionary == nil {
        text.append(contentsOf: String(value(values, place, as: UInt64.self)).utf8)
        return
      }
      let number = integer(values, place)
      guard let dictionary else {
        text.append(contentsOf: String(number).utf8)
        return
      }
      guard dictionary.indices.contains(number) else {
        throw fault(row, "the code \(number) is not in the dictionary")
      }
      text.append(contentsOf: dictionary[number])
    case .float: append(Double(value(values, place, as: Float.self)), to: &text)
    case .double: append(value(values, place, as: Double.self), to: &text)
    case .text(let width): try append(row, values, offsetBytes: width, to: &text)
    case .days:
      CalendarText.append(day: Int(value(values, place, as: Int32.self)), to: &text)
    case .instants(let scale):
      CalendarText.append(
        instant: Int(value(values, place, as: Int64.self)), perSecond: scale, to: &text)
    }
  }

  private func append(_ number: Double, to text: inout [UInt8]) {
    // NaN is how data frames write that there is no value.
    if !number.isNaN { text.append(contentsOf: NumberText.shortest(number).utf8) }
  }

  private func append(
    _ row: Int, _ offsets: UnsafeRawPointer, offsetBytes: Int, to text: inout [UInt8]
  ) throws(ArrowFault) {
    let place = offset + row
    let (start, end) =
      offsetBytes == 4
      ? (
        Int(value(offsets, place, as: Int32.self)), Int(value(offsets, place + 1, as: Int32.self))
      )
      : (
        Int(value(offsets, place, as: Int64.self)), Int(value(offsets, place + 1, as: Int64.self))
      )
    guard start >= 0, end >= start, bytes != nil || start == end else {
      throw fault(row, "its text has no place")
    }
    guard let bytes, end > start else { return }
    CSVCell.append(UnsafeRawBufferPointer(start: bytes + start, count: end - start), to: &text)
  }

  /// An integer; of 64 bits without a sign only what fits, as codes of a dictionary do.
  private func integer(_ values: UnsafeRawPointer, _ place: Int) -> Int {
    switch type {
    case .signed(1): Int(value(values, place, as: Int8.self))
    case .signed(2): Int(value(values, place, as: Int16.self))
    case .signed(4): Int(value(values, place, as: Int32.self))
    case .unsigned(1): Int(value(values, place, as: UInt8.self))
    case .unsigned(2): Int(value(values, place, as: UInt16.self))
    case .unsigned(4): Int(value(values, place, as: UInt32.self))
    case .unsigned: Int(exactly: value(values, place, as: UInt64.self)) ?? -1
    default: Int(value(values, place, as: Int64.self))
    }
  }

  private func value<Value: BitwiseCopyable>(
    _ values: UnsafeRawPointer, _ place: Int, as type: Value.Type
  ) -> Value {
    values.loadUnaligned(fromByteOffset: place * MemoryLayout<Value>.stride, as: type)
  }

  private func fault(_ row: Int, _ what: String) -> ArrowFault {
    ArrowFault("column '\(name)' is no Arrow array: row \(row): \(what)")
  }
}
