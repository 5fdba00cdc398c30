internal import Glibc
package import SeriesCore

/// Holidays of a user's own, read from a file with the columns `name`, `date` and, when they are there,
/// `before` and `after`: days before the date, none by default, and days from the date on, itself the
/// first, one by default.
///
/// A name counts for the years from its first date to its last: a series or a forecast beyond them is
/// refused, since nobody knows whether there is a holiday.
package enum HolidayCalendar {
  /// The longest window, in days.
  static let longestWindow = 300

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - allowsFormulas: lets names through that a spreadsheet would run.
  ///   - settings: what the caller calls its settings, for advice.
  /// - Returns: a holiday a name, in the order in which the names first occur.
  /// - Throws: `InputFault` with the line of what is no holiday.
  package static func read(
    _ source: consuming ByteSource, allowsFormulas: Bool = false, settings: SettingNames = .library
  ) throws(InputFault) -> [MovingHoliday] {
    let reader = try TableReader(source)
    let file = reader.name
    let numbers = Set(["before", "after"].filter { reader.header.contains($0) })
    for column in ["name", "date"] where !reader.header.contains(column) {
      throw InputFault(
        .malformed, file: file, line: 1, "no column '\(column)'",
        advice: "a calendar has the columns name, date and perhaps before and after")
    }
    let table = try reader.read(numbers: numbers, levels: ["name", "date"])
    guard let names = table.levels("name"), let dates = table.levels("date") else { return [] }
    let gate = CopyGate(allowsFormulas: allowsFormulas, names: settings)
    var order: [String] = []
    var occasions: [String: [MovingHoliday.Occasion]] = [:]
    for row in 0..<table.rowCount {
      guard names.codes[row] >= 0 else {
        throw table.fault(row: row, "the name is empty", advice: "name the holiday")
      }
      let name = names.names[Int(names.codes[row])]
      if occasions[name] == nil {
        if let objection = gate.objection(name, what: "the holiday's name") {
          throw table.fault(row: row, objection.message, advice: objection.advice)
        }
        // Tables of details write NAME=VALUE;NAME=VALUE.
        if let mark = name.first(where: { ",;=".contains($0) }) {
          throw table.fault(
            row: row, "the holiday's name '\(name)' has a '\(mark)' in it", advice: "rename it")
        }
        order.append(name)
      }
      let occasion = try occasion(row, dates, table)
      if occasions[name, default: []].contains(where: { $0.day == occasion.day }) {
        throw table.fault(row: row, "this date of '\(name)' stands already", advice: "keep one")
      }
      occasions[name, default: []].append(occasion)
    }
    return order.map { MovingHoliday(named: $0, occasions: occasions[$0] ?? []) }
  }

  private static func occasion(
    _ row: Int, _ dates: DataTable.Levels, _ table: DataTable
  ) throws(InputFault) -> MovingHoliday.Occasion {
    let text = dates.codes[row] >= 0 ? dates.names[Int(dates.codes[row])] : ""
    guard let date = PeriodText(text), date.kind == .day else {
      throw table.fault(
        row: row, text.isEmpty ? "the date is empty" : "'\(text)' is no date",
        advice: "write 2024-02-10")
    }
    func days(_ column: String, otherwise: Int) throws(InputFault) -> Int {
      guard let value = table.numbers(column)?.values[row], !value.isNaN else { return otherwise }
      guard value >= 0, value <= Double(longestWindow), value == value.rounded() else {
        throw table.fault(
          row: row, "'\(NumberText.shortest(value))' is no number of days",
          advice: "the column \(column) holds whole numbers from 0 to \(longestWindow)")
      }
      return Int(value)
    }
    let before = try days("before", otherwise: 0)
    let after = try days("after", otherwise: 1)
    guard (1...longestWindow).contains(before + after) else {
      throw table.fault(
        row: row, "a window of \(before + after) days",
        advice: "before and after are 1 to \(longestWindow) days together")
    }
    return MovingHoliday.Occasion(day: date.value, before: before, after: after)
  }
}
