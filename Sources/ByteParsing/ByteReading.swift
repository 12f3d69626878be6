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

  /// Hands over all bytes, eight at a time, some of the last eight for the second time. Where there are fewer than eight, each is
  /// handed over by itself, with seven times `filler` above it.
  @inline(__always)
  @inlinable package func forEachEight(filler: UInt8, _ look: (UInt64) -> Void) {
    guard count >= 8 else {
      let others = UInt64(filler) &* 0x0101_0101_0101_0100
      for index in indices { look(UInt64(self[index]) | others) }
      return
    }
    var offset = 0
    while offset + 8 < count {
      look(littleEndianUInt64(at: offset))
      offset += 8
    }
    look(littleEndianUInt64(at: count - 8))
  }

  /// The bytes as an array of their own, for what must outlive its packet.
  package func copied() -> [UInt8] {
    // Unsafe: the pointer is lent for one copy and does not leave the closure.
    unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) }
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

extension String {
  /// The text that the bytes are in UTF-8.
  package init(utf8 bytes: Span<UInt8>) {
    // Unsafe: the pointer is lent for one copy.
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
