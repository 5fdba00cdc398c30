internal import CCorridor
internal import Corridor

/// A batch that a caller moved into the library; its memory is the caller's to release, once, when
/// this one lets go of it.
final class ArrowBatch {
  private var schema: ArrowSchema
  private var array: ArrowArray
  private var columns: [ArrowColumn] = []
  private(set) var rowCount = 0
  /// What is wrong with a cell, found while the text is made.
  private(set) var fault: ArrowFault?

  /// Rows in one piece of text.
  private static let pieceRows = 4096

  /// Takes what the pointers hold, and marks it as moved there.
  ///
  /// - Parameters:
  ///   - schema: a pointer to an `ArrowSchema`.
  ///   - array: a pointer to an `ArrowArray`.
  init(moving schema: UnsafeMutableRawPointer?, _ array: UnsafeMutableRawPointer?) {
    self.schema = ArrowSchema()
    self.array = ArrowArray()
    if let place = schema?.assumingMemoryBound(to: ArrowSchema.self) {
      self.schema = place.pointee
      place.pointee.release = nil
    }
    if let place = array?.assumingMemoryBound(to: ArrowArray.self) {
      self.array = place.pointee
      place.pointee.release = nil
    }
  }

  deinit {
    if let release = schema.release { release(&schema) }
    if let release = array.release { release(&array) }
  }

  /// Looks at what the batch is made of.
  ///
  /// - Throws: `ArrowFault` for what is no record batch, and for a column of a type that is not read.
  func open() throws(ArrowFault) {
    guard schema.release != nil, array.release != nil else {
      throw ArrowFault("there is no batch, or it was released")
    }
    guard let format = schema.format, String(cString: format) == "+s" else {
      throw ArrowFault("it is no struct array", advice: "give a record batch")
    }
    let (rows, offset, count) = (Int(array.length), Int(array.offset), Int(array.n_children))
    guard rows >= 0, offset >= 0, count >= 0, rows < 1 << 48, offset < 1 << 48,
      Int(schema.n_children) == count
    else { throw ArrowFault("its schema and its array do not fit together") }
    if array.null_count != 0, array.n_buffers > 0, let validity = array.buffers?[0],
      (offset..<offset + rows).contains(where: { Self.isNull($0, in: validity) })
    {
      throw ArrowFault("rows as a whole are null", advice: "leave them out")
    }
    guard count > 0 else { throw ArrowFault("it has no column") }
    for place in 0..<count {
      guard let schema = schema.children?[place], let child = array.children?[place],
        schema.pointee.release != nil, child.pointee.release != nil
      else { throw ArrowFault("column \(place + 1) is missing") }
      columns.append(
        try ArrowColumn(schema.pointee, child.pointee, offset: offset, rows: rows))
    }
    rowCount = rows
  }

  /// A count of nulls may be unknown (−1), with a bit a row that says which.
  private static func isNull(_ row: Int, in validity: UnsafeRawPointer) -> Bool {
    validity.load(fromByteOffset: row >> 3, as: UInt8.self) >> (row & 7) & 1 == 0
  }

  /// The batch as CSV with a header, made while it is read: one set of rules reads files and batches.
  func source(name: String) -> ByteSource {
    var next = -1
    return ByteSource(name: name) { [self] in
      if next < 0 {
        next = 0
        return header
      }
      guard next < rowCount, fault == nil else { return nil }
      let end = min(rowCount, next + Self.pieceRows)
      defer { next = end }
      return text(of: next..<end)
    }
  }

  private var header: [UInt8] {
    var writer = CSVWriter(header: columns.map(\.name))
    return writer.takeBytes()
  }

  private func text(of rows: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    for row in rows {
      do throws(ArrowFault) { try append(row, to: &text) } catch {
        fault = error
        return []
      }
    }
    return text
  }

  private func append(_ row: Int, to text: inout [UInt8]) throws(ArrowFault) {
    let start = text.count
    for (place, column) in columns.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      try column.append(row, to: &text)
    }
    // A blank line would be no row.
    if text.count == start { text.append(contentsOf: [0x22, 0x22]) }
    text.append(0x0A)
  }
}
