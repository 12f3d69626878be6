import ByteParsing
import CaptureFiles
public import Diagnosis
import PacketLayers
public import Reports
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// Takes one session out of a capture, with what was found written beside its packets.
public struct Extraction: Sendable {
  public struct Options: Sendable {
    /// Name and version of the program.
    public var tool: String
    /// Whether secrets and message contents are replaced.
    public var isRedacted = false
    /// What is replaced besides; only `addresses` can be, and only with `isRedacted`.
    public var redaction: Redaction = []
    public var pseudonyms = Pseudonyms()
    /// Secrets of which those of the session are written into its capture; `nil` where none are: whoever has them reads all of it.
    public var secrets: Secrets?
    /// The options with which the session was found.
    public var analysis = AnalysisOptions()

    public init(tool: String) {
      self.tool = tool
    }
  }

  /// What came out.
  public struct Result: Sendable {
    /// The capture, as pcapng.
    public var bytes: [UInt8]
    public var packets: Int
    public var replacedBytes: Int
    /// Whether keys of the session are in it.
    public var hasKeys: Bool
    /// What an analysis of the result says otherwise than that of the whole capture; `nil` where nothing.
    public var difference: String?
  }

  private let options: Options

  public init(options: Options) {
    self.options = options
  }

  /// - Parameters:
  ///   - diagnosed: The session, as the analysis of the same files gave it.
  ///   - paths: The files in the order in which they were analysed.
  public func extract(_ diagnosed: DiagnosedSession, from paths: [String]) throws -> Result {
    guard !paths.contains("-") else {
      throw OutputError("a capture that comes through a pipe cannot be read twice; write it into a file first")
    }
    return try extract(diagnosed, inputs: paths.map(ExtractionInput.path))
  }

  package func extract(_ diagnosed: DiagnosedSession, inputs: [ExtractionInput]) throws -> Result {
    let session = diagnosed.session
    guard !options.isRedacted || options.secrets == nil else {
      throw OutputError("a capture from which secrets are taken carries no keys: whoever has them reads all of it")
    }
    let packets = try SessionPackets(
      of: session, in: inputs, maximumExpansion: options.analysis.maximumExpansion)
    guard !packets.packets.isEmpty else { throw OutputError("no packet of session \(session.id) was found again") }
    var plan: StreamRedaction?
    if options.isRedacted {
      plan = try StreamRedaction(session, packets, redaction: options.redaction, pseudonyms: options.pseudonyms)
    }
    var redactor = Redactor(options.isRedacted ? options.redaction : [], pseudonyms: options.pseudonyms)
    let told = redactor.redact(diagnosed)
    let bytes = try write(packets, plan, telling: told)
    var difference = try Reading(bytes, options.analysis).difference(from: diagnosed)
    if let plan {
      if let found = difference {
        // Taken out of its capture, a session may say less than in it; nothing may be due to what was replaced.
        let whole = try write(packets, nil, telling: told)
        difference = try note(on: found, whole, redacted: bytes, diagnosed)
      }
      try check(bytes, plan, session)
    }
    return Result(
      bytes: bytes, packets: packets.packets.count, replacedBytes: plan?.replacedBytes ?? 0,
      hasKeys: !keyLog(of: diagnosed).isEmpty, difference: difference)
  }

  /// What is to be said where the redacted copy does not prove what the whole capture did, although the copy without redaction does not
  /// either, or where it does when it is known to be mail.
  private func note(
    on difference: String, _ whole: [UInt8], redacted: [UInt8], _ diagnosed: DiagnosedSession
  ) throws -> String {
    let plain = try Reading(whole, options.analysis)
    if try Reading(redacted, options.analysis) == plain { return difference }
    // What it was recognised by may be gone.
    let port = diagnosed.session.server.port
    var analysis = options.analysis
    if analysis.mailPorts.insert(port).inserted {
      let told = try Reading(redacted, analysis)
      if told.difference(from: diagnosed) == nil || told == plain {
        return "it is read as mail with --port \(port) only"
      }
    }
    throw OutputError("the redacted session would not prove the same: \(difference); nothing was written")
  }

  /// The lines of a key log that go with the packets; none where they were not asked for, or are not known.
  private func keyLog(of diagnosed: DiagnosedSession) -> [UInt8] {
    diagnosed.session.tls?.clientRandoms.flatMap { options.secrets?.keyLog(ofRandom: $0) ?? [] } ?? []
  }

