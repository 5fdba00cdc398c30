/// What a run reads, which it does not remove: a report of an earlier run may be the data of this one.
struct RunInputs {
  private let files: Set<FileIdentity>

  init(_ paths: [String]) {
    files = Set(paths.compactMap { FileIdentity($0, standard: 0) })
  }

  /// The files of an earlier run that may go.
  func leaving(_ earlier: Set<String>, in folder: String) -> Set<String> {
    earlier.filter { file in
      FileIdentity(folder + "/" + file, standard: 1).map { !files.contains($0) } ?? true
    }
  }
}
