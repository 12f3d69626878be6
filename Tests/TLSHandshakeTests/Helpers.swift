import ByteParsing
import TestSupport

@testable import TLSHandshake

/// The bytes of a text of hexadecimal digits; everything else in it is passed over.
func bytes(_ text: String) -> [UInt8] {
  var result: [UInt8] = []
  var high: UInt8?
  for character in text.utf8 {
    let digit: UInt8
    switch character {
    case 0x30...0x39: digit = character - 0x30
    case 0x61...0x66: digit = character - 0x61 + 10
    case 0x41...0x46: digit = character - 0x41 + 10
    default: continue
    }
    if let first = high {
      result.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return result
}

func big16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
func big24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 0xFF)] + big16(value) }
func vector8(_ body: [UInt8]) -> [UInt8] { [UInt8(body.count & 0xFF)] + body }
func vector16(_ body: [UInt8]) -> [UInt8] { big16(body.count) + body }
func vector24(_ body: [UInt8]) -> [UInt8] { big24(body.count) + body }
func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + vector24(body) }
func record(_ type: UInt8, _ body: [UInt8], version: UInt8 = 3) -> [UInt8] { [type, 3, version] + vector16(body) }
func hexExtension(_ type: Int, _ body: [UInt8]) -> [UInt8] { big16(type) + vector16(body) }

/// The body of a ClientHello.
func clientHello(
  version: [UInt8] = [3, 3], session: [UInt8] = [], suites: [Int] = [0x1301], extensions: [[UInt8]]? = []
) -> [UInt8] {
  var body = version + [UInt8](repeating: 7, count: 32) + vector8(session)
  body += vector16(suites.flatMap(big16)) + [1, 0]
  if let extensions { body += vector16(Array(extensions.joined())) }
  return body
}

func serverHello(
  version: [UInt8] = [3, 3], random: [UInt8] = [UInt8](repeating: 9, count: 32), session: [UInt8] = [], suite: Int,
  extensions: [[UInt8]]? = []
) -> [UInt8] {
  var body = version + random + vector8(session) + big16(suite) + [0]
  if let extensions { body += vector16(Array(extensions.joined())) }
  return body
}

/// A direction that was fed whole and has ended.
func stream(_ bytes: [UInt8], limits: TLSLimits = TLSLimits()) -> TLSStream {
  stream(pieces: [bytes], limits: limits)
}

func stream(pieces: [[UInt8]], limits: TLSLimits = TLSLimits()) -> TLSStream {
  var result = TLSStream(limits: limits)
  for piece in pieces { result.take(piece) }
  result.end()
  return result
}

func negotiation(_ recording: Recording) -> TLSNegotiation {
  TLSNegotiation(client: stream(recording.client), server: stream(recording.server))
}

/// Everything that a direction reports, to compare.
struct Summary: Equatable {
  let kind: TLSStream.Kind
  let records: [TLSRecord]
  let counts: [UInt64]
  let messages: [HandshakeMessage]
  let alerts: [Alert]
  let changes: [UInt64]
  let notTLS: TLSStream.ForeignBytes?
  let syncLoss: TLSStream.SyncLoss?
  let partialHeader: Int
  let position: UInt64

  init(_ stream: TLSStream) {
    kind = stream.kind
    records = stream.keptRecords
    counts = [
      stream.recordCount, stream.applicationDataRecords, stream.applicationDataLength, stream.alertCount,
      stream.droppedMessages,
    ]
    messages = stream.messages
    alerts = stream.alerts
    changes = stream.changeCipherSpecOffsets
    notTLS = stream.notTLS
    syncLoss = stream.syncLoss
    partialHeader = stream.partialHeaderLength
    position = stream.position
  }
}

/// What must hold of a direction whatever it was fed.
func isSound(_ stream: TLSStream, end: UInt64) -> Bool {
  stream.position == end && stream.keptRecords.allSatisfy { $0.offset < end || $0.length == 0 }
    && stream.messages.allSatisfy { $0.startOffset <= $0.endOffset && $0.endOffset <= end }
    && stream.messages.count <= stream.limits.messages && stream.alerts.count <= stream.limits.alerts
    && stream.firstRecords.count <= stream.limits.firstRecords
    && stream.lastRecords.count <= stream.limits.lastRecords
    && stream.search.count <= stream.limits.searchedLength && stream.open.bytes.count <= stream.limits.messageLength
}

extension TLSStream {
  mutating func take(_ bytes: [UInt8]) { feed(bytes.span) }
  mutating func take(_ bytes: ArraySlice<UInt8>) { take(Array(bytes)) }
}
