import CaptureFiles
import Reports
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// The two streams of a session with what is put in the place of bytes that must not leave the house: by stream offset, so
/// that a byte is replaced in every packet that carries it, however the stream was cut or sent again.
struct StreamRedaction {
  /// One direction.
  struct Stream {
    var first: UInt32
    /// As they were captured first; 0 where the capture has none.
    var bytes: [UInt8]
    var replaced: [UInt8]
    var isReplaced: [Bool]

    init(first: UInt32, count: Int) {
      self.first = first
      bytes = [UInt8](repeating: 0, count: count)
      replaced = bytes
      isReplaced = [Bool](repeating: false, count: count)
    }

    mutating func put(_ substitute: [UInt8], at start: Int) {
      for (index, byte) in substitute.enumerated() where start + index < replaced.count {
        replaced[start + index] = byte
        isReplaced[start + index] = true
      }
    }
  }

  private(set) var client: Stream
  private(set) var server: Stream
  /// Byte strings that must be nowhere in the output.
  private(set) var forbidden: Set<[UInt8]> = []
  /// The first bytes of lines of messages; no line of the output may begin with them.
  private(set) var forbiddenLines: Set<[UInt8]> = []
  private(set) var replacedBytes = 0

  /// Bytes of a line of a message by which it is known again.
  static let lineSampleLength = 16

  init(_ session: Session, _ packets: SessionPackets, redaction: Redaction, pseudonyms: Pseudonyms) throws {
    guard session.visibility.limits.isEmpty else {
      throw OutputError(
        "session \(session.id) is too large to be redacted: \(session.visibility.limits.joined(separator: "; "))")
    }
    client = try Self.stream(session.clientFlow, session)
    server = try Self.stream(session.serverFlow, session)
    assemble(packets)
    let users = Set(
      session.authentications.compactMap(\.user).flatMap { user in
        [user.lowercased(), user.lowercased().split(separator: "@").first.map(String.init) ?? ""]
      })
    for range in session.sensitive { replace(range, users: users) }
    // A server may repeat what the client sent.
    for word in forbidden.sorted(by: { $0.count > $1.count }) {
      blot(word, in: &client)
      blot(word, in: &server)
    }
    if redaction.contains(.addresses) {
      var names: Set<String> = []
      for mail in session.transactions {
        for address in [mail.mailFrom] + mail.recipients.map(\.address) { names.insert(address) }
      }
      names.formUnion(session.authentications.compactMap(\.user))
      Self.replaceAddresses(&client, before: session.tls?.startOffset(.client), names, pseudonyms)
      Self.replaceAddresses(&server, before: session.tls?.startOffset(.server), names, pseudonyms)
    }
    forgetWhatStandsElsewhere()
    replacedBytes = client.isReplaced.count { $0 } + server.isReplaced.count { $0 }
  }

  func stream(_ side: Side) -> Stream { side == .client ? client : server }

  // MARK: - Building

  private static func stream(_ flow: DirectionFacts, _ session: Session) throws -> Stream {
    guard flow.sentEnd <= UInt64(SessionPackets.maximumBytes) else {
      throw OutputError("session \(session.id) carries too many bytes to be redacted")
    }
    return Stream(first: flow.firstSequence ?? 0, count: Int(flow.sentEnd))
  }

  private mutating func assemble(_ packets: SessionPackets) {
    var clientSeen = [Bool](repeating: false, count: client.bytes.count)
    var serverSeen = [Bool](repeating: false, count: server.bytes.count)
    for packet in packets.packets {
      guard let side = packet.side else { continue }
      let start = Int(Int32(bitPattern: packet.sequence &- stream(side).first))
      for (index, place) in packet.payload.enumerated() {
        let offset = start + index
        switch side {
        case .client:
          guard client.bytes.indices.contains(offset), !clientSeen[offset] else { continue }
          clientSeen[offset] = true
          client.bytes[offset] = packet.bytes[place]
        case .server:
          guard server.bytes.indices.contains(offset), !serverSeen[offset] else { continue }
          serverSeen[offset] = true
          server.bytes[offset] = packet.bytes[place]
        }
      }
    }
    client.replaced = client.bytes
    server.replaced = server.bytes
  }

