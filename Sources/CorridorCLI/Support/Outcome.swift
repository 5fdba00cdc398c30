import ArgumentParser
import Corridor
import Glibc

/// Maps what a command threw to lines on stderr and an exit status.
enum Outcome {
  static func report(_ error: any Error) -> ExitStatus {
    switch error {
    case let stop as Stop:
      StandardError.lines(stop.messages)
      return stop.status
    case OutputFault.closedPipe:
      return .done
    case let fault as UsageFault:
      return reportUsage(ValidationError(fault.description))
    default:
      guard let report = FaultReport(error) else { return reportUsage(error) }
      StandardError.lines(report.lines)
      if isStuck(error) { Temporaries.removeAll { _exit(report.status.rawValue) } }
      return report.status
    }
  }

  /// Whether OpenBLAS's own thread asks for memory without end; the usual exit would wait for that
  /// thread.
  private static func isStuck(_ error: any Error) -> Bool {
    switch error {
    case LinearAlgebraError.noRoom, ForecastingError.numeric(.noRoom),
      RegressionError.numeric(.noRoom):
      true
    default: false
    }
  }

  /// Help, version and usage errors, as ArgumentParser words them, through checked writes.
  private static func reportUsage(_ error: any Error) -> ExitStatus {
    let columns = min(Terminal.columns(of: 1, otherwise: 80), Terminal.longestProse)
    let text = CorridorCommand.fullMessage(for: error, columns: columns)
    let code = CorridorCommand.exitCode(for: error)
    guard code == .success else {
      StandardError.write(text + "\n")
      return code == .validationFailure ? .usage : .failed
    }
    do throws(OutputFault) {
      try OutputFile.printed(text + "\n")
      return .done
    } catch {
      return report(error)
    }
  }
}

/// Runs a check of the library whose faults are wrong usage, for `validate` and for the reading of an
/// option's value: ArgumentParser names the option or the command only with errors of its own.
func checked<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let fault as UsageFault {
    throw ValidationError(fault.description)
  }
}
