/// Wrong usage: what was asked for cannot be asked, whatever the data are.
package struct UsageFault: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