  // MARK: - Writing

  private func write(
    _ packets: SessionPackets, _ plan: StreamRedaction?, telling diagnosed: DiagnosedSession
  ) throws(CaptureError) -> [UInt8] {
    let log = keyLog(of: diagnosed)
    // Whoever gets packets without their keys shall not read in the comments what the packets seal.
    let isSealed = log.isEmpty && diagnosed.session.tls?.opening.knowsHandshake ?? false
    let comments = PacketComments(diagnosed, isSealed: isSealed)
    let hiding = { (text: String) in plan?.hiding(text) ?? text }
    var writer = PcapngWriter(
      application: hiding(options.tool),
      comment: hiding(sectionComment(diagnosed, packets.packets.count, isSealed: isSealed)))
    if !log.isEmpty { try writer.write(keyLog: log.span) }
    var written: [Int64: UInt32] = [:]
    let redactor = plan.map { PacketRedaction($0, packets.datagrams) }
    for packet in packets.packets {
      let file = packet.header.id.file
      let key = Int64(file) << 32 | Int64(packet.header.interface)
      if written[key] == nil {
        let known = packets.interfaces[file] ?? []
        let place = Int(packet.header.interface)
        let interface = known.indices.contains(place) ? known[place] : nil
        var decimals: UInt8 = 9
        if case .decimal(let exponent) = interface?.timestampResolution { decimals = min(9, exponent) }
        written[key] = try writer.addInterface(
          linkType: packet.header.linkType, snapshotLength: interface?.snapshotLength,
          name: interface?.name.map(hiding),
          timestampDecimals: decimals)
      }
      let bytes = redactor?.redacted(packet) ?? packet.bytes
      let isCut = bytes.count < packet.header.capturedLength
      try writer.write(
        bytes.span, time: packet.header.time, originalLength: packet.header.originalLength,
        interface: written[key] ?? 0,
        comments: comments.of(
          packet.header.id, isCut: isCut, partOf: packet.piece.map { packets.datagrams[$0.datagram].completedBy }
        ).map(hiding))
    }
    return writer.takeBytes()
  }

