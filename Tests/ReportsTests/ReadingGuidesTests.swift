import Foundation
import Testing
import _TestSupport

@testable import Reports

/// The guides say how every column of the tables is read that an answer is quoted from.
@Suite struct ReadingGuidesTests {
  static func page(_ name: String) throws -> String {
    try String(
      contentsOfFile: Repository.path("Sources/Corridor/Corridor.docc/\(name).md"), encoding: .utf8)
  }

  @Test(arguments: [
    ("forecast.csv", "ReadingAForecast"), ("targets.csv", "ReadingAForecast"),
    ("hitting.csv", "ReadingAForecast"), ("answers.csv", "ReadingAnAnswer"),
    ("combined.csv", "ReadingAnAnswer"), ("tornado.csv", "ReadingAnAnswer"),
    ("reference_class.csv", "ReadingAnAnswer"), ("current_year.csv", "ReadingAnAnswer"),
    ("calibration.csv", "ReadingAnAnswer"),
  ]) func everyColumnIsExplained(_ file: String, _ guide: String) throws {
    let text = try Self.page(guide)
    let kind = try #require(ReportCatalog.all.first { $0.file == file })
    let columns = kind.file(of: try ReportTests.run()).columns.map(\.name)
    #expect(columns.count > 5)
    for column in columns {
      // Ends of intervals are told together, and so are spans beside their growth.
      let isTold =
        column.wholeMatch(of: /(lo|hi)-[0-9]+/) != nil || column.hasPrefix("span_")
        || text.contains("`\(column)`")
      #expect(isTold, "\(guide) does not say what \(column) of \(file) is")
    }
  }
}
