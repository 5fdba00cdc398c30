internal import SeriesCore

/// How a file of forecasts is written: as forecasts are written here, in UTF-8 with points, or as the
/// observations that they are judged by.
///
/// What the caller says of encoding and numbers is said of all files, and forecasts of a file in another
/// notation are none the less written here in ours. Which of the two a file is shows in all of it: text
/// that is UTF-8 is in no other encoding, and numbers between commas have points unless one of them has
/// a comma.
struct ForecastNotation {
  /// nil for UTF-8.
  let encoding: TextEncoding?
  /// nil for numbers with points alone.
  private var numbers: NumberFormat?

  /// UTF-8 with points.
  init() { encoding = nil }

  /// Whether the caller says anything of encoding or numbers.
  static func isStated(_ options: ObservationOptions) -> Bool {
    options.encoding != nil || options.decimal != nil || options.thousands != nil
      || options.dropsFlags
  }

  /// - Parameters:
  ///   - bytes: the whole file, unpacked.
  ///   - options: how the observations are written.
  /// - Throws: `InputFault` as the reading of the file would.
  init(name: String, _ bytes: [UInt8], _ options: ObservationOptions) throws(InputFault) {
    // UTF-16 of Latin letters is UTF-8 as well, with zeros that no text has.
    let isUTF8 = !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    encoding = isUTF8 ? nil : options.encoding
    var records = try CSVRecordReader(
      ByteSource(name: name, bytes: bytes),
      format: CSVFormat(encoding: encoding, names: options.names))
    guard try records.next() else { return }
    let format = NumberFormat(options, found: .point)
    guard records.separator == UInt8(ascii: ",") else {
      numbers = format
      return
    }
    let columns = try ForecastColumns.read(records, options).numbers
    while try records.next() {
      for column in columns where column < records.fieldCount {
        guard records.field(column).contains(UInt8(ascii: ",")) else { continue }
        numbers = format
        return
      }
    }
  }

  /// The number in a field of the current record; nil where there is none.
  mutating func number(
    _ records: borrowing CSVRecordReader, _ column: Int
  ) throws(InputFault) -> Double? {
    let field = records.field(column)
    if field.isEmpty { return nil }
    if var format = numbers {
      defer { numbers = format }
      do throws(NumberFormat.Fault) { return try format.parse(field) } catch {
        throw records.fault(error.message, error.remedy)
      }
    }
    do throws(NumberText.Fault) { return try NumberText.parse(field) } catch {
      if error == .empty { return nil }
      throw records.fault(
        "'\(records.text(column))' is not a number", advice: "leave the field empty for no value")
    }
  }
}
