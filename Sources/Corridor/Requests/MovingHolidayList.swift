package import Forecasting
package import SeriesCore

/// `--holidays`, worded alike everywhere: names of moving holidays, and files of a user's own.
package struct MovingHolidayList: Sendable {
  private enum Item: Sendable {
    case known(MovingHoliday)
    case file(String)
  }

  private let items: [Item]

  /// Reads an option's value; files are read by `load`.
  package static func parse(_ text: String?) throws(UsageFault) -> MovingHolidayList {
    let names = text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    var items: [Item] = []
    for name in names {
      // No name of a holiday has a point or a stroke.
      if name == "-" || name.contains(where: { "./".contains($0) }) {
        items.append(.file(String(name)))
        continue
      }
      do { items.append(.known(try MovingHoliday(String(name)))) } catch {
        throw UsageFault("\(error)")
      }
    }
    let list = MovingHolidayList(items: items)
    let known = items.compactMap { if case .known(let holiday) = $0 { holiday.name } else { nil } }
    guard Set(known).count == known.count, Set(list.files).count == list.files.count else {
      throw UsageFault("a holiday stands twice in --holidays")
    }
    return list
  }

  /// The files of calendars among the items.
  package var files: [String] {
    items.compactMap { if case .file(let path) = $0 { path } else { nil } }
  }

  /// The holidays in their order, those of files where the file stands.
  ///
  /// - Parameters:
  ///   - allowsFormulas: lets names through that a spreadsheet would run.
  ///   - settings: what the caller calls its settings, for advice.
  /// - Throws: `InputFault` with the line of what is no holiday, also where a name stands twice.
  package func load(
    allowsFormulas: Bool = false, settings: SettingNames = .library
  ) throws(InputFault) -> [MovingHoliday] {
    var holidays: [MovingHoliday] = []
    for item in items {
      switch item {
      case .known(let holiday): holidays.append(holiday)
      case .file(let path):
        let read = try HolidayCalendar.read(
          ByteSource(path: path), allowsFormulas: allowsFormulas, settings: settings)
        if let twice = read.first(where: { one in holidays.contains { $0.name == one.name } }) {
          throw InputFault(
            .malformed, file: path, "the holiday '\(twice.name)' is already in --holidays",
            advice: "rename it, or leave one out")
        }
        holidays += read
      }
    }
    return holidays
  }
}
