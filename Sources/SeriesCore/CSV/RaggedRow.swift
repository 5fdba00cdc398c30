extension CSVRecordReader {
  /// What is wrong with the current record, whose fields are not those of the header.
  ///
  /// - Parameters:
  ///   - columns: fields of the header.
  ///   - width: fields of the rows before: more than the header's where those end in a separator.
  package func raggedRow(columns: Int, width: Int? = nil) -> InputFault {
    let message =
      "\(fieldCount) \(fieldCount == 1 ? "field" : "fields") where the header has \(columns)"
    // Where a separator is behind every row, its count of fields alone would not say what is wrong.
    if let width, width > columns, fieldCount >= columns {
      return fault(
        message + " and the rows before end in a separator",
        advice: fieldCount == columns
          ? "end all rows alike" : "name the further column in the header, or end all rows alike")
    }
    if fieldCount < columns {
      return fault(message, advice: "complete the row, or take it out if it is a footnote")
    }
    if field(fieldCount - 1).isEmpty {
      return fault(message, advice: "end all rows alike, without a separator behind the last")
    }
    return fault(message, advice: "quote fields with commas and write decimals with a point")
  }
}
