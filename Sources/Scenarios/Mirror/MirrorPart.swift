internal import SeriesCore

/// The key `mirror`: one trade as its two countries report it.
///
/// Figures that were reported are no projection: courses of events do not change them.
package struct MirrorPart: ScenarioPart {
  package static let key = "mirror"

  package let questions: [MirrorQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> MirrorPart? {
    MirrorPart(questions: MirrorReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] {
    questions.flatMap(\.flows).flatMap { [$0.importer.source, $0.exporter.source] }
  }

  package var plan: [String] {
    questions.flatMap { question in
      question.flows.map { flow in
        let known = Set(flow.importer.series.ordinals)
        let common = flow.exporter.series.ordinals.filter(known.contains).count
        return "mirror \(question.name): \(flow.name), \(common) common periods of "
          + "\(flow.importer.series.count) of the importer and \(flow.exporter.series.count) of "
          + "the exporter"
      }
    }
  }

  package var reports: [PartReport] { [PartReport("mirror.csv")] }

  package func answer(_ run: PartRun) -> MirrorAnswer {
    MirrorAnswer(
      rows: questions.flatMap { question in
        question.flows.flatMap { MirrorAnswer.rows(question, $0, run) }
      })
  }
}
