// datapackage.json: of an earlier run, whose files may go, and of data, whose licence is looked up.
import Reports
import SeriesCore

let fuzzDescriptor: @Sendable ([UInt8]) -> Void = { bytes in
  _ = DatasetLicences.licence(of: "data.csv", listedIn: bytes)
  FuzzFolder.write("datapackage.json", bytes)
  FuzzFolder.write("kept.csv", Array("a\n".utf8))
  let kinds = [EarlierReports.Kind.scenario, .run]
  let unchanged = kinds.map { EarlierReports.unchanged(in: FuzzFolder.path, of: $0) }
  let isOfOthers = kinds.map { EarlierReports.isOfOthers(FuzzFolder.path, than: $0) }
  guard let listed = EarlierReports.hashes(listedIn: bytes) else {
    require(unchanged.allSatisfy(\.isEmpty), "files of an unknown descriptor")
    require(bytes.isEmpty || isOfOthers == [true, true], "an unknown descriptor is ours")
    return
  }
  guard let kind = isOfOthers.firstIndex(of: false), isOfOthers[1 - kind] else {
    fatalError("a descriptor of this program is of one kind: \(isOfOthers)")
  }
  for path in listed.keys {
    require(
      !path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "outside: \(path)")
  }
  // Only what has the hash of its bytes goes, and of the folder's own kind.
  let hash = "sha256:" + SHA256.hexDigest(Array("a\n".utf8))
  let expected = Set(["datapackage.json"] + (listed["kept.csv"] == hash ? ["kept.csv"] : []))
  require(unchanged[kind] == expected, "\(unchanged) of \(listed)")
  require(unchanged[1 - kind].isEmpty, "files of another kind: \(unchanged)")
}
