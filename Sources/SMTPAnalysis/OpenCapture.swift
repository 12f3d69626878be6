package import CaptureFiles

/// A capture that is being read.
public struct OpenCapture: ~Copyable {
  package var reader: CaptureReader
  /// Its place in the set, from 0.
  package let file: Int
  package private(set) var packets = 0
  /// The earliest and the latest time of its packets, as they carry them; those of no packet before the first.
  private(set) var first = Timestamp(nanoseconds: .max)
  private(set) var last = Timestamp(nanoseconds: .min)

  package init(reader: consuming CaptureReader, file: Int) {
    self.reader = reader
    self.file = file
  }

  /// Notes a packet with its time.
  mutating func note(_ time: Timestamp) {
    packets += 1
    if time < first { first = time }
    if time > last { last = time }
  }

  public var bytesRead: UInt64 { reader.bytesRead }
  /// The size of what is read; `nil` for a pipe.
  public var totalBytes: UInt64? { reader.totalBytes }
}
