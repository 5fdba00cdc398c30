internal import Foundation
internal import SeriesCore

/// What an earlier run wrote into a folder, as its descriptor tells: reports that a later one no longer
/// makes go, and what is of others stays.
package enum EarlierReports {
  private struct Descriptor: Decodable {
    struct File: Decodable {
      let path: String
      let hash: String?
    }

    struct Provenance: Decodable {
      let copies: [File]?
      /// The scenarios' own descriptors: in that of a whole run alone.
      let packages: [Member]?
    }

    struct Member: Decodable {}

    let resources: [File]
    let corridor: Provenance
  }

  /// What a folder is of.
  package enum Kind: Sendable { case scenario, run }

  /// The paths within a folder of the files that are as a run of the kind left them, its descriptor among
  /// them.
  package static func unchanged(in folder: String, of kind: Kind) -> Set<String> {
    let path = folder + "/" + DataPackage.file
    guard let bytes = content(path, limit: DataPackage.limit), self.kind(of: bytes) == kind,
      let listed = hashes(listedIn: bytes)
    else { return [] }
    let ours = listed.filter { path, hash in
      content(folder + "/" + path).map(DataPackage.hash) == hash
    }
    return Set([DataPackage.file] + ours.keys)
  }

  /// The hashes by path of the files that a descriptor lists in its own folder; nil when it is none of
  /// this program. A path comes once, so that no file is read again and again.
  package static func hashes(listedIn descriptor: [UInt8]) -> [String: String]? {
    guard let read = decoded(descriptor) else { return nil }
    let listed = read.resources + (read.corridor.copies ?? [])
    return Dictionary(
      listed.compactMap { file in
        file.hash.flatMap { isWithin(file.path) ? (file.path, $0) : nil }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether the descriptor in a folder is of another program, of a hand, or of a folder of another kind.
  package static func isOfOthers(_ folder: String, than kind: Kind) -> Bool {
    guard let bytes = content(folder + "/" + DataPackage.file), !bytes.isEmpty else { return false }
    return bytes.count > DataPackage.limit || self.kind(of: bytes) != kind
  }

  private static func decoded(_ descriptor: [UInt8]) -> Descriptor? {
    try? JSONDecoder().decode(Descriptor.self, from: Data(descriptor))
  }

  /// What the folder of a descriptor is of; nil when it is none of this program.
  private static func kind(of descriptor: [UInt8]) -> Kind? {
    decoded(descriptor).map { $0.corridor.packages == nil ? .scenario : .run }
  }

  private static func content(_ path: String, limit: Int = ByteSource.wholeLimit) -> [UInt8]? {
    // Once more where something was in the way: what cannot be read counts as of others, and stays.
    for _ in 0..<2 {
      do throws(InputFault) {
        return try ByteSource.readAll(path: path, limit: limit, isRegular: true)
      } catch {}
    }
    return nil
  }

  /// A descriptor may come from anywhere: what it lists must lie in its folder.
  private static func isWithin(_ path: String) -> Bool {
    !path.isEmpty
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0 != "." && $0 != ".."
      }
  }
}
