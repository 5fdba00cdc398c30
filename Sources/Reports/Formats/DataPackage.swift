internal import Foundation
internal import Scenarios
internal import SeriesCore

/// The Frictionless descriptor of a run: schemas, sources with licences, input hashes, seed.
///
/// Source: Frictionless Data, Data Package and Tabular Data Resource (v1).
public enum DataPackage {
  /// The program version that stands in descriptors and in `corridor --version`.
  public static let version = "0.1.0"

  /// The descriptor's own name.
  package static let file = "datapackage.json"

  /// A copy of a report for another program, which the descriptor lists by its hash alone.
  package struct Copy: Encodable, Sendable {
    let path: String
    let hash: String

    /// - Parameter path: within the folder of the run.
    package init(path: String, bytes: [UInt8]) {
      (self.path, hash) = (path, DataPackage.hash(bytes))
    }
  }

  /// The largest descriptor that is read, in bytes: decoding takes many times as much memory. That of
  /// the shipped datasets has 60 kB.
  static let limit = 16 << 20

  /// The hash of a file as descriptors have it.
  static func hash(_ bytes: [UInt8]) -> String { "sha256:" + SHA256.hexDigest(bytes) }

  /// The descriptor's JSON, over the files that the run gave.
  static func descriptor(
    of run: ScenarioRun, files: [RunReports.File], documents: [RunDocument],
    copies: [Copy] = []
  ) -> [UInt8] {
    let scenario = run.scenario
    let package = Package(
      name: name(scenario.name), title: scenario.title, description: scenario.question,
      profile: profile(with: documents), resources: files.map(resource) + documents.map(resource),
      sources: sources(of: scenario),
      corridor: Provenance(
        version: version, seed: String(run.seed), paths: run.paths,
        headlineModel: scenario.headlines.joined(separator: ", "),
        scenarios: scenario.courses.map { Course(name: $0.name, description: $0.description) },
        inputs: inputs(of: scenario), copies: copies.isEmpty ? nil : copies))
    return JSONDocument.bytes(of: package)
  }

  /// A name as the profile of data packages has it; the scenario's own stands among the inputs.
  private static func name(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      ("a"..."z") ~= scalar || ("0"..."9") ~= scalar || "-._".unicodeScalars.contains(scalar)
    }
    return isPlain ? text : Slug.of(text) ?? "scenario"
  }

  /// A tabular package holds nothing but tables.
  static func profile(with documents: [RunDocument]) -> String {
    documents.isEmpty ? "tabular-data-package" : "data-package"
  }

  /// The scenario's own file and the data files, each once.
  static func inputs(of scenario: Scenario) -> [Input] {
    var seen = Set<String>()
    let data = scenario.parts.flatMap(\.sources).filter { seen.insert($0.path).inserted }
    return [Input(role: "scenario", path: scenario.name + ".yaml", sha256: scenario.sha256)]
      + data.map { Input(role: "data", path: $0.file, sha256: $0.sha256) }
  }

  /// The sources of the series, then the files of the other parts.
  static func sources(of scenario: Scenario) -> [Source] {
    scenario.series.flatMap(sources) + partSources(scenario)
  }

  /// The descriptor, with what the specification leaves to us under `corridor`.
  struct Package<Provenance: Encodable>: Encodable {
    let name: String
    let title: String
    let description: String
    let profile: String
    let resources: [Resource]
    let sources: [Source]
    let corridor: Provenance
  }

  private struct Provenance: Encodable {
    let version: String
    /// As text: JSON numbers lose the upper bits.
    let seed: String
    let paths: Int
    let headlineModel: String
    let scenarios: [Course]
    let inputs: [Input]
    let copies: [Copy]?
  }

  private struct Course: Encodable {
    let name: String
    let description: String
  }

  /// A file that was read.
  package struct Input: Encodable, Sendable {
    /// `scenario` or `data`.
    let role: String
    package let path: String
    package let sha256: String
  }

  /// A file of the package.
  struct Resource: Encodable {
    struct Field: Encodable {
      let name: String
      let type: String
      let description: String
    }

    struct Schema: Encodable {
      let fields: [Field]
      let missingValues: [String]
    }

    let name: String
    let path: String
    let title: String
    let profile: String
    let format: String
    var mediatype: String?
    let encoding: String
    let bytes: Int
    let hash: String
    /// Of a table.
    let schema: Schema?
  }

  /// Where data come from.
  package struct Source: Encodable, Hashable, Sendable {
    let series: String?
    package let title: String
    let unit: String?
    let basis: String?
    package let licence: String
  }

  static func resource(_ document: RunDocument) -> Resource {
    Resource(
      name: document.name, path: document.path, title: document.title, profile: "data-resource",
      format: document.format, mediatype: document.mediaType, encoding: "utf-8",
      bytes: document.bytes.count, hash: hash(document.bytes), schema: nil)
  }

  static func resource(_ file: RunReports.File) -> Resource {
    Resource(
      name: file.name.split(separator: ".").first.map(String.init) ?? file.name, path: file.name,
      title: file.summary, profile: "tabular-data-resource", format: "csv", encoding: "utf-8",
      bytes: file.bytes.count, hash: hash(file.bytes),
      schema: .init(
        fields: file.columns.map { .init(name: $0.name, type: $0.type, description: $0.text) },
        missingValues: [""]))
  }

  /// The files of the parts; those that are a series' file stand there already.
  private static func partSources(_ scenario: Scenario) -> [Source] {
    var seen = Set(scenario.series.map(\.path))
    return scenario.parts.flatMap(\.sources).filter { seen.insert($0.path).inserted }.map {
      Source(
        series: nil, title: $0.file, unit: nil, basis: nil,
        licence: DatasetLicences.licence(of: $0.path) ?? "not stated")
    }
  }

  private static func sources(_ spec: Scenario.SeriesSpec) -> [Source] {
    let licence = DatasetLicences.licence(of: spec.path) ?? "not stated"
    let titles = spec.series.sources.isEmpty ? [spec.file] : spec.series.sources
    return titles.map {
      Source(
        series: spec.id, title: $0, unit: spec.series.unit?.label,
        basis: spec.series.basis?.label, licence: licence)
    }
  }
}

/// Looks a data file's licence up in the data package that lists it, one or two folders above.
package enum DatasetLicences {
  private struct Descriptor: Decodable {
    struct Resource: Decodable {
      struct Licence: Decodable {
        let name: String?
        let title: String?
      }

      let path: String
      let licenses: [Licence]?
    }

    let resources: [Resource]
  }

  static func licence(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for depth in 1...2 where parts.count > depth {
      let folder = parts.dropLast(depth).joined(separator: "/")
      let file = folder + "/datapackage.json"
      // What stands there may be of anyone: a pipe would be waited for.
      guard
        let bytes = try? ByteSource.readAll(path: file, limit: DataPackage.limit, isRegular: true),
        let licence = licence(of: parts.suffix(depth).joined(separator: "/"), listedIn: bytes)
      else { continue }
      return licence
    }
    return nil
  }

  /// The licence that a descriptor states of one of its files.
  package static func licence(of file: String, listedIn descriptor: [UInt8]) -> String? {
    let read = try? JSONDecoder().decode(Descriptor.self, from: Data(descriptor))
    let resource = read?.resources.first { $0.path == file }
    let titles = (resource?.licenses ?? []).compactMap { $0.title ?? $0.name }
    return titles.isEmpty ? nil : titles.joined(separator: "; ")
  }
}
