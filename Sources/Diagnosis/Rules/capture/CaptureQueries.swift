import CaptureFiles
import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Session {
  /// Evidence that points at a packet without words.
  func packetEvidence(_ packet: PacketID, meaning: String) -> Evidence {
    Evidence(packets: [packet], meaning: meaning)
  }

  /// Bytes that were received and that the capture lacks, not counting what the snapshot length cut.
  var lostBytes: UInt64 {
    visibility.holes.filter { $0.reason == .notCaptured }.reduce(0) { $0 &+ $1.count }
  }

  /// Whether the session began with TLS records of a handshake that was over before the capture began.
  var startsInsideTLS: Bool {
    guard let tls, !visibility.seesStart else { return false }
    return greeting == nil && hellos.isEmpty && startTLSRequests.isEmpty && tls.reached[.clientHello] == nil
      && tls.reached[.serverFlight] == nil
  }
}

extension Remedy {
  static let captureAgain = Remedy(
    .network,
    "Capture again on the mail server itself: tcpdump -ni INTERFACE -s0 -w mail.pcap host {server} and tcp port {port}, started before the session and running until it is over."
  )
}