  private mutating func replace(_ range: SensitiveBytes, users: Set<String>) {
    let stream = stream(range.from)
    let start = Int(clamping: range.start)
    let end = min(Int(clamping: range.end), stream.bytes.count)
    guard start < end else { return }
    let original = Array(stream.bytes[start..<end])
    let substitute: [UInt8]
    switch range.kind {
    case .secret:
      substitute = SecretReplacement.replace(original)
      forbidden.formUnion(SecretReplacement.words(of: original, users: users))
    case .message:
      // Line ends and dots give a message its form, which a verdict can rest on.
      substitute = original.map { [0x0D, 0x0A, 0x2E].contains($0) ? $0 : UInt8(ascii: "x") }
      for line in original.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) where line.count >= Self.lineSampleLength
      {
        let sample = Array(line.prefix(Self.lineSampleLength))
        if sample.contains(where: { $0 != UInt8(ascii: "x") && $0 != 0x2E }) { forbiddenLines.insert(sample) }
      }
    }
    switch range.from {
    case .client: client.put(substitute, at: start)
    case .server: server.put(substitute, at: start)
    }
  }

  /// Replaces a word wherever else it stands, in any case of its letters, also where only its beginning is repeated.
  private func blot(_ word: [UInt8], in stream: inout Stream) {
    let wanted = word.map(Self.lower)
    let minimum = min(wanted.count, 8)
    var offset = 0
    while offset + minimum <= stream.bytes.count {
      guard Self.lower(stream.bytes[offset]) == wanted[0] else {
        offset += 1
        continue
      }
      var count = 0
      while count < wanted.count, offset + count < stream.bytes.count,
        Self.lower(stream.bytes[offset + count]) == wanted[count]
      {
        count += 1
      }
      guard count >= minimum else {
        offset += 1
        continue
      }
      for place in offset..<(offset + count) where !stream.isReplaced[place] {
        stream.put([UInt8(ascii: "x")], at: place)
      }
      offset += count
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  /// Puts letters in the place of the local part of everything that looks like an address, and of the session's own.
  private static func replaceAddresses(
    _ stream: inout Stream, before limit: UInt64?, _ names: Set<String>, _ pseudonyms: Pseudonyms
  ) {
    let end = min(stream.bytes.count, Int(clamping: limit ?? .max))
    for at in 0..<end where stream.bytes[at] == UInt8(ascii: "@") {
      var start = at
      if at > 0, stream.bytes[at - 1] == UInt8(ascii: "\"") {
        start = at - 1
        while start > 0, stream.bytes[start - 1] != UInt8(ascii: "\""), stream.bytes[start - 1] != 0x0A { start -= 1 }
      } else {
        while start > 0, isLocalPart(stream.bytes[start - 1]) { start -= 1 }
      }
      hide(start..<at, in: &stream, pseudonyms)
    }
    for name in names.map({ Array($0.utf8) }) where name.count >= 2 && !name.contains(UInt8(ascii: "@")) {
      var offset = 0
      while offset + name.count <= end {
        let range = offset..<(offset + name.count)
        let isWord =
          (offset == 0 || !isLocalPart(stream.bytes[offset - 1]))
          && (range.upperBound >= end || !isLocalPart(stream.bytes[range.upperBound]))
        if isWord, stream.bytes[range].elementsEqual(name) { hide(range, in: &stream, pseudonyms) }
        offset += 1
      }
    }
  }

  private static func hide(_ range: Range<Int>, in stream: inout Stream, _ pseudonyms: Pseudonyms) {
    guard !range.isEmpty, !range.contains(where: { stream.isReplaced[$0] }) else { return }
    stream.put(pseudonyms.bytes(Array(stream.bytes[range])), at: range.lowerBound)
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    default: ".!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
  }

  /// A line of a message that also stands where it is no secret proves nothing.
  private mutating func forgetWhatStandsElsewhere() {
    for stream in [client, server] {
      for sample in StreamSearch.samples(in: stream.replaced, of: Self.lineSampleLength, among: forbiddenLines) {
        forbiddenLines.remove(sample)
      }
    }
  }
}

/// Looks for byte strings.
enum StreamSearch {
  static func contains(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
    guard let first = word.first, bytes.count >= word.count else { return false }
    for offset in 0...(bytes.count - word.count) where bytes[offset] == first {
      if bytes[offset..<(offset + word.count)].elementsEqual(word) { return true }
    }
    return false
  }

  /// Those of `wanted`, each of `count` bytes, that stand in `bytes`.
  static func samples(in bytes: [UInt8], of count: Int, among wanted: Set<[UInt8]>) -> [[UInt8]] {
    guard !wanted.isEmpty, bytes.count >= count else { return [] }
    let firstBytes = Set(wanted.compactMap(\.first))
    var found: [[UInt8]] = []
    for offset in 0...(bytes.count - count) where firstBytes.contains(bytes[offset]) {
      let sample = Array(bytes[offset..<(offset + count)])
      if wanted.contains(sample) { found.append(sample) }
    }
    return found
  }
}
