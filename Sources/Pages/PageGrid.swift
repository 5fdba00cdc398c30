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
    [
      "caption": .text(caption), "file": .text(file),
      "columns": .list(
        columns.map { ["title": .text($0.title), "isNumber": .flag($0.isNumber)] }),
      "rows": .list(
        rows.map { row in
          let cells = zip(columns, row).map { column, cell -> PageView in
            [
              "isNumber": .flag(column.isNumber), "isTag": .flag(column.isTag && !cell.isEmpty),
              "cell": cell.view,
            ]
          }
          return ["head": cells[0], "cells": .list(Array(cells.dropFirst()))]
        }),
    ]
  }
}
