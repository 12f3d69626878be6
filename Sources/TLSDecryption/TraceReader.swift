import ByteParsing
import SwiftASN1
import TLSHandshake

/// Reads traces line by line. What is not known is passed over: the text is for people, and versions differ.
struct TraceReader {
  /// The most of one file that is read, in bytes; Postfix writes 100 KiB of a session at most.
  static let maximumBytes = 16 << 20
  /// The most sessions, and records of one, that are kept.
  static let maximumTraces = 4096
  static let maximumRecords = 512
  private static let maximumCertificateLines = 4096
  /// What the length fields of a record and of a handshake message can say.
  private static let longestRecord = 0xFFFF
  private static let longestMessage = 0xFF_FFFF

  private(set) var traces: [TLSTrace] = []
  /// Sessions beyond those that are kept, and those of which only the first records are.
  private(set) var tracesLeftOut = 0
  private(set) var tracesCut = 0
  private var current: [TLSTrace.Record] = []
  private var isSent = false
  private var type: ContentType?
  private var length: Int?
  /// The two halves of the random bytes of the hello that is read.
  private var hello: HandshakeType?
  private var randomTime: [UInt8] = []
  private var random: ClientRandom?
  private var isClients: Bool?
  private var certificate: [Substring]?
  private var afterRetry = false

  /// Whether anything in it looks like a trace.
  var isTrace = false

  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) { read(line) }
    close()
  }

  private mutating func read(_ line: Substring) {
    let words = line.drop { $0 == " " }
    if certificate != nil { return readCertificate(words) }
    switch words {
    case "Sent Record", "Received Record":
      isTrace = true
      isSent = words.hasPrefix("Sent")
      type = nil
      length = nil
      hello = nil
    case _ where words.hasPrefix("Inner Content Type = "):
      guard !current.isEmpty else { return }
      current[current.count - 1].innerType = number(behind: "(", in: words).map {
        ContentType(rawValue: UInt8(clamping: $0))
      }
    case _ where words.hasPrefix("Content Type = "):
      type = number(behind: "(", in: words).map { ContentType(rawValue: UInt8(clamping: $0)) }
    case _ where words.hasPrefix("Length = "):
      guard let type, let count = Int(words.dropFirst(9)), (0...Self.longestRecord).contains(count) else { return }
      open(type, count)
    case _ where words.hasPrefix("Level="): readAlert(words)
    case _ where words.hasPrefix("gmt_unix_time=0x"): randomTime = Self.bytes(words.dropFirst(16))
    case _ where words.hasPrefix("random_bytes (len=28): "): readRandom(words.dropFirst(23))
    case _ where words.hasPrefix("-----BEGIN CERTIFICATE-----"): certificate = [words]
    default: readMessage(words)
    }
  }

  private mutating func open(_ type: ContentType, _ count: Int) {
    // One beyond the limit has a place while it is read, so that nothing of it is taken for the one before.
    if current.count > Self.maximumRecords { current.removeLast() }
    // Who sends is known once the ClientHello is: until then, the sender is the client, who speaks first.
    let byClient = isClients.map { $0 == isSent } ?? true
    current.append(TLSTrace.Record(sender: byClient ? .client : .server, type: type, length: count))
    self.type = nil
  }

  /// "Certificate, Length=802".
  private mutating func readMessage(_ words: Substring) {
    guard let comma = words.firstIndex(of: ","), words[comma...].hasPrefix(", Length="), !current.isEmpty,
      let count = Int(words[comma...].dropFirst(9)), (0...Self.longestMessage).contains(count),
      let type = Self.messages[words[..<comma]]
    else { return }
    if type == .clientHello, !afterRetry {
      // Another session begins with the record that was opened for this.
      let first = current.removeLast()
      close()
      isClients = isSent
      current = [TLSTrace.Record(sender: .client, type: first.type, length: first.length)]
    }
    afterRetry = false
    hello = type == .clientHello || type == .serverHello ? type : nil
    current[current.count - 1].messages.append(TracedMessage(type: type, length: count))
  }

  private mutating func readRandom(_ text: Substring) {
    let bytes = randomTime + Self.bytes(text)
    if hello == .clientHello, random == nil { random = ClientRandom(bytes.span) }
    // A HelloRetryRequest (RFC 8446 section 4.1.3) is a ServerHello whose random bytes are these; another ClientHello of the same session follows.
    if hello == .serverHello { afterRetry = bytes.starts(with: [0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11]) }
    hello = nil
  }

  /// "Level=fatal(2), description=certificate expired(45)".
  private mutating func readAlert(_ words: Substring) {
    guard !current.isEmpty, let comma = words.firstIndex(of: ","), let level = number(behind: "(", in: words[..<comma]),
      let description = number(behind: "(", in: words[comma...])
    else { return }
    current[current.count - 1].alert = (
      AlertLevel(rawValue: UInt8(clamping: level)), AlertDescription(rawValue: UInt8(clamping: description))
    )
  }

  private mutating func readCertificate(_ words: Substring) {
    certificate?.append(words)
    let isEnd = words.hasPrefix("-----END CERTIFICATE-----")
    guard isEnd || certificate?.count ?? 0 > Self.maximumCertificateLines else { return }
    let lines = certificate ?? []
    certificate = nil
    guard isEnd, !current.isEmpty,
      let place = current[current.count - 1].messages.lastIndex(where: { $0.type == .certificate }),
      let document = try? PEMDocument(pemString: lines.joined(separator: "\n"))
    else { return }
    current[current.count - 1].messages[place].certificates.append(document.derBytes)
  }

  private mutating func close() {
    if let random {
      if traces.count < Self.maximumTraces {
        if current.count > Self.maximumRecords { tracesCut += 1 }
        traces.append(TLSTrace(random: random, records: Array(current.prefix(Self.maximumRecords))))
      } else {
        tracesLeftOut += 1
      }
    }
    random = nil
    isClients = nil
    current = []
    afterRetry = false
  }

  private static let messages: [Substring: HandshakeType] = [
    "ClientHello": .clientHello, "ServerHello": .serverHello, "EncryptedExtensions": .encryptedExtensions,
    "Certificate": .certificate, "CertificateRequest": .certificateRequest, "CertificateVerify": .certificateVerify,
    "Finished": .finished, "NewSessionTicket": .newSessionTicket, "KeyUpdate": .keyUpdate,
    "EndOfEarlyData": .endOfEarlyData,
  ]

  private func number(behind sign: Character, in text: Substring) -> Int? {
    text.lastIndex(of: sign).flatMap { Int(text[text.index(after: $0)...].prefix { $0.isNumber }) }
  }

  private static func bytes(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while bytes.count < 32, rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
