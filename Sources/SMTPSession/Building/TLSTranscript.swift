import Certificates
import PlainWords
import SMTPTranscript
import TLSHandshake

/// The handshake as lines of the transcript: what each side says, and what can only be seen as records of a size.
struct TLSTranscript {
  let facts: TLSFacts
  let conversation: ReadConversation
  /// The sides whose bytes that are no TLS stand in the transcript as lines of their own.
  let readable: Set<Side>

  func lines() -> [TranscriptLine] {
    var units: [Unit] = []
    collect(facts.clientStream, from: .client, into: &units)
    let clients = units.count
    collect(facts.serverStream, from: .server, into: &units)
    // Each side's own are in its order; where both lie in one packet, the client's come first.
    units[..<clients].sort { $0.offset < $1.offset }
    units[clients...].sort { $0.offset < $1.offset }
    let order = units.indices.sorted { (units[$0].at.packet, $0) < (units[$1].at.packet, $1) }
    return joined(units, order)
  }

  private struct Unit {
    var from: Side
    var offset: UInt64
    var at: Moment
    var what: TLSElement
    /// `nil` for encrypted records, which are counted together.
    var text: String?
    var bytes = 0
    var layer = Layer.clear
  }

  private func collect(_ stream: borrowing TLSStream, from side: Side, into units: inout [Unit]) {
    // A suite without a cipher seals nothing.
    let sealed = facts.leavesDataReadable ? Layer.clear : .sealed
    let hidden = facts.leavesDataReadable ? "" : "encrypted "
    func add(_ what: TLSElement, _ offset: UInt64, _ text: String?, bytes: Int = 0, layer: Layer = .clear) {
      let at = conversation.moment(side, at: offset) ?? conversation.lastSeen
      units.append(Unit(from: side, offset: offset, at: at, what: what, text: text, bytes: bytes, layer: layer))
    }
    // The first chain of a side is the one that was examined.
    var examination = side == .server ? facts.examination : facts.clientExamination
    for message in stream.messages {
      var what = TLSElement.message(message.type)
      var shows: CertificateExamination?
      switch message.content {
      case .serverHello(let hello) where hello.isHelloRetryRequest: what = .helloRetryRequest
      case .certificate(let chain) where !chain.isEmpty: swap(&shows, &examination)
      default: break
      }
      let layer: Layer = stream.isOpened(at: message.startOffset) ? .tls : .clear
      add(what, message.startOffset, describe(message, shows), layer: layer)
    }
    for alert in stream.alerts {
      let opened: Layer = stream.isOpened(at: alert.offset) ? .tls : .clear
      add(.alert, alert.offset, describe(alert), layer: alert.isEncrypted ? sealed : opened)
    }
    for offset in stream.changeCipherSpecOffsets { add(.changeCipherSpec, offset, "ChangeCipherSpec") }
    var isFinished = false
    for record in stream.keptRecords where record.isEncrypted && !record.isOpened {
      switch record.contentType {
      case .handshake:
        add(
          .records, record.offset,
          isFinished ? "\(hidden)handshake message" : "Finished\(hidden.isEmpty ? "" : " (encrypted)")",
          layer: sealed)
        isFinished = true
      case .alert, .changeCipherSpec: continue
      default: add(.records, record.offset, nil, bytes: Int(record.length), layer: sealed)
      }
    }
    guard !readable.contains(side) else { return }
    if let foreign = stream.notTLS { add(.foreign, foreign.offset, "bytes that are not TLS") }
    if let loss = stream.syncLoss, loss.reason == .badHeader {
      add(.foreign, loss.offset, "bytes that are no TLS any more")
    }
  }

  private static let sizesShown = 6

  /// Encrypted records are gathered into one line as long as one side goes on and nothing else is said.
  private func joined(_ units: [Unit], _ order: [Int]) -> [TranscriptLine] {
    var output: [TranscriptLine] = []
    output.reserveCapacity(units.count)
    func append(_ unit: Unit, _ text: String) {
      var line = TranscriptLine(kind: .tls, from: unit.from, text: text, at: unit.at, layer: unit.layer)
      line.tls = unit.what
      output.append(line)
    }
    var sizes: [Int] = []
    for (position, place) in order.enumerated() {
      let unit = units[place]
      if let text = unit.text {
        append(unit, text)
        continue
      }
      if sizes.isEmpty {
        append(unit, "")
      }
      sizes.append(unit.bytes)
      if position + 1 < order.count {
        let next = units[order[position + 1]]
        if next.text == nil, next.from == unit.from { continue }
      }
      output[output.count - 1].text = Self.describe(sizes, isSealed: unit.layer == .sealed)
      sizes.removeAll(keepingCapacity: true)
    }
    return output
  }

