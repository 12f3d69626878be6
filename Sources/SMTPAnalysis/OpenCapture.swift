package import CaptureFiles

/// A capture that is being read.
public struct OpenCapture: ~Copyable {
  package var reader: CaptureReader
  /// Its place in the set, from 0.
  package let file: Int
  package var packets = 0

  package init(reader: consuming CaptureReader, file: Int) {
    self.reader = reader
    self.file = file
  }

  public var bytesRead: UInt64 { reader.bytesRead }
  /// The size of what is read; `nil` for a pipe.
  public var totalBytes: UInt64? { reader.totalBytes }
}
