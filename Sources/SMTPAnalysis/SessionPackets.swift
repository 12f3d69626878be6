import ByteParsing
import CaptureFiles
import PacketLayers
import SMTPSession
import SMTPTranscript

/// The packets of one session, taken out of the captures that hold it.
struct SessionPackets {
  /// Bytes of packets that are held at once; a session with more is refused.
  static let maximumBytes = 256 << 20

  struct Packet {
    var header: PacketHeader
    var bytes: [UInt8]
    /// Who sent it; `nil` for what is no segment of the connection (an ICMP error about it).
    var side: Side?
    /// Where bytes of the stream lie in `bytes`, or what an ICMP error quotes behind the TCP header.
    var payload: Range<Int>
    /// The number of the first of these bytes in the stream.
    var sequence: UInt32
    /// The checksums in `bytes` that cover the payload; for a fragment those around it, while its datagram has its own.
    var checksums: [CoveringChecksum] = []
    /// For an IP fragment, where it belongs; its `datagram` is a place in `datagrams`.
    var piece: DatagramPiece?
  }

  /// A segment that came in IP fragments, put together.
  struct Datagram {
    var bytes: [UInt8]
    var payload: Range<Int>
    var sequence: UInt32
    var checksums: [CoveringChecksum]
    /// The packet that brought its last piece.
    var completedBy: PacketID
  }

  /// In the order of the capture.
  private(set) var packets: [Packet] = []
  private(set) var datagrams: [Datagram] = []
  /// The interfaces of the files, by file.
  private(set) var interfaces: [Int32: [CaptureInterface]] = [:]

  private var total = 0

