public import CaptureFiles
public import Diagnosis
import PlainWords

/// What was read, as a whole: what the header of every report says.
public struct CaptureSummary: Sendable {
  public struct File: Sendable {
    /// The name as the user gave it, printable.
    public var name: String
    public var packets: Int
    /// What kind of file it is: "pcap", "pcapng", with its compression.
    public var format: String
    /// Why reading ended before the end of the file; `nil` where it was read whole.
    public var error: String?
    /// What the file is known again by; `nil` where nobody asked for it, and for what is no file.
    public var fingerprint: InputFingerprint?
    /// The times of its first and its last packet, as they stand in it; `nil` where it holds none.
    public var firstPacketTime: Timestamp?
    public var lastPacketTime: Timestamp?
    /// Who captured it, where results of several sensors were merged; else `nil`.
    public var sensor: String?

    public init(name: String, packets: Int, format: String, error: String?) {
      self.name = name
      self.packets = packets
      self.format = format
      self.error = error
    }
  }

  public var files: [File] = []
  public var packets = 0
  public var sessions = 0
  /// What is selected, one condition each; empty where every session is told.
  public var selection: [String] = []
  /// Sessions that are told, where not all are; else `nil`.
  public var selected: Int?
  public var firstPacketTime: Timestamp?
  public var lastPacketTime: Timestamp?
  /// Ids of the caveats that hold for the capture as a whole.
  public var caveats: [String] = []
  /// The same in words, one sentence each.
  public var caveatSentences: [String] = []
  /// What was left out, given up or mended, of every layer. The same stands among the caveats.
  public var omissions: [Omission] = []
  /// TCP packets, and TCP connections that were opened in the capture, of all kinds.
  public var tcpPackets = 0
  public var connectionsOpened = 0
  /// Packets that the snapshot length cut within the headers up to TCP's, so that nothing is known of them; those among them that are
  /// known to be TCP; and the most bytes that were captured of one.
  public var cutHeaders = 0
  public var cutTCPHeaders = 0
  public var cutHeaderLength = 0
  /// Packets whose headers do not hold together, whatever they carry.
  public var malformedPackets = 0
  /// The ports that answered most often, with the number of connections, where no mail was found.
  public var busiestPorts: [(port: UInt16, connections: Int)] = []
  /// Packets of link types that cannot be read, by name.
  public var unreadableLinkTypes: [String] = []
  /// Findings about several sessions together.
  public var findings: [Finding] = []
  /// What is remembered of sessions, where the result is to be merged with others.
  package var survey: SurveyContents?
  /// The packets of connections that cross the borders of the captures, in a capture of their own; `nil` where none was made.
  public var seam: Seam?

  public struct Seam: Sendable {
    /// The name of the file, in the folder of the result.
    public var file: String
    public var fingerprint: InputFingerprint
    /// The ports that were taken for mail.
    public var ports: [UInt16]
    /// Where each of its packets lies in the captures.
    public var packets: [PacketID]

    package init(file: String, fingerprint: InputFingerprint, ports: [UInt16], packets: [PacketID]) {
      self.file = file
      self.fingerprint = fingerprint
      self.ports = ports
      self.packets = packets
    }
  }

  public init() {}

  /// Only sessions with these numbers are told, which the conditions chose: nothing of others is told with what several show.
  public mutating func select(_ numbers: Set<Int>, by conditions: [String]) {
    selection = conditions
    selected = numbers.count
    findings = findings.compactMap { $0.restrictedSurvey(to: numbers) }
  }

  /// What is lost where the snapshot length cut packets within their headers.
  package static func sentence(aboutCutHeaders capture: CaptureSummary) -> String {
    let isOne = capture.cutHeaders == 1
    let packets = Counting.counted(capture.cutHeaders, "packet is", "packets are")
    let kind =
      capture.cutTCPHeaders == capture.cutHeaders
      ? isOne ? "a TCP packet" : "all of them TCP" : "\(Counting.grouped(capture.cutTCPHeaders)) of them TCP"
    let bytes = Counting.counted(capture.cutHeaderLength, "byte", "bytes")
    return
      "\(packets) cut within the headers by the snapshot length, \(kind): \(isOne ? "" : "at most ")\(bytes) of each were captured, and nothing of what they carry can be read; capture again with tcpdump -s 0."
  }
}
