/// Columns of one length, read for a regression: numbers, and texts as codes.
public struct DataTable: Sendable {
  /// A column of numbers.
  public struct Numbers: Sendable {
    /// NaN where the cell was empty or held a marker of a missing number.
    public let values: [Double]
    /// The cells as they were written, for exact decimals; nil for long tables.
    public let texts: [String]?

    /// A column of numbers, NaN where one is missing; `texts`, if given, has one text a value.
    public init(_ values: [Double], texts: [String]? = nil) {
      self.values = values
      self.texts = texts
    }
  }

  /// A column of texts, each level once.
  public struct Levels: Sendable {
    /// One a row of the table: the place of the row's text in `names`, from 0; −1 where the cell was
    /// empty.
    public let codes: [Int32]
    /// Each text, numbers in order of size before texts in order of their bytes.
    public let names: [String]

    /// A column of codes from −1 up to `names.count` − 1, with names in the order of `names`; not
    /// validated.
    public init(codes: [Int32], names: [String]) {
      self.codes = codes
      self.names = names
    }

    /// Codes of texts, in the order of `names` that this type promises.
    public init(_ texts: [String]) {
      var dictionary = LevelDictionary()
      let codes = texts.map { text in
        text.isEmpty ? -1 : Array(text.utf8).withUnsafeBufferPointer { dictionary.code($0) }
      }
      self = dictionary.levels(codes)
    }
  }

  /// The file's name, for messages.
  public let name: String
  /// Names of all columns of the file, also of those that were not read.
  public let header: [String]
  /// The number of rows below the header, the length of every column.
  public let rowCount: Int
  private let numbers: [String: Numbers]
  private let levels: [String: Levels]
  private let lines: LineNumbers

  /// A table from columns by name, each with `rowCount` rows; `header` is their names, sorted.
  public init(
    name: String = "table", rowCount: Int, numbers: [String: Numbers],
    levels: [String: Levels] = [:]
  ) {
    self.init(
      name: name, header: (Array(numbers.keys) + levels.keys).sorted(), rowCount: rowCount,
      numbers: numbers, levels: levels, lines: LineNumbers())
  }

  init(
    name: String, header: [String], rowCount: Int, numbers: [String: Numbers],
    levels: [String: Levels], lines: LineNumbers
  ) {
    precondition(
      numbers.values.allSatisfy { $0.values.count == rowCount }
        && levels.values.allSatisfy { $0.codes.count == rowCount }, "columns differ in length")
    self.name = name
    self.header = header
    self.rowCount = rowCount
    self.numbers = numbers
    self.levels = levels
    self.lines = lines
  }

  /// A column as numbers; nil when it was not read as such.
  public func numbers(_ column: String) -> Numbers? { numbers[column] }

  /// A column as levels; nil when it was not read as such.
  public func levels(_ column: String) -> Levels? { levels[column] }

  /// The rows for which a column's text holds what is asked, in order; nil when it was not read as
  /// levels. Rows without a text are left out.
  public func keeping(_ column: String, where holds: (String) -> Bool) -> DataTable? {
    guard let filter = levels[column] else { return nil }
    let wanted = filter.names.map(holds)
    let rows = filter.codes.indices.filter {
      filter.codes[$0] >= 0 && wanted[Int(filter.codes[$0])]
    }
    return selecting(rows)
  }

  /// The table without some rows.
  package func removing(_ rows: Set<Int>) -> DataTable {
    selecting((0..<rowCount).filter { !rows.contains($0) })
  }

  /// The table with another number in some rows of a column that was read as numbers.
  package func replacing(_ column: String, in rows: Set<Int>, by value: Double) -> DataTable? {
    guard let old = numbers[column] else { return nil }
    var values = old.values
    var texts = old.texts
    for row in rows {
      values[row] = value
      texts?[row] = NumberText.shortest(value)
    }
    var changed = numbers
    changed[column] = Numbers(values, texts: texts)
    return DataTable(
      name: name, header: header, rowCount: rowCount, numbers: changed, levels: levels,
      lines: lines)
  }

  /// The rows whose texts are as asked: a text a column; nil when a column was not read as levels.
  package func rows(where texts: [(column: String, level: String)]) -> [Int]? {
    var rows = Array(0..<rowCount)
    for (column, level) in texts {
      guard let levels = levels[column] else { return nil }
      guard let code = levels.names.firstIndex(of: level) else { return [] }
      rows = rows.filter { levels.codes[$0] == Int32(code) }
    }
    return rows
  }

  private func selecting(_ rows: [Int]) -> DataTable {
    var kept = LineNumbers()
    for (place, row) in rows.enumerated() { kept.append(row: place, line: lines.line(row)) }
    return DataTable(
      name: name, header: header, rowCount: rows.count,
      numbers: numbers.mapValues { column in
        Numbers(
          rows.map { column.values[$0] },
          texts: column.texts.map { texts in rows.map { texts[$0] } })
      },
      levels: levels.mapValues { column in
        Levels(codes: rows.map { column.codes[$0] }, names: column.names)
      }, lines: kept)
  }

  /// The line of the file on which a row begins.
  public func line(ofRow row: Int) -> Int { lines.line(row) }

  /// A fault at a row.
  public func fault(row: Int? = nil, _ message: String, advice: String? = nil) -> InputFault {
    InputFault(.malformed, file: name, line: row.map(line), message, advice: advice)
  }
}

/// Lines of rows, kept only where they do not simply follow the row before.
struct LineNumbers: Sendable {
  private var starts: [(row: Int, line: Int)] = [(0, 2)]

  mutating func append(row: Int, line: Int) {
    let last = starts[starts.count - 1]
    if line - last.line != row - last.row { starts.append((row, line)) }
  }

  func line(_ row: Int) -> Int {
    // The last start at or before the row.
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle].row <= row { low = middle } else { high = middle }
    }
    return starts[low].line + row - starts[low].row
  }
}
