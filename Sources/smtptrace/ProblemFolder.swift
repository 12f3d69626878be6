import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// The folder into which the packets of sessions with problems go.
struct ProblemFolder {
  /// Captures that one run saves; further ones are counted only, so that nobody can fill the disk with failing sessions.
  static let maximumFiles = 10_000

  let path: String
  private(set) var saved = 0
  private(set) var notSaved = 0

  init(_ path: String, owner: Privileges.User?) throws(CaptureError) {
    self.path = path
    try NewFile.makeFolder(path, owner: owner)
  }

  mutating func save(_ diagnosed: DiagnosedSession, _ packets: KeptPackets) throws(CaptureError) {
    guard saved < Self.maximumFiles else {
      notSaved += 1
      return
    }
    let name = "\(path)/\(NewFile.stamp(diagnosed.session.start.time))-\(ProblemCapture.name(diagnosed))"
    var file = "\(name).pcapng"
    var number = 2
    while NewFile.exists(file), number < 1000 {
      file = "\(name)-\(number).pcapng"
      number += 1
    }
    let descriptor = try NewFile.create(file)
    defer { NewFile.close(descriptor) }
    var writer = PcapngWriter(
      descriptor: descriptor, path: file, application: "smtptrace", comment: ProblemCapture.comment(diagnosed, packets))
    try packets.write(to: &writer, comments: ProblemCapture.comments(diagnosed))
    try writer.flush()
    saved += 1
  }
}
