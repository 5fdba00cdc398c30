/// SHA-256, for the hashes of inputs in a run's descriptor.
///
/// Source: FIPS 180-4; checked against its example vectors.
package enum SHA256 {
  /// The digest as 64 lower-case hexadecimal digits.
  package static func hexDigest(_ message: [UInt8]) -> String {
    var state = State()
    message.withUnsafeBytes { bytes in
      for start in stride(from: 0, through: bytes.count - 64, by: 64) {
        state.take(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 64)]))
      }
    }
    // What is left, a one bit, zeros, and the length in bits.
    var rest = Array(message.suffix(message.count % 64)) + [0x80]
    while rest.count % 64 != 56 { rest.append(0) }
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      rest.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    rest.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: 64) {
        state.take(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 64)]))
      }
    }
    return state.words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The hash of the blocks so far. Its words are variables of their own, since a file of some megabytes is read at
  /// the start of a run: in arrays that took a fifth of it.
  private struct State {
    private var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a
    )
    private var (e, f, g, h): (UInt32, UInt32, UInt32, UInt32) = (
      0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    var words: [UInt32] { [a, b, c, d, e, f, g, h] }

    /// - Parameter block: 64 bytes.
    mutating func take(_ block: UnsafeRawBufferPointer) {
      let next = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
        for t in 0..<16 {
          w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * t, as: UInt32.self))
        }
        for t in 16..<64 {
          let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
          let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
          w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
        var v = self
        constants.withUnsafeBufferPointer { k in
          for t in 0..<64 { v.turn(k[t] &+ w[t]) }
        }
        return v
      }
      (a, b, c, d) = (a &+ next.a, b &+ next.b, c &+ next.c, d &+ next.d)
      (e, f, g, h) = (e &+ next.e, f &+ next.f, g &+ next.g, h &+ next.h)
    }

    /// One of 64 rounds; `term` is K_t + W_t.
    @inline(__always) private mutating func turn(_ term: UInt32) {
      let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ term
      let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e) = (g, f, e, d &+ t1)
      (d, c, b, a) = (c, b, a, t1 &+ t2)
    }
  }

  @inline(__always) private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 {
    x >> n | x << (32 - n)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
