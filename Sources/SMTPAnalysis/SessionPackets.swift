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
    /// Where the TCP payload lies in `bytes`, or what an ICMP error quotes behind ports and sequence number.
    var payload: Range<Int>
    /// Where the TCP header begins in `bytes`; `nil` where there is none.
    var tcpHeader: Int?
    var sequence: UInt32
  }

  private(set) var packets: [Packet] = []
  /// The interfaces of the files, by file.
  private(set) var interfaces: [Int32: [CaptureInterface]] = [:]

  /// - Parameter inputs: The files in the order in which they were analysed, each in memory or by its path.
  init(of session: Session, in inputs: [ExtractionInput]) throws {
    var decoder = PacketDecoder()
    var total = 0
    var isOver = false
    for (index, input) in inputs.enumerated() where !isOver {
      let file = Int32(index)
      guard file >= session.start.packet.file else { continue }
      var reader =
        switch input {
        case .path(let path): try CaptureReader(path: path, file: file)
        case .bytes(let bytes): try CaptureReader(bytes: bytes, file: file)
        }
      do throws(CaptureError) {
        while !isOver, let header = try reader.next() {
          let content = decoder.decode(
            reader.bytes, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
          guard header.id >= session.start.packet,
            let packet = Self.packet(content, decoder, header, reader.bytes, session)
          else {
            continue
          }
          guard !packet.isFragmented else {
            throw CaptureError(
              kind: .unsupported, file: reader.path, packet: header.id.number,
              detail: "the session's packets are IP fragments, which cannot be taken out one by one")
          }
          // The same ends began anew.
          if packet.opensConnection, header.id > session.end.packet {
            isOver = true
            continue
          }
          total += reader.bytes.count
          guard total <= Self.maximumBytes else {
            throw CaptureError(
              kind: .unsupported, file: reader.path, packet: header.id.number,
              detail: "the session has more than \(Self.maximumBytes >> 20) MB of packets")
          }
          packets.append(
            Packet(
              header: header, bytes: reader.bytes.copied(), side: packet.side, payload: packet.payload,
              tcpHeader: packet.tcpHeader, sequence: packet.sequence))
        }
      } catch {
        // What a damaged file holds before the damage was analysed, and is taken.
        guard error.kind == .damaged || error.kind == .truncated else { throw error }
      }
      interfaces[file] = reader.interfaces
    }
  }

  private struct Found {
    var side: Side?
    var payload = 0..<0
    var tcpHeader: Int?
    var sequence: UInt32 = 0
    var isFragmented = false
    var opensConnection = false
  }

  private static func packet(
    _ content: PacketContent, _ decoder: borrowing PacketDecoder, _ header: PacketHeader, _ bytes: Span<UInt8>,
    _ session: Session
  ) -> Found? {
    switch content {
    case .tcp:
      let segment = decoder.segment
      var found = Found()
      if segment.source == session.client && segment.destination == session.server {
        found.side = .client
      } else if segment.source == session.server && segment.destination == session.client {
        found.side = .server
      } else {
        return nil
      }
      found.isFragmented = segment.encapsulation.contains(.fragmented)
      found.payload = segment.payloadOffset..<(segment.payloadOffset + segment.capturedPayloadLength)
      found.tcpHeader = decoder.tcpHeaderOffset
      // A SYN takes a sequence number of its own before what it brings.
      found.sequence = segment.flags.contains(.syn) ? segment.sequence &+ 1 : segment.sequence
      found.opensConnection = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
      return found
    case .icmp:
      let ends = [decoder.icmp.quotedSource, decoder.icmp.quotedDestination]
      // Errors may come when the session is over; those that the analysis took for its own are part of it.
      let isOwn = header.id <= session.end.packet || session.icmpErrors.contains { $0.at.packet == header.id }
      guard ends.contains(session.client), ends.contains(session.server), isOwn else { return nil }
      var found = Found()
      found.payload = quotedContent(decoder.icmp, bytes)
      return found
    default: return nil
    }
  }
}

extension SessionPackets {
  /// What an error quotes behind the first eight bytes of the TCP header; all behind the ports where the sequence number is
  /// not quoted.
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
      if count == wanted.count { return (offset + count)..<bytes.count }
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
