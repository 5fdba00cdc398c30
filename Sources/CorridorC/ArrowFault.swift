/// A batch that is not as Arrow's C data interface says, or of types that are not read.
struct ArrowFault: Error {
  let message: String
  let advice: String?

  init(_ message: String, advice: String? = nil) { (self.message, self.advice) = (message, advice) }
}
