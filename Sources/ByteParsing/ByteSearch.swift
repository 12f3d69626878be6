#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Span where Element == UInt8 {
  /// The offset of the first `byte` at or after `start`, or `nil` where there is none.
  ///
  /// Uses the C library's `memchr`: on mail the search for line ends is half of all work, and a loop over bytes costs
  /// twice as much.
  package func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    // Unsafe: the pointer stays inside the closure, and the length handed to memchr is what lies behind `start`.
    return unsafe withUnsafeBufferPointer { pointer -> Int? in
      guard let base = pointer.baseAddress, let hit = unsafe memchr(base + start, Int32(byte), pointer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
    }
  }

  /// How often `byte` stands there.
  package func count(of byte: UInt8) -> Int {
    // Unsafe: the pointer stays inside the closure, and every index lies below its count.
    unsafe withUnsafeBufferPointer { pointer in
      var found = 0
      var start = 0
      while start < pointer.count {
        // So few at a time that a byte can count them: then the loop looks at many bytes at once.
        let end = min(start + 240, pointer.count)
        var few: UInt8 = 0
        while start < end {
          unsafe few &+= pointer[start] == byte ? 1 : 0
          start &+= 1
        }
        found &+= Int(few)
      }
      return found
    }
  }

  /// Whether the bytes at `offset` are `text`, letters compared without case as US-ASCII.
  package func hasASCII(_ text: StaticString, at offset: Int = 0) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset + length <= count else { return false }
    // Unsafe: a static string's own storage, read within its length.
    return text.withUTF8Buffer { expected in
      for index in 0..<length where unsafe asciiLowercase(self[offset + index]) != asciiLowercase(expected[index]) {
        return false
      }
      return true
    }
  }
}

/// The lower-case form of a US-ASCII letter; every other byte as it is.
@inlinable
@inline(__always)
package func asciiLowercase(_ byte: UInt8) -> UInt8 {
  byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
}
