public import CaptureFiles
public import Diagnosis
import PacketLayers
public import Reports
import SMTPSession

/// The library's front door: packets in, sessions with their findings out.
///
/// ``open(_:)`` a capture, call ``readSome(_:)`` until it says that the capture is at its end, and take what is ready with
/// ``nextSession()`` in between; ``finish()`` ends what is still open. Memory follows the open sessions, never the file.
public struct Analysis: ~Copyable {
  /// Packets that one call of ``readSome(_:)`` takes.
  private static let packetsPerCall = 4096

  public private(set) var packets = 0
  private var decoder = PacketDecoder()
  private var tracker: SessionTracker
  private var survey = Survey()
  private var facts = CaptureSummary()
  private var kernelDrops: UInt64?
  private var isTruncated = false
  private var unreadable: [LinkType: Int] = [:]

  public init(options: AnalysisOptions = AnalysisOptions()) {
    tracker = SessionTracker(
      configuration: TrackerConfiguration(
        mailPorts: options.mailPorts, keepsSecrets: options.keepsSecrets, keepsMessages: options.keepsMessages,
        idleSeconds: options.idleSeconds))
  }

  /// Begins to read a capture. Connections that are open when one capture ends go on in the next, as in a set of rotated
  /// files.
  public mutating func open(_ name: String) throws(CaptureError) -> OpenCapture {
    let file = facts.files.count
    facts.files.append(CaptureSummary.File(name: PrintableName.of(name), packets: 0, format: "", error: nil))
    do throws(CaptureError) {
      let reader = try CaptureReader(path: name, file: Int32(file))
      facts.files[file].format = reader.format
      return OpenCapture(reader: reader, file: file)
    } catch {
      facts.files[file].error = error.description
      throw error
    }
  }

  /// The same for a capture in memory.
  package mutating func open(bytes: [UInt8], name: String) throws(CaptureError) -> OpenCapture {
    let file = facts.files.count
    facts.files.append(CaptureSummary.File(name: PrintableName.of(name), packets: 0, format: "", error: nil))
    return OpenCapture(reader: try CaptureReader(bytes: bytes, path: name, file: Int32(file)), file: file)
  }

  /// Takes the next packets of a capture. `false` at its end; after an error everything before it has been taken.
  public mutating func readSome(_ capture: inout OpenCapture) throws(CaptureError) -> Bool {
    do throws(CaptureError) {
      for _ in 0..<Self.packetsPerCall {
        guard let header = try capture.reader.next() else {
          close(&capture)
          return false
        }
        capture.packets += 1
        note(header)
        accept(header, capture.reader.bytes)
      }
      return true
    } catch {
      close(&capture)
      facts.files[capture.file].error = error.description
      isTruncated = true
      throw error
    }
  }

  /// Ends every session that is still open. Call it once, after the last capture.
  public mutating func finish() {
    tracker.finish()
  }

  /// The next session that has ended, with what was found in it; `nil` where none waits.
  public mutating func nextSession() -> DiagnosedSession? {
    guard var session = tracker.nextFinished() else { return nil }
    session.visibility.kernelDrops = kernelDrops
    session.visibility.fileIsTruncated = isTruncated && session.completion == .captureEnded
    let diagnosed = Diagnoser.diagnose(session)
    survey.record(diagnosed)
    facts.sessions += 1
    return diagnosed
  }

  public var sessionsFound: Int { tracker.sessionsFound }

  /// What was read, and what the sessions show together.
  public func summary() -> CaptureSummary {
    var summary = facts
    summary.packets = packets
    summary.connectionsOpened = tracker.connectionsOpened
    summary.busiestPorts = tracker.busiestPorts
    summary.findings = Diagnoser.diagnose(survey)
    summary.unreadableLinkTypes = unreadable.keys.map { "\($0.name) (\($0.rawValue))" }.sorted()
    if let drops = kernelDrops, drops > 0 {
      summary.caveats.append("capture/dropped-by-kernel")
      summary.caveatSentences.append("the capturing machine dropped \(drops) packets; gaps may be its own.")
    }
    for file in summary.files {
      guard let error = file.error else { continue }
      summary.caveats.append("capture/file-damaged")
      summary.caveatSentences.append("\(error); everything before was analysed.")
    }
    if !summary.unreadableLinkTypes.isEmpty {
      summary.caveats.append("capture/link-type-unsupported")
      summary.caveatSentences.append(
        "packets of link types that cannot be read were passed over: \(summary.unreadableLinkTypes.joined(separator: ", "))."
      )
    }
    return summary
  }

  private mutating func note(_ header: PacketHeader) {
    packets += 1
    if let first = facts.firstPacketTime, let last = facts.lastPacketTime {
      if header.time < first { facts.firstPacketTime = header.time }
      if header.time > last { facts.lastPacketTime = header.time }
    } else {
      facts.firstPacketTime = header.time
      facts.lastPacketTime = header.time
    }
  }

  private mutating func accept(_ header: PacketHeader, _ frame: Span<UInt8>) {
    switch decoder.decode(frame, linkType: header.linkType, time: header.time, originalLength: header.originalLength) {
    case .tcp:
      facts.tcpPackets += 1
      if decoder.segment.encapsulation.contains(.fragmented) {
        // Taken as its own value: the decoder and the tracker both belong to `self`.
        let datagram = decoder.reassembled
        track(decoder.segment, in: datagram.span, header)
      } else {
        track(decoder.segment, in: frame, header)
      }
    case .icmp: tracker.accept(decoder.icmp, id: header.id, time: header.time)
    case .unsupportedLinkType: unreadable[header.linkType, default: 0] += 1
    case .fragment, .other, .malformed: break
    }
  }

  private mutating func track(_ segment: TCPSegment, in bytes: Span<UInt8>, _ header: PacketHeader) {
    let payload = bytes.extracting(
      segment.payloadOffset..<(segment.payloadOffset + segment.capturedPayloadLength))
    tracker.accept(segment, payload: payload, id: header.id, time: header.time)
  }

  private mutating func close(_ capture: inout OpenCapture) {
    facts.files[capture.file].packets = capture.packets
    for interface in capture.reader.interfaces {
      guard let dropped = interface.statistics?.dropped else { continue }
      kernelDrops = (kernelDrops ?? 0) &+ dropped
    }
  }
}
