/// Under which cover words crossed the wire. It belongs to their bytes, never to their place in a list.
public enum Layer: String, Sendable, Hashable {
  /// Readable, as they were sent.
  case clear
  /// Inside TLS that the capture shows, and readable because it was decrypted.
  case tls
  /// An encrypted record.
  case sealed
  /// Readable where TLS belongs, and not a byte of TLS in the capture: behind a positive reply to STARTTLS, or on a port where
  /// TLS comes first. Either TLS was taken off before the capture, or it was never begun. Nothing may be claimed of
  /// protection, nor of exposure.
  case unknown
}
