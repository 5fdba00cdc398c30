internal import Charts

/// Projects on lists: how many will be finished, and what they come to.
struct PipelineSection {
  let tables: ReportTables

  func section(_ names: inout PageNames) -> PageSection? {
    let blocks = tables.headline("pipeline.csv").groups("pipeline").flatMap { group in
      let name = group.rows.first.map { $0["pipeline"] } ?? ""
      return [
        PageBlock.fan(
          group, title: "\(name): projects finished",
          name: names.name("finished", name), front: "finished_", unit: "count_unit",
          counted: "projects", goal: ("goal_finished", "all done"),
          ["Projects finished by the end of each period."]),
        PageBlock.fan(
          group, title: "\(name): value of what is finished", name: names.name("value", name),
          front: "value_", goal: ("goal_value", "all done"),
          [
            "Value of the finished projects, ",
            .cell(.text(group.rows.first?["basis"] ?? "")), ".",
          ]),
      ]
    }
    let all = PageGrid(
      "Projects by scenario", tables["pipeline.csv"],
      [
        PageGrid.text("Scenario", "scenario"), PageGrid.text("By", "period"),
        PageGrid.number("Finished", "finished_median", .number),
        PageGrid.number("80 % from", "finished_lo-80", .number),
        PageGrid.number("to", "finished_hi-80", .number),
        PageGrid.number("Removed", "removed_median", .number),
        PageGrid.number("All on the list", "p_goal_finished", .share),
        PageGrid.amount("Value", "value_median"),
        PageGrid.interval("80 %", "value_lo-80", "value_hi-80"),
        PageGrid.number("All of it", "p_goal_value", .share), PageGrid.tag("Status", "status"),
      ])
    return PageSection("projects", "Projects", blocks + [all.map { .table($0) }])
  }
}
