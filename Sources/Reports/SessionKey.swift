import CaptureFiles
import Crypto
package import Diagnosis
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// What a session is known by in every run and on every machine: made from its ends, the initial sequence numbers of both (RFC 9293
/// section 3.4.1) and when it began. Two captures of the same packets with the same clock give the same key; where the opening was not captured,
/// the times alone tell sessions of the same ends apart.
package enum SessionKey {
  /// 32 hexadecimal digits.
  package static func of(_ session: Session) -> String {
    text(
      bytes(
        client: session.client, server: session.server,
        sequences: UInt64(session.initialSequence(.client) ?? 0) << 32 | UInt64(session.initialSequence(.server) ?? 0),
        start: session.start.time))
  }

  /// The same of what is remembered of a session.
  package static func of(_ visit: Survey.Visit) -> String {
    text(bytes(client: visit.client, server: visit.server, sequences: visit.sequences, start: visit.start))
  }

  private static func bytes(client: Endpoint, server: Endpoint, sequences: UInt64, start: Timestamp) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: 66) { bytes in
      append(client, &bytes)
      append(server, &bytes)
      append(sequences, &bytes)
      append(UInt64(bitPattern: start.nanoseconds), &bytes)
    }
    return bytes
  }

  private static func text(_ bytes: [UInt8]) -> String {
    OutputFile.hexadecimal(SHA256.hash(data: bytes), first: 16)
  }

  private static func append(_ endpoint: Endpoint, _ bytes: inout OutputSpan<UInt8>) {
    bytes.append(endpoint.address.isIPv6 ? 6 : 4)
    append(endpoint.address.high, &bytes)
    append(endpoint.address.low, &bytes)
    append(UInt64(endpoint.port), &bytes)
  }

  private static func append(_ value: UInt64, _ bytes: inout OutputSpan<UInt8>) {
    for place in (0..<8).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
  }
}
