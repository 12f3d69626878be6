/// Fixed-width integers at an offset of a run of bytes.
///
/// The caller checks the length once, at the door; these then read freely. Reading outside the span traps, which is the
/// backstop and never the check.
extension Span where Element == UInt8 {
  @inline(__always)
  @inlinable package func bigEndianUInt16(at offset: Int) -> UInt16 {
    UInt16(bigEndian: load(at: offset, as: UInt16.self))
  }

  @inline(__always)
  @inlinable package func bigEndianUInt24(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 16 | UInt32(bigEndianUInt16(at: offset + 1))
  }

  @inline(__always)
  @inlinable package func bigEndianUInt32(at offset: Int) -> UInt32 {
    UInt32(bigEndian: load(at: offset, as: UInt32.self))
  }

  @inline(__always)
  @inlinable package func bigEndianUInt64(at offset: Int) -> UInt64 {
    UInt64(bigEndian: load(at: offset, as: UInt64.self))
  }

  @inline(__always)
  @inlinable package func littleEndianUInt16(at offset: Int) -> UInt16 {
    UInt16(littleEndian: load(at: offset, as: UInt16.self))
  }

  @inline(__always)
  @inlinable package func littleEndianUInt32(at offset: Int) -> UInt32 {
    UInt32(littleEndian: load(at: offset, as: UInt32.self))
  }

  @inline(__always)
  @inlinable package func littleEndianUInt64(at offset: Int) -> UInt64 {
    UInt64(littleEndian: load(at: offset, as: UInt64.self))
  }

  /// One load with one check of its bounds, where byte by byte each has its own.
  @inline(__always)
  @inlinable func load<Word: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Word.Type) -> Word {
    // Unsafe only in that any type could be asked for: an integer has no wrong bits, and the bounds are checked.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type)
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