  private func sectionComment(_ diagnosed: DiagnosedSession, _ packets: Int, isSealed: Bool) -> String {
    let verdict = diagnosed.verdict
    var lines = [
      isSealed
        ? "\(verdict.outcome.rawValue): read with what is not in this file; what TLS seals is not told here."
        : "\(verdict.outcome.rawValue): \(verdict.sentence)",
      "certainty: \(verdict.certainty.rawValue)\(verdict.finding.map { ", \($0)" } ?? "")",
      "Session \(diagnosed.session.id), \(diagnosed.session.client) to \(diagnosed.session.server), \(packets) packets, taken out of a larger capture by \(options.tool).",
    ]
    if options.isRedacted {
      lines.append(
        "Passwords, tokens and message contents were replaced by as many other bytes, and checksums mended; all else is as captured."
      )
      if options.redaction.contains(.addresses) {
        lines.append(
          "The local parts of mail addresses were replaced by letters and digits: the first of those behind user- in a report."
        )
      }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Checking

  /// Whether nothing that was to be replaced is left, in any packet, in any comment, and across packets.
  private func check(_ bytes: [UInt8], _ plan: StreamRedaction, _ session: Session) throws {
    try search(bytes.span, plan)
    let written = try SessionPackets(of: session, in: bytes)
    for side in [Side.client, .server] {
      let stream = plan.stream(side)
      for packet in written.packets where packet.side == side {
        let start = stream.offset(of: packet.sequence)
        for part in stream.places(of: start..<(start + packet.payload.count)) {
          let begin = packet.payload.lowerBound + part.offset - start
          for (index, place) in part.places.enumerated()
          where stream.isReplaced[place] && packet.bytes[begin + index] != stream.replaced[place] {
            throw OutputError(
              "a byte that was to be replaced is left in packet \(packet.header.id.number); nothing was written")
          }
        }
      }
      // The streams as the output's packets carry them.
      let flow = side == .client ? session.clientFlow : session.serverFlow
      let assembled = StreamBytes(written, of: side, first: stream.first, limit: flow.sentEnd)
      try search(assembled.bytes.span, plan)
    }
  }

  private func search(_ bytes: Span<UInt8>, _ plan: StreamRedaction) throws {
    guard !plan.forbidden.stands(in: bytes) else {
      throw OutputError("a secret is left in the redacted capture; nothing was written")
    }
    guard LineSample.found(in: bytes, among: plan.forbiddenLines).isEmpty else {
      throw OutputError("a line of a message is left in the redacted capture; nothing was written")
    }
  }
}

/// What a fresh analysis says of a capture in memory.
private struct Reading: Equatable {
  private struct Told: Equatable {
    var outcome: Verdict.Outcome
    var stage: Stage
    var stoppedBy: Actor
    var finding: String?
    var certainty: Certainty

    init(_ verdict: Verdict) {
      outcome = verdict.outcome
      stage = verdict.stage
      stoppedBy = verdict.stoppedBy
      finding = verdict.finding
      certainty = verdict.certainty
    }

    var words: String { "\(finding ?? outcome.rawValue) (\(certainty.rawValue))" }
  }

  private var verdicts: [Told] = []

  init(_ bytes: [UInt8], _ options: AnalysisOptions) throws {
    var analysis = Analysis(options: options)
    var capture = try analysis.open(bytes: bytes, name: "the extracted capture")
    while try analysis.readSome(&capture) {}
    analysis.finish()
    while let session = analysis.nextSession() { verdicts.append(Told(session.verdictAlone ?? session.verdict)) }
  }

  /// What it says otherwise than the analysis of the whole capture; `nil` where nothing. The others of that are not in it.
  func difference(from diagnosed: DiagnosedSession) -> String? {
    guard verdicts.count == 1, let new = verdicts.first else { return "it holds \(verdicts.count) sessions" }
    let old = Told(diagnosed.verdictAlone ?? diagnosed.verdict)
    return old == new ? nil : "its verdict is \(new.words) and not \(old.words)"
  }
}

extension SessionPackets {
  /// The packets of a capture in memory that holds nothing but `session`.
  fileprivate init(of session: Session, in bytes: [UInt8]) throws {
    var copy = session
    copy.start.packet = PacketID(file: 0, number: 1)
    copy.end.packet = PacketID(file: 0, number: .max)
    try self.init(of: copy, in: [.bytes(bytes)])
  }
}

/// What is written beside each packet.
struct PacketComments {
  /// Characters of one comment.
  static let maximumLength = 8000

  private var lines: [PacketID: [String]] = [:]
  private let namesFiles: Bool

  /// - Parameter isSealed: Whether nothing is to be written of what was read inside TLS.
  init(_ diagnosed: DiagnosedSession, isSealed: Bool) {
    let session = diagnosed.session
    namesFiles = session.end.packet.file != 0
    var sealed: Set<PacketID> = []
    for line in session.transcript {
      if isSealed, line.layer == .tls {
        sealed.insert(line.at.packet)
        continue
      }
      let who = line.from == .client ? "client: " : line.from == .server ? "server: " : ""
      lines[line.at.packet, default: []].append("\(who)\(line.text)")
    }
    for finding in diagnosed.findings where finding.cause != nil || finding.severity >= .exposure {
      for evidence in finding.evidence {
        let isInside = evidence.packets.contains { sealed.contains($0) }
        let words = isInside ? "=> [\(finding.id)]" : "=> \(evidence.meaning) [\(finding.id)]"
        for packet in evidence.packets { lines[packet, default: []].append(words) }
      }
    }
  }

  /// - Parameter last: For an IP fragment, the packet that brought the last piece of its datagram.
  func of(_ packet: PacketID, isCut: Bool, partOf last: PacketID?) -> [String] {
    var text = ["\(name(packet)) of the original"]
    if let last, last != packet { text.append("a fragment of what is whole with \(name(last)) of the original") }
    text += lines[packet] ?? []
    if isCut { text.append("what the error quotes of the segment's content was cut off") }
    return [String(text.joined(separator: "\n").prefix(Self.maximumLength))]
  }

  private func name(_ packet: PacketID) -> String {
    namesFiles ? "file \(packet.file + 1), packet \(packet.number)" : "packet \(packet.number)"
  }
}
