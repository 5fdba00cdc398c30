/// Reads chosen columns of a CSV file with a header into a table.
///
/// Memory: 8 bytes a number, 4 bytes a text and each different text once; columns that are not asked
/// for cost nothing.
///
/// `NA`, `..`, `:`, `-` and an empty cell are no value in a column of numbers. In a column of texts
/// they are texts, but for the empty cell: NA is Namibia among countries. Levels that are numbers but
/// for such markers, as years are, make a column of numbers.
///
/// Numbers are written as the options say: by default with a point where commas separate fields, and
/// where semicolons or tabs do, with the mark that the first rows show.
public struct TableReader: ~Copyable {
  private var records: CSVRecordReader
  private let options: ObservationOptions
  private let offersFactors: Bool
  /// The names of all columns in the order of the file; only the first may be empty.
  public let header: [String]

  /// - Parameter options: marks of decimals and thousands, flags and encoding; columns are named when
  ///   they are read, so that the other settings are not heeded.
  /// - Parameter offersFactors: whether the reader's caller has formulas, in which texts are groups.
  /// - Throws: `InputFault` for an empty file, or a column name that comes twice or, beyond the first, is empty.
  public init(
    _ source: consuming ByteSource, options: ObservationOptions = TableReader.usualOptions,
    offersFactors: Bool = false
  ) throws(InputFault) {
    var records = try CSVRecordReader(
      source,
      format: CSVFormat(
        encoding: options.encoding, separator: options.separator, names: options.names))
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line and rows are needed")
    }
    var header: [String] = []
    var known = Set<String>()
    for i in 0..<records.fieldCount {
      let name = records.text(i)
      guard !name.isEmpty || i == 0 else {
        throw records.fault("column \(i + 1) has no name", advice: "name it")
      }
      guard known.insert(name).inserted else {
        throw records.fault("two columns are named '\(name)'", advice: "rename one")
      }
      header.append(name)
    }
    self.header = header
    self.options = options
    self.offersFactors = offersFactors
    self.records = records
  }

  /// As files are written that no caller has settings for.
  public static var usualOptions: ObservationOptions {
    var options = ObservationOptions()
    options.names = SettingNames()
    return options
  }

  /// The name of the file for messages: its path, or `-` for standard input.
  public var name: String { records.name }
  /// The share of a regular file that has been read; nil where its size is not known.
  public var share: Double? { records.share }

  /// Reads the rest of the file.
  ///
  /// - Parameter numbers: names of columns that hold numbers; an empty cell and the markers above are
  ///   missing.
  /// - Parameter levels: names of columns that are read as texts. A column may be in both.
  /// - Throws: `InputFault` for a name the header lacks, a ragged row or a bad number, with its line.
  public consuming func read(
    numbers: Set<String>, levels: Set<String>
  ) throws(InputFault) -> DataTable {
    let numberNames = numbers.sorted()
    let levelNames = levels.sorted()
    var numberPlaces: [Int] = []
    for name in numberNames { numberPlaces.append(try place(name)) }
    var levelPlaces: [Int] = []
    for name in levelNames { levelPlaces.append(try place(name)) }
    var format = NumberFormat(
      options, found: .shown(by: records, columns: numberPlaces, options))
    records.dropSample()
    var values = [[Double]](repeating: [], count: numberNames.count)
    var texts: [[String]]? = [[String]](repeating: [], count: numberNames.count)
    var codes = [[Int32]](repeating: [], count: levelNames.count)
    var dictionaries = levelNames.map { _ in LevelDictionary() }
    var lines = LineNumbers()
    var row = 0
    // Every row may end in a separator.
    var width = header.count
    while try records.next() {
      if row == 0 { width = max(width, records.fieldCount) }
      guard records.fieldCount == width,
        (header.count..<width).allSatisfy({ records.field($0).isEmpty })
      else {
        throw records.raggedRow(columns: header.count, width: row == 0 ? nil : width)
      }
      lines.append(row: row, line: records.line)
      if row == DataTable.exactRows { texts = nil }
      for (j, place) in numberPlaces.enumerated() {
        values[j].append(try number(place, &format))
        texts?[j].append(format.plain(records.field(place)))
      }
      for (j, place) in levelPlaces.enumerated() {
        let field = records.field(place)
        codes[j].append(field.isEmpty ? -1 : dictionaries[j].code(field))
      }
      row += 1
    }
    guard row > 0 else {
      throw InputFault(
        .malformed, file: records.name, "no rows after the header", advice: "give observations")
    }
    var numberColumns: [String: DataTable.Numbers] = [:]
    for (j, name) in numberNames.enumerated() {
      numberColumns[name] = DataTable.Numbers(values[j], texts: texts?[j])
    }
    var levelColumns: [String: DataTable.Levels] = [:]
    for (j, name) in levelNames.enumerated() {
      levelColumns[name] = dictionaries[j].levels(codes[j])
    }
    return DataTable(
      name: records.name, header: header, rowCount: row, numbers: numberColumns,
      levels: levelColumns, lines: lines)
  }

  private func place(_ name: String) throws(InputFault) -> Int {
    if let place = header.firstIndex(of: name) { return place }
    let near = nearestName(to: name, among: header).map { "did you mean '\($0)'?" }
    throw InputFault(
      .malformed, file: records.name, line: 1, "no column '\(name)'",
      advice: near ?? "the columns are \(header.prefix(12).joined(separator: ", "))")
  }

  private func number(_ place: Int, _ format: inout NumberFormat) throws(InputFault) -> Double {
    let field = records.field(place)
    if field.isEmpty || MissingMarker.isMarker(field) { return .nan }
    var isWord = false
    do throws(NumberText.Fault) {
      let value = try NumberText.parse(field)
      if format.isPlain { return value }
    } catch {
      // Marks and flags are the format's to read, or to name.
      isWord = error == .notANumber && !field.contains { $0 >= 0x30 && $0 <= 0x39 }
    }
    do throws(NumberFormat.Fault) {
      return try format.parse(field) ?? .nan
    } catch {
      let (cell, column) = (NumberCell(field), header[place])
      let message = error.message.replacing(
        "'\(cell.text)'", with: "'\(cell.text)' of column '\(column)'", maxReplacements: 1)
      throw records.fault(
        message,
        offersFactors && isWord
          ? Remedy("leave the field empty for no value, or write factor(\(column)) for groups")
          : error.remedy)
    }
  }
}
