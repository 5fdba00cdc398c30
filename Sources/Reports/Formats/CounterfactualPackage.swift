package import Trade

/// The files of a counterfactual of trade, and the descriptor that tells of them.
package struct CounterfactualPackage: Sendable {
  /// A file that was read.
  package struct Source: Sendable {
    let role: String
    let path: String
    let hash: String

    /// - Parameters:
    ///   - role: `flows` or `changes`.
    ///   - hash: SHA-256 of its bytes, in hexadecimal.
    package init(role: String, path: String, hash: String) {
      (self.role, self.path, self.hash) = (role, path, hash)
    }
  }

  /// The names of the files, whatever is asked.
  package static let fileNames = ["countries.csv", "bilateral.csv", "draws.csv"]

  package let files: [RunReports.File]
  private let answer: CounterfactualAnswer
  private let basis: String
  private let sources: [Source]

  package init(_ answer: CounterfactualAnswer, basis: String, sources: [Source]) {
    (self.answer, self.basis, self.sources) = (answer, basis, sources)
    let isDrawn = answer.intervals != nil
    let places = answer.effect.countries.indices
    let countries = CounterfactualTables.countries(isDrawn: isDrawn)
    let pairs = CounterfactualTables.pairs(isDrawn: isDrawn)
    let draws = CounterfactualTables.draws(answer.question.costs.names)
    files = [
      RunReports.File(
        name: "countries.csv", summary: "what changes in each country",
        columns: countries.descriptions,
        bytes: countries.csv(places.map { .init(answer: answer, place: $0, basis: basis) })),
      RunReports.File(
        name: "bilateral.csv", summary: "flows of each pair before and after the change",
        columns: pairs.descriptions,
        bytes: pairs.csv(
          places.flatMap { exporter in
            places.map { .init(answer: answer, exporter: exporter, importer: $0) }
          })),
      RunReports.File(
        name: "draws.csv", summary: "what was drawn, and which draws have no equilibrium",
        columns: draws.descriptions, bytes: draws.csv(answer.draws)),
    ]
  }

  /// `datapackage.json`.
  package var descriptor: [UInt8] {
    let question = answer.question
    return JSONDocument.bytes(
      of: DataPackage.Package(
        name: "counterfactual", title: "What a change of trade costs does", description: basis,
        profile: DataPackage.profile(with: []), resources: files.map { DataPackage.resource($0) },
        sources: [],
        corridor: Provenance(
          version: DataPackage.version, seed: String(question.seed),
          draws: answer.draws.count, failedDraws: answer.failures.count,
          sigma: question.sigma.value, sigmaError: question.sigma.deviation,
          residual: answer.effect.residual,
          costs: zip(question.costs.names, question.costs.coefficients).map(Cost.init),
          inputs: sources.map {
            DataPackage.Input(role: $0.role, path: $0.path, sha256: $0.hash)
          })))
  }

  private struct Provenance: Encodable {
    let version: String
    let seed: String
    let draws: Int
    let failedDraws: Int
    let sigma: Double
    let sigmaError: Double
    let residual: Double
    let costs: [Cost]
    let inputs: [DataPackage.Input]
  }

  private struct Cost: Encodable {
    let term: String
    let coefficient: Double
  }
}
