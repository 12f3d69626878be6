import CaptureFiles
import Crypto
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// What a session is known by in every run and on every machine: made from its ends, the initial sequence numbers of both (RFC 9293
/// section 3.4.1) and when it began. Two captures of the same packets with the same clock give the same key; where the opening was not captured,
/// the times alone tell sessions of the same ends apart.
package enum SessionKey {
  /// 32 hexadecimal digits.
  package static func of(_ session: Session) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(66)
    for endpoint in [session.client, session.server] {
      let address = endpoint.address
      bytes.append(address.isIPv6 ? 6 : 4)
      append(address.high, &bytes)
      append(address.low, &bytes)
      append(UInt64(endpoint.port), &bytes)
    }
    append(UInt64(session.initialSequence(.client) ?? 0) << 32 | UInt64(session.initialSequence(.server) ?? 0), &bytes)
    append(UInt64(bitPattern: session.start.time.nanoseconds), &bytes)
    return OutputFile.hexadecimal(SHA256.hash(data: bytes).prefix(16))
  }

  private static func append(_ value: UInt64, _ bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
