public import SeriesCore

/// All records of a CSV file as texts, the header first.
public func csvRecords(path: String, bufferSize: Int = 1 << 18) throws(InputFault) -> [[String]] {
  try csvRecords(ByteSource(path: path), bufferSize: bufferSize)
}

/// The same of bytes that are at hand.
public func csvRecords(
  _ source: consuming ByteSource, bufferSize: Int = 1 << 18
) throws(InputFault) -> [[String]] {
  var reader = try CSVRecordReader(source, bufferSize: bufferSize)
  var records: [[String]] = []
  while try reader.next() {
    var record: [String] = []
    for i in 0..<reader.fieldCount { record.append(reader.text(i)) }
    records.append(record)
  }
  return records
}
