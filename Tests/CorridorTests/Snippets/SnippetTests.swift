import Corridor
import Foundation
import Testing
import _TestSupport

/// Every piece of Swift in README and documentation is compiled and run, letter for letter. One after the
/// other: they read files by paths that a reader would write.
@Suite(.serialized) struct SnippetTests {
  /// The pages with Swift, each of which a test below runs.
  @Test func everyPageWithSwiftIsRun() throws {
    let folder = Repository.path("Sources/Corridor/Corridor.docc")
    let pages = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
      .filter { $0.hasSuffix(".md") }
    #expect(pages.count > 20)
    let withSwift = try pages.filter {
      try String(contentsOfFile: folder + "/" + $0, encoding: .utf8).contains("```swift\n")
    }.map { String($0.dropLast(3)) }
    #expect(
      Set(withSwift) == ["GettingStarted", "Hierarchies", "LookingAtASeries", "UsingTheLibrary"])
  }
}