  private static func describe(_ sizes: [Int], isSealed: Bool) -> String {
    let what = isSealed ? "encrypted record" : "record without encryption"
    guard sizes.count > 1 else { return "\(what), \(sizes.first ?? 0) bytes" }
    let shown = sizes.prefix(sizesShown).map(String.init).joined(separator: ", ")
    let more = sizes.count > sizesShown ? ", … \(sizes.reduce(0, +)) in all" : ""
    return "\(sizes.count) \(isSealed ? "encrypted records" : "records without encryption"), \(shown)\(more) bytes"
  }

  private func describe(_ alert: Alert) -> String {
    guard !alert.isEncrypted else {
      return "alert (\(facts.leavesDataReadable ? "" : "encrypted, ")\(alert.recordLength) bytes)"
    }
    let level = alert.level?.description ?? ""
    return "alert \(level) \(alert.description?.description ?? "")"
  }

  /// - Parameter examination: What the certificates show, where the message holds those that were examined.
  private func describe(_ message: HandshakeMessage, _ examination: CertificateExamination?) -> String {
    var parts = Parts()
    switch message.content {
    case .clientHello(let hello): describe(hello, in: &parts)
    case .serverHello(let hello): describe(hello, in: &parts)
    case .certificate(let chain):
      if chain.isEmpty {
        parts.add("Certificate: none")
      } else {
        parts.add("Certificate\(examination.map { " \(CertificateWords.line($0))" } ?? "")")
        parts.add(Counting.counted(chain.count, "certificate", "certificates"))
        parts.add("\(chain.totalLength) bytes")
      }
    case .certificateRequest(let request):
      parts.add("CertificateRequest")
      parts.add(
        request.authorityCount == 0
          ? "any authority" : "\(request.authorityCount) \(request.authorityCount == 1 ? "authority" : "authorities")")
    case .serverKeyExchange(let exchange): describe(exchange, in: &parts)
    case .encryptedExtensions(let message):
      parts.add(Self.title(.encryptedExtensions))
      if message.acceptsEarlyData { parts.add("takes early data") }
    case .certificateVerify, .certificateStatus, .newSessionTicket, nil: parts.add(Self.title(message.type))
    }
    if !message.isComplete { parts.add("incomplete") }
    if message.recordCount > 1 { parts.add("in \(message.recordCount) records") }
    return parts.text
  }

  /// What a message says, with dots between.
  private struct Parts {
    private var words = GatheredText(length: 128)

    var text: String { words.text }

    mutating func add(_ part: String) {
      if !words.isEmpty { words.add(" · ") }
      words.add(part)
    }

    /// The same of a part that has a word before it.
    mutating func add(_ word: String, _ part: String) {
      add(word)
      words.add(part)
    }

    /// Goes on with the last part.
    mutating func append(_ text: String) { words.add(text) }
  }

  private func describe(_ hello: ClientHello, in parts: inout Parts) {
    parts.add("ClientHello ")
    let versions = hello.offeredVersions.filter { !$0.isGREASE }.sorted(by: >)
    for (place, version) in versions.enumerated() {
      if place > 0 { parts.append(", ") }
      parts.append(place == 0 ? version.description : Self.shortened(version.description))
    }
    if hello.isSSL2Format { parts.add("SSL 2.0 format") }
    if let name = hello.serverName { parts.add("SNI ", name) } else { parts.add("no SNI") }
    parts.add(Counting.counted(hello.offeredSuiteCount, "suite", "suites"))
    if let names = hello.protocolNames, !names.isEmpty { parts.add("ALPN ", names.joined(separator: ", ")) }
    if hello.hasFallbackSCSV { parts.add("fallback") }
  }

  private func describe(_ hello: ServerHello, in parts: inout Parts) {
    if hello.isHelloRetryRequest {
      let group = hello.keyShare.map { " for \($0.group)" } ?? ""
      return parts.add("HelloRetryRequest", group)
    }
    parts.add("ServerHello \(hello.version) ", hello.cipherSuite.openSSLName ?? hello.cipherSuite.description)
    if let share = hello.keyShare { parts.add(share.group.description) }
  }

  private func describe(_ exchange: ServerKeyExchange, in parts: inout Parts) {
    parts.add("ServerKeyExchange")
    switch exchange.parameters {
    case .ecdhe(let group, _): parts.add(group.description)
    case .dhe(let bits): parts.add("DH prime of \(bits) bits")
    case .rsaExport(let bits): parts.add("export RSA key of \(bits) bits")
    case .srp(let bits): parts.add("SRP prime of \(bits) bits")
    case .explicitCurve: parts.add("a curve of its own")
    case .pskHint, .unknown: break
    }
    if let scheme = exchange.signatureScheme { parts.add(scheme.description) }
  }

  /// The message's name as RFC 8446 writes it in running text: "ServerHelloDone" for server_hello_done.
  private static func title(_ type: HandshakeType) -> String {
    let name = type.description
    guard name.contains("_") || !name.contains(" ") else { return name }
    return name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// "TLS 1.2" after another version is "1.2".
  private static func shortened(_ version: String) -> String {
    version.hasPrefix("TLS ") ? String(Substring(version.utf8.dropFirst(4))) : version
  }
}
