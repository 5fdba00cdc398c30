internal import Charts

/// The scenario's courses of events side by side.
struct CoursesSection {
  let tables: ReportTables
  let questions: [PageQuestion]
  let courses: [ScenarioPage.Course]
  /// The question of the answer that the page opens with.
  let lead: String?

  func section(_ names: inout PageNames) -> PageSection? {
    guard courses.count > 1 else { return nil }
    // What the page answers comes first, with what each course adds to it; of the others the file has it.
    let ordered =
      comparisons.filter { isLead($0.subject) } + comparisons.filter { !isLead($0.subject) }
    var figures: [PageBlock] = []
    var differences: PageBlock?
    for comparison in ordered {
      guard let figure = comparison.figure(first: tables.course, &names) else { continue }
      if figures.isEmpty { differences = comparison.differences(first: tables.course, &names) }
      figures.append(figure)
    }
    let described = courses.filter { !$0.description.isEmpty }.map { course -> [PagePiece] in
      [.words(course.name + ": " + course.description)]
    }
    // Other sections show what the courses give; what they are is said here.
    guard let first = figures.first else {
      return PageSection(
        "courses", "The scenarios", [described.isEmpty ? nil : .items(described)])
    }
    return PageSection(
      "courses", "Scenarios side by side",
      [
        described.isEmpty ? nil : .items(described)
      ] + [first, differences, .fold("The other questions", Array(figures.dropFirst()))])
  }

  private func isLead(_ subject: String) -> Bool {
    lead == subject || lead?.hasPrefix(subject + ": ") ?? false
  }

  private var comparisons: [CourseComparison] {
    let targets = questions.map { question in
      CourseComparison(
        subject: question.target, rows: tables.rows("targets.csv", of: question),
        probability: "p_touch_by_deadline", event: "reached by then",
        further: [
          PageGrid.number("There then", "p_level_at_deadline", .share),
          PageGrid.number("By the file's weights", "p_weighted", .share),
        ])
    }
    let links = tables.main("capacity_levels.csv").groups("link").map { link in
      CourseComparison(
        subject: link.rows.first?["link"] ?? "", rows: link, probability: "p_touch_by_deadline",
        event: "carried by then", hasLevels: link.values("level").count > 1,
        further: [
          PageGrid.number("Demand is there", "p_demand", .share),
          PageGrid.number("Capacity is there", "p_capacity", .share),
        ])
    }
    let drivers = tables.main("drivers.csv").groups("regression").map { regression in
      CourseComparison(
        subject: regression.rows.first?["regression"] ?? "", rows: regression,
        probability: "p_level_at_deadline", event: "there then",
        further: [
          PageGrid.amount("Median", "median"), PageGrid.text("With drivers", "driver_growth"),
        ])
    }
    return targets + links + drivers
  }
}
