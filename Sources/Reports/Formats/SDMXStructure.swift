/// What the columns of a data message in SDMX-CSV are: dimensions, time, one measure, attributes.
///
/// Everything is text without a code list: a series is called as its file calls it.
///
/// Source: SDMX 3.0, information model; SDMX-JSON 2.0.0, structure message.
package struct SDMXStructure: Sendable {
  /// A dimension or an attribute.
  struct Component: Sendable {
    let id: String
    let name: String
  }

  private static let agency = "CORRIDOR"
  private static let version = "1.0.0"
  static let time = Component(id: "TIME_PERIOD", name: "Period")
  static let measure = Component(id: "OBS_VALUE", name: "Value")

  /// Of the structure and of the dataflow that has it.
  let id: String
  let name: String
  /// Without time.
  let dimensions: [Component]
  let attributes: [Component]

  /// How rows name the structure: `CORRIDOR:SCENARIO(1.0.0)`.
  var reference: String { "\(Self.agency):\(id)(\(Self.version))" }

  /// The columns of the data message.
  var header: [String] {
    ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
      + (dimensions + [Self.time, Self.measure] + attributes).map(\.id)
  }

  /// The structure message.
  package var document: [UInt8] {
    let concepts = dimensions + [Self.time, Self.measure] + attributes
    let meta = Message.Meta(
      id: "\(Self.agency)-\(id)", test: false, prepared: Self.prepared,
      contentLanguages: ["en"], sender: .init(id: Self.agency), schema: Self.schema)
    let data = Message.Content(
      conceptSchemes: [
        .init(
          id: id, name: name + ": concepts", agencyID: Self.agency, version: Self.version,
          concepts: concepts.map { .init(id: $0.id, name: $0.name) })
      ],
      dataStructures: [
        .init(
          id: id, name: name, agencyID: Self.agency, version: Self.version,
          dataStructureComponents: components)
      ],
      dataflows: [
        .init(
          id: id, name: name, agencyID: Self.agency, version: Self.version,
          structure: "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=" + reference)
      ])
    // Readers tell the kind of message by the schema in its first lines, and keys are sorted.
    return Array("{\n\"meta\": ".utf8) + JSONDocument.bytes(of: meta).dropLast()
      + Array(",\n\"data\": ".utf8) + JSONDocument.bytes(of: data) + Array("}\n".utf8)
  }

  /// When this version of the structures was drawn up: the same bytes for the same structure.
  private static let prepared = "2026-11-28T00:00:00Z"
  private static let schema =
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"
    + "2.0.0/sdmx-json-structure-schema.json"

  private var components: Message.Components {
    func concept(_ item: Component) -> String {
      "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=\(reference).\(item.id)"
    }
    return Message.Components(
      dimensionList: .init(
        dimensions: dimensions.map {
          .init(id: $0.id, conceptIdentity: concept($0), type: "String")
        },
        timeDimension: .init(
          id: Self.time.id, conceptIdentity: concept(Self.time), type: "ObservationalTimePeriod")),
      measureList: .init(measures: [
        .init(id: Self.measure.id, conceptIdentity: concept(Self.measure), type: "Double")
      ]),
      attributeList: .init(
        attributes: attributes.map {
          var item = Message.Component(
            id: $0.id, conceptIdentity: concept($0), type: "String")
          item.attributeRelationship = .init()
          return item
        }))
  }
}

/// The parts of a structure message that the structures of this program have.
private enum Message {
  struct Meta: Encodable {
    struct Sender: Encodable { let id: String }

    let id: String
    let test: Bool
    let prepared: String
    let contentLanguages: [String]
    let sender: Sender
    let schema: String
  }

  struct Content: Encodable {
    let conceptSchemes: [ConceptScheme]
    let dataStructures: [DataStructure]
    let dataflows: [Dataflow]
  }

  struct ConceptScheme: Encodable {
    struct Concept: Encodable {
      let id: String
      let name: String
    }

    let id: String
    let name: String
    let agencyID: String
    let version: String
    let concepts: [Concept]
  }

  struct DataStructure: Encodable {
    let id: String
    let name: String
    let agencyID: String
    let version: String
    let dataStructureComponents: Components
  }

  struct Dataflow: Encodable {
    let id: String
    let name: String
    let agencyID: String
    let version: String
    let structure: String
  }

  struct Components: Encodable {
    struct Dimensions: Encodable {
      let dimensions: [Component]
      let timeDimension: Component
    }

    struct Measures: Encodable { let measures: [Component] }
    struct Attributes: Encodable { let attributes: [Component] }

    let dimensionList: Dimensions
    let measureList: Measures
    let attributeList: Attributes
  }

  struct Component: Encodable {
    struct Representation: Encodable {
      struct Format: Encodable { let dataType: String }

      let format: Format
    }

    /// Of an attribute: each observation has its own.
    struct Relationship: Encodable {
      struct Empty: Encodable {}

      let observation = Empty()
    }

    let id: String
    let conceptIdentity: String
    let localRepresentation: Representation
    var attributeRelationship: Relationship?

    init(id: String, conceptIdentity: String, type: String) {
      self.id = id
      self.conceptIdentity = conceptIdentity
      localRepresentation = Representation(format: .init(dataType: type))
    }
  }
}
