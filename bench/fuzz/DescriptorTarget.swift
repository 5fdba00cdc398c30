// datapackage.json: of an earlier run, whose files may go, and of data, whose licence is looked up.
import Reports
import SeriesCore

let fuzzDescriptor: @Sendable ([UInt8]) -> Void = { bytes in
  _ = DatasetLicences.licence(of: "data.csv", listedIn: bytes)
  FuzzFolder.write("datapackage.json", bytes)
  FuzzFolder.write("kept.csv", Array("a\n".utf8))
  let unchanged = EarlierReports.unchanged(in: FuzzFolder.path)
  let isOfOthers = EarlierReports.isOfOthers(FuzzFolder.path)
  guard let listed = EarlierReports.hashes(listedIn: bytes) else {
    require(unchanged.isEmpty && (isOfOthers || bytes.isEmpty), "files of an unknown descriptor")
    return
  }
  require(!isOfOthers, "a descriptor of this program counts as another's")
  for path in listed.keys {
    require(
      !path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "outside: \(path)")
  }
  // Only what has the hash of its bytes goes.
  let hash = "sha256:" + SHA256.hexDigest(Array("a\n".utf8))
  let expected = Set(["datapackage.json"] + (listed["kept.csv"] == hash ? ["kept.csv"] : []))
  require(unchanged == expected, "\(unchanged) of \(listed)")
}
