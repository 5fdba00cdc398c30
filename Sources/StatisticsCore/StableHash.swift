/// FNV-1a over the bytes of a text: the same on every machine and in every run, which
/// `Hasher` is not. It keys random streams by series name.
///
/// Source: Fowler, Noll & Vo; draft-eastlake-fnv, 32-bit parameters.
public func stableHash(_ text: String) -> UInt32 {
  var hash: UInt32 = 2_166_136_261
  for byte in text.utf8 {
    hash ^= UInt32(byte)
    hash = hash &* 16_777_619
  }
  return hash
}
