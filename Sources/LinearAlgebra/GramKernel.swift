/// B = C·T⁻¹ and G += BᵀB for a block of rows in pairs, by tiles of 3 × 3 pairs in registers.
///
/// Nine sums and six operands are what sixteen registers hold: nine products for six loads.
struct GramKernel {
  private typealias Pair = SIMD2<Double>

  private let tiles: Int
  /// For each tile of three columns: the three elements of T in each of the first `lengths[tile]`
  /// rows, then 1/t₀₀, t₀₁, t₀₂, 1/t₁₁, t₁₂, 1/t₂₂ of the diagonal tile; each twice, as a pair.
  private let factor: [SIMD2<Double>]
  /// Rows of T above the diagonal tile down to the last one that is not zero.
  private let lengths: [Int]
  /// Tile (i, j) with i ≤ j at 9·(i + j(j + 1)/2), element (a, b) of it at a + 3b; even and odd
  /// rows apart.
  private var sums: [SIMD2<Double>]
  /// B for the rows at hand: groups of three pairs of rows, in each column after column.
  private var chunk: [SIMD2<Double>]
  /// Pairs of rows that are treated together; all columns of them fit the first-level cache.
  private let chunkPairs: Int

  /// - Parameter factor: T, upper triangular, q × q.
  /// - Parameter padded: q rounded up to a multiple of three; added columns get a unit diagonal.
  init(factor: Matrix, padded: Int) {
    let order = factor.rows
    func element(_ i: Int, _ j: Int) -> Double {
      i < order && j < order ? factor.elements[i + j * order] : i == j ? 1 : 0
    }
    var packed: [SIMD2<Double>] = []
    var lengths: [Int] = []
    for j in stride(from: 0, to: padded, by: 3) {
      let last = (0..<j).last { k in (0..<3).contains { element(k, j + $0) != 0 } }
      lengths.append(last.map { $0 + 1 } ?? 0)
      for k in 0..<lengths[j / 3] {
        for c in 0..<3 { packed.append(SIMD2(repeating: element(k, j + c))) }
      }
      for (a, b) in [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)] {
        let value = element(j + a, j + b)
        packed.append(SIMD2(repeating: a == b ? 1 / value : value))
      }
    }
    tiles = padded / 3
    self.factor = packed
    self.lengths = lengths
    sums = Array(repeating: .zero, count: 9 * tiles * (tiles + 1) / 2)
    chunkPairs = max(6, 1260 / padded / 3 * 3)
    chunk = Array(repeating: .zero, count: chunkPairs * padded)
  }

  /// Adds a block.
  ///
  /// - Parameter block: C, column after column, `padded` of them.
  /// - Parameter stride: pairs between the starts of two columns.
  /// - Parameter pairs: pairs of rows, a multiple of three.
  mutating func add(block: UnsafePointer<SIMD2<Double>>, stride: Int, pairs: Int) {
    var start = 0
    while start < pairs {
      let count = min(chunkPairs, pairs - start)
      factor.withUnsafeBufferPointer { factor in
        lengths.withUnsafeBufferPointer { lengths in
          chunk.withUnsafeMutableBufferPointer { chunk in
            sums.withUnsafeMutableBufferPointer { sums in
              Self.solve(block + start, stride, count, factor.baseAddress!, lengths, chunk)
              Self.multiply(
                UnsafePointer(chunk.baseAddress!), count / 3, sums.baseAddress!, lengths.count)
            }
          }
        }
      }
      start += count
    }
  }

  /// Element (i, j) of G for i ≤ j.
  func value(_ i: Int, _ j: Int) -> Double {
    let tile = i / 3 + j / 3 * (j / 3 + 1) / 2
    return sums[9 * tile + i % 3 + 3 * (j % 3)].sum()
  }

  private static func solve(
    _ block: UnsafePointer<Pair>, _ stride: Int, _ pairs: Int, _ factor: UnsafePointer<Pair>,
    _ lengths: UnsafeBufferPointer<Int>, _ chunk: UnsafeMutableBufferPointer<Pair>
  ) {
    var start = 0
    while start < pairs {
      let rows = chunk.baseAddress! + start * 3 * lengths.count
      var t = factor
      for tile in 0..<lengths.count {
        let source = block + start + 3 * tile * stride
        var (x0, x1, x2) = (source[0], source[1], source[2])
        var (y0, y1, y2) = (source[stride], source[stride + 1], source[stride + 2])
        var (z0, z1, z2) = (source[2 * stride], source[2 * stride + 1], source[2 * stride + 2])
        var solved = UnsafePointer(rows)
        for _ in 0..<lengths[tile] {
          let (b0, b1, b2) = (solved[0], solved[1], solved[2])
          let (tx, ty, tz) = (t[0], t[1], t[2])
          x0 -= b0 * tx
          x1 -= b1 * tx
          x2 -= b2 * tx
          y0 -= b0 * ty
          y1 -= b1 * ty
          y2 -= b2 * ty
          z0 -= b0 * tz
          z1 -= b1 * tz
          z2 -= b2 * tz
          solved += 3
          t += 3
        }
        x0 *= t[0]
        x1 *= t[0]
        x2 *= t[0]
        y0 = (y0 - x0 * t[1]) * t[3]
        y1 = (y1 - x1 * t[1]) * t[3]
        y2 = (y2 - x2 * t[1]) * t[3]
        z0 = (z0 - x0 * t[2] - y0 * t[4]) * t[5]
        z1 = (z1 - x1 * t[2] - y1 * t[4]) * t[5]
        z2 = (z2 - x2 * t[2] - y2 * t[4]) * t[5]
        let b = rows + 9 * tile
        (b[0], b[1], b[2]) = (x0, x1, x2)
        (b[3], b[4], b[5]) = (y0, y1, y2)
        (b[6], b[7], b[8]) = (z0, z1, z2)
        t += 6
      }
      start += 3
    }
  }

  private static func multiply(
    _ chunk: UnsafePointer<Pair>, _ groups: Int, _ sums: UnsafeMutablePointer<Pair>, _ tiles: Int
  ) {
    var sum = sums
    for right in 0..<tiles {
      for left in 0...right {
        var (a, x) = (chunk + 9 * left, chunk + 9 * right)
        var (ax, bx, cx) = (Pair.zero, Pair.zero, Pair.zero)
        var (ay, by, cy) = (Pair.zero, Pair.zero, Pair.zero)
        var (az, bz, cz) = (Pair.zero, Pair.zero, Pair.zero)
        for _ in 0..<groups {
          for k in 0..<3 {
            let (ak, bk, ck) = (a[k], a[3 + k], a[6 + k])
            let (xk, yk, zk) = (x[k], x[3 + k], x[6 + k])
            ax += ak * xk
            bx += bk * xk
            cx += ck * xk
            ay += ak * yk
            by += bk * yk
            cy += ck * yk
            az += ak * zk
            bz += bk * zk
            cz += ck * zk
          }
          a += 9 * tiles
          x += 9 * tiles
        }
        (sum[0], sum[1], sum[2]) = (sum[0] + ax, sum[1] + bx, sum[2] + cx)
        (sum[3], sum[4], sum[5]) = (sum[3] + ay, sum[4] + by, sum[5] + cy)
        (sum[6], sum[7], sum[8]) = (sum[6] + az, sum[7] + bz, sum[8] + cz)
        sum += 9
      }
    }
  }
}
