import Reports
import SeriesCore
import Testing
import _TestSupport

/// What a descriptor may say of files: it may come from anyone.
@Suite struct EarlierReportsTests {
  static func descriptor(_ resources: String, _ copies: String = "") -> [UInt8] {
    Array("{\"resources\": [\(resources)], \"corridor\": {\"copies\": [\(copies)]}}".utf8)
  }

  static func entry(_ path: String, _ hash: String = "sha256:1") -> String {
    "{\"path\": \"\(path)\", \"hash\": \"\(hash)\"}"
  }

  @Test(arguments: [
    "../x.csv", "/x.csv", "a/../../x.csv", "a//x.csv", ".", "./x.csv", "", "a/..",
  ]) func onlyFilesBelowAreItsOwn(_ path: String) {
    let text = Self.descriptor(Self.entry(path) + "," + Self.entry("b.csv"), Self.entry("c/d.csv"))
    #expect(EarlierReports.hashes(listedIn: text)?.keys.sorted() == ["b.csv", "c/d.csv"])
  }

  /// A great file that is listed a thousand times is read once.
  @Test func aFileComesOnce() {
    let all = (0..<1000).map { Self.entry("b.csv", "sha256:\($0)") }.joined(separator: ",")
    #expect(EarlierReports.hashes(listedIn: Self.descriptor(all)) == ["b.csv": "sha256:0"])
  }

  @Test(arguments: ["", "{", "[]", "{\"resources\": []}", "{\"resources\": 1, \"corridor\": {}}"])
  func othersAreNone(_ text: String) {
    #expect(EarlierReports.hashes(listedIn: Array(text.utf8)) == nil)
  }

  @Test func aLicenceIsOfTheFileItself() {
    let text = Array(
      """
      {"resources": [{"path": "b.csv", "licenses": [{"name": "CC0-1.0"}, {"title": "Mine"}]},
        {"path": "a.csv"}]}
      """.utf8)
    #expect(DatasetLicences.licence(of: "b.csv", listedIn: text) == "CC0-1.0; Mine")
    #expect(DatasetLicences.licence(of: "a.csv", listedIn: text) == nil)
    #expect(DatasetLicences.licence(of: "c.csv", listedIn: text) == nil)
    #expect(DatasetLicences.licence(of: "b.csv", listedIn: Array("{".utf8)) == nil)
  }
}
