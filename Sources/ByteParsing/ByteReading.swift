/// Fixed-width integers at an offset of a run of bytes.
///
/// The caller checks the length once, at the door; these then read freely. Reading outside the span traps, which is the
/// backstop and never the check.
extension Span where Element == UInt8 {
  @inline(__always)
  @inlinable package func bigEndianUInt16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  @inline(__always)
  @inlinable package func bigEndianUInt24(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 16 | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2])
  }

  @inline(__always)
  @inlinable package func bigEndianUInt32(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
      | UInt32(self[offset + 3])
  }

  @inline(__always)
  @inlinable package func bigEndianUInt64(at offset: Int) -> UInt64 {
    UInt64(bigEndianUInt32(at: offset)) << 32 | UInt64(bigEndianUInt32(at: offset + 4))
  }

  @inline(__always)
  @inlinable package func littleEndianUInt16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
  }

  @inline(__always)
  @inlinable package func littleEndianUInt32(at offset: Int) -> UInt32 {
    UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
      | UInt32(self[offset + 3]) << 24
  }

  @inline(__always)
  @inlinable package func littleEndianUInt64(at offset: Int) -> UInt64 {
    UInt64(littleEndianUInt32(at: offset)) | UInt64(littleEndianUInt32(at: offset + 4)) << 32
  }

  /// The bytes as an array of their own, for what must outlive its packet.
  package func copied() -> [UInt8] {
    var result: [UInt8] = []
    result.append(contentsOf: self)
    return result
  }
}

extension Array where Element == UInt8 {
  /// Appends all of `bytes` with one copy.
  package mutating func append(contentsOf bytes: Span<UInt8>) {
    // Unsafe: the pointer of the span is lent for one copy and does not leave the closure.
    unsafe bytes.withUnsafeBufferPointer { pointer in
      unsafe self.append(contentsOf: pointer)
    }
  }
}
