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

    var kind: Kind { corridor.packages == nil ? .scenario : .run }
  }

  /// What a folder is of.
  package enum Kind: Sendable { case scenario, run }

  /// The paths within a folder of the files that are as a run of the kind left them, its descriptor among
  /// them.
  package static func unchanged(in folder: String, of kind: Kind) -> Set<String> {
    let path = folder + "/" + DataPackage.file
    guard let bytes = content(path),
      let descriptor = try? JSONDecoder().decode(Descriptor.self, from: Data(bytes)),
      descriptor.kind == kind
    else { return [] }
    let listed = descriptor.resources + (descriptor.corridor.copies ?? [])
    let ours = listed.filter { file in
      isWithin(file.path) && file.hash != nil
        && content(folder + "/" + file.path).map(DataPackage.hash) == file.hash
    }
    return Set([DataPackage.file] + ours.map(\.path))
  }

  /// Whether the descriptor in a folder is of another program, of a hand, or of a folder of another kind.
  package static func isOfOthers(_ folder: String, than kind: Kind) -> Bool {
    guard let bytes = content(folder + "/" + DataPackage.file), !bytes.isEmpty else { return false }
    return (try? JSONDecoder().decode(Descriptor.self, from: Data(bytes)))?.kind != kind
  }

  private static func content(_ path: String) -> [UInt8]? {
    // Once more where something was in the way: what cannot be read counts as of others, and stays.
    for _ in 0..<2 {
      do throws(InputFault) {
        return try ByteSource.readAll(path: path, limit: ByteSource.wholeLimit, isRegular: true)
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
