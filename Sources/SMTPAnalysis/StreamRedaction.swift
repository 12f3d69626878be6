import ByteParsing
import Reports
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// The two streams of a session with what is put in the place of bytes that must not leave the house: by stream offset, so
/// that a byte is replaced in every packet that carries it, however the stream was cut or sent again.
struct StreamRedaction {
  private(set) var client: StreamBytes
  private(set) var server: StreamBytes
  /// Byte strings that must be nowhere in the output, in any case of their letters.
  private(set) var forbidden = PatternSearch()
  /// The first bytes of lines of messages; no line of the output may begin with them.
  private(set) var forbiddenLines: Set<LineSample> = []
  private(set) var replacedBytes = 0

  /// Of a word that is repeated in part, so many bytes tell it.
  private static let tellingLength = 8

  /// Lines of messages that are looked for in the output: of more, the first.
  private static let maximumLines = 100_000

  init(_ session: Session, _ packets: SessionPackets, redaction: Redaction, pseudonyms: Pseudonyms) throws {
    try Self.checkLimits(of: session)
    client = Self.stream(session.clientFlow, packets, .client)
    server = Self.stream(session.serverFlow, packets, .server)
    let users = Self.userWords(of: session)
    for range in session.sensitive { try replace(range, users: users, in: session) }
    forbidden.link()
    // A server may repeat what the client sent, or the beginning of it.
    for range in forbidden.coverage(of: client.bytes.span, minimumBeginning: Self.tellingLength) { client.blot(range) }
    for range in forbidden.coverage(of: server.bytes.span, minimumBeginning: Self.tellingLength) { server.blot(range) }
    if redaction.contains(.addresses) {
      let names = NameReplacement(KnownNames(session), pseudonyms)
      guard names.isPossible else {
        throw OutputError("session \(session.id) holds too many names to be redacted")
      }
      names.replace(in: &client, before: client.end(before: session.tls?.startOffset(.client)))
      names.replace(in: &server, before: server.end(before: session.tls?.startOffset(.server)))
    }
    forgetWhatStandsElsewhere()
    replacedBytes = client.isReplaced.count { $0 } + server.isReplaced.count { $0 }
  }

  /// A text that goes into the output beside the packets, without what must be nowhere in it.
  func hiding(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let covered = forbidden.coverage(of: bytes.span, minimumBeginning: Self.tellingLength)
    for place in covered.joined() where bytes[place] != 0x0A { bytes[place] = UInt8(ascii: "x") }
    return covered.isEmpty ? text : String(decoding: bytes, as: UTF8.self)
  }

  func stream(_ side: Side) -> StreamBytes { side == .client ? client : server }

  // MARK: - Building

  private static func stream(_ flow: DirectionFacts, _ packets: SessionPackets, _ side: Side) -> StreamBytes {
    StreamBytes(packets, of: side, first: flow.firstSequence ?? 0, limit: flow.sentEnd)
  }

  /// Where the analysis did not look, nobody knows what is a secret. A line that was cut for the report was read to its end.
  private static func checkLimits(of session: Session) throws {
    let harmless = ["lines longer than", "too much waited behind missing bytes"]
    let limits = session.visibility.limits.filter { limit in !harmless.contains { limit.hasPrefix($0) } }
    guard limits.isEmpty else {
      throw OutputError("session \(session.id) is too large to be redacted: \(limits.joined(separator: "; "))")
    }
  }

  /// What a user name consists of: it may stand where passwords may not.
  private static func userWords(of session: Session) -> Set<String> {
    var words: Set<String> = []
    for user in session.authentications.compactMap(\.user) {
      let lower = user.lowercased()
      words.insert(lower)
      words.formUnion(lower.split { "@\\ ".contains($0) }.map(String.init))
    }
    return words
  }

  private mutating func replace(_ range: SensitiveBytes, users: Set<String>, in session: Session) throws {
    let start = Int(clamping: range.start)
    let end = Int(clamping: range.end)
    guard start < end else { return }
    for part in stream(range.from).places(of: start..<end) {
      let original = Array(stream(range.from).bytes[part.places])
      let substitute: [UInt8]
      switch range.kind {
      case .secret:
        substitute = SecretReplacement.replace(original)
        for word in SecretReplacement.words(of: original, users: users) where !forbidden.add(word) {
          throw OutputError("session \(session.id) holds too many secrets to be redacted")
        }
      case .message:
        substitute = Self.withoutContent(original)
        noteLines(of: original)
      }
      switch range.from {
      case .client: client.put(substitute, at: part.places.lowerBound)
      case .server: server.put(substitute, at: part.places.lowerBound)
      }
    }
  }

  /// Line ends and dots give a message its form, which a verdict can rest on.
  private static func withoutContent(_ message: [UInt8]) -> [UInt8] {
    message.map { $0 == 0x0D || $0 == 0x0A || $0 == 0x2E ? $0 : UInt8(ascii: "x") }
  }

  private mutating func noteLines(of message: [UInt8]) {
    var start = 0
    let bytes = message.span
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0D, bytes[end] != 0x0A { end += 1 }
      if end - start >= LineSample.length, forbiddenLines.count < Self.maximumLines,
        let sample = LineSample(bytes, at: start), sample.tells
      {
        forbiddenLines.insert(sample)
      }
      start = end + 1
    }
  }

  /// A line of a message that also stands where it is no secret proves nothing.
  private mutating func forgetWhatStandsElsewhere() {
    for stream in [client, server] {
      for sample in LineSample.found(in: stream.replaced.span, among: forbiddenLines) { forbiddenLines.remove(sample) }
    }
  }
}

/// The first bytes of a line of a message, by which it is known again.
struct LineSample: Hashable {
  static let length = 16

  private let low: UInt64
  private let high: UInt64

  /// `nil` where fewer bytes follow.
  init?(_ bytes: Span<UInt8>, at start: Int) {
    guard start + Self.length <= bytes.count else { return nil }
    var (low, high): (UInt64, UInt64) = (0, 0)
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[start + index])
      low = low << 8 | UInt64(bytes[start + 8 + index])
    }
    (self.low, self.high) = (low, high)
  }

  /// Whether it is more than what stands in the place of messages.
  var tells: Bool {
    for half in [low, high] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        let byte = UInt8(truncatingIfNeeded: half >> shift)
        if byte != UInt8(ascii: "x"), byte != 0x2E { return true }
      }
    }
    return false
  }

  /// Those of `wanted` that stand in `bytes`: one pass, in which the sample moves on by a byte.
  static func found(in bytes: Span<UInt8>, among wanted: Set<LineSample>) -> Set<LineSample> {
    guard !wanted.isEmpty, var sample = LineSample(bytes, at: 0) else { return [] }
    var found: Set<LineSample> = []
    var next = length
    while true {
      if wanted.contains(sample) { found.insert(sample) }
      guard next < bytes.count else { return found }
      sample = LineSample(high: sample.high << 8 | sample.low >> 56, low: sample.low << 8 | UInt64(bytes[next]))
      next += 1
    }
  }

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}
