// Formulas: parsed, printed and parsed again, and computed on a small table.
import SeriesCore

@testable import Regression

private let table = Array(
  ("y,x,z,g,h,t\n"
    + (0..<24).map { i in
      "\(i % 7 + 1).5,\(i),\(i * i % 11 - 3),\(["a", "b", "c"][i % 3]),\(i % 4),\(2000 + i)\n"
    }.joined()).utf8)

let fuzzFormula: @Sendable ([UInt8]) -> Void = { bytes in
  // A formula is an argument, which the shell passes as text.
  guard let text = String(validating: bytes, as: UTF8.self) else { return }
  do {
    let formula = try Formula(text)
    try requirePrinted(formula)
    try compute(formula)
  } catch let error as FormulaError {
    require(
      (0...error.formula.count).contains(error.position) && !error.message.isEmpty,
      "a place outside of the formula: \(error)")
    require(error.description.contains("character \(error.position + 1) "), "no place: \(error)")
  } catch {
    _ = "\(error)"
  }
}

/// What a formula prints as is read as the same formula.
private func requirePrinted(_ formula: Formula) throws {
  func joined(_ terms: [Formula.Term]) -> String { terms.map(\.text).joined(separator: " + ") }
  var text = formula.responseName + " ~ " + (formula.hasIntercept ? "1" : "0")
  if formula.takesRest { text += " + ." }
  if !formula.terms.isEmpty { text += " + " + joined(formula.terms) }
  if !formula.effects.isEmpty {
    text += " | " + formula.effectNames.joined(separator: " + ")
  }
  if formula.hasInstruments {
    text += " | " + joined(formula.endogenous) + " ~ " + joined(formula.instruments)
  }
  let again: Formula
  do { again = try Formula(text) } catch {
    // Written out, an interaction of many lags may be longer than what may be asked for.
    if "\(error)".contains("at most") || "\(error)".contains("nested") { return }
    fatalError("\(formula.text) prints as \(text): \(error)")
  }
  require(
    again.responseName == formula.responseName && again.hasIntercept == formula.hasIntercept
      && again.takesRest == formula.takesRest && again.effectNames == formula.effectNames
      && again.terms.map(\.key) == formula.terms.map(\.key)
      && again.endogenous.map(\.key) == formula.endogenous.map(\.key)
      && again.instruments.map(\.key) == formula.instruments.map(\.key),
    "\(formula.text) prints as \(text), which is another formula")
}

private func compute(_ formula: Formula) throws {
  let reader = try TableReader(ByteSource(name: "t.csv", bytes: table), offersFactors: true)
  let resolved = formula.resolved(header: reader.header)
  var options = ModelFrame.Options()
  options.time = "t"
  let (numbers, levels) = try ModelFrame.columns(
    of: resolved, in: reader.header, options: options)
  let frame = try ModelFrame(
    resolved, table: reader.read(numbers: numbers, levels: levels), options: options)
  require(frame.response.values.allSatisfy { $0.isFinite }, "\(formula.text) is not finite")
  for term in frame.terms {
    require(
      term.values.count == frame.count && term.values.allSatisfy { $0.isFinite },
      "the term \(term.name) of \(formula.text) is not finite")
  }
}
