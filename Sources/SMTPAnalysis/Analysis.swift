public import CaptureFiles
public import Diagnosis
import PacketLayers
public import Reports
import SMTPSession

/// The library's front door: packets in, sessions with their findings out.
///
/// Open a capture, call ``readSome()`` until it says that the capture is at its end, and take what is ready with
/// ``nextSession()`` in between; ``finish()`` ends what is still open. Memory follows the open sessions, never the file.
public struct Analysis: ~Copyable {
  /// Packets that one call of ``readSome()`` takes.
  private static let packetsPerCall = 4096

  public private(set) var packets = 0
  private var reader: CaptureReader?
  private var decoder = PacketDecoder()
  private var tracker: SessionTracker
  private var survey = Survey()
  private var facts = CaptureFacts()
  private var fileIndex: Int32 = -1
  private var packetsBefore = 0
  private var unreadable: [LinkType: Int] = [:]

  public init(options: AnalysisOptions = AnalysisOptions()) {
    tracker = SessionTracker(
      configuration: TrackerConfiguration(
        mailPorts: options.mailPorts, keepsSecrets: options.keepsSecrets, keepsMessages: options.keepsMessages,
        idleSeconds: options.idleSeconds))
  }

  /// Begins to read a capture; what is open in the one before goes on in this one, as in a set of rotated files.
  public mutating func open(_ name: String) throws(CaptureError) {
    closeFile(error: nil)
    fileIndex += 1
    packetsBefore = packets
    facts.files.append(CaptureFacts.File(name: PrintableName.of(name), packets: 0, format: "", error: nil))
    do throws(CaptureError) {
      reader = try CaptureReader(path: name, file: fileIndex)
    } catch {
      facts.files[facts.files.count - 1].error = error.description
      throw error
    }
  }
}
