internal import SeriesCore

/// A table on a page.
struct PageGrid: Sendable {
  struct Column: Sendable {
    let title: String
    /// Numbers stand at the right.
    var isNumber = false
    var isTag = false
  }

  /// What the table shows; its accessible name.
  let caption: String
  /// The report that the cells come from.
  let file: String
  let columns: [Column]
  let rows: [[PageCell]]

  /// How a column's cells are set: the class that the style knows; nil for texts too short to break.
  private enum Setting: String {
    /// Numbers, at the right.
    case number = "n"
    /// Names and phrases, which may break between words.
    case words = "w"
    /// Sentences, which need a wide column.
    case sentences = "l"

    init?(_ column: Column, _ cells: [PageCell]) {
      guard !column.isNumber else {
        self = .number
        return
      }
      let longest = cells.compactMap { $0.text?.count }.max() ?? 0
      switch longest {
      case ...16: return nil
      case ...60: self = .words
      default: self = .sentences
      }
    }
  }

  /// A column and how its cell is read from a row.
  typealias Reading = (column: Column, cell: (PageRow) -> PageCell)

  /// Columns without a cell are left out, and the table is nothing without rows. Amounts that share
  /// a unit are said in one, which stands above them.
  init?(_ caption: String, _ table: PageTable, _ columns: [Reading]) {
    let read = columns.map { column in table.rows.map { column.cell($0) } }
    let kept = columns.indices.filter { read[$0].contains { !$0.isEmpty } }
    guard !table.isEmpty, !kept.isEmpty else { return nil }
    let shared = PageCell.sharedScale(kept.flatMap { read[$0] })
    self.caption = caption + (shared.map { ", in " + $0.unit } ?? "")
    file = table.file
    self.columns = kept.map { columns[$0].column }
    rows = table.rows.indices.map { row in
      kept.map { column in
        shared.map { read[column][row].said(in: $0) } ?? read[column][row]
      }
    }
  }

  static func text(
    _ title: String, _ column: String
  ) -> Reading {
    (Column(title: title), { PageCell($0, column) })
  }

  static func tag(
    _ title: String, _ column: String
  ) -> Reading {
    (Column(title: title, isTag: true), { PageCell($0, column) })
  }

  /// How something ended, where it has: a projection is what the columns beside it say, and whether its
  /// model may be quoted stands with the answers.
  static func outcome(_ title: String, _ column: String) -> Reading {
    (
      Column(title: title, isTag: true),
      { $0[column] == "projected" ? .none : PageCell($0, column) }
    )
  }

  static func number(
    _ title: String, _ column: String, _ rule: PageCell.Rule
  ) -> Reading {
    (Column(title: title, isNumber: true), { PageCell($0, column, rule) })
  }

  /// An interval of amounts, `lo-80` and `hi-80` say.
  static func interval(
    _ title: String, _ low: String, _ high: String, unit: String = "unit"
  ) -> Reading {
    (
      Column(title: title, isNumber: true),
      {
        PageCell(
          from: .amount($0, low, unit: unit), to: .amount($0, high, unit: unit))
      }
    )
  }

  static func amount(
    _ title: String, _ column: String, unit: String = "unit"
  ) -> Reading {
    (Column(title: title, isNumber: true), { PageCell.amount($0, column, unit: unit) })
  }

  var view: PageView {
    let settings = columns.indices.map { place in
      Setting(columns[place], rows.map { $0[place] })
    }
    func set(_ setting: Setting?, _ members: [String: PageView]) -> PageView {
      var members = members
      if let setting { members["setting"] = .text(setting.rawValue) }
      return .object(members)
    }
    return [
      "caption": .text(caption), "file": .text(file),
      // The first column stays in sight on narrow screens, but not where it would hide sentences.
      "isWordy": .flag(settings.contains { $0 == .sentences }),
      "columns": .list(
        zip(columns, settings).map { column, setting in
          set(setting == .number ? setting : nil, ["title": .text(column.title)])
        }),
      "rows": .list(
        rows.map { row in
          let cells = zip(zip(columns, settings), row).map { column, cell in
            set(
              column.1,
              ["isTag": .flag(column.0.isTag && !cell.isEmpty), "cell": cell.view])
          }
          return ["head": cells[0], "cells": .list(Array(cells.dropFirst()))]
        }),
    ]
  }
}
