import Foundation
import SeriesCore
import Testing
import _TestSupport

/// Damaged and strange files: a fault or series, never a trap, and the same in pieces as at once.
@Suite struct ReadingFuzzTests {
  static let names = [
    "biweekly", "comtrade_annual_trail", "excel_serial", "half_year_dates", "imf_long_monthly",
    "oecd_labels_filled", "sdmx_unitmult", "thousands", "wdi",
  ]
  static let pieces = [
    ",", ";", "\t", "\"", "\n", "\r", "\r\n", ".", "-", " ", ":", "..", "NA", "1,234", "1.234,5",
    "12 p", "9", "2020-M01", "Q1 2012", "Jan-16", "05/06/2023", "43831", "\u{FEFF}", "\u{202E}",
    "\u{A0}", "€", "%", "=1", "2023-05-01T00:00:00+00:00", "1e308", "UNIT_MULT", "sep=;\n", "\0",
  ]

  static func options(_ numbers: inout SeededNumbers) -> ObservationOptions {
    var options = ObservationOptions()
    options.isWide = numbers.integer(0...3) == 0
    options.decimal = [nil, .point, .comma][numbers.integer(0...2)]
    options.thousands = [nil, .comma, .point, .space][numbers.integer(0...3)]
    options.timeFormat = TimeFormat.allCases[numbers.integer(0...3)]
    options.dropsFlags = numbers.integer(0...1) == 0
    options.encoding =
      [nil, nil, .utf8, .latin1, .windows1251, .utf16LittleEndian][
        numbers.integer(0...5)]
    options.frequency = [nil, nil, .month, .integer, .annual][numbers.integer(0...4)]
    return options
  }

  @Test(arguments: names) func damagedFiles(_ name: String) throws {
    var numbers = SeededNumbers(UInt64(name.utf8.count) * 31 + UInt64(name.utf8.first ?? 0))
    let whole = try ByteSource.readAll(path: Repository.fixture("cases/\(name).csv"))
    // Whole rows, or the last is always at fault.
    let last = whole.prefix(3000).lastIndex(of: 0x0A) ?? whole.count - 1
    let head = Array(whole[...last])
    var read = 0
    for _ in 0..<60 {
      var bytes = head
      for _ in 0..<numbers.integer(0...4) where !bytes.isEmpty {
        let place = numbers.integer(0...(bytes.count - 1))
        switch numbers.integer(0...3) {
        case 0: bytes[place] = UInt8(numbers.integer(0...255))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + numbers.integer(1...9)))
        case 2:
          bytes.insert(
            contentsOf: Self.pieces[numbers.integer(0...(Self.pieces.count - 1))].utf8, at: place)
        default: bytes = Array(bytes[..<place])
        }
      }
      let options = Self.options(&numbers)
      if try Self.agree(bytes, options) { read += 1 }
    }
    // Some are read, or nothing is tested.
    #expect(read > 0)
  }

  /// Whether the file is read; records an issue where reading in pieces differs.
  static func agree(_ bytes: [UInt8], _ options: ObservationOptions) throws -> Bool {
    let source = { ByteSource(name: "f.csv", bytes: bytes) }
    var drafts: [SeriesDraft] = []
    var streamFault: InputFault?
    do throws(InputFault) {
      var series = try SortedSeries(source(), options: options)
      while let piece = try series.next() { drafts += piece }
    } catch {
      streamFault = error
      #expect(!error.description.isEmpty)
    }
    do throws(InputFault) {
      let panel = try SeriesPanel.read(source(), options: options)
      if streamFault == nil {
        #expect(drafts.map { $0.entry().id } == panel.entries.map(\.id))
        for (draft, entry) in zip(drafts, panel.entries) {
          switch (draft.entry(), entry) {
          case (.series(let a), .series(let b)): #expect(a == b)
          case (.failure(let a), .failure(let b)): #expect(a == b)
          default: Issue.record("pieces and groups differ")
          }
        }
      } else {
        #expect(streamFault?.message.contains("comes again") == true)
      }
      for series in panel.series {
        let isFinite = series.values.allSatisfy { $0.isFinite }
        #expect(isFinite)
        _ = series.spacing
        if let end = series.end { #expect(!series.axis.text(end + 1).isEmpty) }
      }
      return true
    } catch {
      #expect(streamFault != nil)
      return false
    }
  }

  /// What is written is read back with every separator, mark and spelling.
  @Test func writtenFilesReadBack() throws {
    var numbers = SeededNumbers(41)
    for round in 0..<40 {
      let values = (0..<24).map { _ in Double(numbers.integer(-9_999_999...9_999_999)) / 100 }
      let separator = [",", ";", "\t"][round % 3]
      let isComma = numbers.integer(0...1) == 0
      let mark = [nil, ThousandsMark.space, .apostrophe, isComma ? .point : .comma][
        numbers.integer(0...3)]
      var options = ObservationOptions()
      options.decimal = isComma ? .comma : .point
      options.thousands = mark
      let form = ["2020-M01", "2020M01", "Jan 2020", "01.2020", "2020/01", "2020-01"][round % 6]
      let first = try #require(PeriodText(form))
      let axis = try PeriodAxis.infer([first]).axis
      let start = try #require(axis.ordinal(of: first))
      var text = ["Period", "Value"].joined(separator: separator) + "\n"
      for (i, value) in values.enumerated() {
        let cell = Self.written(value, isComma ? "," : ".", mark)
        text +=
          axis.text(start + i) + separator + (cell.contains(separator) ? "\"\(cell)\"" : cell)
          + "\n"
      }
      let panel = try SeriesPanel.read(
        ByteSource(name: "w.csv", bytes: Array(text.utf8)), options: options)
      #expect(panel.series.first?.values == values, "\(text.prefix(80))")
      #expect(panel.series.first?.axis == axis)
    }
  }

  static func written(_ value: Double, _ point: String, _ mark: ThousandsMark?) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    var digits = String(hundredths / 100)
    if let mark {
      let sign = [ThousandsMark.comma: ",", .point: ".", .space: "\u{A0}", .apostrophe: "'"][mark]
      var groups: [String] = []
      while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits = String(digits.dropLast(3))
      }
      digits = ([digits] + groups).joined(separator: sign ?? "")
    }
    let rest = hundredths % 100
    return (value < 0 ? "-" : "") + digits + point + (rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
