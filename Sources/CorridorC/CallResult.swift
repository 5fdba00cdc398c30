internal import Corridor
internal import Glibc

/// What a call gives: tables by their names, notes and the message of a failure.
final class CallResult {
  private(set) var status = ExitStatus.done
  private var tables: [String: ArrowTable] = [:]
  /// Owned, for C.
  let message: UnsafeMutablePointer<CChar>?
  let notes: UnsafeMutablePointer<CChar>?

  /// What the work behind a call gives.
  struct Content {
    var status = ExitStatus.done
    var messages: [String] = []
    var notes: [String] = []
    var tables: [String: ArrowTable] = [:]
  }

  init(_ content: Content) {
    status = content.status
    tables = content.tables
    message = Self.text(of: content.messages)
    notes = Self.text(of: content.notes)
  }

  /// A copy for C, where a zero byte of the data would end the text.
  private static func text(of lines: [String]) -> UnsafeMutablePointer<CChar>? {
    strdup(
      lines.joined(separator: "\n").split(separator: "\0", omittingEmptySubsequences: false)
        .joined(separator: "␀"))
  }

  deinit {
    free(message)
    free(notes)
  }

  /// Takes a table out; nil where it is not.
  func take(_ name: String) -> ArrowTable? { tables.removeValue(forKey: name) }

  /// Runs the work of a call, and lets go of its batch.
  ///
  /// - Parameters:
  ///   - schema: a pointer to the `ArrowSchema` that is moved into the library.
  ///   - array: a pointer to the `ArrowArray`.
  ///   - options: a C array of texts.
  static func of(
    _ schema: UnsafeMutableRawPointer?, _ array: UnsafeMutableRawPointer?,
    _ options: UnsafePointer<UnsafePointer<CChar>?>?,
    _ work: (ArrowBatch, String, inout OptionList) throws -> Content
  ) -> CallResult {
    let batch = ArrowBatch(moving: schema, array)
    var name = "batch"
    do {
      var options = try OptionList(options)
      name = options.text("name") ?? name
      try KernelCheck.require()
      do throws(ArrowFault) { try batch.open() } catch {
        return CallResult(of: error, in: name)
      }
      let content = try work(batch, name, &options)
      // The text of a batch ends where a cell is at fault: nothing that was made of it stands.
      if let fault = batch.fault { return CallResult(of: fault, in: name) }
      return CallResult(content)
    } catch {
      if let fault = batch.fault { return CallResult(of: fault, in: name) }
      let report = FaultReport(error)
      return CallResult(
        Content(status: report?.status ?? .failed, messages: report?.lines ?? ["\(error)"]))
    }
  }

  private convenience init(of fault: ArrowFault, in name: String) {
    let advice = fault.advice.map { " (\($0))" } ?? ""
    self.init(Content(status: .badInput, messages: ["\(name): \(fault.message)\(advice)"]))
  }
}
