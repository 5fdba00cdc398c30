package import Forecasting

/// `--holidays`, worded alike everywhere.
package enum MovingHolidayList {
  package static func parse(_ text: String?) throws(UsageFault) -> [MovingHoliday] {
    let names = text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    var all: [MovingHoliday] = []
    for name in names {
      do { all.append(try MovingHoliday(String(name))) } catch { throw UsageFault("\(error)") }
    }
    guard Set(all.map(\.feast)).count == all.count else {
      throw UsageFault("a holiday stands twice in --holidays")
    }
    return all
  }
}