  /// - Parameter inputs: The files in the order in which they were analysed, each in memory or by its path.
  /// - Parameter maximumExpansion: As for the analysis that found the session.
  init(
    of session: Session, in inputs: [ExtractionInput], maximumExpansion: Int = AnalysisOptions().maximumExpansion
  ) throws {
    var decoder = PacketDecoder()
    var fragments = WaitingFragments()
    var isOver = false
    for (index, input) in inputs.enumerated() where !isOver {
      let file = Int32(index)
      guard file >= session.start.packet.file else { continue }
      var reader =
        switch input {
        case .path(let path): try CaptureReader(path: path, file: file, maximumExpansion: maximumExpansion)
        case .bytes(let bytes): try CaptureReader(bytes: bytes, file: file)
        }
      do throws(CaptureError) {
        while !isOver, let header = try reader.next() {
          let content = decoder.decode(
            reader.bytes, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
          var carriers: [WaitingFragments.Fragment] = []
          if let piece = decoder.takePiece() {
            fragments.add(header, reader.bytes, piece)
            if content == .fragment { continue }
            carriers = fragments.take(piece.datagram)
          }
          guard header.id >= session.start.packet,
            let found = Self.packet(content, decoder, header, reader.bytes, session)
          else { continue }
          // The same ends began anew.
          if found.opensConnection, header.id > session.end.packet {
            isOver = true
            continue
          }
          if carriers.isEmpty {
            try add(found.packet, path: reader.path)
          } else {
            try add(carriers, of: found, decoder, completedBy: header.id, path: reader.path)
          }
        }
      } catch {
        // What a damaged file holds before the damage was analysed, and is taken.
        guard error.kind == .damaged || error.kind == .truncated else { throw error }
      }
      interfaces[file] = reader.interfaces
    }
    // The first pieces of a datagram lie before packets that were found before its last.
    if !datagrams.isEmpty { packets.sort { $0.header.id < $1.header.id } }
  }

  private mutating func add(_ packet: Packet, path: String) throws(CaptureError) {
    total += packet.bytes.count
    guard total <= Self.maximumBytes else {
      throw CaptureError(
        kind: .unsupported, file: path, packet: packet.header.id.number,
        detail: "the session has more than \(Self.maximumBytes >> 20) MB of packets")
    }
    packets.append(packet)
  }

  /// Adds a segment's fragments, each as a packet that carries the part of the payload that lies in it.
  private mutating func add(
    _ carriers: [WaitingFragments.Fragment], of found: Found, _ decoder: borrowing PacketDecoder,
    completedBy last: PacketID, path: String
  ) throws(CaptureError) {
    guard found.packet.side != nil, !carriers.contains(where: \.piece.isNested) else {
      let what = found.packet.side == nil ? "an ICMP error about the session" : "a fragment of a fragmented tunnel"
      throw CaptureError(
        kind: .unsupported, file: path, packet: last.number,
        detail: "\(what) lies in IP fragments, which cannot be taken out one by one")
    }
    let payload = found.packet.payload
    datagrams.append(
      Datagram(
        bytes: decoder.reassembled, payload: payload, sequence: found.packet.sequence,
        checksums: found.packet.checksums, completedBy: last))
    for carrier in carriers {
      var piece = carrier.piece
      piece.datagram = datagrams.count - 1
      let part = piece.place.clamped(to: payload)
      let start = piece.frameOffset + part.lowerBound - piece.place.lowerBound
      try add(
        Packet(
          header: carrier.header, bytes: carrier.bytes, side: found.packet.side,
          payload: part.isEmpty ? 0..<0 : start..<(start + part.count),
          sequence: found.packet.sequence &+ UInt32(truncatingIfNeeded: part.lowerBound - payload.lowerBound),
          checksums: PacketDecoder.outerChecksums(carrier.bytes.span, linkType: carrier.header.linkType), piece: piece),
        path: path)
    }
  }

  private struct Found {
    var packet: Packet
    var opensConnection = false
  }

  private static func packet(
    _ content: PacketContent, _ decoder: borrowing PacketDecoder, _ header: PacketHeader, _ bytes: Span<UInt8>,
    _ session: Session
  ) -> Found? {
    switch content {
    case .tcp:
      let segment = decoder.segment
      let side: Side
      if segment.source == session.client && segment.destination == session.server {
        side = .client
      } else if segment.source == session.server && segment.destination == session.client {
        side = .server
      } else {
        return nil
      }
      // A SYN takes a sequence number of its own before what it brings.
      let isSYN = segment.flags.contains(.syn)
      return Found(
        packet: Packet(
          header: header, bytes: bytes.copied(), side: side,
          payload: segment.payloadOffset..<(segment.payloadOffset + segment.capturedPayloadLength),
          sequence: isSYN ? segment.sequence &+ 1 : segment.sequence,
          checksums: decoder.coveringChecksums(bytes, linkType: header.linkType)),
        opensConnection: isSYN && !segment.flags.contains(.ack))
    case .icmp:
      let ends = [decoder.icmp.quotedSource, decoder.icmp.quotedDestination]
      // Errors may come when the session is over; those that the analysis took for its own are part of it.
      let isOwn = header.id <= session.end.packet || session.icmpErrors.contains { $0.at.packet == header.id }
      guard ends.contains(session.client), ends.contains(session.server), isOwn else { return nil }
      return Found(
        packet: Packet(
          header: header, bytes: bytes.copied(), side: nil, payload: quotedContent(decoder.icmp, bytes), sequence: 0))
    default: return nil
    }
  }
}

extension SessionPackets {
  /// The fixed part of a TCP header (RFC 9293 section 3.1).
  private static let headerLength = 20

  /// What an error quotes behind the fixed part of the TCP header, or behind the ports where the sequence number is not
  /// quoted.
  private static func quotedContent(_ message: ICMPMessage, _ bytes: Span<UInt8>) -> Range<Int> {
    var wanted: [UInt8] = []
    for port in [message.quotedSource.port, message.quotedDestination.port] {
      wanted += [UInt8(port >> 8), UInt8(port & 0xFF)]
    }
    if let sequence = message.quotedSequence {
      for shift in [24, 16, 8, 0] as [UInt32] { wanted.append(UInt8(truncatingIfNeeded: sequence >> shift)) }
    }
    var offset = 0
    while offset + wanted.count <= bytes.count {
      var count = 0
      while count < wanted.count, bytes[offset + count] == wanted[count] { count += 1 }
      if count == wanted.count {
        let start = message.quotedSequence == nil ? offset + count : offset + headerLength
        return min(start, bytes.count)..<bytes.count
      }
      offset += 1
    }
    return bytes.count..<bytes.count
  }
}

/// Where the packets of a capture come from.
package enum ExtractionInput: Sendable {
  case path(String)
  case bytes([UInt8])
}
